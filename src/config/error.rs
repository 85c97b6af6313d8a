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

/// Absent and empty are fine: the default is taken.
pub(super) fn web_address(name: &str, given: Option<&str>) -> Result<(), ConfigError> {
    let Some(text) = given.filter(|text| !text.is_empty()) else {
        return Ok(());
    };
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
        _ => Err(ConfigError(format!(
            "{name} must be an address that begins with https:// or http://"
        ))),
    }
}
