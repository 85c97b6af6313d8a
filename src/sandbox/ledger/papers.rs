//! Papers that belong to a payment: its cash receipt, and how its goods are shipped.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Moment;
use crate::sandbox::ids::Ids;
use crate::sandbox::money::Amount;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receipt {
    pub receipt_tid: String,
    pub apply_num: String,
    /// `person` or `company`.
    pub kind: String,
    pub amount: Amount,
    pub vat: Amount,
    pub applied_at: Moment,
    pub cancelled_at: Option<Moment>,
}

impl Receipt {
    /// Without `vat` an eleventh of the amount is tax.
    pub fn new(
        kind: String,
        amount: Amount,
        vat: Option<Amount>,
        ids: &mut Ids,
        now: Moment,
    ) -> Self {
        Self {
            receipt_tid: ids.digits(20),
            apply_num: ids.digits(9),
            kind,
            amount,
            vat: vat.unwrap_or_else(|| amount.vat()),
            applied_at: now,
            cancelled_at: None,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shipping {
    pub company: String,
    pub invoice: String,
    /// Unix seconds, as the shop gave them.
    pub sent_at: i64,
    pub applied_at: Moment,
}
