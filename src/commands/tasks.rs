//! What nobody but a person can bring about.

use crate::{checkout::Shop, clock::Millis, store::Error};

const MOST: i64 = 100;

/// Prints what was given up and what is disputed; tries `again` what is named by its number.
pub async fn show_tasks(shop: &Shop, again: Option<i64>) -> Result<(), Error> {
    let (db, now) = (shop.db(), shop.clock().now());
    if let Some(id) = again {
        match db.revive_effect(id, now).await? {
            true => {
                println!("Number {id} is tried again; a running shop takes it up within seconds.")
            }
            false => println!("Number {id} is not given up, so there is nothing to try again."),
        }
    }
    let given_up = db.given_up_effects(MOST).await?;
    println!(
        "{} effects were given up{}",
        given_up.len(),
        if given_up.is_empty() { "." } else { ":" }
    );
    for it in &given_up {
        println!(
            "  {}  order {}  {}\n      {}",
            it.id,
            it.order_id,
            it.message,
            it.note.as_deref().unwrap_or_default()
        );
    }
    let disputed = db.disputed_orders(MOST).await?;
    println!(
        "{} orders are disputed{}",
        disputed.len(),
        if disputed.is_empty() { "." } else { ":" }
    );
    for (id, at) in &disputed {
        println!("  {id}  placed {}", Millis(*at).kst().strftime("%F %T"));
    }
    Ok(())
}
