//! Texts that the sandbox's own scripts send. They are short; whoever sends long ones is somebody else.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

const MOST_CHARS: usize = 500;

/// For `#[serde(deserialize_with)]`: thousands of open windows keep these.
pub fn short_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.len() > MOST_CHARS {
        return Err(D::Error::custom(format!("more than {MOST_CHARS} bytes")));
    }
    Ok(text)
}
