//! Names and values that all nodes share, such as the signing secret.

use super::{
    Db, Error,
    db::{reading, writing},
};

const GET: &str = "SELECT value FROM settings WHERE name = $1";
const SET_ONCE: &str = "
    INSERT INTO settings (name, value)
    VALUES ($1, $2)
        ON CONFLICT (name) DO NOTHING";

pub(super) const ALL: &[&str] = &[GET, SET_ONCE];

impl Db {
    /// The value under `name`; the first caller's `default` becomes everybody's.
    pub async fn setting_or(&self, name: &str, default: &str) -> Result<String, Error> {
        let failed = |e| Error::Query("read a setting", e);
        writing!(self, |conn| sqlx::query(SET_ONCE).bind(name).bind(default).execute(conn).await.map(drop))
            .map_err(failed)?;
        reading!(self, |conn| sqlx::query_scalar(GET).bind(name).fetch_one(conn).await).map_err(failed)
    }
}
