//! One order with all that is known of it, found by any id that a shopper, a PG or a bank may name.

use crate::{
    checkout::Shop,
    domain::{attempt::Attempt, ids::OrderId, order::Order, payment::BookedPayment},
    store::{Db, Error},
};

/// `false` if nothing is known by this id: order, `merchant_uid`, `imp_uid`, approval number or virtual account.
pub async fn show_order(shop: &Shop, id: &str) -> Result<bool, Error> {
    let db = shop.db();
    let orders = db.orders_by_any_id(id.trim()).await?;
    for id in &orders {
        if let Some(order) = db.order(id).await? {
            print_order(db, &order).await?;
        }
    }
    Ok(!orders.is_empty())
}

async fn print_order(db: &Db, order: &Order) -> Result<(), Error> {
    println!(
        "order {}  {}  placed {}",
        order.id,
        order.state.as_str(),
        order.created_at.kst().strftime("%F %T")
    );
    println!(
        "  buyer    {} {} {}",
        order.buyer.name, order.buyer.tel, order.buyer.email
    );
    println!(
        "  total    {}  refunded {}  stock {}",
        order.totals.total,
        order.refunded,
        order.stock.as_str()
    );
    for line in &order.lines {
        println!("  line     {} x {}", line.quantity.get(), line.name_en);
    }
    for (what, at) in [
        ("dispatched", order.dispatched_at),
        ("cancelled by the shopper", order.cancel_asked_at),
    ] {
        if let Some(at) = at {
            println!("  {what} {}", at.kst().strftime("%F %T"));
        }
    }
    db.attempts_of(&order.id)
        .await?
        .iter()
        .for_each(print_attempt);
    db.payments_of(&order.id)
        .await?
        .iter()
        .for_each(print_payment);
    print_past(db, &order.id).await
}

fn print_attempt(it: &Attempt) {
    let reason = it.fail_reason.as_deref().unwrap_or_default();
    println!(
        "  attempt  {}  {}  {}  {} {reason}",
        it.merchant_uid,
        it.method.code(),
        it.amount,
        it.state.as_str()
    );
}

fn print_payment(row: &BookedPayment) {
    let it = &row.payment;
    println!(
        "  payment  {}  {} ({})  {} {}, {} cancelled{}",
        it.imp_uid,
        it.status.as_str(),
        row.standing.as_str(),
        it.amount,
        it.currency,
        it.cancel_amount,
        row.mismatch
            .as_deref()
            .map(|why| format!("; does not fit: {why}"))
            .unwrap_or_default()
    );
}

/// What changed it, and what i'mport was asked, in the order of time.
async fn print_past(db: &Db, id: &OrderId) -> Result<(), Error> {
    let moves = db.history(id).await?.into_iter().map(|row| {
        let note = row
            .note
            .map(|note| format!(" ({note})"))
            .unwrap_or_default();
        (
            row.at,
            format!("{}: {} -> {}{note}", row.who, row.from_state, row.to_state),
        )
    });
    let asked = db.lookups(id).await?.into_iter().map(|row| {
        (
            row.at,
            format!(
                "{}: looked up {}, {}: {}",
                row.who, row.imp_uid, row.status, row.outcome
            ),
        )
    });
    let mut past: Vec<_> = moves.chain(asked).collect();
    past.sort_by_key(|(at, _)| *at);
    for (at, what) in past {
        println!("  {}  {what}", at.kst().strftime("%F %T"));
    }
    Ok(())
}
