//! Notices from i'mport, stored before they are acknowledged and worked off afterwards.

use sqlx::FromRow;

use super::{Db, Error, Tx, db::writing};
use crate::clock::Millis;

/// Several at once, in one order for all, so that nobody waits for who waits for them.
macro_rules! answer_pg {
    ($ids:literal, $note:literal) => {
        concat!(
            "
    UPDATE inbox
       SET state = 'done', note = ",
            $note,
            "
     WHERE id IN (SELECT id
                    FROM inbox
                   WHERE id = ANY (",
            $ids,
            ")
                     AND state = 'new'
                   ORDER BY id
                     FOR UPDATE)"
        )
    };
}

pub(super) use answer_pg;

// What names an attempt of ours comes first, and is held for whoever stores it; a stranger's may not get in.
const STORE: &str = "
    INSERT INTO inbox (received_at, source, body, imp_uid, merchant_uid, rank, state, next_at, tries)
    SELECT CAST($1 AS BIGINT), $2, $3, $4, $5, r.rank, $6,
           CASE WHEN r.rank = 0 THEN CAST($7 AS BIGINT) ELSE CAST($1 AS BIGINT) END,
           CASE WHEN r.rank = 0 THEN $8 ELSE 0 END
      FROM (SELECT CASE
                       WHEN EXISTS (SELECT 1 FROM attempts WHERE merchant_uid = $5)
                            AND (SELECT COUNT(*) FROM inbox WHERE state = 'new' AND merchant_uid = $5) < $9
                       THEN 0
                       ELSE 1
                   END AS rank) r
     WHERE r.rank = 0
        OR (SELECT COUNT(*) FROM inbox WHERE state = 'new' AND rank = 1) < $10
 RETURNING id, imp_uid, tries";
const CLAIM: &str = "
    UPDATE inbox
       SET next_at = $2, tries = tries + 1
     WHERE id IN (SELECT id FROM inbox WHERE state = 'new' AND rank = $4 AND next_at <= $1 ORDER BY next_at LIMIT $3)
 RETURNING id, imp_uid, tries";
const CLAIM_PG: &str = "
    UPDATE inbox
       SET next_at = $2, tries = tries + 1
     WHERE id IN (SELECT id FROM inbox WHERE state = 'new' AND rank = $4 AND next_at <= $1 ORDER BY next_at LIMIT $3
                     FOR UPDATE SKIP LOCKED)
 RETURNING id, imp_uid, tries";
const FINISH: &str = "UPDATE inbox SET state = $2, note = $3 WHERE id = $1";
// Somebody else may have answered it meanwhile.
const ANSWER: &str = "UPDATE inbox SET state = 'done', note = $2 WHERE id = $1 AND state = 'new'";
const ANSWER_PG: &str = answer_pg!("$1", "$2");
const LET_GO: &str = "UPDATE inbox SET next_at = $2, tries = tries - 1 WHERE id = $1 AND state = 'new'";
const RETRY: &str = "UPDATE inbox SET next_at = $2, note = $3 WHERE id = $1";

pub(super) const ALL: &[&str] = &[STORE, ANSWER, FINISH, LET_GO, RETRY];
pub(super) const DIALECTS: &[(&str, &str)] = &[(CLAIM, CLAIM_PG), (ANSWER, ANSWER_PG)];

/// A notice as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The address it came from; noted, not trusted.
    pub source: String,
    pub body: String,
    pub imp_uid: Option<String>,
    pub merchant_uid: Option<String>,
}

/// How many may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxLimits {
    /// About one attempt, before more of them count as a stranger's.
    pub each_attempt: i64,
    pub strangers: i64,
}

/// Which notices are worked off first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Names an attempt of ours.
    Matched,
    /// Names none, or one that too many wait for already.
    Unmatched,
}

impl Priority {
    const fn as_number(self) -> i64 {
        match self {
            Self::Matched => 0,
            Self::Unmatched => 1,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct NoticeRow {
    pub id: i64,
    pub imp_uid: Option<String>,
    /// Counting the one that it is held for.
    pub tries: i64,
}

const FINISH_NOTICES: &str = "finish notices";

impl Tx {
    /// One look-up answers all news that was here before it.
    pub async fn answer_notices(&mut self, ids: &[i64], note: &str) -> Result<(), Error> {
        let failed = |e| Error::Query(FINISH_NOTICES, e);
        match self {
            _ if ids.is_empty() => {}
            Self::Postgres(pg) => {
                sqlx::query(ANSWER_PG).bind(ids).bind(note).execute(&mut *pg).await.map_err(failed)?;
            }
            Self::Sqlite(turn) => {
                for id in ids {
                    sqlx::query(ANSWER).bind(id).bind(note).execute(&mut **turn).await.map_err(failed)?;
                }
            }
        }
        Ok(())
    }
}

impl Db {
    /// Stored for good once this returns; `None` if it is a stranger's and too many of those wait. With `held_until`
    /// nobody else takes up one of ours before. A notice without `imp_uid`, as from the console's test button, is kept
    /// but asks for no work.
    pub async fn store_notice(
        &self,
        notice: &Notice,
        room: InboxLimits,
        now: Millis,
        held_until: Option<Millis>,
    ) -> Result<Option<NoticeRow>, Error> {
        let state = if notice.imp_uid.is_some() { "new" } else { "done" };
        writing!(self, |conn| sqlx::query_as(STORE)
            .bind(now)
            .bind(&notice.source)
            .bind(&notice.body)
            .bind(notice.imp_uid.as_deref())
            .bind(notice.merchant_uid.as_deref())
            .bind(state)
            .bind(held_until.unwrap_or(now))
            .bind(i64::from(held_until.is_some()))
            .bind(room.each_attempt)
            .bind(room.strangers)
            .fetch_optional(conn)
            .await)
        .map_err(|e| Error::Query("store a notice", e))
    }

    /// One look-up has answered all of them.
    pub async fn answer_notices(&self, ids: &[i64], note: &str) -> Result<(), Error> {
        if let Self::Postgres(pg) = self {
            let all = sqlx::query(ANSWER_PG).bind(ids).bind(note);
            return all.execute(pg).await.map(drop).map_err(|e| Error::Query(FINISH_NOTICES, e));
        }
        let mut tx = self.begin().await?;
        tx.answer_notices(ids, note).await?;
        tx.commit().await
    }

    /// Notices that are due; each is this caller's until `until`.
    pub async fn claim_notices(
        &self,
        rank: Priority,
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

    /// Whoever comes next may take it up.
    pub async fn release_notice(&self, id: i64, now: Millis) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(LET_GO).bind(id).bind(now).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("let go of a notice", e))
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
