//! Orders. A change of state is a compare-and-set: it says which state it believes in, and does nothing when another was
//! faster.

use sqlx::FromRow;

use super::{
    Change, Db, Error, NewAttempt, Tx,
    attempts::attempt_bound,
    db::{reading, within, writing},
    from_json, to_json,
};
use crate::{
    clock::Millis,
    domain::{
        buyer::Buyer,
        cart::{Line, Totals},
        ids::{CustomerId, ImpUid, MerchantUid, OrderId},
        lang::Lang,
        order::{Order, OrderState, StockState},
    },
};

/// PostgreSQL is asked the same as part of more.
macro_rules! insert_order {
    () => {
        "
    INSERT INTO orders (id, customer_id, state, stock_state, lang, buyer, lines, totals, totals_usd,
                        created_at, updated_at, expires_at)
    VALUES ($1, $2, 'draft', 'held', $3, $4, $5, $6, $7, $8, $8, $9)"
    };
}

/// So is this.
macro_rules! set_order_state {
    () => {
        "
    UPDATE orders
       SET state = $3, paid_by = COALESCE($4, paid_by), updated_at = $5, stock_state = $6
     WHERE id = $1
       AND state = $2"
    };
}

const INSERT_ORDER: &str = insert_order!();
// Both in one round trip.
const INSERT_BOTH_PG: &str = concat!(
    "
    WITH placed AS (",
    insert_order!(),
    ")
    INSERT INTO attempts (merchant_uid, order_id, method, amount, currency, state, ask_at, opened_at, receipt)
    VALUES ($10, $1, $11, $12, $13, 'opened', $14, $8, $15)"
);
const FIND_ORDER: &str = "SELECT * FROM orders WHERE id = $1";
const LOCK_ORDER: &str = "SELECT * FROM orders WHERE id = $1";
const LOCK_ORDER_PG: &str = "SELECT * FROM orders WHERE id = $1 FOR UPDATE";
const LOCK_ORDER_OF: &str = "SELECT * FROM orders WHERE id = (SELECT order_id FROM attempts WHERE merchant_uid = $1)";
const LOCK_ORDER_OF_PG: &str =
    "SELECT * FROM orders WHERE id = (SELECT order_id FROM attempts WHERE merchant_uid = $1) FOR UPDATE";
const SET_ORDER_STATE: &str = set_order_state!();
// The same with its line of history, in one round trip.
const MOVE_ORDER_PG: &str = concat!(
    "
    WITH moved AS (",
    set_order_state!(),
    "
     RETURNING id)
    INSERT INTO history (order_id, merchant_uid, imp_uid, at, who, from_state, to_state, note)
    SELECT id, $7, $8, $5, $9, $2, $3, $10
      FROM moved"
);
const SET_STOCK_STATE: &str = "
    UPDATE orders
       SET stock_state = $3
     WHERE id = $1
       AND stock_state = $2";
const SET_REFUNDED: &str = "UPDATE orders SET refunded = $2 WHERE id = $1";
const SET_EXPIRY: &str = "UPDATE orders SET expires_at = $2 WHERE id = $1";
const HOLD_ON: &str = "
    UPDATE orders
       SET expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END
     WHERE id = $1
       AND state IN ('draft', 'awaiting_payment')
       AND stock_state = 'held'";
const SET_BUYER: &str = "UPDATE orders SET buyer = $2, lang = $3 WHERE id = $1";
const UNPAID_ORDER: &str = "
    SELECT *
      FROM orders
     WHERE customer_id = $1
       AND state IN ('draft', 'awaiting_payment')
       AND expires_at > $2
     ORDER BY created_at DESC, id DESC
     LIMIT 1";
// Leased by moving `expires_at`: whoever claims gives up, and if it dies somebody else does a little later.
const CLAIM_OVERDUE: &str = "
    UPDATE orders
       SET expires_at = $2
     WHERE id IN (SELECT id
                    FROM orders
                   WHERE state IN ('draft', 'awaiting_payment', 'awaiting_deposit')
                     AND expires_at <= $1
                   ORDER BY expires_at
                   LIMIT $3)
 RETURNING id";
const CLAIM_OVERDUE_PG: &str = "
    UPDATE orders
       SET expires_at = $2
     WHERE id IN (SELECT id
                    FROM orders
                   WHERE state IN ('draft', 'awaiting_payment', 'awaiting_deposit')
                     AND expires_at <= $1
                   ORDER BY expires_at
                   LIMIT $3
                     FOR UPDATE SKIP LOCKED)
 RETURNING id";
const DISPUTED_ORDERS: &str = "
    SELECT id, created_at
      FROM orders
     WHERE state = 'disputed'
     ORDER BY created_at DESC
     LIMIT $1";
pub(super) const ALL: &[&str] = &[
    INSERT_ORDER,
    FIND_ORDER,
    SET_ORDER_STATE,
    SET_STOCK_STATE,
    SET_REFUNDED,
    SET_EXPIRY,
    HOLD_ON,
    SET_BUYER,
    UNPAID_ORDER,
    DISPUTED_ORDERS,
];

pub(super) const DIALECTS: &[(&str, &str)] = &[
    (LOCK_ORDER, LOCK_ORDER_PG),
    (LOCK_ORDER_OF, LOCK_ORDER_OF_PG),
    (SET_ORDER_STATE, MOVE_ORDER_PG),
    (INSERT_ORDER, INSERT_BOTH_PG),
    (CLAIM_OVERDUE, CLAIM_OVERDUE_PG),
];

#[derive(Debug, FromRow)]
struct OrderRow {
    id: String,
    customer_id: String,
    state: String,
    stock_state: String,
    lang: String,
    buyer: String,
    lines: String,
    totals: String,
    totals_usd: Option<String>,
    paid_by: Option<String>,
    refunded: i64,
    created_at: Millis,
    expires_at: Millis,
    dispatched_at: Option<Millis>,
    cancel_asked_at: Option<Millis>,
    refund_account: Option<String>,
}

fn unreadable(why: impl ToString) -> Error {
    Error::Row { table: "orders", why: why.to_string() }
}

impl TryFrom<OrderRow> for Order {
    type Error = Error;

    fn try_from(row: OrderRow) -> Result<Self, Error> {
        let stock = StockState::from_word(&row.stock_state).ok_or_else(|| unreadable("unknown stock state"))?;
        Ok(Self {
            id: OrderId::try_from(row.id).map_err(unreadable)?,
            customer: CustomerId::try_from(row.customer_id).map_err(unreadable)?,
            state: OrderState::try_from(row.state).map_err(unreadable)?,
            stock,
            lang: Lang::from_tag(&row.lang).ok_or_else(|| unreadable("unknown language"))?,
            buyer: from_json("orders", &row.buyer)?,
            lines: from_json("orders", &row.lines)?,
            totals: from_json("orders", &row.totals)?,
            totals_usd: row.totals_usd.map(|text| from_json("orders", &text)).transpose()?,
            paid_by: row.paid_by.map(ImpUid::try_from).transpose().map_err(unreadable)?,
            refunded: row.refunded,
            created_at: row.created_at,
            expires_at: row.expires_at,
            dispatched_at: row.dispatched_at,
            cancel_asked_at: row.cancel_asked_at,
            refund_account: row.refund_account.map(|text| from_json("orders", &text)).transpose()?,
        })
    }
}

/// An order to be stored; it starts as a draft with its stock held.
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
            state: OrderState::Draft,
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
}

/// One step of an order's table, and what its line of history says.
#[derive(Debug)]
pub struct OrderStep<'a> {
    pub next: OrderState,
    /// Who brought the news: `browser`, `return`, `webhook`, `sweep`, `confirm`, `clock`.
    pub who: &'static str,
    /// The payment that the order is paid by; `None` keeps what is stored.
    pub paid_by: Option<&'a ImpUid>,
    pub merchant_uid: Option<&'a MerchantUid>,
    pub imp_uid: Option<&'a ImpUid>,
    pub note: Option<String>,
}

/// The same within a transaction and alone.
macro_rules! move_by_postgres {
    ($conn:expr, $order:expr, $step:expr, $now:expr) => {
        sqlx::query(MOVE_ORDER_PG)
            .bind($order.id.as_str())
            .bind($order.state.as_str())
            .bind($step.next.as_str())
            .bind($step.paid_by.map(ImpUid::as_str))
            .bind($now)
            .bind($order.stock.as_str())
            .bind($step.merchant_uid.map(MerchantUid::as_str))
            .bind($step.imp_uid.map(ImpUid::as_str))
            .bind($step.who)
            .bind($step.note)
            .execute($conn)
            .await
            .map(|done| done.rows_affected() == 1)
            .map_err(|e| Error::Query(MOVE_ORDER, e))
    };
}

/// `$1` to `$9`.
macro_rules! order_bound {
    ($query:expr, $order:expr, $now:expr) => {
        $query
            .bind($order.id.as_str())
            .bind($order.customer.as_str())
            .bind($order.lang.tag())
            .bind(to_json($order.buyer))
            .bind(to_json(&$order.lines))
            .bind(to_json(&$order.totals))
            .bind($order.totals_usd.as_ref().map(to_json))
            .bind($now)
            .bind($order.expires_at)
    };
}

const MOVE_ORDER: &str = "move an order";
const READ_ORDER: &str = "read an order";

impl Db {
    /// Outside a transaction. Nothing happens if the order is not where the caller believes.
    pub async fn move_order(&self, order: &Order, step: OrderStep<'_>, now: Millis) -> Result<(), Error> {
        if let Self::Postgres(pg) = self {
            return move_by_postgres!(pg, order, step, now).map(drop);
        }
        let mut tx = self.begin().await?;
        tx.move_order(order, step, now).await?;
        tx.commit().await
    }

    pub async fn order(&self, id: &OrderId) -> Result<Option<Order>, Error> {
        let row: Option<OrderRow> =
            reading!(self, |conn| sqlx::query_as(FIND_ORDER).bind(id.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query(READ_ORDER, e))?;
        row.map(Order::try_from).transpose()
    }

    /// Keeps an order's pieces at least until then; `false` if it holds none, or can no longer be paid.
    pub async fn hold_on(&self, id: &OrderId, until: Millis) -> Result<bool, Error> {
        writing!(self, |conn| sqlx::query(HOLD_ON)
            .bind(id.as_str())
            .bind(until)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("hold on to an order's pieces", e))
    }

    /// Orders whose time ran out; each is this caller's to give up until `until`.
    pub async fn claim_overdue_orders(&self, now: Millis, until: Millis, limit: i64) -> Result<Vec<OrderId>, Error> {
        let statement = self.pick(CLAIM_OVERDUE, CLAIM_OVERDUE_PG);
        let ids: Vec<String> = writing!(self, |conn| sqlx::query_scalar(statement)
            .bind(now)
            .bind(until)
            .bind(limit)
            .fetch_all(conn)
            .await)
        .map_err(|e| Error::Query("claim overdue orders", e))?;
        ids.into_iter().map(|id| OrderId::try_from(id).map_err(unreadable)).collect()
    }
}

impl Db {
    /// The newest first, each with when it was placed.
    pub async fn disputed_orders(&self, limit: i64) -> Result<Vec<(String, i64)>, Error> {
        reading!(self, |conn| sqlx::query_as(DISPUTED_ORDERS).bind(limit).fetch_all(conn).await)
            .map_err(|e| Error::Query("find disputed orders", e))
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
        match self {
            Self::Postgres(pg) => {
                let both = attempt_bound!(order_bound!(sqlx::query(INSERT_BOTH_PG), order, now), attempt);
                both.execute(&mut *pg).await.map(drop).map_err(|e| Error::Query("store an order", e))?;
            }
            Self::Sqlite(turn) => {
                let one = order_bound!(sqlx::query(INSERT_ORDER), order, now);
                one.execute(&mut **turn).await.map(drop).map_err(|e| Error::Query("store an order", e))?;
                self.insert_attempt(attempt, now).await?;
            }
        }
        Ok(order.stored(now))
    }

    /// The order, locked until this transaction ends.
    pub async fn lock_order(&mut self, id: &OrderId) -> Result<Option<Order>, Error> {
        let statement = self.pick(LOCK_ORDER, LOCK_ORDER_PG);
        self.lock_by(statement, id.as_str()).await
    }

    /// The order that an attempt belongs to, locked until this transaction ends.
    pub async fn lock_order_of(&mut self, uid: &MerchantUid) -> Result<Option<Order>, Error> {
        let statement = self.pick(LOCK_ORDER_OF, LOCK_ORDER_OF_PG);
        self.lock_by(statement, uid.as_str()).await
    }

    async fn lock_by(&mut self, statement: &'static str, key: &str) -> Result<Option<Order>, Error> {
        let row: Option<OrderRow> =
            within!(self, |conn| sqlx::query_as(statement).bind(key).fetch_optional(conn).await)
                .map_err(|e| Error::Query("lock an order", e))?;
        row.map(Order::try_from).transpose()
    }

    /// The order that a customer placed last and has not paid yet, while it holds its stock.
    pub async fn unpaid_order(&mut self, customer: &CustomerId, now: Millis) -> Result<Option<Order>, Error> {
        let row: Option<OrderRow> = within!(self, |conn| sqlx::query_as(UNPAID_ORDER)
            .bind(customer.as_str())
            .bind(now)
            .fetch_optional(conn)
            .await)
        .map_err(|e| Error::Query(READ_ORDER, e))?;
        row.map(Order::try_from).transpose()
    }

    /// Moves an order on with its line of history, if it still is where the caller believes, and notes where its pieces
    /// are with it.
    pub async fn move_order(&mut self, order: &Order, step: OrderStep<'_>, now: Millis) -> Result<bool, Error> {
        if let Self::Postgres(pg) = self {
            return move_by_postgres!(&mut *pg, order, step, now);
        }
        if !self.set_order_state(order, &step, now).await? {
            return Ok(false);
        }
        let change = Change {
            order: &order.id,
            merchant_uid: step.merchant_uid,
            imp_uid: step.imp_uid,
            who: step.who,
            from_state: order.state.as_str(),
            to_state: step.next.as_str(),
            note: step.note,
        };
        self.append_history(change, now).await?;
        Ok(true)
    }

    async fn set_order_state(&mut self, order: &Order, step: &OrderStep<'_>, now: Millis) -> Result<bool, Error> {
        within!(self, |conn| sqlx::query(SET_ORDER_STATE)
            .bind(order.id.as_str())
            .bind(order.state.as_str())
            .bind(step.next.as_str())
            .bind(step.paid_by.map(ImpUid::as_str))
            .bind(now)
            .bind(order.stock.as_str())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query(MOVE_ORDER, e))
    }

    /// Moves an order's pieces on, if they still are where the caller believes.
    pub async fn set_stock_state(&mut self, id: &OrderId, from: StockState, to: StockState) -> Result<bool, Error> {
        within!(self, |conn| sqlx::query(SET_STOCK_STATE)
            .bind(id.as_str())
            .bind(from.as_str())
            .bind(to.as_str())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("note where the stock is", e))
    }

    pub async fn set_refunded(&mut self, id: &OrderId, minor: i64) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(SET_REFUNDED).bind(id.as_str()).bind(minor).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("note a refund", e))
    }

    pub async fn set_expiry(&mut self, id: &OrderId, at: Millis) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(SET_EXPIRY).bind(id.as_str()).bind(at).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("move an order's deadline", e))
    }

    pub async fn set_buyer(&mut self, id: &OrderId, buyer: &Buyer, lang: Lang) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(SET_BUYER)
            .bind(id.as_str())
            .bind(to_json(buyer))
            .bind(lang.tag())
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("change an order's buyer", e))
    }
}
