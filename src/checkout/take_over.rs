//! One browser, one unpaid order. What it holds counts as available to the same browser, and a new order takes it over:
//! nobody is locked out by an order of their own that they never paid. And no order holds its goods for ever.

use crate::{
    checkout::{Error, Shop, Source, Visitor},
    clock::Millis,
    domain::{
        actor::Actor,
        attempt::Attempt,
        cart::Line,
        ids::OrderId,
        order::{Order, OrderEvent, OrderState, StockState},
    },
    store::{HistoryEntry, Product, Tx},
};

/// An order holds its goods at most for so many times `HOLD_MINUTES`, however often it is tried to be paid.
const LONGEST_HOLDS: i64 = 2;

impl Shop {
    /// Adds what the visitor's unpaid order holds to what is available, where it is fewer than `enough`.
    pub(super) async fn add_own_hold(
        &self,
        visitor: &Visitor,
        enough: i64,
        products: &mut [Product],
    ) -> Result<(), Error> {
        let is_short = |product: &Product| product.available < enough;
        if visitor.newcomer || !products.iter().any(is_short) {
            return Ok(());
        }
        let now = self.clock().now();
        let Some(order) = self.db().unpaid_order(&visitor.customer, now).await? else {
            return Ok(());
        };
        if !gives_way(&order, &self.db().attempts_of(&order.id).await?) {
            return Ok(());
        }
        for product in products.iter_mut().filter(|product| is_short(product)) {
            let held = order.lines.iter().filter(|line| line.product == product.id);
            product.available += held.map(|line| i64::from(line.quantity)).sum::<i64>();
        }
        Ok(())
    }

    /// How long a try that begins now may hold the order's goods.
    pub(super) fn held_until(&self, order: &Order, now: Millis) -> Millis {
        let minutes = self.terms().hold_minutes;
        if order.state == OrderState::AwaitingDeposit {
            // An account that was really issued held them until now.
            return now.plus_seconds(minutes * 60);
        }
        let last = order.created_at.plus_seconds(LONGEST_HOLDS * minutes * 60);
        now.plus_seconds(minutes * 60)
            .min(last)
            .max(order.expires_at)
    }

    /// How long an approval that i'mport asks about now may hold them.
    pub(super) fn approval_until(&self, order: &Order, now: Millis, seconds: i64) -> Millis {
        let minutes = LONGEST_HOLDS * self.terms().hold_minutes;
        let last = order.created_at.plus_seconds(minutes * 60 + seconds);
        now.plus_seconds(seconds).min(last).max(order.expires_at)
    }
}

/// What is known of another unpaid order of the same browser.
pub(super) enum Earlier {
    /// Whether there is one has not been looked at.
    Unasked,
    /// i'mport was asked about it just now, and what it knew is booked.
    Asked(OrderId),
    /// i'mport cannot be asked: it may be paid.
    Unknown,
}

impl Shop {
    /// As for an order whose time ran out: none is given up before i'mport was asked about it.
    pub(super) async fn ask_about_earlier(&self, order: OrderId) -> Result<Earlier, Error> {
        for attempt in self.db().attempts_of(&order).await? {
            match self
                .settle_attempt(&attempt.merchant_uid, Source::Sweep)
                .await
            {
                Ok(_) | Err(Error::UnknownPayment) => {}
                Err(Error::Iamport(_)) => return Ok(Earlier::Unknown),
                Err(e) => return Err(e),
            }
        }
        Ok(Earlier::Asked(order))
    }
}

/// Whether a newer order of the same browser may have its goods: not while somebody says that it was paid.
fn gives_way(order: &Order, attempts: &[Attempt]) -> bool {
    order.state == OrderState::AwaitingPayment
        && order.stock == StockState::Held
        && attempts.iter().all(|attempt| attempt.doubt_since.is_none())
}

/// Holds these lines, with the goods of the customer's earlier unpaid order where it gives way: that one expires. The
/// answer is whether there were enough; if not, the caller rolls back.
pub(super) async fn hold(
    tx: &mut Tx,
    earlier: &Earlier,
    lines: &[Line],
    now: Millis,
) -> Result<bool, Error> {
    let earlier = match earlier {
        Earlier::Asked(id) => tx.lock_order(id).await?,
        Earlier::Unasked | Earlier::Unknown => None,
    };
    let Some(earlier) = earlier else {
        return Ok(tx.exchange_stock(&[], lines).await?);
    };
    let next = earlier.state.after(OrderEvent::TimeRanOut);
    let attempts = tx.attempts_of(&earlier.id).await?;
    let Some(next) = next.filter(|_| gives_way(&earlier, &attempts)) else {
        return Ok(tx.exchange_stock(&[], lines).await?);
    };
    let entry = HistoryEntry {
        note: Some("its goods went over to the shopper's next order".to_owned()),
        ..HistoryEntry::moved(&earlier, Actor::Shopper, next)
    };
    tx.move_order(entry, StockState::Free, None, now).await?;
    tracing::info!(order = %earlier.id, "an unpaid order gives way to the shopper's next one");
    Ok(tx.exchange_stock(&earlier.lines, lines).await?)
}
