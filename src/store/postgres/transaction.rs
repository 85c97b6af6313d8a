//! A transaction on one session. Dropped without a commit, it is rolled back before anybody else gets the session.

use std::sync::LazyLock;

use sqlx::AssertSqlSafe;
use tokio::runtime::Handle;

use super::{bounds::BOUNDS, command::Command, pooled_connection::PooledConnection, url::Sessions};
use crate::store::statement::{Answer, Statement};

/// A shared session knows the bounds of nobody; they are set for this transaction alone.
static BEGIN_BOUNDED: LazyLock<String> = LazyLock::new(|| {
    let bounds = BOUNDS.map(|(name, milliseconds)| format!("; SET LOCAL {name} = {milliseconds}"));
    format!("BEGIN{}", bounds.concat())
});

#[derive(Debug)]
pub struct PgTransaction {
    /// `None` once it ended.
    connection: Option<PooledConnection>,
    sessions: Sessions,
}

impl PgTransaction {
    pub async fn begin(
        mut connection: PooledConnection,
        sessions: Sessions,
    ) -> Result<Self, sqlx::Error> {
        match sessions {
            Sessions::Own => connection.run(Command::plain("BEGIN")).await?,
            Sessions::Shared => {
                connection
                    .run(Command::plain(AssertSqlSafe(BEGIN_BOUNDED.as_str())))
                    .await?
            }
        };
        Ok(Self {
            connection: Some(connection),
            sessions,
        })
    }

    fn connection(&mut self) -> &mut PooledConnection {
        self.connection
            .as_mut()
            .expect("because only the end of the transaction takes it")
    }

    pub async fn run(&mut self, statement: &Statement<'_>) -> Result<Answer, sqlx::Error> {
        let command = Command::of(statement, self.sessions)?;
        self.connection().run(command).await
    }

    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        let mut connection = self
            .connection
            .take()
            .expect("because only the end of the transaction takes it");
        connection.run(Command::plain("COMMIT")).await.map(drop)
    }
}

impl Drop for PgTransaction {
    #[expect(
        clippy::disallowed_methods,
        reason = "it ends by itself, within the deadline of one statement"
    )]
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else {
            return;
        };
        if connection.is_broken() {
            return;
        }
        match Handle::try_current() {
            Ok(_) => drop(tokio::spawn(async move {
                connection.run(Command::plain("ROLLBACK")).await
            })),
            // Nobody is left to do it; the server does when the connection closes.
            Err(_) => connection.mark_broken(),
        }
    }
}
