//! Staff sends the goods off; from then on the shopper returns them instead of cancelling. Decided under the
//! order's lock, as the shopper's cancel is: whichever comes first wins.

use crate::{
    checkout::{Error, Shop, retry::retry_transaction},
    domain::{
        actor::Actor,
        ids::OrderId,
        order::{Order, OrderState},
    },
    store::{HistoryEntry, InDoubt},
};

/// Why goods must stay, or that they may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispatch {
    Done,
    Before,
    /// The shopper wants the money back.
    Cancelled,
    /// Nothing was paid, or all of it went back.
    NotPaid(OrderState),
}

impl Shop {
    /// `by`: who sends it, for the history.
    pub async fn dispatch(&self, id: &OrderId, by: &str) -> Result<Dispatch, Error> {
        retry_transaction(InDoubt::Report, || self.store_dispatch(id, by)).await
    }

    async fn store_dispatch(&self, id: &OrderId, by: &str) -> Result<Dispatch, Error> {
        let now = self.clock().now();
        let mut tx = self.db().begin().await?;
        let order = tx.lock_order(id).await?.ok_or(Error::NotFound)?;
        if let Some(obstacle) = obstacle(&order) {
            return Ok(obstacle);
        }
        if !tx.dispatch(id, now).await? {
            return Ok(Dispatch::Before);
        }
        let note = format!("dispatched by {by}");
        tx.append_history(HistoryEntry::noted(&order, Actor::Staff, note), now)
            .await?;
        tx.commit().await?;
        tracing::info!(order = %id, by, "order dispatched");
        Ok(Dispatch::Done)
    }
}

fn obstacle(order: &Order) -> Option<Dispatch> {
    match order.state {
        OrderState::Paid | OrderState::PartlyRefunded => {}
        OrderState::AwaitingPayment
        | OrderState::AwaitingDeposit
        | OrderState::Refunded
        | OrderState::Expired
        | OrderState::Disputed => return Some(Dispatch::NotPaid(order.state)),
    }
    if order.dispatched_at.is_some() {
        return Some(Dispatch::Before);
    }
    order.cancel_asked_at.map(|_| Dispatch::Cancelled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        order::{StockState, tests::order},
        time::Millis,
    };

    #[test]
    fn goods_leave_once_and_only_for_money_that_stays() {
        for state in OrderState::ALL {
            let paid = matches!(state, OrderState::Paid | OrderState::PartlyRefunded);
            let sold = order(*state, StockState::Taken, Some("imp_1"));
            assert_eq!(
                obstacle(&sold),
                (!paid).then_some(Dispatch::NotPaid(*state)),
                "{state:?}"
            );
        }
        let sold = order(OrderState::Paid, StockState::Taken, Some("imp_1"));
        let sent = Order {
            dispatched_at: Some(Millis(1)),
            ..sold.clone()
        };
        assert_eq!(obstacle(&sent), Some(Dispatch::Before));
        let cancelled = Order {
            cancel_asked_at: Some(Millis(1)),
            ..sold
        };
        assert_eq!(obstacle(&cancelled), Some(Dispatch::Cancelled));
    }
}
