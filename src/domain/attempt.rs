//! One opening of the payment window. An order has as many attempts as its shopper needs, each with a `merchant_uid` of
//! its own.

use super::{
    ids::{ImpUid, MerchantUid, OrderId},
    method::PayMethod,
    money::Money,
    order::AttemptState,
    receipt::ReceiptWish,
    time::Millis,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub merchant_uid: MerchantUid,
    pub order_id: OrderId,
    pub method: PayMethod,
    pub amount: Money,
    pub state: AttemptState,
    /// The payment that last moved it.
    pub imp_uid: Option<ImpUid>,
    pub fail_reason: Option<String>,
    /// What the browser said of a failure; shown escaped, never believed.
    pub browser_hint: Option<String>,
    /// Since when somebody claims a result that i'mport has not confirmed.
    pub doubt_since: Option<Millis>,
    pub ask_at: Millis,
    /// How often the sweeper has asked.
    pub asked: i64,
    pub opened_at: Millis,
    /// The cash receipt that the shopper wants for it.
    pub receipt: Option<ReceiptWish>,
}
