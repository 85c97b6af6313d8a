//! A decision on its way: the order as it would stand, and the writes that bring it there.

use rust_decimal::Decimal;

use crate::domain::{
    attempt::Attempt,
    money::Money,
    order::{AttemptState, Order, OrderEvent, StockState},
    payment::{
        BeyondReason, Mismatch, Outcome, Payment, RefundReason, Standing, Status, Vbank, Write,
    },
    time::Millis,
};

/// How long an order with a virtual account outlives the account's deadline: banks report late.
const GRACE_SECONDS: i64 = 86_400;

/// How a capture meets its order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// It is what the order was paid with.
    Counts,
    /// The goods were gone when it came first.
    WasOutOfStock,
    /// The shopper had taken the order back.
    CalledOff,
    /// The order is past being paid.
    Duplicate,
    /// It pays the order, if there are goods.
    Pays,
}

pub struct Case<'a> {
    payment: &'a Payment,
    attempt: &'a Attempt,
    attempt_state: AttemptState,
    other_accounts: bool,
    pub order: Order,
    pub writes: Vec<Write>,
}

impl<'a> Case<'a> {
    /// `other_accounts`: accounts of other attempts of this order wait for a deposit.
    pub fn new(
        order: &Order,
        attempt: &'a Attempt,
        payment: &'a Payment,
        other_accounts: bool,
    ) -> Self {
        Self {
            payment,
            attempt,
            attempt_state: attempt.state,
            other_accounts,
            order: order.clone(),
            writes: Vec::new(),
        }
    }

    pub fn write(&mut self, write: Write) {
        self.writes.push(write);
    }

    pub fn counts(&self) -> bool {
        self.order.paid_by.as_ref() == Some(&self.payment.imp_uid)
    }

    pub fn captured(&mut self, capture: Capture, took_goods: bool) -> (Outcome, Standing) {
        match capture {
            Capture::Counts => (Outcome::Paid, Standing::Counts),
            Capture::WasOutOfStock => (Outcome::OutOfStock, Standing::OutOfStock),
            Capture::CalledOff => {
                self.write(Write::GiveBack(RefundReason::CalledOff));
                (Outcome::CalledOff, Standing::Duplicate)
            }
            Capture::Duplicate => {
                self.write(Write::GiveBack(RefundReason::Duplicate));
                (Outcome::Duplicate, Standing::Duplicate)
            }
            Capture::Pays if self.order.stock == StockState::Free && !took_goods => {
                self.move_attempt(AttemptState::Paid, None);
                self.move_order(
                    OrderEvent::MismatchSeen,
                    Some("the goods are sold".to_owned()),
                );
                self.write(Write::GiveBack(RefundReason::OutOfStock));
                (Outcome::OutOfStock, Standing::OutOfStock)
            }
            Capture::Pays => {
                if self.order.stock == StockState::Held {
                    self.write(Write::SellHeldStock);
                }
                self.order.stock = StockState::Taken;
                self.move_attempt(AttemptState::Paid, None);
                self.move_order(OrderEvent::Captured, None);
                self.write(Write::EmptyCart);
                if self.other_accounts {
                    self.write(Write::CloseOtherAccounts);
                }
                self.settle_receipt();
                (Outcome::Paid, Standing::Counts)
            }
        }
    }

    pub fn deposit_awaited(&mut self, vbank: Vbank) -> (Outcome, Standing) {
        // An account that is known already is news no more: the shopper may pay another way by now.
        let is_new = self.attempt_state != AttemptState::Ready;
        if is_new && self.order.state.after(OrderEvent::DepositAwaited).is_some() {
            self.move_attempt(AttemptState::Ready, None);
            self.move_order(OrderEvent::DepositAwaited, None);
            self.write(Write::KeepVbank(vbank.clone()));
            if let Some(deadline) = vbank.vbank_date {
                self.order.expires_at =
                    Millis(deadline.saturating_mul(1_000)).plus_seconds(GRACE_SECONDS);
                self.write(Write::SetExpiry(self.order.expires_at));
            }
            self.write(Write::EmptyCart);
            self.write(Write::TellAccount(vbank.clone()));
        }
        (Outcome::DepositAwaited(vbank), Standing::Open)
    }

    pub fn declined(&mut self, reason: Option<String>) -> (Outcome, Standing) {
        let same_payment = self
            .attempt
            .imp_uid
            .as_ref()
            .is_none_or(|imp| imp == &self.payment.imp_uid);
        // Another window under the same name may wait for a deposit: this failure is not its failure.
        if self.attempt_state != AttemptState::Ready || same_payment {
            self.end_attempt(AttemptState::Failed, reason.clone());
        }
        (Outcome::Declined(reason), Standing::Inactive)
    }

    /// Money has gone back that never paid this order.
    pub fn cancelled(&mut self, standing: Standing) -> (Outcome, Standing) {
        self.end_attempt(AttemptState::Cancelled, self.payment.cancel_reason.clone());
        (Outcome::Refunded, standing)
    }

    /// Money has gone back that the order was paid with.
    pub fn refunded(&mut self, left: Decimal) -> Result<(Outcome, Standing), BeyondReason> {
        let Payment {
            cancel_amount,
            currency,
            ..
        } = self.payment;
        let refunded = Money::from_major(*cancel_amount, currency)
            .ok_or(BeyondReason(*cancel_amount))?
            .minor;
        let whole = left.is_zero();
        if refunded != self.order.refunded {
            self.order.refunded = refunded;
            self.write(Write::SetRefunded(refunded));
            let event = if whole {
                OrderEvent::RefundedWhole
            } else {
                OrderEvent::RefundedInPart
            };
            self.move_order(event, Some(self.refund_note()));
            self.settle_receipt();
        }
        if !whole {
            return Ok((Outcome::Refunded, Standing::Counts));
        }
        self.move_attempt(AttemptState::Cancelled, None);
        if self.order.stock == StockState::Taken {
            self.order.stock = StockState::Free;
            self.write(Write::ReturnStock);
        }
        Ok((Outcome::Refunded, Standing::Inactive))
    }

    /// What went back by now, for whoever reads the order's history.
    fn refund_note(&self) -> String {
        let Payment {
            cancel_amount,
            cancel_history,
            currency,
            ..
        } = self.payment;
        let reason = cancel_history
            .last()
            .and_then(|entry| entry.reason.as_deref())
            .unwrap_or("no reason given");
        format!(
            "{cancel_amount} {currency} given back in {} cancels; the last: {reason}",
            cancel_history.len()
        )
    }

    /// Where money moved, or an account was issued that could take it, the order is disputed. A window that merely
    /// asked for something else and came to nothing leaves the order payable.
    pub fn forged(&mut self, mismatch: Mismatch) -> (Outcome, Standing) {
        let left = !self.payment.left().is_zero();
        let (money_moved, standing) = match self.payment.status {
            Status::Paid => (true, Standing::Forged),
            Status::Ready => (self.payment.vbank.is_some(), Standing::Forged),
            Status::Cancelled => (
                left,
                if left {
                    Standing::Forged
                } else {
                    Standing::Inactive
                },
            ),
            Status::Failed => (false, Standing::Inactive),
            // Nothing is concluded from a word we do not know; asking again later may bring one we do.
            Status::Unknown(_) => return (Outcome::Forged(mismatch), Standing::Open),
        };
        // An answer about somebody else's payment says nothing about this attempt.
        if !matches!(
            mismatch,
            Mismatch::ImpUid { .. } | Mismatch::MerchantUid { .. }
        ) {
            self.move_attempt(AttemptState::Forged, Some(mismatch.to_string()));
            if left {
                self.write(Write::GiveBack(RefundReason::Forged));
            }
        }
        if money_moved && self.move_order(OrderEvent::MismatchSeen, Some(mismatch.to_string())) {
            self.release_stock();
        }
        (Outcome::Forged(mismatch), standing)
    }

    /// Pieces held for a payment that will not come are free for others.
    fn release_stock(&mut self) {
        if self.order.stock == StockState::Held {
            self.order.stock = StockState::Free;
            self.write(Write::ReleaseStock);
        }
    }

    fn settle_receipt(&mut self) {
        if self.attempt.receipt.is_some() {
            self.write(Write::SettleReceipt);
        }
    }

    /// The attempt comes to nothing; an order that waited for its deposit, and for no other, can be paid another way.
    fn end_attempt(&mut self, to: AttemptState, reason: Option<String>) {
        let waited = self.attempt_state == AttemptState::Ready;
        self.move_attempt(to, reason);
        if waited && !self.other_accounts {
            self.move_order(OrderEvent::DepositAbandoned, None);
        }
    }

    /// One step of the attempt's table; nothing where the table has none.
    fn move_attempt(&mut self, to: AttemptState, reason: Option<String>) {
        let from = self.attempt_state;
        if from.may_become(to) {
            self.attempt_state = to;
            self.write(Write::MoveAttempt { from, to, reason });
        }
    }

    /// One step of the order's table; `false` where the table has none.
    fn move_order(&mut self, event: OrderEvent, note: Option<String>) -> bool {
        let from = self.order.state;
        let Some(to) = from.after(event) else {
            return false;
        };
        self.order.state = to;
        if event == OrderEvent::Captured {
            self.order.paid_by = Some(self.payment.imp_uid.clone());
        }
        self.write(Write::MoveOrder {
            event,
            from,
            to,
            stock: self.order.stock,
            note,
        });
        true
    }
}
