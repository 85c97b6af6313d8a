//! `postgres://…`, and what it says beyond the address: `pooler=transaction` names a pooler on the way.

use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use url::Url;

use super::bounds::BOUNDS;
use crate::store::Error;

const POOLER: &str = "pooler";

/// Each session remembers all that it is asked for; there are some hundred different ones.
const STATEMENTS: usize = 500;

/// Whose session a statement runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sessions {
    /// One of ours, from connect to close.
    Own,
    /// Whichever the pooler hands out, for one transaction.
    Shared,
}

pub struct DatabaseUrl {
    pub options: PgConnectOptions,
    pub sessions: Sessions,
}

impl DatabaseUrl {
    pub fn parse(url: &str) -> Result<Self, Error> {
        let mut url =
            Url::parse(url).map_err(|e| Error::Open(sqlx::Error::Configuration(e.into())))?;
        let sessions = take_sessions(&mut url)?;
        let options = PgConnectOptions::from_url(&url)
            .map_err(Error::Open)?
            .application_name("imp-checkout");
        let options = match sessions {
            Sessions::Own => options.options(BOUNDS).statement_cache_capacity(STATEMENTS),
            // A pooler takes no settings at connect, and knows none of our prepared statements.
            Sessions::Shared => options.extra_float_digits(None).statement_cache_capacity(0),
        };
        Ok(Self {
            options: options.disable_statement_logging(),
            sessions,
        })
    }
}

/// Ours alone: sqlx would warn of a name that it does not know.
fn take_sessions(url: &mut Url) -> Result<Sessions, Error> {
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let named = pairs
        .iter()
        .find(|(name, _)| name == POOLER)
        .map(|(_, value)| value.as_str());
    let sessions = match named {
        None => return Ok(Sessions::Own),
        Some("transaction") => Sessions::Shared,
        Some(other) => {
            let mend = format!(
                "pooler={other} in DATABASE_URL: say pooler=transaction, which suits every pool_mode"
            );
            return Err(Error::Open(sqlx::Error::Configuration(mend.into())));
        }
    };
    url.query_pairs_mut()
        .clear()
        .extend_pairs(pairs.iter().filter(|(name, _)| name != POOLER));
    Ok(sessions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions(url: &str) -> Result<Sessions, Error> {
        DatabaseUrl::parse(url).map(|parsed| parsed.sessions)
    }

    #[test]
    fn the_pooler_is_named_beside_whatever_else_the_address_says() {
        assert_eq!(
            sessions("postgres://u:p@db:6432/shop").unwrap(),
            Sessions::Own
        );
        assert_eq!(
            sessions("postgres://u:p@db/shop?sslmode=disable&pooler=transaction").unwrap(),
            Sessions::Shared
        );
        let wrong = sessions("postgres://u:p@db/shop?pooler=statement").unwrap_err();
        assert!(crate::telemetry::chain(&wrong).contains("say pooler=transaction"));
    }

    #[test]
    fn the_rest_of_the_url_is_left_as_it_was() {
        let parsed =
            DatabaseUrl::parse("postgres://u:p@localhost/shop?host=%2Frun%2Fpg&pooler=transaction")
                .unwrap();
        assert_eq!(parsed.options.get_database(), Some("shop"));
        assert_eq!(
            parsed.options.get_socket().map(|path| path.as_path()),
            Some(std::path::Path::new("/run/pg"))
        );
    }
}
