//! What has to happen outside because an order changed, written in the same transaction as the change.
//! Carried out at least once; `key` makes sure that one event asks for it only once.

use super::{
    Db, Error, JobState, Tx,
    statement::{FromRow, Row},
};
use crate::{clock::Millis, domain::ids::OrderId};

const PUT: &str = "
    INSERT INTO outbox (key, order_id, message, state, next_at, created_at)
    VALUES ($1, $2, $3, 'new', $4, $4)
        ON CONFLICT (key) DO NOTHING";
const CLAIM: &str = "
    UPDATE outbox
       SET next_at = $2, tries = tries + 1
     WHERE id IN (SELECT id FROM outbox WHERE state = 'new' AND next_at <= $1 ORDER BY next_at LIMIT $3)
 RETURNING id, order_id, message, tries";
const CLAIM_PG: &str = "
    UPDATE outbox
       SET next_at = $2, tries = tries + 1
     WHERE id IN (SELECT id FROM outbox WHERE state = 'new' AND next_at <= $1 ORDER BY next_at LIMIT $3
                     FOR UPDATE SKIP LOCKED)
 RETURNING id, order_id, message, tries";
const FINISH: &str = "UPDATE outbox SET state = $2, note = $3 WHERE id = $1";
const RETRY: &str = "UPDATE outbox SET next_at = $2, note = $3 WHERE id = $1";

const GIVEN_UP: &str = "
    SELECT id, key, order_id, message, tries, note
      FROM outbox
     WHERE state = 'dead'
     ORDER BY id
     LIMIT $1";
const COUNT_GIVEN_UP: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'dead'";
const REVIVE: &str =
    "UPDATE outbox SET state = 'new', tries = 0, next_at = $2 WHERE id = $1 AND state = 'dead'";
const REVIVE_BY_KEY: &str =
    "UPDATE outbox SET state = 'new', tries = 0, next_at = $2 WHERE key = $1 AND state = 'dead'";
const GIVEN_UP_OF: &str = "SELECT key FROM outbox WHERE state = 'dead' AND order_id = $1";

pub(super) const ALL: &[&str] = &[
    PUT,
    FINISH,
    RETRY,
    GIVEN_UP,
    COUNT_GIVEN_UP,
    REVIVE,
    REVIVE_BY_KEY,
    GIVEN_UP_OF,
];
pub(super) const DIALECTS: &[(&str, &str)] = &[(CLAIM, CLAIM_PG)];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    pub id: i64,
    pub order_id: String,
    /// JSON of `checkout::Effect`.
    pub message: String,
    /// Counting this one.
    pub tries: i64,
}

impl FromRow for OutboxRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let [order_id, message] = [row.get("order_id")?, row.get("message")?];
        Ok(Self {
            id: row.get("id")?,
            order_id,
            message,
            tries: row.get("tries")?,
        })
    }
}

/// What nobody but a person can bring about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    pub id: i64,
    pub key: String,
    pub order_id: String,
    /// JSON of `checkout::Effect`.
    pub message: String,
    pub tries: i64,
    /// What was said at the last try.
    pub note: Option<String>,
}

impl FromRow for GivenUp {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            key: row.get("key")?,
            order_id: row.get("order_id")?,
            message: row.get("message")?,
            tries: row.get("tries")?,
            note: row.get("note")?,
        })
    }
}

const TRY_AGAIN: &str = "try again what was given up";

impl Tx {
    /// `key` names the event: the same key is put only once.
    pub async fn put_outbox(
        &mut self,
        key: &str,
        order: &OrderId,
        message: &str,
        now: Millis,
    ) -> Result<(), Error> {
        let query = self.query("put a message into the outbox", PUT);
        query
            .bind(key)
            .bind(order)
            .bind(message)
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    /// Tries an event's effect again from the start; `false` if it is not given up.
    pub async fn revive_outbox(&mut self, key: &str, now: Millis) -> Result<bool, Error> {
        self.query(TRY_AGAIN, REVIVE_BY_KEY)
            .bind(key)
            .bind(now)
            .changes_one()
            .await
    }
}

impl Db {
    /// The events of an order whose effects were given up.
    pub async fn given_up_keys(&self, order: &OrderId) -> Result<Vec<String>, Error> {
        self.read("look for what was given up", GIVEN_UP_OF)
            .bind(order)
            .all()
            .await
    }

    /// Messages that are due; each is this caller's until `until`.
    pub async fn claim_outbox(
        &self,
        now: Millis,
        until: Millis,
        limit: i64,
    ) -> Result<Vec<OutboxRow>, Error> {
        self.write("claim messages", self.pick(CLAIM, CLAIM_PG))
            .bind(now)
            .bind(until)
            .bind(limit)
            .all()
            .await
    }

    pub async fn finish_outbox(&self, id: i64, state: JobState, note: &str) -> Result<(), Error> {
        self.write("finish a message", FINISH)
            .bind(id)
            .bind(state.as_str())
            .bind(note)
            .execute()
            .await
            .map(drop)
    }

    pub async fn retry_outbox(&self, id: i64, at: Millis, note: &str) -> Result<(), Error> {
        self.write("put off a message", RETRY)
            .bind(id)
            .bind(at)
            .bind(note)
            .execute()
            .await
            .map(drop)
    }

    /// The oldest first.
    pub async fn given_up_effects(&self, limit: i64) -> Result<Vec<GivenUp>, Error> {
        self.read("read what was given up", GIVEN_UP)
            .bind(limit)
            .all()
            .await
    }

    pub async fn count_given_up_effects(&self) -> Result<i64, Error> {
        self.read("count what was given up", COUNT_GIVEN_UP)
            .one()
            .await
    }

    /// Tries it again from the start; `false` if it is not given up.
    pub async fn revive_effect(&self, id: i64, now: Millis) -> Result<bool, Error> {
        self.write(TRY_AGAIN, REVIVE)
            .bind(id)
            .bind(now)
            .changes_one()
            .await
    }
}
