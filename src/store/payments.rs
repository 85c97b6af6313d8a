//! Payments as last looked up, each with its standing towards the order.

use sqlx::FromRow;

use super::{
    Db, Error, Lookup, Tx,
    db::{reading, within},
    from_json, to_json,
};
use crate::{
    clock::Millis,
    domain::{
        ids::{ImpUid, InvalidId, OrderId},
        standing::{BookedPayment, Standing},
    },
};

/// PostgreSQL is asked the same as part of more.
macro_rules! keep {
    () => {
        "
    INSERT INTO payments (imp_uid, merchant_uid, order_id, status, standing, mismatch, apply_num, vbank_num,
                          details, seen_at, paid_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (imp_uid) DO UPDATE
       SET status = excluded.status, standing = excluded.standing, mismatch = excluded.mismatch,
           apply_num = excluded.apply_num, vbank_num = excluded.vbank_num,
           details = excluded.details, seen_at = excluded.seen_at, paid_at = excluded.paid_at"
    };
}

const KEEP: &str = keep!();
const FIND: &str = "SELECT order_id, standing, mismatch, details FROM payments WHERE imp_uid = $1";
// With the look-up that showed it, in one round trip.
const KEEP_AND_NOTE_PG: &str = concat!(
    "
    WITH kept AS (",
    keep!(),
    ")
    INSERT INTO lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
    VALUES ($10, $12, $3, $13, $1, $4, $14)"
);
const OF_ORDER: &str = "
    SELECT imp_uid, standing, mismatch, details
      FROM payments
     WHERE order_id = $1
     ORDER BY seen_at, imp_uid";

const PAID_BETWEEN: &str = "
    SELECT imp_uid, standing, mismatch, details
      FROM payments
     WHERE paid_at >= $1
       AND paid_at < $2
     ORDER BY paid_at, imp_uid";
// One indexed search for each kind of number.
const ORDERS_BY_ANY_ID: &str = "
    SELECT id FROM orders WHERE id = $1
     UNION
    SELECT order_id FROM attempts WHERE merchant_uid = $1
     UNION
    SELECT order_id FROM payments WHERE imp_uid = $1
     UNION
    SELECT order_id FROM payments WHERE apply_num = $1
     UNION
    SELECT order_id FROM payments WHERE vbank_num = $1";

pub(super) const ALL: &[&str] = &[KEEP, FIND, OF_ORDER, PAID_BETWEEN, ORDERS_BY_ANY_ID];
pub(super) const DIALECTS: &[(&str, &str)] = &[(KEEP, KEEP_AND_NOTE_PG)];

#[derive(Debug, FromRow)]
struct Row {
    standing: String,
    mismatch: Option<String>,
    details: String,
}

/// The columns of a joined payment, all there or all not.
#[derive(Debug, FromRow)]
pub(super) struct MaybePaymentRow {
    standing: Option<String>,
    mismatch: Option<String>,
    details: Option<String>,
}

impl MaybePaymentRow {
    pub(super) fn read(self) -> Result<Option<BookedPayment>, Error> {
        let Some((standing, details)) = self.standing.zip(self.details) else { return Ok(None) };
        Row { standing, mismatch: self.mismatch, details }.try_into().map(Some)
    }
}

#[derive(Debug, FromRow)]
struct BookedRow {
    order_id: String,
    #[sqlx(flatten)]
    payment: Row,
}

impl TryFrom<Row> for BookedPayment {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let standing = Standing::from_word(&row.standing).ok_or(Error::Row { table: "payments", why: row.standing })?;
        Ok(Self { standing, mismatch: row.mismatch, payment: from_json("payments", &row.details)? })
    }
}

impl Db {
    pub async fn payment(&self, imp: &ImpUid) -> Result<Option<BookedPayment>, Error> {
        Ok(self.booked_payment(imp).await?.map(|(_, row)| row))
    }

    /// A payment with the order that it was booked for.
    pub async fn booked_payment(&self, imp: &ImpUid) -> Result<Option<(OrderId, BookedPayment)>, Error> {
        let row: Option<BookedRow> =
            reading!(self, |conn| sqlx::query_as(FIND).bind(imp.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query("read a payment", e))?;
        let Some(BookedRow { order_id, payment }) = row else { return Ok(None) };
        let order = OrderId::try_from(order_id).map_err(|e| Error::Row { table: "payments", why: e.to_string() })?;
        Ok(Some((order, payment.try_into()?)))
    }

    pub async fn payments_of(&self, order: &OrderId) -> Result<Vec<BookedPayment>, Error> {
        let rows: Vec<Row> = reading!(self, |conn| sqlx::query_as(OF_ORDER).bind(order.as_str()).fetch_all(conn).await)
            .map_err(|e| Error::Query("read payments", e))?;
        rows.into_iter().map(BookedPayment::try_from).collect()
    }
}

impl Db {
    /// Captured from `from` until before `until`, in Unix seconds.
    pub async fn payments_paid(&self, from: i64, until: i64) -> Result<Vec<BookedPayment>, Error> {
        let rows: Vec<Row> =
            reading!(self, |conn| sqlx::query_as(PAID_BETWEEN).bind(from).bind(until).fetch_all(conn).await)
                .map_err(|e| Error::Query("list payments", e))?;
        rows.into_iter().map(BookedPayment::try_from).collect()
    }

    /// By order number, `merchant_uid`, `imp_uid`, approval number or virtual account.
    pub async fn orders_by_any_id(&self, id: &str) -> Result<Vec<OrderId>, Error> {
        let ids: Vec<String> =
            reading!(self, |conn| sqlx::query_scalar(ORDERS_BY_ANY_ID).bind(id).fetch_all(conn).await)
                .map_err(|e| Error::Query("find an order", e))?;
        let unreadable = |e: InvalidId| Error::Row { table: "orders", why: e.to_string() };
        ids.into_iter().map(|id| OrderId::try_from(id).map_err(unreadable)).collect()
    }
}

/// `$1` to `$11`.
macro_rules! bound {
    ($query:expr, $row:expr, $order:expr, $now:expr) => {
        $query
            .bind($row.payment.imp_uid.as_str())
            .bind($row.payment.merchant_uid.as_str())
            .bind($order.as_str())
            .bind($row.payment.status.as_str())
            .bind($row.standing.as_str())
            .bind($row.mismatch.as_deref())
            .bind($row.payment.apply_num.as_deref())
            .bind($row.payment.vbank.as_ref().map(|vbank| vbank.vbank_num.as_str()))
            .bind(to_json(&$row.payment))
            .bind($now)
            .bind($row.payment.paid_at)
    };
}

impl Tx {
    pub async fn payment(&mut self, imp: &ImpUid) -> Result<Option<BookedPayment>, Error> {
        let row: Option<Row> = within!(self, |conn| sqlx::query_as(FIND).bind(imp.as_str()).fetch_optional(conn).await)
            .map_err(|e| Error::Query("read a payment", e))?;
        row.map(BookedPayment::try_from).transpose()
    }

    /// Keeps a payment as the look-up showed it, and writes the look-up down.
    pub async fn keep_payment(&mut self, row: &BookedPayment, lookup: Lookup<'_>, now: Millis) -> Result<(), Error> {
        let failed = |e| Error::Query("keep a payment", e);
        match self {
            Self::Postgres(pg) => {
                let both = bound!(sqlx::query(KEEP_AND_NOTE_PG), row, lookup.order, now)
                    .bind(lookup.who)
                    .bind(lookup.merchant_uid.as_str())
                    .bind(lookup.outcome);
                both.execute(&mut *pg).await.map(drop).map_err(failed)
            }
            Self::Sqlite(turn) => {
                let kept = bound!(sqlx::query(KEEP), row, lookup.order, now);
                kept.execute(&mut **turn).await.map(drop).map_err(failed)?;
                self.append_lookup(lookup, now).await
            }
        }
    }
}
