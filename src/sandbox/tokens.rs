//! Access tokens by i'mport's rule: one per merchant, reused while it lives, stretched when it is nearly over.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::clock::Moment;
use super::ids::Ids;

const LIFETIME_SECONDS: i64 = 1_800;
const NEARLY_OVER_SECONDS: i64 = 60;
const STRETCH_SECONDS: i64 = 300;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub access_token: String,
    pub expired_at: i64,
}

/// The living token of each merchant, by merchant code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tokens {
    by_merchant: HashMap<String, Token>,
}

impl Tokens {
    /// A new token, or the living one again; with less than a minute left, five minutes more.
    pub fn issue(&mut self, merchant: &str, ids: &mut Ids, now: Moment) -> Token {
        let now = now.seconds();
        let living = self
            .by_merchant
            .get(merchant)
            .filter(|token| now < token.expired_at)
            .cloned();
        let token = match living {
            None => Token {
                access_token: ids.token(),
                expired_at: now + LIFETIME_SECONDS,
            },
            Some(token) if token.expired_at - now < NEARLY_OVER_SECONDS => Token {
                expired_at: token.expired_at + STRETCH_SECONDS,
                ..token
            },
            Some(token) => return token,
        };
        self.by_merchant.insert(merchant.to_owned(), token.clone());
        token
    }

    /// The merchant whose living token this is.
    pub fn owner(&self, access_token: &str, now: Moment) -> Option<&str> {
        let lives =
            |token: &Token| token.access_token == access_token && now.seconds() < token.expired_at;
        self.by_merchant
            .iter()
            .find(|(_, token)| lives(token))
            .map(|(merchant, _)| merchant.as_str())
    }

    /// Ends the merchant's token at once.
    pub fn revoke(&mut self, merchant: &str) {
        self.by_merchant.remove(merchant);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_reused_stretched_and_renewed() {
        let (mut tokens, mut ids) = (Tokens::default(), Ids::new(Some(1)));
        let start = Moment::from_seconds(1_760_000_000).expect("in range");
        let first = tokens.issue("m", &mut ids, start);
        assert_eq!(first.expired_at, start.seconds() + 1_800);
        assert_eq!(
            tokens.issue("m", &mut ids, start.plus_seconds(1_740)),
            first
        );
        let stretched = tokens.issue("m", &mut ids, start.plus_seconds(1_741));
        assert_eq!(
            stretched,
            Token {
                expired_at: first.expired_at + 300,
                ..first.clone()
            }
        );
        let renewed = tokens.issue("m", &mut ids, start.plus_seconds(2_100));
        assert_ne!(renewed.access_token, first.access_token);
        assert_eq!(
            tokens.owner(&renewed.access_token, start.plus_seconds(3_899)),
            Some("m")
        );
        assert_eq!(
            tokens.owner(&renewed.access_token, start.plus_seconds(3_900)),
            None
        );
    }
}
