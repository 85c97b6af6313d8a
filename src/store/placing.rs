//! An order comes into being with its first attempt, and may get further ones.

use super::{
    Error, Tx,
    postgres::fused,
    statement::{Engine, Query},
    to_json,
};
use crate::{
    clock::Millis,
    domain::{
        buyer::Buyer,
        cart::{Line, Totals},
        ids::{CustomerId, MerchantUid, OrderId},
        lang::Lang,
        method::PayMethod,
        money::Money,
        order::{Order, OrderState, StockState},
        receipt::ReceiptWish,
    },
};

const INSERT_ORDER: &str = "
    INSERT INTO orders (id, customer_id, state, stock_state, lang, buyer, lines, totals, totals_usd,
                        created_at, updated_at, expires_at)
    VALUES ($1, $2, 'awaiting_payment', 'held', $3, $4, $5, $6, $7, $8, $8, $9)";
const INSERT_ATTEMPT: &str = "
    INSERT INTO attempts (merchant_uid, order_id, method, amount, currency, state, ask_at, opened_at, receipt)
    VALUES ($3, $1, $4, $5, $6, 'opened', $7, $2, $8)";

pub(super) const ALL: &[&str] = &[INSERT_ORDER, INSERT_ATTEMPT];
pub(super) const DIALECTS: &[(&str, &str)] = &[(INSERT_ORDER, fused::INSERT_ORDER_AND_ATTEMPT)];

/// An order to be stored; it awaits its payment, with its stock held.
#[derive(Debug)]
pub struct NewOrder<'a> {
    pub id: &'a OrderId,
    pub customer: &'a CustomerId,
    pub lang: Lang,
    pub buyer: &'a Buyer,
    pub lines: &'a [Line],
    pub totals: Totals,
    pub totals_usd: Option<Totals>,
    pub expires_at: Millis,
}

impl NewOrder<'_> {
    fn stored(self, now: Millis) -> Order {
        Order {
            id: self.id.clone(),
            customer: self.customer.clone(),
            state: OrderState::AwaitingPayment,
            stock: StockState::Held,
            lang: self.lang,
            buyer: self.buyer.clone(),
            lines: self.lines.to_vec(),
            totals: self.totals,
            totals_usd: self.totals_usd,
            paid_by: None,
            refunded: 0,
            created_at: now,
            expires_at: self.expires_at,
            dispatched_at: None,
            cancel_asked_at: None,
            refund_account: None,
        }
    }

    /// `$1` to `$9`, of either text that inserts an order.
    fn bound<'a, E: Engine>(&'a self, query: Query<'a, E>, now: Millis) -> Query<'a, E> {
        query
            .bind(self.id)
            .bind(self.customer)
            .bind(self.lang.tag())
            .bind(to_json(self.buyer))
            .bind(to_json(&self.lines))
            .bind(to_json(&self.totals))
            .bind(self.totals_usd.as_ref().map(to_json))
            .bind(now)
            .bind(self.expires_at)
    }
}

/// One opening of the payment window, stored before it opens.
#[derive(Debug)]
pub struct NewAttempt<'a> {
    pub merchant_uid: &'a MerchantUid,
    pub order: &'a OrderId,
    pub method: PayMethod,
    pub amount: Money,
    /// When the sweeper asks about it first.
    pub ask_at: Millis,
    pub receipt: Option<&'a ReceiptWish>,
}

impl NewAttempt<'_> {
    /// The six parameters that follow the order and the time.
    fn bound<'a, E: Engine>(&'a self, query: Query<'a, E>) -> Query<'a, E> {
        query
            .bind(self.merchant_uid)
            .bind(self.method.code())
            .bind(self.amount.minor)
            .bind(self.amount.currency.code())
            .bind(self.ask_at)
            .bind(self.receipt.map(to_json))
    }
}

impl Tx {
    /// An order with the first attempt to pay it; the order as it is stored now.
    pub async fn insert_order(
        &mut self,
        order: NewOrder<'_>,
        attempt: NewAttempt<'_>,
        now: Millis,
    ) -> Result<Order, Error> {
        const WHAT: &str = "store an order";
        match self {
            Self::Postgres(_) => {
                let both = order.bound(self.query(WHAT, fused::INSERT_ORDER_AND_ATTEMPT), now);
                attempt.bound(both).execute().await?;
            }
            Self::Sqlite(_) => {
                order
                    .bound(self.query(WHAT, INSERT_ORDER), now)
                    .execute()
                    .await?;
                self.insert_attempt(attempt, now).await?;
            }
        }
        Ok(order.stored(now))
    }

    pub async fn insert_attempt(
        &mut self,
        attempt: NewAttempt<'_>,
        now: Millis,
    ) -> Result<(), Error> {
        let query = self
            .query("store an attempt", INSERT_ATTEMPT)
            .bind(attempt.order)
            .bind(now);
        attempt.bound(query).execute().await.map(drop)
    }
}
