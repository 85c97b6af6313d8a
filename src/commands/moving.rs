//! A shop moves from SQLite to PostgreSQL: what the terminal shows meanwhile, and what is to be done next.

use crate::store::{Beginning, Move, MoveError, Moved, Step};

/// A line for so many rows of a table.
const LINE_EVERY: u64 = 20_000;

/// Copies and verifies; true if the target may be served.
pub async fn move_shop(from: String, to: String) -> Result<bool, MoveError> {
    let mut line = Line::default();
    match Move::new(from, to).run(&mut |step| line.show(step)).await? {
        Moved::Whole => {
            println!("The shop has moved: start it with --to's address as its DATABASE_URL.");
            println!("Put the SQLite file away where no shop is started from it; it is as it was.");
            Ok(true)
        }
        Moved::AllButTheLatest => {
            println!(
                "Copied as it was when this run began, but the shop still has its SQLite file open."
            );
            println!(
                "Stop the shop and run this again: only what has changed since is copied, then the move is complete."
            );
            Ok(false)
        }
    }
}

/// What was said last of a table, so that not every batch makes a line.
#[derive(Default)]
struct Line {
    table: String,
    rows: u64,
}

impl Line {
    fn show(&mut self, step: Step<'_>) {
        match step {
            Step::Began(Beginning::Fresh) => println!("The tables are made; copying."),
            Step::Began(Beginning::Resumed) => {
                println!("An unfinished copy is there; going on with it.")
            }
            Step::TakenBack { table, rows } => {
                println!("{table}: {rows} rows have changed since they were copied")
            }
            Step::Copied { table, rows } => self.copied(table, rows),
            Step::Verified(same) => {
                println!(
                    "{}: {} rows, the same on both sides, sha256 {}",
                    same.table, same.rows, same.digest
                );
            }
        }
    }

    fn copied(&mut self, table: &str, rows: u64) {
        if self.table != table {
            *self = Self {
                table: table.to_owned(),
                rows: 0,
            };
        } else if rows < self.rows + LINE_EVERY {
            return;
        }
        self.rows = rows;
        println!("{table}: {rows} rows copied");
    }
}
