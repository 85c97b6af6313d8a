//! Which file, and how a shop's connections to it are set up.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use log::LevelFilter;
use sqlx::{ConnectOptions, Error};
use url::Url;

use super::connection::Lite;

/// `synchronous`: an acknowledged payment survives a power cut. `mmap_size`: pages are read from the mapped file
/// instead of being copied; a reader's own copies go stale with each commit. `wal_autocheckpoint`: the log is written
/// back into the file every 16 MB instead of 4, so that hot pages are written back less often.
pub const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 268435456;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 4000";

/// A file that exists.
#[derive(Clone, Debug)]
pub struct LiteOptions {
    file: PathBuf,
}

impl LiteOptions {
    pub fn of_file(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into() }
    }

    pub fn file(&self) -> &Path {
        &self.file
    }
}

impl FromStr for LiteOptions {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        let file =
            url.strip_prefix("sqlite:").ok_or_else(|| Error::Configuration("not an address of SQLite".into()))?;
        Ok(Self::of_file(file.strip_prefix("//").unwrap_or(file)))
    }
}

impl ConnectOptions for LiteOptions {
    type Connection = Lite;

    fn from_url(url: &Url) -> Result<Self, Error> {
        url.as_str().parse()
    }

    async fn connect(&self) -> Result<Lite, Error> {
        Lite::open(self)
    }

    /// Statements are not logged.
    fn log_statements(self, _level: LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _level: LevelFilter, _duration: Duration) -> Self {
        self
    }
}
