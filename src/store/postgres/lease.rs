//! A session while somebody uses it. It goes back to the pool only if it is known to be between two statements: one
//! whose user went away in the middle (a browser that hung up is enough), or that broke, is closed instead.

use std::fmt;

use deadpool::managed::Object;
use sqlx::PgConnection;
use tokio::time::timeout;

use super::{DEADLINE, connector::Connector, run::Statement};
use crate::store::ErrorClass;

pub struct Lease {
    session: Option<Object<Connector>>,
    in_statement: bool,
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").field("in_statement", &self.in_statement).finish_non_exhaustive()
    }
}

pub type Answer = sqlx::Either<sqlx::postgres::PgQueryResult, sqlx::postgres::PgRow>;

impl Lease {
    pub const fn new(session: Object<Connector>) -> Self {
        Self { session: Some(session), in_statement: false }
    }

    /// Everything that a statement answers, in bounded time.
    pub async fn run(&mut self, statement: Statement) -> Result<Vec<Answer>, sqlx::Error> {
        self.in_statement = true;
        let silent = || std::io::Error::new(std::io::ErrorKind::TimedOut, "PostgreSQL did not answer in time");
        let answer = timeout(DEADLINE, statement.on(self.session())).await.unwrap_or_else(|_| Err(silent().into()));
        match &answer {
            Ok(_) => self.in_statement = false,
            Err(e) => self.examine(e),
        }
        answer
    }

    /// What the server refuses leaves the session as it was. One that broke makes the idle ones suspicious: they are
    /// not tried one after the other.
    fn examine(&mut self, error: &sqlx::Error) {
        let is_lost = ErrorClass::of(error) == ErrorClass::Disconnected;
        self.in_statement = is_lost || !matches!(error, sqlx::Error::Database(_));
        if let (true, Some(pool)) = (is_lost, self.session.as_ref().and_then(Object::pool)) {
            pool.retain(|_, _| false);
        }
    }

    pub fn session(&mut self) -> &mut PgConnection {
        self.session.as_mut().expect("because only the end of the lease takes it")
    }

    pub const fn is_spoilt(&self) -> bool {
        self.in_statement
    }

    /// It must not be used again by anybody.
    pub const fn spoil(&mut self) {
        self.in_statement = true;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(session) = self.session.take()
            && self.in_statement
        {
            drop(Object::take(session));
        }
    }
}
