//! A setting that cannot stand, and the sentence that mends it.

/// The sentence tells the mend.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(super) String);

impl ConfigError {
    pub fn new(sentence: String) -> Self {
        Self(sentence)
    }
}
