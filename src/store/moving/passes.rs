//! The three passes over every table.

use super::{
    MoveError, Same, Step,
    merge::{Merge, Pair},
    source::Source,
    tables::{Table, Tables},
    target::Target,
    value::{Digest, Row, Value},
};

/// A batch whose texts come to so many bytes is full, however few its rows.
const BYTES_AT_ONCE: usize = 4 << 20;

pub struct Passes<'a> {
    pub source: Source,
    pub target: Target,
    pub rows_at_once: usize,
    pub tell: &'a mut dyn FnMut(Step<'_>),
}

impl Passes<'_> {
    /// Afterwards the target is what the source's snapshot is.
    pub async fn run(&mut self) -> Result<Tables, MoveError> {
        let tables = self.target.reader.tables().await?;
        for table in &tables.all {
            self.take_back(&tables, table).await?;
        }
        for table in &tables.all {
            self.copy(table).await?;
        }
        for table in &tables.all {
            self.verify(table).await?;
        }
        Ok(tables)
    }

    /// Removes what is not as in the source; all of it before anything is copied, so that no two rows ever claim the
    /// same payment.
    async fn take_back(&mut self, tables: &Tables, table: &Table) -> Result<(), MoveError> {
        if self.target.reader.is_empty(table).await? {
            return Ok(());
        }
        let mut merge = Merge::new(
            table,
            self.source.rows(table),
            self.target.reader.rows(table),
        );
        let (mut stale, mut rows): (Vec<Value>, u64) = (Vec::new(), 0);
        while let Some(Pair { source, target }) = merge.next().await? {
            let Some(theirs) = target.filter(|theirs| source.as_ref() != Some(theirs)) else {
                continue;
            };
            rows += 1;
            stale.push(theirs.0[table.key[0]].clone());
            if stale.len() >= self.rows_at_once {
                self.target.writer.remove(tables, table, &stale).await?;
                stale.clear();
            }
        }
        if rows > 0 {
            self.target.writer.remove(tables, table, &stale).await?;
            (self.tell)(Step::TakenBack {
                table: &table.name,
                rows,
            });
        }
        Ok(())
    }

    /// Brings what is missing.
    async fn copy(&mut self, table: &Table) -> Result<(), MoveError> {
        let mut merge = Merge::new(
            table,
            self.source.rows(table),
            self.target.reader.rows(table),
        );
        let (mut batch, mut bytes, mut rows): (Vec<Row>, usize, u64) = (Vec::new(), 0, 0);
        while let Some(Pair { source, target }) = merge.next().await? {
            let Some(ours) = source.filter(|_| target.is_none()) else {
                continue;
            };
            rows += 1;
            bytes += ours.size();
            batch.push(ours);
            if batch.len() >= self.rows_at_once || bytes >= BYTES_AT_ONCE {
                self.target.writer.insert(table, &batch).await?;
                (self.tell)(Step::Copied {
                    table: &table.name,
                    rows,
                });
                batch.clear();
                bytes = 0;
            }
        }
        if !batch.is_empty() {
            self.target.writer.insert(table, &batch).await?;
            (self.tell)(Step::Copied {
                table: &table.name,
                rows,
            });
        }
        Ok(())
    }

    /// Reads everything back. Each side's rows are paired by key, so nothing is missing and nothing too much.
    async fn verify(&mut self, table: &Table) -> Result<(), MoveError> {
        let mut merge = Merge::new(
            table,
            self.source.rows(table),
            self.target.reader.rows(table),
        );
        let (mut digest, mut rows) = (Digest::default(), 0);
        let (mut different, mut first) = (0, None);
        while let Some(pair) = merge.next().await? {
            match pair {
                Pair {
                    source: Some(ours),
                    target: Some(theirs),
                } if ours == theirs => {
                    digest.add(&theirs);
                    rows += 1;
                }
                Pair { source, target } => {
                    different += 1;
                    first = first.or_else(|| source.or(target).map(|row| row.name(table)));
                }
            }
        }
        if let Some(first) = first {
            return Err(MoveError::Differs {
                table: table.name.clone(),
                rows: different,
                first,
            });
        }
        (self.tell)(Step::Verified(&Same {
            table: table.name.clone(),
            rows,
            digest: digest.hex(),
        }));
        Ok(())
    }
}
