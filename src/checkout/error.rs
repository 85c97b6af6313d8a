//! What went wrong in a use case. The first half is what a shopper may learn; the second half is logged at the edge
//! and looks the same to every shopper.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{domain::form::FieldProblem, iamport, store};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("a quantity is between 1 and 99")]
    Quantity,
    #[error("there is no such product")]
    UnknownProduct,
    #[error("only {left} are left")]
    TooFew { left: i64 },
    #[error("the cart is empty")]
    CartEmpty,
    #[error("some fields need attention")]
    Form(Vec<FieldProblem>),
    #[error("the cart differs from what the page showed")]
    Changed,
    /// Unknown, or not the caller's: outside, nobody can tell which.
    #[error("there is no such order")]
    NotFound,
    #[error("the order cannot be paid now")]
    NotPayable,
    /// Nothing to cancel, too late, or not the browser that made the order.
    #[error("the order cannot be cancelled here and now")]
    NotCancellable,
    #[error("too many tries to find an order")]
    TooManyTries,
    /// i'mport knows no such payment, or it is not one of ours.
    #[error("there is no such payment")]
    UnknownPayment,
    #[error("i'mport accepted the cancel, but still holds {left}")]
    NotBackYet { left: Decimal },
    #[error("could not ask i'mport")]
    Iamport(#[source] Arc<iamport::Error>),
    #[error("could not reach the store")]
    Store(#[from] store::Error),
    #[error("the sum of the order is beyond all reason")]
    Overflow,
}

impl Error {
    /// The database cannot be reached, or has no time.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Store(e) if e.trouble() == store::ErrorClass::Unavailable)
    }

    /// The database cannot be reached, and the store has said so, once for everybody.
    pub fn is_said_already(&self) -> bool {
        matches!(self, Self::Store(e) if e.is_repetition())
    }
}

impl From<iamport::Error> for Error {
    fn from(error: iamport::Error) -> Self {
        Self::Iamport(Arc::new(error))
    }
}
