//! What a looked-up payment does to its order: the writes that follow from where everything stands and from what the
//! judge says. Pure and total. The store answers one question beforehand (are the goods free?), and carries out the
//! writes afterwards, in their order.

mod case;
#[cfg(test)]
mod tests;

use self::case::{Capture, Case};
use super::{
    BeyondReason, BookedPayment, Decision, Mismatch, Outcome, Payment, Standing, Verdict, Write,
};
use crate::domain::{
    attempt::Attempt,
    money::Money,
    order::{Order, OrderEvent, StockState},
};

/// Where everything stands when a payment meets its order.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    pub order: &'a Order,
    pub attempt: &'a Attempt,
    /// The payment as the shop has booked it so far; `None` for one that is seen for the first time.
    pub booked: Option<&'a BookedPayment>,
    /// The payment as it is now.
    pub payment: &'a Payment,
    /// Accounts of other attempts of this order wait for a deposit.
    pub other_accounts: bool,
}

impl Before<'_> {
    /// Whether the verdict turns on goods that nobody holds for this order any more. If so, the store is to take
    /// them, all or none, and `decide` to be told whether it could.
    pub fn needs_free_goods(&self, verdict: &Verdict) -> bool {
        let captures = match verdict {
            Verdict::Settled => true,
            Verdict::Refunded { left } => !left.is_zero(),
            Verdict::DepositAwaited(_)
            | Verdict::Open
            | Verdict::Declined(_)
            | Verdict::Forged(_) => false,
        };
        captures && self.capture() == Capture::Pays && self.order.stock == StockState::Free
    }

    /// `took_goods`: what became of the goods that `needs_free_goods` asks for; of no account where it does not.
    pub fn decide(&self, verdict: Verdict, took_goods: bool) -> Result<Decision, BeyondReason> {
        let mut case = Case::new(self.order, self.attempt, self.payment, self.other_accounts);
        let (outcome, standing) = match verdict {
            Verdict::Settled => case.captured(self.capture(), took_goods),
            Verdict::DepositAwaited(vbank) => case.deposit_awaited(vbank),
            Verdict::Open => {
                case.write(Write::NameAttempt);
                (Outcome::Open, Standing::Open)
            }
            Verdict::Declined(reason) => case.declined(reason),
            Verdict::Refunded { left } => {
                // Paid, and partly given back, before anybody told us.
                let captured =
                    (!left.is_zero()).then(|| case.captured(self.capture(), took_goods).1);
                if case.counts() {
                    case.refunded(left)?
                } else {
                    case.cancelled(captured.unwrap_or(Standing::Inactive))
                }
            }
            // What a payment once proved is not undone by a later answer that reads differently.
            Verdict::Forged(mismatch) if case.counts() => {
                (Outcome::Forged(mismatch), Standing::Counts)
            }
            Verdict::Forged(mismatch) => case.forged(mismatch),
        };
        if let Some(amount) = self.newly_refunded(&outcome) {
            case.write(Write::TellRefund(amount));
        }
        Ok(Decision {
            outcome,
            standing,
            writes: case.writes,
            order: case.order,
        })
    }

    fn standing(&self) -> Option<Standing> {
        self.booked.map(|booked| booked.standing)
    }

    fn capture(&self) -> Capture {
        if self.order.paid_by.as_ref() == Some(&self.payment.imp_uid) {
            Capture::Counts
        } else if self.standing() == Some(Standing::OutOfStock) {
            Capture::WasOutOfStock
        } else if self.order.called_off() {
            Capture::CalledOff
        } else if self.order.state.after(OrderEvent::Captured).is_none() {
            Capture::Duplicate
        } else {
            Capture::Pays
        }
    }

    /// What has gone back since the payment was booked last.
    fn newly_refunded(&self, outcome: &Outcome) -> Option<Money> {
        // An answer about somebody else's payment is nothing to tell this buyer.
        if let Outcome::Forged(Mismatch::ImpUid { .. } | Mismatch::MerchantUid { .. }) = outcome {
            return None;
        }
        let known = self
            .booked
            .map(|booked| booked.payment.cancel_amount)
            .unwrap_or_default();
        let Payment {
            cancel_amount,
            currency,
            ..
        } = self.payment;
        Money::from_major(*cancel_amount - known, currency).filter(|amount| amount.minor > 0)
    }
}
