//! Cash receipts as last seen at i'mport.

use sqlx::FromRow;

use super::{
    Db, Error,
    db::{reading, writing},
};
use crate::{
    clock::Millis,
    domain::ids::{ImpUid, OrderId},
};

const KEEP: &str = "
    INSERT INTO receipts (imp_uid, order_id, amount, apply_num, receipt_url, seen_at)
    VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (imp_uid) DO UPDATE
       SET amount = excluded.amount, apply_num = excluded.apply_num,
           receipt_url = excluded.receipt_url, seen_at = excluded.seen_at";
const FIND: &str = "SELECT amount, apply_num, receipt_url FROM receipts WHERE imp_uid = $1";

pub(super) const ALL: &[&str] = &[KEEP, FIND];

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ReceiptRow {
    /// Won.
    pub amount: i64,
    pub apply_num: Option<String>,
    /// `None` for one that was made out in the PG's own window.
    pub receipt_url: Option<String>,
}

impl Db {
    pub async fn keep_receipt(
        &self,
        imp: &ImpUid,
        order: &OrderId,
        row: &ReceiptRow,
        now: Millis,
    ) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(KEEP)
            .bind(imp.as_str())
            .bind(order.as_str())
            .bind(row.amount)
            .bind(row.apply_num.as_deref())
            .bind(row.receipt_url.as_deref())
            .bind(now)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("keep a cash receipt", e))
    }

    pub async fn receipt(&self, imp: &ImpUid) -> Result<Option<ReceiptRow>, Error> {
        reading!(self, |conn| sqlx::query_as(FIND).bind(imp.as_str()).fetch_optional(conn).await)
            .map_err(|e| Error::Query("read a cash receipt", e))
    }
}
