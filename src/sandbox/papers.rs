//! Records beside the ledger: certifications, and cash receipts for sales that i'mport never saw.
//! The oldest are forgotten first.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::certification::Certification;
use super::ledger::Receipt;

const MOST: usize = 10_000;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Papers {
    certifications: Shelf<Certification>,
    receipts: Shelf<Receipt>,
}

impl Papers {
    pub fn certification(&self, imp_uid: &str) -> Option<&Certification> {
        self.certifications.items.get(imp_uid)
    }

    pub fn certification_mut(&mut self, imp_uid: &str) -> Option<&mut Certification> {
        self.certifications.items.get_mut(imp_uid)
    }

    pub fn certification_of_window(&self, key: &str) -> Option<&Certification> {
        self.certifications
            .items
            .values()
            .find(|found| has_window(found, key))
    }

    pub fn certification_of_window_mut(&mut self, key: &str) -> Option<&mut Certification> {
        self.certifications
            .items
            .values_mut()
            .find(|found| has_window(found, key))
    }

    pub fn keep_certification(&mut self, certification: Certification) {
        self.certifications
            .keep(certification.imp_uid.clone(), certification);
    }

    pub fn delete_certification(&mut self, imp_uid: &str) -> Option<Certification> {
        self.certifications.take(imp_uid)
    }

    pub fn receipt(&self, merchant: &str, merchant_uid: &str) -> Option<&Receipt> {
        self.receipts.items.get(&key(merchant, merchant_uid))
    }

    pub fn keep_receipt(&mut self, merchant: &str, merchant_uid: &str, receipt: Receipt) {
        self.receipts.keep(key(merchant, merchant_uid), receipt);
    }

    pub fn take_receipt(&mut self, merchant: &str, merchant_uid: &str) -> Option<Receipt> {
        self.receipts.take(&key(merchant, merchant_uid))
    }
}

fn has_window(certification: &Certification, key: &str) -> bool {
    certification
        .window
        .as_ref()
        .is_some_and(|window| window.key == key)
}

fn key(merchant: &str, merchant_uid: &str) -> String {
    format!("{merchant}\n{merchant_uid}")
}

/// A map that forgets its oldest entries.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Shelf<T> {
    items: HashMap<String, T>,
    oldest_first: VecDeque<String>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            items: HashMap::new(),
            oldest_first: VecDeque::new(),
        }
    }
}

impl<T> Shelf<T> {
    fn keep(&mut self, key: String, item: T) {
        if self.items.insert(key.clone(), item).is_none() {
            self.oldest_first.push_back(key);
        }
        if self.oldest_first.len() > MOST
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.items.remove(&oldest);
        }
    }

    fn take(&mut self, key: &str) -> Option<T> {
        self.oldest_first.retain(|other| other != key);
        self.items.remove(key)
    }
}
