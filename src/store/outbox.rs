//! What has to happen outside because an order changed, written in the same transaction as the change.
//! Carried out at least once; `key` makes sure that one event asks for it only once.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within, writing},
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
const REVIVE: &str = "UPDATE outbox SET state = 'new', tries = 0, next_at = $2 WHERE id = $1 AND state = 'dead'";
const REVIVE_BY_KEY: &str =
    "UPDATE outbox SET state = 'new', tries = 0, next_at = $2 WHERE key = $1 AND state = 'dead'";
const GIVEN_UP_OF: &str = "SELECT key FROM outbox WHERE state = 'dead' AND order_id = $1";

pub(super) const ALL: &[&str] = &[PUT, FINISH, RETRY, GIVEN_UP, COUNT_GIVEN_UP, REVIVE, REVIVE_BY_KEY, GIVEN_UP_OF];
pub(super) const DIALECTS: &[(&str, &str)] = &[(CLAIM, CLAIM_PG)];

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OutboxRow {
    pub id: i64,
    pub order_id: String,
    /// JSON of `checkout::Effect`.
    pub message: String,
    /// Counting this one.
    pub tries: i64,
}

/// What nobody but a person can bring about.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
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

impl Tx {
    /// `key` names the event: the same key is put only once.
    pub async fn put_outbox(&mut self, key: &str, order: &OrderId, message: &str, now: Millis) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(PUT)
            .bind(key)
            .bind(order.as_str())
            .bind(message)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("put a message into the outbox", e))
    }
}

impl Tx {
    /// Tries an event's effect again from the start; `false` if it is not given up.
    pub async fn revive_outbox(&mut self, key: &str, now: Millis) -> Result<bool, Error> {
        within!(self, |conn| sqlx::query(REVIVE_BY_KEY)
            .bind(key)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("try again what was given up", e))
    }
}

impl Db {
    /// The events of an order whose effects were given up.
    pub async fn given_up_keys(&self, order: &OrderId) -> Result<Vec<String>, Error> {
        reading!(self, |conn| sqlx::query_scalar(GIVEN_UP_OF).bind(order.as_str()).fetch_all(conn).await)
            .map_err(|e| Error::Query("look for what was given up", e))
    }

    /// Messages that are due; each is this caller's until `until`.
    pub async fn claim_outbox(&self, now: Millis, until: Millis, limit: i64) -> Result<Vec<OutboxRow>, Error> {
        let statement = self.pick(CLAIM, CLAIM_PG);
        writing!(self, |conn| sqlx::query_as(statement).bind(now).bind(until).bind(limit).fetch_all(conn).await)
            .map_err(|e| Error::Query("claim messages", e))
    }

    /// `state`: `done`, or `dead` for what a person has to look at.
    pub async fn finish_outbox(&self, id: i64, state: &'static str, note: &str) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(FINISH).bind(id).bind(state).bind(note).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("finish a message", e))
    }

    pub async fn retry_outbox(&self, id: i64, at: Millis, note: &str) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(RETRY).bind(id).bind(at).bind(note).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("put off a message", e))
    }

    /// The oldest first.
    pub async fn given_up_effects(&self, limit: i64) -> Result<Vec<GivenUp>, Error> {
        reading!(self, |conn| sqlx::query_as(GIVEN_UP).bind(limit).fetch_all(conn).await)
            .map_err(|e| Error::Query("read what was given up", e))
    }

    pub async fn count_given_up_effects(&self) -> Result<i64, Error> {
        reading!(self, |conn| sqlx::query_scalar(COUNT_GIVEN_UP).fetch_one(conn).await)
            .map_err(|e| Error::Query("count what was given up", e))
    }

    /// Tries it again from the start; `false` if it is not given up.
    pub async fn revive_effect(&self, id: i64, now: Millis) -> Result<bool, Error> {
        writing!(self, |conn| sqlx::query(REVIVE)
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("try again what was given up", e))
    }
}
