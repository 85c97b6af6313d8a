//! A merchant's options, changed on the console page or by `PUT /console/api/settings`.
//! What the real console or i'mport's support would switch stands beside what only a sandbox can.

use serde::{Deserialize, Serialize};

use super::money::Amount;

/// How a webhook's body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentType {
    #[default]
    Json,
    Form,
}

/// Whether the browser waits for the webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookOrder {
    /// The browser is released at once; the webhook travels beside it.
    #[default]
    After,
    /// The webhook's first attempt ends before the browser hears anything.
    Before,
}

/// What a PayPal popup with an `m_redirect_url` does at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PopupResult {
    /// The popup itself goes to `m_redirect_url`.
    #[default]
    Redirect,
    /// The popup closes and the callback is called.
    Callback,
}

/// The shape of the callback object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackFamily {
    /// What the gateway's module generation and the script decide.
    #[default]
    ByPg,
    /// With `success` and the details of the payment.
    A,
    /// `imp_uid` and `merchant_uid` only.
    B,
}

/// The key that tells a redirect's success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedirectFlag {
    /// `imp_success`, except where the newest modules leave it out.
    #[default]
    ByPg,
    ImpSuccess,
    Success,
    None,
}

/// How the browser is brought to `m_redirect_url`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedirectMethod {
    /// GET, except inicis transfers on iOS, which come back by POST.
    #[default]
    ByPg,
    Get,
    Post,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where webhooks go when a payment names no `notice_url`.
    pub webhook_url: Option<String>,
    pub webhook_content_type: ContentType,
    pub webhook_order: WebhookOrder,
    /// How often a webhook is tried again, a minute apart, after a network error or a 5xx. At most five.
    pub webhook_retries: u8,
    pub popup_result: PopupResult,
    pub callback_family: CallbackFamily,
    pub redirect_flag: RedirectFlag,
    pub redirect_method: RedirectMethod,
    /// The smallest amount in won that a window opens for, unless the gateway has its own.
    pub minimum_amount: Amount,
    /// How long "slow approval" takes.
    pub slow_approval_ms: u32,
    /// How long after the failure "failed, then paid later" pays.
    pub late_approval_seconds: u32,
    /// Whether a look-up without `include_sandbox=true` hides payments of test channels.
    pub strict_include_sandbox: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            webhook_url: None,
            webhook_content_type: ContentType::default(),
            webhook_order: WebhookOrder::default(),
            webhook_retries: 0,
            popup_result: PopupResult::default(),
            callback_family: CallbackFamily::default(),
            redirect_flag: RedirectFlag::default(),
            redirect_method: RedirectMethod::default(),
            minimum_amount: Amount::won(100),
            slow_approval_ms: 4_000,
            late_approval_seconds: 5,
            strict_include_sandbox: false,
        }
    }
}
