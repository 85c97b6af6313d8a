//! The state file: one JSON line per changed record, appended shortly after the change, so that a restart
//! goes on where the last run stopped. Rewritten whole at the start, after a reset, and when it is mostly
//! old lines. A kill may lose the last moments; it is a sandbox, not a bank.

mod entry;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::state::State;
use super::world::World;

use entry::Entry;

const PAUSE: Duration = Duration::from_millis(300);
/// Old lines are tolerated up to this many, and up to four times the living ones.
const SPARE_LINES: usize = 20_000;

/// Reads the file back. A last line that was cut off by a crash is left out; any other broken one is an error.
pub fn read(path: &Path, fresh: State) -> io::Result<(State, i64)> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((fresh, 0)),
        Err(error) => return Err(error),
    };
    let mut lines = BufReader::new(file).lines().enumerate().peekable();
    let mut entries = Vec::new();
    while let Some((number, line)) = lines.next() {
        match serde_json::from_str::<Entry>(&line?) {
            Ok(entry) => entries.push(entry),
            Err(error) if lines.peek().is_none() => {
                tracing::warn!(%error, "left out a line that was cut off")
            }
            Err(error) => return Err(io::Error::other(format!("line {}: {error}", number + 1))),
        }
    }
    Ok(entry::assemble(entries.into_iter(), fresh))
}

/// Keeps the file up to date until the shutdown, whose last act is one more write.
pub async fn keep(world: Arc<World>, path: PathBuf) {
    let mut book = Book {
        path,
        lines: 0,
        seen: None,
    };
    loop {
        let last = tokio::select! {
            () = world.shutdown.cancelled() => true,
            () = tokio::time::sleep(PAUSE) => false,
        };
        let entries = book.due(&world);
        let outcome = tokio::task::spawn_blocking(move || book.write(entries)).await;
        match outcome {
            Ok(returned) => book = returned,
            Err(error) => {
                tracing::error!(%error, "the state file is not kept any more");
                return;
            }
        }
        if last {
            return;
        }
    }
}

/// What to do with the file now.
enum Due {
    Nothing,
    Append(Vec<Entry>),
    Rewrite(Vec<Entry>),
}

struct Book {
    path: PathBuf,
    lines: usize,
    /// The world's count of uses at the last write; `None` before the first.
    seen: Option<u64>,
}

impl Book {
    fn due(&mut self, world: &World) -> Due {
        let uses = world.uses();
        if self.seen == Some(uses) {
            return Due::Nothing;
        }
        let offset = world.clock.offset();
        let mut state = world.lock();
        let stale = self.lines > SPARE_LINES + 4 * state.ledger.len();
        let first = self.seen.is_none();
        let reset = std::mem::take(&mut state.was_reset);
        let due = if first || reset || stale {
            Due::Rewrite(entry::all(&mut state, offset))
        } else {
            Due::Append(entry::changed(&mut state, offset))
        };
        // Counted under the lock, so no change slips in between.
        self.seen = Some(world.uses());
        due
    }

    fn write(mut self, due: Due) -> Self {
        let outcome = match due {
            Due::Nothing => Ok(()),
            Due::Append(entries) => self.append(&entries),
            Due::Rewrite(entries) => self.rewrite(&entries),
        };
        if let Err(error) = outcome {
            tracing::error!(%error, path = %self.path.display(), "could not write the state file");
        }
        self
    }

    fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)?;
        write_lines(file, entries)?;
        self.lines += entries.len();
        Ok(())
    }

    fn rewrite(&mut self, entries: &[Entry]) -> io::Result<()> {
        let mut fresh = self.path.clone().into_os_string();
        fresh.push(".new");
        write_lines(File::create(&fresh)?, entries)?;
        fs::rename(&fresh, &self.path)?;
        self.lines = entries.len();
        Ok(())
    }
}

fn write_lines(file: File, entries: &[Entry]) -> io::Result<()> {
    let mut writer = BufWriter::new(file);
    for entry in entries {
        serde_json::to_writer(&mut writer, entry)?;
        writer.write_all(b"\n")?;
    }
    writer.flush()
}
