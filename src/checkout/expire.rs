//! An order's time has run out. i'mport is asked about every attempt before it is given up.

use crate::{
    checkout::{Error, Shop, Source, retry::retry_transaction},
    clock::Millis,
    domain::{
        actor::Actor,
        ids::OrderId,
        order::{OrderEvent, StockState},
    },
    store::{HistoryEntry, InDoubt},
};

impl Shop {
    /// Settles what i'mport knows of; if the order still waits after that, it expires and its stock is free again.
    /// One whose deadline was moved beyond `as_of` meanwhile is let be.
    pub async fn expire(&self, id: &OrderId, as_of: Millis) -> Result<(), Error> {
        for attempt in self.db().attempts_of(id).await? {
            match self
                .settle_attempt(&attempt.merchant_uid, Source::Sweep)
                .await
            {
                Ok(_) | Err(Error::UnknownPayment) => {}
                Err(e) => return Err(e),
            }
        }
        retry_transaction(InDoubt::Repeat, || self.give_up(id, as_of)).await
    }

    async fn give_up(&self, id: &OrderId, as_of: Millis) -> Result<(), Error> {
        let mut tx = self.db().begin().await?;
        let Some(order) = tx.lock_order(id).await? else {
            return Ok(());
        };
        if order.expires_at > as_of {
            return Ok(());
        }
        let Some(next) = order.state.after(OrderEvent::TimeRanOut) else {
            return Ok(());
        };
        let entry = HistoryEntry::moved(&order, Actor::Clock, next);
        if tx
            .move_order(entry, order.stock, None, self.clock().now())
            .await?
        {
            if tx
                .set_stock_state(id, StockState::Held, StockState::Free)
                .await?
            {
                tx.release_stock(&order.lines).await?;
            }
            tracing::info!(order = %id, "order expired");
        }
        Ok(tx.commit().await?)
    }
}
