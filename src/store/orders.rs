//! Orders. A change of state is a compare-and-set: it says which state it believes in, and does nothing when another was
//! faster.

use super::{
    Db, Error, HistoryEntry, Tx,
    postgres::fused,
    statement::{FromRow, Row},
    to_json,
};
use crate::{
    clock::Millis,
    domain::{
        bank::RefundAccount,
        buyer::Buyer,
        ids::{CustomerId, ImpUid, MerchantUid, OrderId},
        lang::Lang,
        order::{Order, StockState},
    },
};

const FIND_ORDER: &str = "SELECT * FROM orders WHERE id = $1";
const LOCK_ORDER: &str = "SELECT * FROM orders WHERE id = $1";
const LOCK_ORDER_PG: &str = "SELECT * FROM orders WHERE id = $1 FOR UPDATE";
const LOCK_ORDER_OF: &str =
    "SELECT * FROM orders WHERE id = (SELECT order_id FROM attempts WHERE merchant_uid = $1)";
const LOCK_ORDER_OF_PG: &str = "SELECT * FROM orders WHERE id = (SELECT order_id FROM attempts WHERE merchant_uid = $1) FOR UPDATE";
const SET_ORDER_STATE: &str = "
    UPDATE orders
       SET state = $3, paid_by = COALESCE($4, paid_by), updated_at = $5, stock_state = $6
     WHERE id = $1
       AND state = $2";
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
       AND state = 'awaiting_payment'
       AND stock_state = 'held'";
const SET_BUYER: &str = "UPDATE orders SET buyer = $2, lang = $3 WHERE id = $1";
const UNPAID_ORDERS: &str = "
    SELECT *
      FROM orders
     WHERE customer_id = $1
       AND state = 'awaiting_payment'
       AND expires_at > $2
     ORDER BY created_at DESC, id DESC
     LIMIT $3";
// Leased by moving `expires_at`: whoever claims gives up, and if it dies somebody else does a little later.
const CLAIM_OVERDUE: &str = "
    UPDATE orders
       SET expires_at = $2
     WHERE id IN (SELECT id
                    FROM orders
                   WHERE state IN ('awaiting_payment', 'awaiting_deposit')
                     AND expires_at <= $1
                   ORDER BY expires_at
                   LIMIT $3)
 RETURNING id";
const CLAIM_OVERDUE_PG: &str = "
    UPDATE orders
       SET expires_at = $2
     WHERE id IN (SELECT id
                    FROM orders
                   WHERE state IN ('awaiting_payment', 'awaiting_deposit')
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
// Both are asked under the order's lock, by someone who has looked at it, and refuse once more.
const DISPATCH: &str = "
    UPDATE orders
       SET dispatched_at = $2, updated_at = $2
     WHERE id = $1
       AND dispatched_at IS NULL
       AND cancel_asked_at IS NULL";
const ASK_CANCEL: &str = "
    UPDATE orders
       SET cancel_asked_at = $2, updated_at = $2
     WHERE id = $1
       AND dispatched_at IS NULL
       AND cancel_asked_at IS NULL";
const NAME_ACCOUNT: &str = "UPDATE orders SET refund_account = $2 WHERE id = $1";

pub(super) const ALL: &[&str] = &[
    FIND_ORDER,
    SET_ORDER_STATE,
    SET_STOCK_STATE,
    SET_REFUNDED,
    SET_EXPIRY,
    HOLD_ON,
    SET_BUYER,
    UNPAID_ORDERS,
    DISPUTED_ORDERS,
    DISPATCH,
    ASK_CANCEL,
    NAME_ACCOUNT,
];

pub(super) const DIALECTS: &[(&str, &str)] = &[
    (LOCK_ORDER, LOCK_ORDER_PG),
    (LOCK_ORDER_OF, LOCK_ORDER_OF_PG),
    (SET_ORDER_STATE, fused::MOVE_ORDER),
    (CLAIM_OVERDUE, CLAIM_OVERDUE_PG),
];

impl FromRow for Order {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.parse("id")?,
            customer: row.parse("customer_id")?,
            state: row.parse("state")?,
            stock: row.word("stock_state", StockState::from_word)?,
            lang: row.word("lang", Lang::from_tag)?,
            buyer: row.json("buyer")?,
            lines: row.json("lines")?,
            totals: row.json("totals")?,
            totals_usd: row.json_optional("totals_usd")?,
            paid_by: row.parse_optional("paid_by")?,
            refunded: row.get("refunded")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            dispatched_at: row.get("dispatched_at")?,
            cancel_asked_at: row.get("cancel_asked_at")?,
            refund_account: row.json_optional("refund_account")?,
        })
    }
}

const READ_ORDER: &str = "read an order";
/// Of one browser, at once.
const MOST_UNPAID: i64 = 50;

impl Db {
    pub async fn order(&self, id: &OrderId) -> Result<Option<Order>, Error> {
        self.read(READ_ORDER, FIND_ORDER).bind(id).optional().await
    }

    /// The orders that a customer has not paid yet, while they hold their stock; the newest first.
    pub async fn unpaid_orders(
        &self,
        customer: &CustomerId,
        now: Millis,
    ) -> Result<Vec<Order>, Error> {
        self.read(READ_ORDER, UNPAID_ORDERS)
            .bind(customer)
            .bind(now)
            .bind(MOST_UNPAID)
            .all()
            .await
    }

    /// Keeps an order's pieces at least until then; `false` if it holds none, or can no longer be paid.
    pub async fn hold_on(&self, id: &OrderId, until: Millis) -> Result<bool, Error> {
        self.write("hold on to an order's pieces", HOLD_ON)
            .bind(id)
            .bind(until)
            .changes_one()
            .await
    }

    /// Orders whose time ran out; each is this caller's to give up until `until`.
    pub async fn claim_overdue_orders(
        &self,
        now: Millis,
        until: Millis,
        limit: i64,
    ) -> Result<Vec<OrderId>, Error> {
        let statement = self.pick(CLAIM_OVERDUE, CLAIM_OVERDUE_PG);
        self.write("claim overdue orders", statement)
            .bind(now)
            .bind(until)
            .bind(limit)
            .all()
            .await
    }

    /// The newest first, each with when it was placed.
    pub async fn disputed_orders(&self, limit: i64) -> Result<Vec<(String, i64)>, Error> {
        self.read("find disputed orders", DISPUTED_ORDERS)
            .bind(limit)
            .all()
            .await
    }
}

impl Tx {
    /// The order, locked until this transaction ends.
    pub async fn lock_order(&mut self, id: &OrderId) -> Result<Option<Order>, Error> {
        let statement = self.pick(LOCK_ORDER, LOCK_ORDER_PG);
        self.query("lock an order", statement)
            .bind(id)
            .optional()
            .await
    }

    /// The order that an attempt belongs to, locked until this transaction ends.
    pub async fn lock_order_of(&mut self, uid: &MerchantUid) -> Result<Option<Order>, Error> {
        let statement = self.pick(LOCK_ORDER_OF, LOCK_ORDER_OF_PG);
        self.query("lock an order", statement)
            .bind(uid)
            .optional()
            .await
    }

    /// The order that a customer placed last and has not paid yet, while it holds its stock.
    pub async fn unpaid_order(
        &mut self,
        customer: &CustomerId,
        now: Millis,
    ) -> Result<Option<Order>, Error> {
        self.query(READ_ORDER, UNPAID_ORDERS)
            .bind(customer)
            .bind(now)
            .bind(1_i64)
            .optional()
            .await
    }

    /// Moves an order on with its line of history, if it still is where `entry` says that it comes from; its pieces are
    /// `stock` from now on. `paid_by`: the payment that it is paid by; `None` keeps what is stored.
    pub async fn move_order(
        &mut self,
        entry: HistoryEntry<'_>,
        stock: StockState,
        paid_by: Option<&ImpUid>,
        now: Millis,
    ) -> Result<bool, Error> {
        let statement = self.pick(SET_ORDER_STATE, fused::MOVE_ORDER);
        let fused = matches!(self, Self::Postgres(_));
        let mut query = self
            .query("move an order", statement)
            .bind(entry.order)
            .bind(entry.from.as_str())
            .bind(entry.to.as_str())
            .bind(paid_by)
            .bind(now)
            .bind(stock.as_str());
        if fused {
            let who = entry.actor.as_str();
            query = query
                .bind(entry.merchant_uid)
                .bind(entry.imp_uid)
                .bind(who)
                .bind(entry.note.as_deref());
        }
        let moved = query.changes_one().await?;
        if moved && !fused {
            self.append_history(entry, now).await?;
        }
        Ok(moved)
    }

    /// Moves an order's pieces on, if they still are where the caller believes.
    pub async fn set_stock_state(
        &mut self,
        id: &OrderId,
        from: StockState,
        to: StockState,
    ) -> Result<bool, Error> {
        let query = self.query("note where the stock is", SET_STOCK_STATE);
        query
            .bind(id)
            .bind(from.as_str())
            .bind(to.as_str())
            .changes_one()
            .await
    }

    pub async fn set_refunded(&mut self, id: &OrderId, minor: i64) -> Result<(), Error> {
        self.query("note a refund", SET_REFUNDED)
            .bind(id)
            .bind(minor)
            .execute()
            .await
            .map(drop)
    }

    pub async fn set_expiry(&mut self, id: &OrderId, at: Millis) -> Result<(), Error> {
        self.query("move an order's deadline", SET_EXPIRY)
            .bind(id)
            .bind(at)
            .execute()
            .await
            .map(drop)
    }

    pub async fn set_buyer(
        &mut self,
        id: &OrderId,
        buyer: &Buyer,
        lang: Lang,
    ) -> Result<(), Error> {
        let query = self.query("change an order's buyer", SET_BUYER);
        query
            .bind(id)
            .bind(to_json(buyer))
            .bind(lang.tag())
            .execute()
            .await
            .map(drop)
    }

    /// `false` if it was dispatched or cancelled before.
    pub async fn dispatch(&mut self, id: &OrderId, now: Millis) -> Result<bool, Error> {
        self.query("note that an order is dispatched", DISPATCH)
            .bind(id)
            .bind(now)
            .changes_one()
            .await
    }

    /// `false` if it was dispatched or cancelled before.
    pub async fn ask_cancel(&mut self, id: &OrderId, now: Millis) -> Result<bool, Error> {
        self.query("note that an order is cancelled", ASK_CANCEL)
            .bind(id)
            .bind(now)
            .changes_one()
            .await
    }

    pub async fn name_account(
        &mut self,
        id: &OrderId,
        account: &RefundAccount,
    ) -> Result<(), Error> {
        self.query("keep a refund account", NAME_ACCOUNT)
            .bind(id)
            .bind(to_json(account))
            .execute()
            .await
            .map(drop)
    }
}
