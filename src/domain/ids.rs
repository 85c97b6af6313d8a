//! Identifiers, each a type of its own that is checked when it is read.
//! Absent on purpose: making up new ones, which needs randomness and a date (`checkout`).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text that is not an identifier of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}")]
pub struct InvalidId {
    pub kind: &'static str,
}

fn plain(text: &str, max: usize, extra: &[char]) -> bool {
    !text.is_empty()
        && text.len() <= max
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || extra.contains(&c))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $max:literal, $extra:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Longest text that is accepted, in characters.
            pub const MAX: usize = $max;

            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                if plain(text, Self::MAX, $extra) {
                    return Ok(Self(text.to_owned()));
                }
                Err(InvalidId { kind: $kind })
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Our order: the day it was placed (KST) and 12 random characters, `20261122-7K3M9Q2XWB4T`.
    OrderId, "order id", 40, &['-']
}
id! {
    /// One opening of the payment window. Letters and digits only, since some PGs take nothing
    /// else, and at most the 40 characters that i'mport allows.
    MerchantUid, "merchant_uid", 40, &['-', '_']
}
id! {
    /// i'mport's name for a payment, `imp_100000000001`; opaque, at most 32 characters by the API,
    /// a little more accepted since new PG modules use their own transaction ids.
    ImpUid, "imp_uid", 64, &['_', '-', '.']
}
id! {
    /// The holder of a browser's cookie; carts, orders and virtual accounts hang on it.
    CustomerId, "customer id", 40, &[]
}
id! {
    /// A product of the catalogue: a short readable word, `norway-swivel-chair`.
    ProductId, "product", 60, &['-', '_']
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_refuse_what_could_break_out_of_a_url_or_a_log_line() {
        for bad in ["", "a b", "a/b", "a?b", "a\nb", "../x", "한글", "a%00"] {
            assert!(ImpUid::parse(bad).is_err(), "{bad:?}");
            assert!(OrderId::parse(bad).is_err(), "{bad:?}");
        }
        assert!(MerchantUid::parse(&"a".repeat(41)).is_err());
        assert!(MerchantUid::parse(&"a".repeat(40)).is_ok());
    }

    #[test]
    fn ids_are_checked_when_they_are_deserialised() {
        assert!(serde_json::from_str::<ImpUid>("\"imp_100000000001\"").is_ok());
        assert!(serde_json::from_str::<ImpUid>("\"imp/1\"").is_err());
    }
}
