//! Notices from i'mport, stored before they are acknowledged and worked off afterwards.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within, writing},
};
use crate::{clock::Millis, domain::ids::MerchantUid};

const STORE: &str = "
    INSERT INTO inbox (received_at, source, body, imp_uid, merchant_uid, rank, state, next_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $1)";
const WAITING: &str = "
    SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new' AND merchant_uid = $1)
      FROM attempts
     WHERE merchant_uid = $1";
const WAITING_STRANGERS: &str = "SELECT COUNT(*) FROM inbox WHERE state = 'new' AND rank = 1";
const CLAIM: &str = "
    UPDATE inbox
       SET next_at = $2, tries = tries + 1
     WHERE id IN (SELECT id FROM inbox WHERE state = 'new' AND rank = $4 AND next_at <= $1 ORDER BY next_at LIMIT $3)
 RETURNING id, received_at, imp_uid, tries";
const CLAIM_PG: &str = "
    UPDATE inbox
       SET next_at = $2, tries = tries + 1
     WHERE id IN (SELECT id FROM inbox WHERE state = 'new' AND rank = $4 AND next_at <= $1 ORDER BY next_at LIMIT $3
                     FOR UPDATE SKIP LOCKED)
 RETURNING id, received_at, imp_uid, tries";
const FINISH: &str = "UPDATE inbox SET state = $2, note = $3 WHERE id = $1";
// Somebody else may have answered it meanwhile.
const ANSWER: &str = "UPDATE inbox SET state = 'done', note = $2 WHERE id = $1 AND state = 'new'";
const RETRY: &str = "UPDATE inbox SET next_at = $2, note = $3 WHERE id = $1";

pub(super) const ALL: &[&str] = &[STORE, WAITING, WAITING_STRANGERS, ANSWER, FINISH, RETRY];
pub(super) const DIALECTS: &[(&str, &str)] = &[(CLAIM, CLAIM_PG)];

/// A notice as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The address it came from; noted, not trusted.
    pub source: String,
    pub body: String,
    pub imp_uid: Option<String>,
    pub merchant_uid: Option<String>,
    pub rank: Rank,
}

/// Which notices are worked off first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Names an attempt of ours.
    Known,
    /// Names none, or one that too many wait for already.
    Stranger,
}

impl Rank {
    const fn as_number(self) -> i64 {
        match self {
            Self::Known => 0,
            Self::Stranger => 1,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct NoticeRow {
    pub id: i64,
    pub received_at: Millis,
    pub imp_uid: Option<String>,
    /// Counting this one.
    pub tries: i64,
}

impl Tx {
    /// One look-up answers all news that was here before it.
    pub async fn answer_notices(&mut self, ids: &[i64], note: &str) -> Result<(), Error> {
        for id in ids {
            within!(self, |conn| sqlx::query(ANSWER).bind(id).bind(note).execute(conn).await.map(drop))
                .map_err(|e| Error::Query("finish notices", e))?;
        }
        Ok(())
    }
}

impl Db {
    /// Stored for good once this returns. A notice without `imp_uid`, as from the console's test button, is kept
    /// but asks for no work.
    pub async fn store_notice(&self, notice: &Notice, now: Millis) -> Result<(), Error> {
        let state = if notice.imp_uid.is_some() { "new" } else { "done" };
        writing!(self, |conn| sqlx::query(STORE)
            .bind(now)
            .bind(&notice.source)
            .bind(&notice.body)
            .bind(notice.imp_uid.as_deref())
            .bind(notice.merchant_uid.as_deref())
            .bind(notice.rank.as_number())
            .bind(state)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("store a notice", e))
    }

    /// Notices that are due; each is this caller's until `until`.
    pub async fn claim_notices(
        &self,
        rank: Rank,
        now: Millis,
        until: Millis,
        limit: i64,
    ) -> Result<Vec<NoticeRow>, Error> {
        let statement = self.pick(CLAIM, CLAIM_PG);
        writing!(self, |conn| sqlx::query_as(statement)
            .bind(now)
            .bind(until)
            .bind(limit)
            .bind(rank.as_number())
            .fetch_all(conn)
            .await)
        .map_err(|e| Error::Query("claim notices", e))
    }

    /// How many notices about an attempt of ours wait; `None` if there is no such attempt.
    pub async fn notices_waiting(&self, merchant_uid: &MerchantUid) -> Result<Option<i64>, Error> {
        reading!(self, |conn| sqlx::query_scalar(WAITING).bind(merchant_uid.as_str()).fetch_optional(conn).await)
            .map_err(|e| Error::Query("count notices", e))
    }

    pub async fn strangers_waiting(&self) -> Result<i64, Error> {
        reading!(self, |conn| sqlx::query_scalar(WAITING_STRANGERS).fetch_one(conn).await)
            .map_err(|e| Error::Query("count notices", e))
    }

    /// `state`: `done`, or `dead` for what a person has to look at.
    pub async fn finish_notice(&self, id: i64, state: &'static str, note: &str) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(FINISH).bind(id).bind(state).bind(note).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("finish a notice", e))
    }

    pub async fn retry_notice(&self, id: i64, at: Millis, note: &str) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(RETRY).bind(id).bind(at).bind(note).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("put off a notice", e))
    }
}
