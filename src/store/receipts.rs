//! Cash receipts as last seen at i'mport.

use super::{
    Db, Error,
    statement::{FromRow, Row},
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Won.
    pub amount: i64,
    pub apply_num: Option<String>,
    /// `None` for one that was made out in the PG's own window.
    pub receipt_url: Option<String>,
}

impl FromRow for ReceiptRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let [apply_num, receipt_url] = [row.get("apply_num")?, row.get("receipt_url")?];
        Ok(Self {
            amount: row.get("amount")?,
            apply_num,
            receipt_url,
        })
    }
}

impl Db {
    pub async fn keep_receipt(
        &self,
        imp: &ImpUid,
        order: &OrderId,
        row: &ReceiptRow,
        now: Millis,
    ) -> Result<(), Error> {
        self.write("keep a cash receipt", KEEP)
            .bind(imp)
            .bind(order)
            .bind(row.amount)
            .bind(row.apply_num.as_deref())
            .bind(row.receipt_url.as_deref())
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    pub async fn receipt(&self, imp: &ImpUid) -> Result<Option<ReceiptRow>, Error> {
        self.read("read a cash receipt", FIND)
            .bind(imp)
            .optional()
            .await
    }
}
