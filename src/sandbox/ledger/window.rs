//! The payment window that belongs to a record: where it stands and what it told the browser.
//! The record can outlive its window (deposits, late approvals) and exist without one (REST, console).

use serde::{Deserialize, Serialize};

use crate::sandbox::gateway::Door;

/// The script that the shop's page loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// `js/iamport.payment-1.x.js`
    Legacy,
    /// `v1/iamport.js`
    V1,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Names the window in its address; no secret, but nothing else leads to it.
    pub key: String,
    pub door: Door,
    pub edition: Edition,
    /// The shop page's origin, the only one the result is posted to.
    pub page_origin: String,
    pub redirect_url: Option<String>,
    /// What the SDK calls this request.
    pub request_id: String,
    /// Wrong payment passwords so far.
    pub wrong_passwords: u8,
    /// What the browser has been told; `None` while the window is open.
    pub told: Option<Told>,
}

impl Window {
    /// Roughly how many bytes its free texts take.
    pub fn weight(&self) -> usize {
        self.page_origin.len()
            + self.request_id.len()
            + self.redirect_url.as_ref().map_or(0, String::len)
    }
}

/// What the browser hears at the end. What is true is in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// Approved, or a virtual account was issued.
    Success,
    Failure {
        code: Option<String>,
        message: String,
    },
    /// The browser died: no callback, no redirect.
    Nothing,
}

impl Told {
    pub fn failure(code: Option<&str>, message: impl Into<String>) -> Self {
        Self::Failure {
            code: code.map(str::to_owned),
            message: message.into(),
        }
    }
}
