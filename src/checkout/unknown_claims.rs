//! How often somebody has claimed a payment that i'mport has never heard of. Each such claim is a call to i'mport, and
//! anybody who has an order can make up any number of them. In this node's memory: what is lost with it does no harm.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{clock::Millis, domain::ids::MerchantUid};

/// So many are looked up for each attempt; then the attempt itself is asked about, at its own pace.
const LOOKED_UP: u32 = 10;
const REMEMBERED_SECONDS: i64 = 600;
/// Attempts that are remembered; beyond them all is forgotten.
const ROOM: usize = 10_000;

#[derive(Default)]
pub(super) struct UnknownClaims(Mutex<HashMap<MerchantUid, Counted>>);

struct Counted {
    until: Millis,
    claims: u32,
}

impl UnknownClaims {
    pub fn are_too_many(&self, attempt: &MerchantUid, now: Millis) -> bool {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counted
            .get(attempt)
            .is_some_and(|it| it.claims >= LOOKED_UP && now < it.until)
    }

    pub fn count(&self, attempt: &MerchantUid, now: Millis) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() >= ROOM {
            counted.retain(|_, it| now < it.until);
        }
        if counted.len() >= ROOM {
            counted.clear();
        }
        let anew = || Counted {
            until: now.plus_seconds(REMEMBERED_SECONDS),
            claims: 0,
        };
        let it = counted.entry(attempt.clone()).or_insert_with(anew);
        if now >= it.until {
            *it = anew();
        }
        it.claims += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_claim_is_not_looked_up_for_ten_minutes() {
        let claims = UnknownClaims::default();
        let [one, other] = ["M1", "M2"].map(|uid| MerchantUid::parse(uid).unwrap());
        for _ in 0..LOOKED_UP {
            assert!(!claims.are_too_many(&one, Millis(0)));
            claims.count(&one, Millis(0));
        }
        assert!(claims.are_too_many(&one, Millis(0)));
        assert!(!claims.are_too_many(&other, Millis(0)));
        let later = Millis(0).plus_seconds(REMEMBERED_SECONDS);
        assert!(!claims.are_too_many(&one, later));
        claims.count(&one, later);
        assert!(!claims.are_too_many(&one, later));
    }
}
