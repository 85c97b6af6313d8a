//! Amounts registered before the window opens. No time limit, no reservation; only a comparison.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::sandbox::money::Amount;
use crate::sandbox::touched::Touched;

use super::refusal::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    pub amount: Amount,
    /// `None`: the currency is not checked.
    pub currency: Option<String>,
}

/// Registrations by merchant and order, the oldest forgotten first.
#[derive(Debug, Default)]
pub struct Prepares {
    by_order: HashMap<(String, String), Prepared>,
    oldest_first: VecDeque<(String, String)>,
    touched: Touched<(String, String)>,
}

const MOST: usize = 200_000;

impl Prepares {
    pub fn register(
        &mut self,
        merchant: &str,
        merchant_uid: &str,
        prepared: Prepared,
    ) -> Result<(), Refusal> {
        if self.get(merchant, merchant_uid).is_some() {
            return Err(Refusal::PreparedBefore);
        }
        self.put(merchant, merchant_uid, prepared);
        Ok(())
    }

    pub fn change(
        &mut self,
        merchant: &str,
        merchant_uid: &str,
        prepared: Prepared,
    ) -> Result<(), Refusal> {
        let old = self
            .by_order
            .get_mut(&key(merchant, merchant_uid))
            .ok_or(Refusal::NotPrepared)?;
        *old = prepared;
        self.touched.note(key(merchant, merchant_uid));
        Ok(())
    }

    pub fn get(&self, merchant: &str, merchant_uid: &str) -> Option<&Prepared> {
        self.by_order.get(&key(merchant, merchant_uid))
    }

    /// A window may open for this amount and currency.
    pub fn check(
        &self,
        merchant: &str,
        merchant_uid: &str,
        amount: Amount,
        currency: &str,
    ) -> Result<(), Refusal> {
        let Some(prepared) = self.get(merchant, merchant_uid) else {
            return Ok(());
        };
        if prepared.amount != amount {
            return Err(Refusal::PreparedAmount {
                registered: prepared.amount,
                asked: amount,
            });
        }
        match &prepared.currency {
            Some(registered) if registered != currency => Err(Refusal::PreparedCurrency {
                registered: registered.clone(),
                asked: currency.to_owned(),
            }),
            Some(_) | None => Ok(()),
        }
    }

    /// Stores without asking; a state file is read back this way.
    pub fn put(&mut self, merchant: &str, merchant_uid: &str, prepared: Prepared) {
        let key = key(merchant, merchant_uid);
        self.touched.note(key.clone());
        if self.by_order.insert(key.clone(), prepared).is_none() {
            self.oldest_first.push_back(key);
        }
        if self.oldest_first.len() > MOST
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.by_order.remove(&oldest);
        }
    }

    /// The registrations that changed since the last time.
    pub fn take_touched(&mut self) -> Vec<(String, String, Prepared)> {
        let found = |key: (String, String)| {
            self.by_order
                .get(&key)
                .cloned()
                .map(|prepared| (key.0, key.1, prepared))
        };
        self.touched.take().into_iter().filter_map(found).collect()
    }

    pub fn touch_all(&mut self) {
        self.touched.all(self.by_order.keys().cloned());
    }
}

fn key(merchant: &str, merchant_uid: &str) -> (String, String) {
    (merchant.to_owned(), merchant_uid.to_owned())
}
