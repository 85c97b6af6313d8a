//! Notices from i'mport, stored before they are acknowledged and processed afterwards.

use super::{
    Db, Error, JobState, Tx,
    postgres::fused,
    statement::{Arg, FromRow, Row},
};
use crate::clock::Millis;

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
const RELEASE: &str =
    "UPDATE inbox SET next_at = $2, tries = tries - 1 WHERE id = $1 AND state = 'new'";
const RETRY: &str = "UPDATE inbox SET next_at = $2, note = $3 WHERE id = $1";

pub(super) const ALL: &[&str] = &[STORE, ANSWER, FINISH, RELEASE, RETRY];
pub(super) const DIALECTS: &[(&str, &str)] = &[(CLAIM, CLAIM_PG), (ANSWER, fused::ANSWER_NOTICES)];

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

/// Names one notice for as long as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoticeId(i64);

impl NoticeId {
    pub const fn new(number: i64) -> Self {
        Self(number)
    }
}

impl From<NoticeId> for Arg<'_> {
    fn from(id: NoticeId) -> Self {
        id.0.into()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    pub id: NoticeId,
    pub imp_uid: Option<String>,
    /// Counting the one that it is held for.
    pub tries: i64,
}

impl FromRow for NoticeRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: NoticeId(row.get("id")?),
            imp_uid: row.get("imp_uid")?,
            tries: row.get("tries")?,
        })
    }
}

const FINISH_NOTICES: &str = "finish notices";

impl Tx {
    /// One look-up answers them.
    pub async fn answer_notices(&mut self, ids: &[NoticeId], note: &str) -> Result<(), Error> {
        for id in ids {
            self.query(FINISH_NOTICES, ANSWER)
                .bind(*id)
                .bind(note)
                .execute()
                .await?;
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
        limits: InboxLimits,
        now: Millis,
        held_until: Option<Millis>,
    ) -> Result<Option<NoticeRow>, Error> {
        let state = if notice.imp_uid.is_some() {
            JobState::New
        } else {
            JobState::Done
        };
        self.write("store a notice", STORE)
            .bind(now)
            .bind(notice.source.as_str())
            .bind(notice.body.as_str())
            .bind(notice.imp_uid.as_deref())
            .bind(notice.merchant_uid.as_deref())
            .bind(state.as_str())
            .bind(held_until.unwrap_or(now))
            .bind(i64::from(held_until.is_some()))
            .bind(limits.each_attempt)
            .bind(limits.strangers)
            .optional()
            .await
    }

    /// One look-up has answered all of them.
    pub async fn answer_notices(&self, ids: &[NoticeId], note: &str) -> Result<(), Error> {
        if let Self::Postgres(_) = self {
            let all: Vec<i64> = ids.iter().map(|id| id.0).collect();
            let query = self.write(FINISH_NOTICES, fused::ANSWER_NOTICES);
            return query
                .bind(all.as_slice())
                .bind(note)
                .execute()
                .await
                .map(drop);
        }
        let mut tx = self.begin().await?;
        tx.answer_notices(ids, note).await?;
        tx.commit().await
    }

    /// Notices that are due; each is this caller's until `until`.
    pub async fn claim_notices(
        &self,
        priority: Priority,
        now: Millis,
        until: Millis,
        limit: i64,
    ) -> Result<Vec<NoticeRow>, Error> {
        let query = self.write("claim notices", self.pick(CLAIM, CLAIM_PG));
        query
            .bind(now)
            .bind(until)
            .bind(limit)
            .bind(priority.as_number())
            .all()
            .await
    }

    /// Whoever comes next may take it up.
    pub async fn release_notice(&self, id: NoticeId, now: Millis) -> Result<(), Error> {
        self.write("release a notice", RELEASE)
            .bind(id)
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    pub async fn finish_notice(
        &self,
        id: NoticeId,
        state: JobState,
        note: &str,
    ) -> Result<(), Error> {
        self.write("finish a notice", FINISH)
            .bind(id)
            .bind(state.as_str())
            .bind(note)
            .execute()
            .await
            .map(drop)
    }

    pub async fn retry_notice(&self, id: NoticeId, at: Millis, note: &str) -> Result<(), Error> {
        self.write("put off a notice", RETRY)
            .bind(id)
            .bind(at)
            .bind(note)
            .execute()
            .await
            .map(drop)
    }
}
