//! What the pay island may have to say. The sentences stand in the pay bar (`components::PayBar`), in the
//! shopper's language; the island knows them by these names.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayMessage {
    Preparing,
    Busy,
    BusyHint,
    ToOrder,
    OpenWindow,
    OpenWindowHint,
    Invalid,
    SdkMissing,
    WindowFailed,
    BadRequest,
    PaymentUnavailable,
    Unavailable,
    Offline,
}

impl PayMessage {
    pub const ALL: [Self; 13] = [
        Self::Preparing,
        Self::Busy,
        Self::BusyHint,
        Self::ToOrder,
        Self::OpenWindow,
        Self::OpenWindowHint,
        Self::Invalid,
        Self::SdkMissing,
        Self::WindowFailed,
        Self::BadRequest,
        Self::PaymentUnavailable,
        Self::Unavailable,
        Self::Offline,
    ];

    /// The attribute of the pay bar that holds the sentence.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Preparing => "data-say-preparing",
            Self::Busy => "data-say-busy",
            Self::BusyHint => "data-say-busy-hint",
            Self::ToOrder => "data-say-to-order",
            Self::OpenWindow => "data-say-open-window",
            Self::OpenWindowHint => "data-say-open-window-hint",
            Self::Invalid => "data-say-invalid",
            Self::SdkMissing => "data-say-sdk-missing",
            Self::WindowFailed => "data-say-window-failed",
            Self::BadRequest => "data-say-bad-request",
            Self::PaymentUnavailable => "data-say-payment-unavailable",
            Self::Unavailable => "data-say-unavailable",
            Self::Offline => "data-say-offline",
        }
    }
}
