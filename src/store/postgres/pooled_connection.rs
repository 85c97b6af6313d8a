//! A session of the pool while somebody uses it. It goes back to the pool only if it is known to be between two statements: one
//! whose user went away in the middle (a browser that hung up is enough), or that broke, is closed instead.

use std::fmt;

use deadpool::managed::Object;
use sqlx::PgConnection;
use tokio::time::timeout;

use super::{bounds::DEADLINE, command::Command, connector::Connector};
use crate::store::{ErrorClass, statement::Answer};

pub struct PooledConnection {
    session: Option<Object<Connector>>,
    in_statement: bool,
}

impl fmt::Debug for PooledConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PooledConnection")
            .field("in_statement", &self.in_statement)
            .finish_non_exhaustive()
    }
}

impl PooledConnection {
    pub const fn new(session: Object<Connector>) -> Self {
        Self {
            session: Some(session),
            in_statement: false,
        }
    }

    /// Everything that a statement answers, in bounded time.
    pub async fn run(&mut self, command: Command) -> Result<Answer, sqlx::Error> {
        self.in_statement = true;
        let silent = || {
            std::io::Error::new(
                std::io::ErrorKind::TimedOut,
                "PostgreSQL did not answer in time",
            )
        };
        let answer = timeout(DEADLINE, command.run_on(self.session()))
            .await
            .unwrap_or_else(|_| Err(silent().into()));
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
        self.session
            .as_mut()
            .expect("because only its end takes it")
    }

    pub const fn is_broken(&self) -> bool {
        self.in_statement
    }

    /// It must not be used again by anybody.
    pub const fn mark_broken(&mut self) {
        self.in_statement = true;
    }
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        if let Some(session) = self.session.take()
            && self.in_statement
        {
            drop(Object::take(session));
        }
    }
}
