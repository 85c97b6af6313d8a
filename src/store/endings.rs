//! How an order's goods leave, or do not: dispatched by staff, or cancelled by the shopper. Both look at the order
//! under its lock first; the statements refuse once more.

use super::{Error, Tx, db::within, to_json};
use crate::{
    clock::Millis,
    domain::{bank::RefundAccount, ids::OrderId},
};

const DISPATCH: &str = "
    UPDATE orders
       SET dispatched_at = $2, updated_at = $2
     WHERE id = $1
       AND dispatched_at IS NULL
       AND cancel_asked_at IS NULL";
const ASK_CANCEL: &str = "
    UPDATE orders
       SET cancel_asked_at = $2, updated_at = $2
     WHERE id = $1
       AND dispatched_at IS NULL
       AND cancel_asked_at IS NULL";
const NAME_ACCOUNT: &str = "UPDATE orders SET refund_account = $2 WHERE id = $1";

pub(super) const ALL: &[&str] = &[DISPATCH, ASK_CANCEL, NAME_ACCOUNT];

impl Tx {
    /// `false` if it was dispatched or cancelled before.
    pub async fn dispatch(&mut self, id: &OrderId, now: Millis) -> Result<bool, Error> {
        within!(self, |conn| sqlx::query(DISPATCH)
            .bind(id.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("note that an order is dispatched", e))
    }

    /// `false` if it was dispatched or cancelled before.
    pub async fn ask_cancel(&mut self, id: &OrderId, now: Millis) -> Result<bool, Error> {
        within!(self, |conn| sqlx::query(ASK_CANCEL)
            .bind(id.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("note that an order is cancelled", e))
    }

    pub async fn name_account(&mut self, id: &OrderId, account: &RefundAccount) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(NAME_ACCOUNT)
            .bind(id.as_str())
            .bind(to_json(account))
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("keep a refund account", e))
    }
}
