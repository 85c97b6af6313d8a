//! Numbers and ids that look like the real ones and repeat when a seed is given.
//! A plain SplitMix64: its whole state is one integer, so a state file can carry it and no
//! library upgrade changes the sequence. Not for secrets; a sandbox has none.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ids {
    state: u64,
}

impl Ids {
    /// With a seed the same calls give the same ids; without one they differ in every run.
    pub fn new(seed: Option<u64>) -> Self {
        Self {
            state: seed.unwrap_or_else(rand::random),
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Decimal digits, leading zeros included.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + (self.next() % 10) as u8))
            .collect()
    }

    /// Lower-case hexadecimal digits.
    pub fn hex(&mut self, count: usize) -> String {
        (0..count)
            .filter_map(|_| char::from_digit((self.next() % 16) as u32, 16))
            .collect()
    }

    /// `imp_` and twelve digits, the real format.
    pub fn imp_uid(&mut self) -> String {
        format!("imp_{}", self.digits(12))
    }

    /// Forty hexadecimal digits, as real tokens are.
    pub fn token(&mut self) -> String {
        self.hex(40)
    }

    /// Six digits of the issuer, six hidden, four shown.
    pub fn masked_card(&mut self, prefix: &str) -> String {
        format!("{prefix}******{}", self.digits(4))
    }

    /// An account number with dashes, which real ones may have.
    pub fn account(&mut self) -> String {
        format!("X{}-{}-{}", self.digits(4), self.digits(4), self.digits(4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_ids_again() {
        let (mut one, mut two) = (Ids::new(Some(7)), Ids::new(Some(7)));
        assert_eq!(one.imp_uid(), two.imp_uid());
        assert_ne!(one.imp_uid(), one.imp_uid());
    }

    #[test]
    fn ids_have_the_real_format() {
        let mut ids = Ids::new(None);
        assert_eq!(ids.imp_uid().len(), 16);
        assert!(
            ids.token()
                .chars()
                .all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase())
        );
    }
}
