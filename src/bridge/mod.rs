//! The bridge to `window.IMP`: typed parameters in, a future with the window's answer out.
//! Compiles on both sides so that pages need no conditions; only a browser has a payment window.

pub mod answer;
mod browsers;
#[cfg(feature = "hydrate")]
mod sdk;

use serde::{Deserialize, Serialize};

use crate::domain::pay_request::PayRequest;

pub use self::{
    answer::PayAnswer,
    browsers::{blocks_popups_after_a_request, opens_popups},
};

/// Why no payment window opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum BridgeError {
    #[error("the payment SDK is not on the page")]
    SdkMissing,
    #[error("the payment SDK refused the call: {0}")]
    SdkThrew(String),
    #[error("the payment window answered something that cannot be read: {0}")]
    Unreadable(String),
    #[error("there is no payment window outside a browser")]
    NotInBrowser,
}

/// Opens the payment window and waits for its answer. A window that is a redirect leaves the page
/// instead, and the future never ends.
#[cfg(feature = "hydrate")]
pub async fn request_pay(
    merchant_code: &str,
    request: &PayRequest,
) -> Result<PayAnswer, BridgeError> {
    sdk::request_pay(merchant_code, request).await
}

#[cfg(not(feature = "hydrate"))]
pub async fn request_pay(
    _merchant_code: &str,
    _request: &PayRequest,
) -> Result<PayAnswer, BridgeError> {
    Err(BridgeError::NotInBrowser)
}

/// Whether the SDK has arrived on this page.
#[cfg(feature = "hydrate")]
pub fn sdk_is_here() -> bool {
    sdk::find().is_some()
}

#[cfg(not(feature = "hydrate"))]
pub fn sdk_is_here() -> bool {
    false
}

/// Closes the payment window without an answer, as when the result became known another way.
#[cfg(feature = "hydrate")]
pub fn close() {
    sdk::close();
}

#[cfg(not(feature = "hydrate"))]
pub fn close() {}
