//! Where a piece of stored work stands: a notice in the inbox, an effect in the outbox.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It is to be done, or done again.
    New,
    Done,
    /// It was given up; a person has to look at it.
    Dead,
}

impl JobState {
    /// The word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
}
