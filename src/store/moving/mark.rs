//! The mark of a copy: set before the first row comes, and finished once all rows have been verified.

use sqlx::PgConnection;

use crate::store::{Db, Error};

const UNFINISHED: &str = "SELECT source FROM copied_from WHERE NOT finished";
const MARK: &str = "SELECT source, finished FROM copied_from";
const BEGIN: &str = "INSERT INTO copied_from (source, finished) VALUES ($1, FALSE)";
const FINISH: &str = "UPDATE copied_from SET finished = TRUE";

pub(in crate::store) const ALL: &[&str] = &[UNFINISHED, MARK, BEGIN, FINISH];

impl Db {
    /// A shop that lacks part of its orders must not be opened by anybody.
    pub(in crate::store) async fn refuse_unfinished_copy(&self) -> Result<(), Error> {
        let source: Option<String> = self
            .read("see whether the database is a whole shop", UNFINISHED)
            .optional()
            .await?;
        source.map_or(Ok(()), |source_file| {
            Err(Error::UnfinishedCopy { source_file })
        })
    }
}

/// A copy that has been begun here.
#[derive(sqlx::FromRow)]
pub(super) struct Mark {
    pub source: String,
    pub finished: bool,
}

pub(super) async fn mark(connection: &mut PgConnection) -> Result<Option<Mark>, Error> {
    let mark = sqlx::query_as(MARK)
        .persistent(false)
        .fetch_optional(connection)
        .await;
    mark.map_err(|e| Error::Query("see whether a copy is under way", e))
}

pub(super) async fn begin(connection: &mut PgConnection, source: &str) -> Result<(), Error> {
    let begun = sqlx::query(BEGIN)
        .bind(source)
        .persistent(false)
        .execute(connection)
        .await;
    begun
        .map(drop)
        .map_err(|e| Error::Query("mark the target as unfinished", e))
}

pub(super) async fn finish(connection: &mut PgConnection) -> Result<(), Error> {
    let finished = sqlx::query(FINISH)
        .persistent(false)
        .execute(connection)
        .await;
    finished
        .map(drop)
        .map_err(|e| Error::Query("mark the copy as finished", e))
}
