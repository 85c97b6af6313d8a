//! What a page may learn about a call that was refused. Internal causes are logged where they happen and
//! arrive here as `Unavailable`. Wording is the pages' business (`i18n`).

use leptos::{
    prelude::FromServerFnError,
    server_fn::{codec::JsonEncoding, error::ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::domain::form::{Field, Problem};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", content = "detail", rename_all = "snake_case")]
pub enum CallError {
    #[error("the call cannot be read")]
    BadRequest,
    #[error("a quantity is between 1 and 99")]
    Quantity,
    #[error("there is no such product")]
    UnknownProduct,
    #[error("only {left} are left")]
    TooFew { left: i64 },
    #[error("the cart is empty")]
    CartEmpty,
    #[error("some fields need attention")]
    Invalid(Vec<FieldText>),
    /// Price, stock or cart differ from what the page showed; the checkout page tells old and new.
    #[error("the cart has changed since the page was shown")]
    Changed,
    #[error("there is no such order")]
    NotFound,
    /// Paid already, waiting for a deposit, expired …: the order page knows.
    #[error("this order cannot be paid now")]
    NotPayable,
    /// Paid, dispatched or cancelled meanwhile, or opened by a link: the order page knows.
    #[error("this order cannot be cancelled now")]
    NotCancellable,
    #[error("too many tries; wait ten minutes")]
    TooManyTries,
    #[error("the payment service cannot be reached; nothing was charged")]
    PaymentUnavailable,
    #[error("something went wrong on our side")]
    Unavailable,
    /// The browser could not reach the server.
    #[error("the shop cannot be reached")]
    Offline,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldText {
    pub field: Field,
    pub problem: Problem,
    /// The problem's sentence in the shopper's language, for the island. A page words `problem` itself: what an address
    /// brings along is never shown.
    #[serde(default)]
    pub text: String,
}

impl CallError {
    /// The HTTP status that a client other than a plain form sees.
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::UnknownProduct | Self::NotFound => 404,
            Self::TooFew { .. }
            | Self::CartEmpty
            | Self::Changed
            | Self::NotPayable
            | Self::NotCancellable => 409,
            Self::Quantity | Self::Invalid(_) => 422,
            Self::TooManyTries => 429,
            Self::PaymentUnavailable | Self::Unavailable | Self::Offline => 503,
        }
    }
}

impl FromServerFnError for CallError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // On the server it is the call that cannot be read, in the browser the answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => Self::BadRequest,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Offline,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_) => Self::Unavailable,
        }
    }
}
