//! Brings the tables up to date, all or nothing, whichever node comes first: the others wait for it and then find
//! nothing to do. A lock of the transaction, not of the session, so that it holds behind a pooler too and ends with
//! a node that dies.

use sqlx::{
    AssertSqlSafe, Connection, Executor,
    migrate::{MigrateError, Migrator},
};

use super::{Pg, bounds::BOUNDS};

/// Any number that nobody else takes; it spells "imp".
const LOCK: &str = "SELECT pg_advisory_xact_lock(6909296)";

pub async fn migrate(pg: &Pg, migrator: &Migrator) -> Result<(), MigrateError> {
    let mut session = pg.pool.manager().connect().await?;
    let mut tx = session.begin().await?;
    // A migration may take as long as it takes, and so may another node's.
    let unbounded = BOUNDS
        .map(|(name, _)| format!("SET LOCAL {name} = 0;"))
        .concat();
    tx.execute(AssertSqlSafe(unbounded)).await?;
    tx.execute(LOCK).await?;
    // Behind a pooler the session may have been somebody else's, who named statements as we do.
    tx.execute("DEALLOCATE ALL").await?;
    migrator.run(&mut *tx).await?;
    tx.execute("DEALLOCATE ALL").await?;
    tx.commit().await?;
    drop(session.close().await);
    Ok(())
}
