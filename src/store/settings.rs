//! Names and values that all nodes share, such as the signing secret.

use super::{
    Db, Error,
    db::{reading, writing},
};
use crate::clock::Millis;

const GET: &str = "SELECT value FROM settings WHERE name = $1";
const SET_ONCE: &str = "
    INSERT INTO settings (name, value)
    VALUES ($1, $2)
        ON CONFLICT (name) DO NOTHING";

const SET: &str = "
    INSERT INTO settings (name, value)
    VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE
       SET value = excluded.value";

const CLAIM: &str = "
    INSERT INTO settings (name, value)
    VALUES ($1, $3)
        ON CONFLICT (name) DO UPDATE
       SET value = excluded.value
     WHERE CAST(settings.value AS BIGINT) <= $2";

pub(super) const ALL: &[&str] = &[GET, SET_ONCE, SET, CLAIM];

impl Db {
    /// The value under `name`; the first caller's `default` becomes everybody's.
    pub async fn setting_or(&self, name: &str, default: &str) -> Result<String, Error> {
        let failed = |e| Error::Query("read a setting", e);
        writing!(self, |conn| sqlx::query(SET_ONCE).bind(name).bind(default).execute(conn).await.map(drop))
            .map_err(failed)?;
        reading!(self, |conn| sqlx::query_scalar(GET).bind(name).fetch_one(conn).await).map_err(failed)
    }

    /// `None` if nobody has set it.
    pub async fn number_setting(&self, name: &str) -> Result<Option<i64>, Error> {
        let value: Option<String> =
            reading!(self, |conn| sqlx::query_scalar(GET).bind(name).fetch_optional(conn).await)
                .map_err(|e| Error::Query("read a setting", e))?;
        let unreadable = |e: std::num::ParseIntError| Error::Row { table: "settings", why: e.to_string() };
        value.map(|text| text.parse().map_err(unreadable)).transpose()
    }

    /// Whether the caller is the one to do what `name` stands for; nobody else is before `until`.
    pub async fn claim(&self, name: &str, now: Millis, until: Millis) -> Result<bool, Error> {
        writing!(self, |conn| sqlx::query(CLAIM)
            .bind(name)
            .bind(now)
            .bind(until.0.to_string())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("claim a piece of work", e))
    }

    pub async fn set_number(&self, name: &str, value: i64) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(SET).bind(name).bind(value.to_string()).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("keep a setting", e))
    }
}
