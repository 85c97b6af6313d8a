//! The mark of a copy that is not finished: set before the first row comes, gone once all have been verified.

use sqlx::PgConnection;

use crate::store::{Db, Error, db::reading};

const SOURCE: &str = "SELECT source FROM unfinished_copy";
const BEGIN: &str = "INSERT INTO unfinished_copy (source) VALUES ($1)";
const FINISH: &str = "DELETE FROM unfinished_copy";

pub(in crate::store) const ALL: &[&str] = &[SOURCE, BEGIN, FINISH];

impl Db {
    /// A shop that lacks part of its orders must not be opened by anybody.
    pub(in crate::store) async fn refuse_unfinished_copy(&self) -> Result<(), Error> {
        let source: Option<String> = reading!(self, |conn| sqlx::query_scalar(SOURCE).fetch_optional(conn).await)
            .map_err(|e| Error::Query("see whether the database is a whole shop", e))?;
        source.map_or(Ok(()), |source_file| Err(Error::UnfinishedCopy { source_file }))
    }
}

pub(super) async fn source(connection: &mut PgConnection) -> Result<Option<String>, Error> {
    let source = sqlx::query_scalar(SOURCE).persistent(false).fetch_optional(connection).await;
    source.map_err(|e| Error::Query("see whether a copy is under way", e))
}

pub(super) async fn begin(connection: &mut PgConnection, source: &str) -> Result<(), Error> {
    let begun = sqlx::query(BEGIN).bind(source).persistent(false).execute(connection).await;
    begun.map(drop).map_err(|e| Error::Query("mark the target as unfinished", e))
}

pub(super) async fn finish(connection: &mut PgConnection) -> Result<(), Error> {
    let finished = sqlx::query(FINISH).persistent(false).execute(connection).await;
    finished.map(drop).map_err(|e| Error::Query("mark the copy as finished", e))
}
