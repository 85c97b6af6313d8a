//! What a decision comes to: the writes for the store, and where everything stands after them.

use rust_decimal::Decimal;

use super::{Outcome, RefundReason, Standing, Vbank};
use crate::domain::{
    money::Money,
    order::{AttemptState, Order, OrderEvent, OrderState, StockState},
    time::Millis,
};

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub outcome: Outcome,
    /// What the payment is to its order from now on.
    pub standing: Standing,
    pub writes: Vec<Write>,
    /// The order as it stands after the writes.
    pub order: Order,
}

/// One change for the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// The attempt learns which payment it became.
    NameAttempt,
    MoveAttempt {
        from: AttemptState,
        to: AttemptState,
        reason: Option<String>,
    },
    /// With a line of history. `stock`: where the order's pieces are from now on.
    MoveOrder {
        event: OrderEvent,
        from: OrderState,
        to: OrderState,
        stock: StockState,
        note: Option<String>,
    },
    /// The pieces that were held are sold.
    SellHeldStock,
    /// The pieces that were held are free for others.
    ReleaseStock,
    /// The pieces that were sold are free for others.
    ReturnStock,
    /// What was bought leaves the cart.
    EmptyCart,
    KeepVbank(Vbank),
    SetExpiry(Millis),
    /// In minor units of the attempt's currency.
    SetRefunded(i64),
    /// All that is left of the payment goes back.
    GiveBack(RefundReason),
    /// Accounts of the order's other attempts, which wait for a deposit, take no money any more.
    CloseOtherAccounts,
    /// The cash receipt is brought in line with what is left of the payment.
    SettleReceipt,
    /// The shopper is told the account.
    TellAccount(Vbank),
    /// The shopper is told that so much has gone back.
    TellRefund(Money),
}

/// A sum that i'mport names which the payment's currency cannot express.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no sum of that currency")]
pub struct BeyondReason(pub Decimal);
