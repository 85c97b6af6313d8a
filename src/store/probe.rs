//! Looks at a database without opening a shop in it: nothing is made, nothing is brought up to date.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

use sqlx::{ConnectOptions, Connection, Executor, sqlite::SqliteConnectOptions};

use super::{Error, postgres::DatabaseUrl};

/// What a look at the database found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A file, and the free bytes of its disk, if they can be told.
    File { path: PathBuf, free: Option<u64> },
    /// No file yet; the first start makes it.
    NoFile { path: PathBuf, free: Option<u64> },
    /// A server answers. How much room it has is not told to its clients.
    Server,
}

/// Fails where a start would fail, too.
pub async fn probe(url: &str) -> Result<Probe, Error> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let mut conn = DatabaseUrl::parse(url)?
            .options
            .connect()
            .await
            .map_err(Error::Open)?;
        ask(&mut conn).await?;
        conn.close().await.map_err(Error::Open)?;
        return Ok(Probe::Server);
    }
    if !url.starts_with("sqlite:") {
        return Err(Error::Address);
    }
    let options = SqliteConnectOptions::from_str(url)
        .map_err(Error::Open)?
        .read_only(true);
    let path = options.get_filename().to_owned();
    if !path.exists() {
        let folder = nearest_folder(&path);
        return Ok(Probe::NoFile {
            free: free_bytes(folder),
            path,
        });
    }
    let mut conn = options.connect().await.map_err(Error::Open)?;
    ask(&mut conn).await?;
    conn.close().await.map_err(Error::Open)?;
    Ok(Probe::File {
        free: free_bytes(nearest_folder(&path)),
        path,
    })
}

async fn ask<'c, E: Executor<'c>>(executor: E) -> Result<(), Error> {
    executor
        .execute("SELECT 1")
        .await
        .map(drop)
        .map_err(|e| Error::Query("ask the database", e))
}

/// The folder that a file lies in, or the nearest one above that exists.
fn nearest_folder(file: &Path) -> &Path {
    file.ancestors()
        .skip(1)
        .map(|folder| {
            if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            }
        })
        .find(|folder| folder.is_dir())
        .unwrap_or(Path::new("."))
}

fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Db;

    #[tokio::test]
    async fn a_look_makes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data/shop.db");
        let url = format!("sqlite://{}", file.display());
        let Probe::NoFile { free, .. } = probe(&url).await.unwrap() else {
            panic!("there is a file");
        };
        assert!(free.is_some_and(|free| free > 0));
        assert!(!file.parent().unwrap().exists());
        Db::open(&url).await.unwrap().close().await;
        assert!(matches!(probe(&url).await.unwrap(), Probe::File { .. }));
        std::fs::write(
            &file,
            "no database at all, but long enough to be looked at by whoever opens it",
        )
        .unwrap();
        assert!(probe(&url).await.is_err());
        assert!(matches!(probe("shop.db").await, Err(Error::Address)));
    }
}
