//! Names and values that all nodes share, such as the signing secret.

use super::{Db, Error};
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

/// More than the largest order.
const READINESS_BYTES: usize = 32 * 1024;

const READ: &str = "read a setting";

impl Db {
    /// The value under `name`; the first caller's `default` becomes everybody's.
    pub async fn setting_or(&self, name: &str, default: &str) -> Result<String, Error> {
        self.write(READ, SET_ONCE)
            .bind(name)
            .bind(default)
            .execute()
            .await?;
        self.read(READ, GET).bind(name).one().await
    }

    /// `None` if nobody has set it.
    pub async fn number_setting(&self, name: &str) -> Result<Option<i64>, Error> {
        let value: Option<String> = self.read(READ, GET).bind(name).optional().await?;
        let unreadable = |e: std::num::ParseIntError| Error::Column {
            what: READ,
            column: name.to_owned(),
            why: e.to_string(),
        };
        value
            .map(|text| text.parse().map_err(unreadable))
            .transpose()
    }

    /// Whether the caller is the one to do what `name` stands for; nobody else is before `until`.
    pub async fn claim(&self, name: &str, now: Millis, until: Millis) -> Result<bool, Error> {
        self.write("claim a piece of work", CLAIM)
            .bind(name)
            .bind(now)
            .bind(until.0.to_string())
            .changes_one()
            .await
    }

    /// Answers if the database takes what is written, and as much as an order may need: one that has no room left still
    /// reads, and still takes a little.
    pub async fn can_write(&self) -> Result<(), Error> {
        // Then nothing, so that the room is there for whoever needs it, and has to be found anew the next time.
        for text in ["0".repeat(READINESS_BYTES), String::new()] {
            self.write("write to the database", SET)
                .bind("readiness")
                .bind(text)
                .execute()
                .await?;
        }
        Ok(())
    }

    pub async fn set_number(&self, name: &str, value: i64) -> Result<(), Error> {
        self.write("keep a setting", SET)
            .bind(name)
            .bind(value.to_string())
            .execute()
            .await
            .map(drop)
    }
}
