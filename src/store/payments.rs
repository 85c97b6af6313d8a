//! Payments as last looked up, each with its standing towards the order.

use super::{
    Db, Error, Lookup, Tx,
    postgres::fused,
    statement::{FromRow, Row},
    to_json,
};
use crate::{
    clock::Millis,
    domain::{
        ids::{ImpUid, OrderId},
        payment::{BookedPayment, Standing},
    },
};

const KEEP: &str = "
    INSERT INTO payments (imp_uid, merchant_uid, order_id, status, standing, mismatch, apply_num, vbank_num,
                          details, seen_at, paid_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (imp_uid) DO UPDATE
       SET status = excluded.status, standing = excluded.standing, mismatch = excluded.mismatch,
           apply_num = excluded.apply_num, vbank_num = excluded.vbank_num,
           details = excluded.details, seen_at = excluded.seen_at, paid_at = excluded.paid_at";
const FIND: &str = "SELECT order_id, standing, mismatch, details FROM payments WHERE imp_uid = $1";
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
pub(super) const DIALECTS: &[(&str, &str)] = &[(KEEP, fused::KEEP_PAYMENT_AND_LOOKUP)];

impl FromRow for BookedPayment {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            standing: row.word("standing", Standing::from_word)?,
            mismatch: row.get("mismatch")?,
            payment: row.json("details")?,
        })
    }
}

/// The columns of a joined payment, all there or all not.
pub(super) fn joined(row: &Row) -> Result<Option<BookedPayment>, Error> {
    let there: Option<String> = row.get("standing")?;
    there.map(|_| BookedPayment::from_row(row)).transpose()
}

/// A payment with the order that it was booked for.
struct Booked(OrderId, BookedPayment);

impl FromRow for Booked {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self(row.parse("order_id")?, BookedPayment::from_row(row)?))
    }
}

impl Db {
    pub async fn payment(&self, imp: &ImpUid) -> Result<Option<BookedPayment>, Error> {
        self.read("read a payment", FIND).bind(imp).optional().await
    }

    /// A payment with the order that it was booked for.
    pub async fn booked_payment(
        &self,
        imp: &ImpUid,
    ) -> Result<Option<(OrderId, BookedPayment)>, Error> {
        let found: Option<Booked> = self
            .read("read a payment", FIND)
            .bind(imp)
            .optional()
            .await?;
        Ok(found.map(|Booked(order, payment)| (order, payment)))
    }

    pub async fn payments_of(&self, order: &OrderId) -> Result<Vec<BookedPayment>, Error> {
        self.read("read payments", OF_ORDER).bind(order).all().await
    }

    /// Captured from `from` until before `until`, in Unix seconds.
    pub async fn payments_paid(&self, from: i64, until: i64) -> Result<Vec<BookedPayment>, Error> {
        self.read("list payments", PAID_BETWEEN)
            .bind(from)
            .bind(until)
            .all()
            .await
    }

    /// By order number, `merchant_uid`, `imp_uid`, approval number or virtual account.
    pub async fn orders_by_any_id(&self, id: &str) -> Result<Vec<OrderId>, Error> {
        self.read("find an order", ORDERS_BY_ANY_ID)
            .bind(id)
            .all()
            .await
    }
}

impl Tx {
    pub async fn payment(&mut self, imp: &ImpUid) -> Result<Option<BookedPayment>, Error> {
        self.query("read a payment", FIND)
            .bind(imp)
            .optional()
            .await
    }

    /// Keeps a payment as the look-up showed it, and writes the look-up down.
    pub async fn keep_payment(
        &mut self,
        booked: &BookedPayment,
        lookup: Lookup<'_>,
        now: Millis,
    ) -> Result<(), Error> {
        let fused = matches!(self, Self::Postgres(_));
        let statement = self.pick(KEEP, fused::KEEP_PAYMENT_AND_LOOKUP);
        let payment = &booked.payment;
        let mut query = self
            .query("keep a payment", statement)
            .bind(&payment.imp_uid)
            .bind(&payment.merchant_uid)
            .bind(lookup.order)
            .bind(payment.status.as_str())
            .bind(booked.standing.as_str())
            .bind(booked.mismatch.as_deref())
            .bind(payment.apply_num.as_deref())
            .bind(payment.vbank.as_ref().map(|vbank| vbank.vbank_num.as_str()))
            .bind(to_json(payment))
            .bind(now)
            .bind(payment.paid_at);
        if fused {
            query = query
                .bind(lookup.actor.as_str())
                .bind(lookup.merchant_uid)
                .bind(lookup.outcome);
        }
        query.execute().await?;
        if fused {
            Ok(())
        } else {
            self.append_lookup(lookup, now).await
        }
    }
}
