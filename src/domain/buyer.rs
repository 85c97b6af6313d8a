//! Who pays and where the goods go, once everything typed has been understood.

use serde::{Deserialize, Serialize};

use super::country::Country;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    pub name: String,
    /// National form with hyphens, `010-1234-5678`; foreign numbers in international form.
    pub tel: String,
    pub email: String,
    /// Where the goods go; orders from before there was a choice go to Korea.
    #[serde(default)]
    pub country: Country,
    pub postcode: String,
    pub addr1: String,
    pub addr2: String,
    pub memo: String,
}

impl Buyer {
    /// Text messages go to Korean mobiles alone: to others they cost much, and are how sums are run up at a shop's cost.
    pub fn takes_texts(&self) -> bool {
        self.tel.starts_with("010-")
    }

    /// One line, as i'mport's `buyer_addr` takes it.
    pub fn address(&self) -> String {
        format!("{} {}", self.addr1, self.addr2).trim().to_owned()
    }
}
