//! Notes that the goods of an order have left.

use crate::checkout::{Dispatch, Error, Shop};

/// Whether they may leave, now or since earlier.
pub async fn dispatch(shop: &Shop, id: &str, by: &str) -> Result<bool, Error> {
    let orders = shop.db().orders_by_any_id(id.trim()).await?;
    let [order] = orders.as_slice() else {
        println!(
            "{} orders are known by {id}; name one by its number.",
            orders.len()
        );
        return Ok(false);
    };
    let outcome = shop.dispatch(order, by).await?;
    match outcome {
        Dispatch::Done => println!("Order {order} is dispatched."),
        Dispatch::Before => println!("Order {order} was dispatched before."),
        Dispatch::Cancelled => println!("Do not send it: the shopper has cancelled order {order}."),
        Dispatch::NotPaid(state) => {
            println!("Do not send it: order {order} is {}.", state.as_str())
        }
    }
    Ok(matches!(outcome, Dispatch::Done | Dispatch::Before))
}
