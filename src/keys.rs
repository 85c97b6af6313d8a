//! Keys, what is signed with them, and where randomness comes from.
//! One secret; a key of its own for each purpose is derived from it.

use axum_extra::extract::cookie::Key;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::domain::ids::{CustomerId, MerchantUid, OrderId};

/// Crockford's base 32: without I, L, O and U, which are misread or spell words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Everything that is signed with the shop's secret.
#[derive(Clone)]
pub struct Keys {
    secret: Vec<u8>,
    cookies: Key,
}

impl Keys {
    /// `secret`: at least 32 bytes of randomness.
    pub fn new(secret: &[u8]) -> Self {
        Self {
            secret: secret.to_vec(),
            cookies: Key::derive_from(secret),
        }
    }

    pub fn cookies(&self) -> &Key {
        &self.cookies
    }

    /// Opens the page of one order to whoever holds it: in `m_redirect_url` and in text messages.
    pub fn link_token(&self, order: &OrderId) -> String {
        let full = mac(&self.secret, b"order link", order.as_str().as_bytes());
        base32(&full[..20])
    }

    pub fn link_token_fits(&self, order: &OrderId, token: &str) -> bool {
        same_text(&self.link_token(order), token)
    }

    /// A name for something that the database need not know, such as who asked. `purpose` keeps names of one kind
    /// apart from those of another.
    pub fn fingerprint(&self, purpose: &str, text: &str) -> String {
        base32(&mac(&self.secret, purpose.as_bytes(), text.as_bytes()))
    }
}

/// Compares in constant time. Texts of different lengths differ.
pub fn same_text(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

fn mac(secret: &[u8], purpose: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret).expect("because HMAC takes keys of any length");
    for part in [purpose, b"\0", text] {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// HMAC-SHA256 in lower-case hexadecimal, as HTTP APIs sign with it.
pub fn hmac_sha256_hex(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("because HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn base32(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// So many unguessable characters, five bits each.
pub fn random_text(length: usize) -> String {
    let bytes: Vec<u8> = (0..length).map(|_| rand::random::<u8>()).collect();
    base32(&bytes)
}

pub fn new_customer_id() -> CustomerId {
    CustomerId::parse(&random_text(26)).expect("because base 32 is alphanumeric")
}

/// `day`: the day in Korea, `20261122`.
pub fn new_order_id(day: &str) -> OrderId {
    OrderId::parse(&format!("{day}-{}", random_text(12)))
        .expect("because day and base 32 are alphanumeric")
}

/// Letters and digits only: some PGs take nothing else.
pub fn new_merchant_uid(day: &str) -> MerchantUid {
    MerchantUid::parse(&format!("{day}{}", random_text(20)))
        .expect("because day and base 32 are alphanumeric")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_token_opens_one_order_alone() {
        let keys = Keys::new(&[7; 32]);
        let (mine, other) = (
            OrderId::parse("20261122-A").unwrap(),
            OrderId::parse("20261122-B").unwrap(),
        );
        let token = keys.link_token(&mine);
        assert!(keys.link_token_fits(&mine, &token));
        assert!(!keys.link_token_fits(&other, &token));
        assert!(!keys.link_token_fits(&mine, ""));
        assert!(!Keys::new(&[8; 32]).link_token_fits(&mine, &token));
    }

    #[test]
    fn texts_are_compared_as_a_whole() {
        assert!(same_text("010-4242-4242", "010-4242-4242"));
        assert!(!same_text("010-4242-4242", "010-4242-4243"));
        assert!(!same_text("010-4242-4242", "010-4242"));
        assert!(!same_text("", "010-4242-4242"));
    }

    #[test]
    fn attempts_are_named_within_every_pgs_limits() {
        let uid = new_merchant_uid("20261122");
        assert!(
            uid.as_str().len() <= 40 && uid.as_str().chars().all(|c| c.is_ascii_alphanumeric())
        );
        assert_ne!(uid, new_merchant_uid("20261122"));
    }
}
