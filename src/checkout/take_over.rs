//! What one browser holds, it can buy. The goods of its unpaid orders count as available to it, and where too few are left
//! without them, a new order takes them over: nobody is locked out by an order of their own that they never paid. And no
//! order holds its goods for ever.

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

/// What is known of other unpaid orders of the same browser.
pub(super) enum Earlier {
    Unasked,
    /// i'mport was asked about these just now, and what it knew is booked. They hold goods that are wanted.
    Asked(Vec<OrderId>),
}

impl Shop {
    /// Adds what the visitor's unpaid orders hold to what is available, where it is fewer than `enough`.
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
        let mut held: Vec<Line> = Vec::new();
        for order in self.db().unpaid_orders(&visitor.customer, now).await? {
            if gives_way(&order, &self.db().attempts_of(&order.id).await?) {
                held.extend(order.lines);
            }
        }
        for product in products.iter_mut().filter(|product| is_short(product)) {
            let own = held.iter().filter(|line| line.product == product.id);
            product.available += own.map(|line| i64::from(line.quantity)).sum::<i64>();
        }
        Ok(())
    }

    /// As for an order whose time ran out: none is given up before i'mport was asked about it. One that cannot be asked
    /// about may be paid, and keeps what it has.
    pub(super) async fn ask_about_earlier(
        &self,
        visitor: &Visitor,
        lines: &[Line],
    ) -> Result<Earlier, Error> {
        let wanted = |order: &Order| {
            let mut held = order.lines.iter();
            held.any(|held| lines.iter().any(|line| line.product == held.product))
        };
        let now = self.clock().now();
        let unpaid = self.db().unpaid_orders(&visitor.customer, now).await?;
        let mut asked = Vec::new();
        for order in unpaid.into_iter().filter(wanted) {
            if self.is_asked_about(&order.id).await? {
                asked.push(order.id);
            }
        }
        // Locked in one order by everybody.
        asked.sort();
        Ok(Earlier::Asked(asked))
    }

    async fn is_asked_about(&self, order: &OrderId) -> Result<bool, Error> {
        for attempt in self.db().attempts_of(order).await? {
            let asked = self.settle_attempt(&attempt.merchant_uid, Source::Sweep);
            match asked.await {
                Ok(_) | Err(Error::UnknownPayment) => {}
                Err(Error::Iamport(_)) => return Ok(false),
                Err(e) => return Err(e),
            }
        }
        Ok(true)
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

/// Whether a newer order of the same browser may have its goods: not while somebody says that it was paid.
fn gives_way(order: &Order, attempts: &[Attempt]) -> bool {
    order.state == OrderState::AwaitingPayment
        && order.stock == StockState::Held
        && attempts.iter().all(|attempt| attempt.doubt_since.is_none())
}

/// Holds these lines, with the goods of earlier orders where they give way: those expire. The answer is whether there were
/// enough; if not, the caller rolls back.
pub(super) async fn hold(
    tx: &mut Tx,
    earlier: &Earlier,
    lines: &[Line],
    now: Millis,
) -> Result<bool, Error> {
    let earlier = match earlier {
        Earlier::Unasked => return Ok(tx.hold_stock(lines).await?.is_none()),
        Earlier::Asked(earlier) => earlier,
    };
    let mut taken_over = Vec::new();
    for id in earlier {
        let Some(order) = tx.lock_order(id).await? else {
            continue;
        };
        let attempts = tx.attempts_of(id).await?;
        let Some(next) = order.state.after(OrderEvent::TimeRanOut) else {
            continue;
        };
        if !gives_way(&order, &attempts) {
            continue;
        }
        let entry = HistoryEntry {
            note: Some("its goods went over to the shopper's next order".to_owned()),
            ..HistoryEntry::moved(&order, Actor::Shopper, next)
        };
        tx.move_order(entry, StockState::Free, None, now).await?;
        tracing::info!(order = %id, "an unpaid order gives way to the shopper's next one");
        taken_over.extend(order.lines);
    }
    Ok(tx.exchange_stock(&taken_over, lines).await?)
}
