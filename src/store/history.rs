//! Append-only: who changed an order, when, because of which payment.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within},
};
use crate::{
    clock::Millis,
    domain::ids::{ImpUid, MerchantUid, OrderId},
};

const APPEND: &str = "
    INSERT INTO history (order_id, merchant_uid, imp_uid, at, who, from_state, to_state, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const OF_ORDER: &str = "
    SELECT at, who, merchant_uid, imp_uid, from_state, to_state, note
      FROM history
     WHERE order_id = $1
     ORDER BY id";

pub(super) const ALL: &[&str] = &[APPEND, OF_ORDER];

/// One change to be written down.
#[derive(Debug)]
pub struct Change<'a> {
    pub order: &'a OrderId,
    pub merchant_uid: Option<&'a MerchantUid>,
    pub imp_uid: Option<&'a ImpUid>,
    /// Who brought the news: `browser`, `return`, `webhook`, `sweep`, `confirm`, `clock`.
    pub who: &'static str,
    pub from_state: &'static str,
    pub to_state: &'static str,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct HistoryRow {
    pub at: Millis,
    pub who: String,
    pub merchant_uid: Option<String>,
    pub imp_uid: Option<String>,
    pub from_state: String,
    pub to_state: String,
    pub note: Option<String>,
}

impl Tx {
    pub async fn append_history(&mut self, change: Change<'_>, now: Millis) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(APPEND)
            .bind(change.order.as_str())
            .bind(change.merchant_uid.map(MerchantUid::as_str))
            .bind(change.imp_uid.map(ImpUid::as_str))
            .bind(now)
            .bind(change.who)
            .bind(change.from_state)
            .bind(change.to_state)
            .bind(change.note)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("write history", e))
    }
}

impl Db {
    pub async fn history(&self, order: &OrderId) -> Result<Vec<HistoryRow>, Error> {
        reading!(self, |conn| sqlx::query_as(OF_ORDER).bind(order.as_str()).fetch_all(conn).await)
            .map_err(|e| Error::Query("read history", e))
    }
}
