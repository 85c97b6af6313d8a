//! Append-only: every answer of i'mport about a payment of ours.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within, writing},
};
use crate::{
    clock::Millis,
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        payment::Status,
    },
};

const APPEND: &str = "
    INSERT INTO lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const OF_ORDER: &str = "
    SELECT at, who, merchant_uid, imp_uid, status, outcome
      FROM lookups
     WHERE order_id = $1
     ORDER BY id";

pub(super) const ALL: &[&str] = &[APPEND, OF_ORDER];

/// One answer to be written down.
#[derive(Debug)]
pub struct Lookup<'a> {
    pub order: &'a OrderId,
    pub merchant_uid: &'a MerchantUid,
    pub imp_uid: &'a ImpUid,
    /// Who made us ask.
    pub who: &'static str,
    pub status: &'a Status,
    /// What came of it, in one word.
    pub outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct LookupRow {
    pub at: Millis,
    pub who: String,
    pub merchant_uid: String,
    pub imp_uid: String,
    pub status: String,
    pub outcome: String,
}

/// The same on both engines, within a transaction or alone.
macro_rules! append {
    ($conn:expr, $lookup:expr, $now:expr) => {
        sqlx::query(APPEND)
            .bind($now)
            .bind($lookup.who)
            .bind($lookup.order.as_str())
            .bind($lookup.merchant_uid.as_str())
            .bind($lookup.imp_uid.as_str())
            .bind($lookup.status.as_str())
            .bind($lookup.outcome)
            .execute($conn)
            .await
            .map(drop)
    };
}

const WRITE_DOWN: &str = "write down a look-up";

impl Tx {
    pub async fn append_lookup(&mut self, lookup: Lookup<'_>, now: Millis) -> Result<(), Error> {
        within!(self, |conn| append!(conn, lookup, now)).map_err(|e| Error::Query(WRITE_DOWN, e))
    }
}

impl Db {
    pub async fn append_lookup(&self, lookup: Lookup<'_>, now: Millis) -> Result<(), Error> {
        writing!(self, |conn| append!(conn, lookup, now)).map_err(|e| Error::Query(WRITE_DOWN, e))
    }

    pub async fn lookups(&self, order: &OrderId) -> Result<Vec<LookupRow>, Error> {
        reading!(self, |conn| sqlx::query_as(OF_ORDER).bind(order.as_str()).fetch_all(conn).await)
            .map_err(|e| Error::Query("read look-ups", e))
    }
}
