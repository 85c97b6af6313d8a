//! An order, and the questions about it that need no database.

mod stage;
mod state;
#[cfg(test)]
pub mod tests;

pub use self::stage::Stage;
pub use self::state::{AttemptState, OrderEvent, OrderState, UnknownState};

use super::{
    bank::RefundAccount,
    buyer::Buyer,
    cart::{Line, Totals},
    ids::{CustomerId, ImpUid, OrderId},
    lang::Lang,
    payment::{BookedPayment, Payment, Standing},
    time::Millis,
};

/// Where an order's pieces are: held for it, sold to it, or free again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockState {
    Held,
    Taken,
    Free,
}

impl StockState {
    pub const ALL: [Self; 3] = [Self::Held, Self::Taken, Self::Free];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Taken => "taken",
            Self::Free => "free",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What a shopper bought, as it was frozen when Pay was pressed, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub customer: CustomerId,
    pub state: OrderState,
    pub stock: StockState,
    pub lang: Lang,
    pub buyer: Buyer,
    pub lines: Vec<Line>,
    pub totals: Totals,
    pub totals_usd: Option<Totals>,
    /// The payment that counts.
    pub paid_by: Option<ImpUid>,
    /// Minor units of the paying attempt's currency.
    pub refunded: i64,
    pub created_at: Millis,
    pub expires_at: Millis,
    pub dispatched_at: Option<Millis>,
    /// The shopper wants the money back, or does not want to pay any more.
    pub cancel_asked_at: Option<Millis>,
    /// Where money goes back to that cannot go back by itself.
    pub refund_account: Option<RefundAccount>,
}

impl Order {
    /// The shopper took it back before anything was paid: whatever money still comes is not its money.
    pub const fn called_off(&self) -> bool {
        self.cancel_asked_at.is_some() && self.paid_by.is_none()
    }

    /// The payment that the order was paid with.
    pub fn paying<'p>(&self, payments: &'p [BookedPayment]) -> Option<&'p Payment> {
        payments
            .iter()
            .find(|booked| self.is_paid_by(booked))
            .map(|booked| &booked.payment)
    }

    pub fn is_paid_by(&self, booked: &BookedPayment) -> bool {
        self.paid_by.as_ref() == Some(&booked.payment.imp_uid)
    }
}

impl BookedPayment {
    /// The money must go back: the shop may not keep it, or the shopper has cancelled what it paid for.
    pub const fn must_go_back(&self, order: &Order) -> bool {
        match self.standing {
            Standing::Counts => order.cancel_asked_at.is_some(),
            standing => standing.is_owed_back(),
        }
    }
}
