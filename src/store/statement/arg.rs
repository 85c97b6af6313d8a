//! What is bound to a statement.

use std::borrow::Cow;

use crate::domain::{
    ids::{CustomerId, ImpUid, MerchantUid, OrderId, ProductId},
    time::Millis,
};

/// What is bound to one parameter, `$1`, `$2` and so on.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    Text(Option<Cow<'a, str>>),
    Integer(Option<i64>),
    /// For PostgreSQL's `ANY`; SQLite has no lists.
    Integers(Cow<'a, [i64]>),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<Option<&'a str>> for Arg<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a Option<String>> for Arg<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl From<Option<String>> for Arg<'_> {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Arg<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<Millis> for Arg<'_> {
    fn from(at: Millis) -> Self {
        Self::Integer(Some(at.0))
    }
}

impl<'a> From<&'a [i64]> for Arg<'a> {
    fn from(numbers: &'a [i64]) -> Self {
        Self::Integers(numbers.into())
    }
}

macro_rules! ids {
    ($($id:ty),+) => {$(
        impl<'a> From<&'a $id> for Arg<'a> {
            fn from(id: &'a $id) -> Self {
                id.as_str().into()
            }
        }

        impl<'a> From<Option<&'a $id>> for Arg<'a> {
            fn from(id: Option<&'a $id>) -> Self {
                id.map(<$id>::as_str).into()
            }
        }
    )+};
}

ids!(CustomerId, ImpUid, MerchantUid, OrderId, ProductId);
