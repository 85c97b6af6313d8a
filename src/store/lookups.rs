//! Append-only: every answer of i'mport about a payment of ours.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within, writing},
    inbox::answer_pg,
};
use crate::{
    clock::Millis,
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        payment::Status,
    },
};

/// PostgreSQL is asked the same as part of more.
macro_rules! append {
    () => {
        "
    INSERT INTO lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7)"
    };
}

const APPEND: &str = append!();
// With the notices that it answers, in one round trip.
const APPEND_AND_ANSWER_PG: &str = concat!("WITH noted AS (", append!(), ")", answer_pg!("$8", "$7"));
const OF_ORDER: &str = "
    SELECT at, who, merchant_uid, imp_uid, status, outcome
      FROM lookups
     WHERE order_id = $1
     ORDER BY id";

pub(super) const ALL: &[&str] = &[APPEND, OF_ORDER];
pub(super) const DIALECTS: &[(&str, &str)] = &[(APPEND, APPEND_AND_ANSWER_PG)];

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

/// `$1` to `$7`.
macro_rules! bound {
    ($query:expr, $lookup:expr, $now:expr) => {
        $query
            .bind($now)
            .bind($lookup.who)
            .bind($lookup.order.as_str())
            .bind($lookup.merchant_uid.as_str())
            .bind($lookup.imp_uid.as_str())
            .bind($lookup.status.as_str())
            .bind($lookup.outcome)
    };
}

const WRITE_DOWN: &str = "write down a look-up";

impl Tx {
    pub async fn append_lookup(&mut self, lookup: Lookup<'_>, now: Millis) -> Result<(), Error> {
        within!(self, |conn| bound!(sqlx::query(APPEND), lookup, now).execute(conn).await.map(drop))
            .map_err(|e| Error::Query(WRITE_DOWN, e))
    }
}

impl Db {
    pub async fn append_lookup(&self, lookup: Lookup<'_>, now: Millis) -> Result<(), Error> {
        writing!(self, |conn| bound!(sqlx::query(APPEND), lookup, now).execute(conn).await.map(drop))
            .map_err(|e| Error::Query(WRITE_DOWN, e))
    }

    /// A look-up that changed nothing, with the notices that it answers.
    pub async fn answer_by_lookup(&self, lookup: Lookup<'_>, notices: &[i64], now: Millis) -> Result<(), Error> {
        if notices.is_empty() {
            return self.append_lookup(lookup, now).await;
        }
        if let Self::Postgres(pg) = self {
            let both = bound!(sqlx::query(APPEND_AND_ANSWER_PG), lookup, now).bind(notices);
            return both.execute(pg).await.map(drop).map_err(|e| Error::Query(WRITE_DOWN, e));
        }
        let (mut tx, outcome) = (self.begin().await?, lookup.outcome);
        tx.append_lookup(lookup, now).await?;
        tx.answer_notices(notices, outcome).await?;
        tx.commit().await
    }

    pub async fn lookups(&self, order: &OrderId) -> Result<Vec<LookupRow>, Error> {
        reading!(self, |conn| sqlx::query_as(OF_ORDER).bind(order.as_str()).fetch_all(conn).await)
            .map_err(|e| Error::Query("read look-ups", e))
    }
}
