//! What a run tells while it goes.

/// What has just been done, for whoever watches.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The copy begins, or goes on where another run stopped.
    Began(Beginning),
    /// What the shop has changed since an earlier run.
    TakenBack { table: &'a str, rows: u64 },
    /// One more batch; `rows` of this run so far.
    Copied { table: &'a str, rows: u64 },
    /// A table is the same on both sides.
    Verified(&'a Same),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    Fresh,
    Resumed,
}

/// A table that is the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Same {
    pub table: String,
    pub rows: u64,
    /// SHA-256 of all values, row by row in the order of the key.
    pub digest: String,
}
