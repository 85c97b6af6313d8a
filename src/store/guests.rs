//! How often somebody tried to find an order. Counted here, so that the limit is right for any number of nodes.

use super::{Db, Error, Tx};
use crate::clock::Millis;

const COUNT: &str = "
    INSERT INTO guest_tries (key, ends_at, tries)
    VALUES ($1, $2, 1)
        ON CONFLICT (key, ends_at) DO UPDATE SET tries = guest_tries.tries + 1
 RETURNING tries";
const FORGET: &str = "DELETE FROM guest_tries WHERE ends_at <= $1";

pub(super) const ALL: &[&str] = &[COUNT, FORGET];

impl Tx {
    /// Counts one more try under this key, in the window that ends then, and answers how many there are.
    pub async fn count_try(&mut self, key: &str, ends_at: Millis) -> Result<i64, Error> {
        self.query("count a try", COUNT)
            .bind(key)
            .bind(ends_at)
            .one()
            .await
    }
}

impl Db {
    /// Windows that have ended count no more.
    pub async fn forget_tries(&self, now: Millis) -> Result<(), Error> {
        self.write("forget old tries", FORGET)
            .bind(now)
            .execute()
            .await
            .map(drop)
    }
}
