//! Remembers which records changed since somebody last asked. Remembers nothing until it is switched on,
//! so a sandbox without a state file pays nothing for it.

use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub struct Touched<K> {
    keys: Option<BTreeSet<K>>,
}

impl<K> Default for Touched<K> {
    fn default() -> Self {
        Self { keys: None }
    }
}

impl<K: Ord> Touched<K> {
    pub fn note(&mut self, key: K) {
        if let Some(keys) = &mut self.keys {
            keys.insert(key);
        }
    }

    /// Switches on, and counts all of these as changed.
    pub fn all(&mut self, keys: impl Iterator<Item = K>) {
        self.keys = Some(keys.collect());
    }

    pub fn take(&mut self) -> BTreeSet<K> {
        self.keys.as_mut().map(std::mem::take).unwrap_or_default()
    }
}
