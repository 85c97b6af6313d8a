//! Append-only: every answer of i'mport about a payment of ours.

use super::{
    Db, Error, NoticeId, Tx,
    postgres::fused,
    statement::{Engine, FromRow, Query, Row},
};
use crate::{
    clock::Millis,
    domain::{
        actor::Actor,
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
pub(super) const DIALECTS: &[(&str, &str)] = &[(APPEND, fused::APPEND_LOOKUP_AND_ANSWER)];

/// One answer to be written down.
#[derive(Debug)]
pub struct Lookup<'a> {
    pub order: &'a OrderId,
    pub merchant_uid: &'a MerchantUid,
    pub imp_uid: &'a ImpUid,
    /// Who made us ask.
    pub actor: Actor,
    pub status: &'a Status,
    /// What came of it, in one word.
    pub outcome: &'static str,
}

impl Lookup<'_> {
    /// `$1` to `$7`.
    fn bound<'a, E: Engine>(&'a self, query: Query<'a, E>, now: Millis) -> Query<'a, E> {
        query
            .bind(now)
            .bind(self.actor.as_str())
            .bind(self.order)
            .bind(self.merchant_uid)
            .bind(self.imp_uid)
            .bind(self.status.as_str())
            .bind(self.outcome)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupRow {
    pub at: Millis,
    pub who: String,
    pub merchant_uid: String,
    pub imp_uid: String,
    pub status: String,
    pub outcome: String,
}

impl FromRow for LookupRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            at: row.get("at")?,
            who: row.get("who")?,
            merchant_uid: row.get("merchant_uid")?,
            imp_uid: row.get("imp_uid")?,
            status: row.get("status")?,
            outcome: row.get("outcome")?,
        })
    }
}

const WRITE_DOWN: &str = "write down a look-up";

impl Tx {
    pub async fn append_lookup(&mut self, lookup: Lookup<'_>, now: Millis) -> Result<(), Error> {
        lookup
            .bound(self.query(WRITE_DOWN, APPEND), now)
            .execute()
            .await
            .map(drop)
    }
}

impl Db {
    /// A look-up that changed nothing, with the notice that it answers.
    pub async fn note_lookup(
        &self,
        lookup: Lookup<'_>,
        notice: Option<NoticeId>,
        now: Millis,
    ) -> Result<(), Error> {
        let Some(notice) = notice else {
            return lookup
                .bound(self.write(WRITE_DOWN, APPEND), now)
                .execute()
                .await
                .map(drop);
        };
        if let Self::Postgres(_) = self {
            let both = lookup.bound(self.write(WRITE_DOWN, fused::APPEND_LOOKUP_AND_ANSWER), now);
            return both.bind(notice).execute().await.map(drop);
        }
        let mut tx = self.begin().await?;
        let outcome = lookup.outcome;
        tx.append_lookup(lookup, now).await?;
        tx.answer_notices(&[notice], outcome).await?;
        tx.commit().await
    }

    pub async fn lookups(&self, order: &OrderId) -> Result<Vec<LookupRow>, Error> {
        self.read("read look-ups", OF_ORDER).bind(order).all().await
    }
}
