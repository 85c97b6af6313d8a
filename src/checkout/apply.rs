//! Applies a looked-up payment to its order, under the order's lock. Idempotent: the same payment again changes
//! nothing, and an answer that was overtaken by a newer one counts as that newer one.

use rust_decimal::Decimal;

use super::{Effect, Error, Outcome, RefundReason, Settled, Shop, Who, give_back::left_of, place::News};
use crate::{
    clock::Millis,
    domain::{
        attempt::Attempt,
        decision::{Before, Write},
        ids::ImpUid,
        money::Money,
        order::{AttemptState, Order, OrderEvent, OrderState, StockState},
        payment::{Payment, Status, Vbank},
        standing::{BookedPayment, Standing},
        verdict::{Expected, Mismatch, Verdict, judge},
    },
    notify::Message,
    store::{Lookup, Tx},
};

/// One payment meeting its order.
struct Case<'a> {
    shop: &'a Shop,
    tx: Tx,
    order: Order,
    attempt: Attempt,
    seen: Payment,
    who: Who,
    now: Millis,
    /// How many were asked for.
    effects: u32,
    /// What was written, for the comparison with `decide`.
    log: Vec<Write>,
    took_goods: Option<bool>,
}

impl Shop {
    pub(super) async fn apply_payment(
        &self,
        asked: &ImpUid,
        seen: Payment,
        who: Who,
        notices: &[i64],
    ) -> Result<Settled, Error> {
        let mut tx = self.db().begin().await?;
        let order = tx.lock_order_of(&seen.merchant_uid).await?.ok_or(Error::UnknownPayment)?;
        let (attempt, stored) =
            tx.attempt_and_payment(&seen.merchant_uid, &seen.imp_uid).await?.ok_or(Error::UnknownPayment)?;
        let known = stored.as_ref().map(|row| row.payment.clone());
        let seen = newest(known.clone(), seen);
        let expected = Expected {
            merchant_uid: attempt.merchant_uid.clone(),
            amount: attempt.amount,
            channels: self.terms().mode,
        };
        let verdict = judge(&expected, asked, &seen);
        let (was, tried, again) = (order.clone(), attempt.clone(), seen.clone());
        let before = Before { order: &was, attempt: &tried, booked: stored.as_ref(), payment: &again };
        let needs = before.needs_free_goods(&verdict);
        let copy = verdict.clone();
        let log = Vec::new();
        let mut case = Case { shop: self, tx, order, attempt, seen, who, now: self.clock().now(), effects: 0, log, took_goods: None };
        let (outcome, standing) = case.carry_out(verdict, stored.as_ref().map(|row| row.standing)).await?;
        let booked = stored.as_ref().map(|row| &row.payment);
        if let Some((key, effect)) = self.refund_message(&case.order, booked, &case.seen, &outcome) {
            case.log.push(match &effect {
                Effect::Notify(Message::Refunded { amount, .. }) => Write::TellRefund(*amount),
                _ => Write::NameAttempt,
            });
            case.ask_for(&key, &effect).await?;
        }
        assert_eq!(needs, case.took_goods.is_some(), "asked for goods: {was:?} {tried:?} {again:?}");
        let took = case.took_goods.unwrap_or_default();
        let decided = before.decide(copy, took).map_err(|_| Error::Overflow)?;
        assert_eq!(decided.writes, case.log, "writes of {was:?} {tried:?} {again:?}");
        assert_eq!((&decided.outcome, decided.standing), (&outcome, standing));
        assert_eq!(decided.order, case.order);
        let mismatch = match &outcome {
            Outcome::Forged(mismatch) => Some(mismatch.code().to_owned()),
            _ => None,
        };
        let row = BookedPayment { standing, mismatch, payment: case.seen };
        let lookup = Lookup {
            order: &case.order.id,
            merchant_uid: &case.attempt.merchant_uid,
            imp_uid: &row.payment.imp_uid,
            who: who.as_str(),
            status: &row.payment.status,
            outcome: outcome.code(),
        };
        if stored.as_ref() == Some(&row) {
            case.tx.append_lookup(lookup, case.now).await?;
        } else {
            case.tx.keep_payment(&row, lookup, case.now).await?;
        }
        case.tx.answer_notices(notices, outcome.code()).await?;
        case.tx.commit().await?;
        if case.effects > 0 {
            self.nudges().outbox.notify_one();
        }
        let Attempt { merchant_uid, order_id, .. } = case.attempt;
        let after = Some(Box::new(case.order));
        Ok(Settled { order: order_id, merchant_uid, imp_uid: row.payment.imp_uid, outcome, after })
    }
}

/// Of two answers about one payment the one that is further on; i'mport's answers may overtake each other on
/// their way. More money given back is further on, too.
fn newest(known: Option<Payment>, seen: Payment) -> Payment {
    let rank = |p: &Payment| {
        let step = match p.status {
            Status::Unknown(_) => 0,
            Status::Ready => 1,
            Status::Failed => 2,
            Status::Paid => 3,
            Status::Cancelled => 4,
        };
        (step, p.cancel_amount)
    };
    match known {
        Some(known) if rank(&known) > rank(&seen) => known,
        Some(_) | None => seen,
    }
}

impl Case<'_> {
    async fn carry_out(&mut self, verdict: Verdict, before: Option<Standing>) -> Result<(Outcome, Standing), Error> {
        match verdict {
            Verdict::Settled => self.captured(before).await,
            Verdict::DepositAwaited(vbank) => self.deposit_awaited(vbank).await,
            Verdict::Open => {
                self.log.push(Write::NameAttempt);
                self.tx.set_imp_uid(&self.attempt.merchant_uid, &self.seen.imp_uid).await?;
                Ok((Outcome::Open, Standing::Open))
            }
            Verdict::Declined(reason) => self.declined(reason).await,
            Verdict::Refunded { left } => self.withdrawn(left, before).await,
            // What a payment once proved is not undone by a later answer that reads differently.
            Verdict::Forged(mismatch) if self.counts() => Ok((Outcome::Forged(mismatch), Standing::Counts)),
            Verdict::Forged(mismatch) => self.forged(mismatch).await,
        }
    }

    fn counts(&self) -> bool {
        self.order.paid_by.as_ref() == Some(&self.seen.imp_uid)
    }

    async fn captured(&mut self, before: Option<Standing>) -> Result<(Outcome, Standing), Error> {
        if self.counts() {
            return Ok((Outcome::Paid, Standing::Counts));
        }
        if before == Some(Standing::OutOfStock) {
            return Ok((Outcome::OutOfStock, Standing::OutOfStock));
        }
        if self.order.called_off() {
            self.give_back(RefundReason::CalledOff).await?;
            return Ok((Outcome::CalledOff, Standing::Duplicate));
        }
        if self.order.state.after(OrderEvent::Captured).is_none() {
            self.give_back(RefundReason::Duplicate).await?;
            return Ok((Outcome::Duplicate, Standing::Duplicate));
        }
        if !self.take_stock().await? {
            self.move_attempt(AttemptState::Paid, None).await?;
            self.move_order_noting(OrderEvent::MismatchSeen, Some("the goods are sold".to_owned())).await?;
            self.give_back(RefundReason::OutOfStock).await?;
            return Ok((Outcome::OutOfStock, Standing::OutOfStock));
        }
        self.move_attempt(AttemptState::Paid, None).await?;
        self.move_order(OrderEvent::Captured).await?;
        self.log.push(Write::EmptyCart);
        self.tx.empty_cart_of(&self.order.customer, &self.order.lines).await?;
        self.settle_receipt().await?;
        tracing::info!(order = %self.order.id, imp_uid = %self.seen.imp_uid, who = self.who.as_str(), "order paid");
        Ok((Outcome::Paid, Standing::Counts))
    }

    /// Sells the pieces that were held; for an order that was given up, whatever is still free.
    async fn take_stock(&mut self) -> Result<bool, Error> {
        match self.order.stock {
            StockState::Taken => return Ok(true),
            StockState::Held => {
                self.log.push(Write::SellHeldStock);
                self.tx.take_held_stock(&self.order.lines).await?;
            }
            StockState::Free => {
                let took = self.tx.take_free_stock(&self.order.lines).await?;
                self.took_goods = Some(took);
                if !took {
                    return Ok(false);
                }
            }
        }
        // Stored with the order's move, which follows.
        self.order.stock = StockState::Taken;
        Ok(true)
    }

    async fn set_stock(&mut self, next: StockState) -> Result<(), Error> {
        if self.tx.set_stock_state(&self.order.id, self.order.stock, next).await? {
            self.order.stock = next;
        }
        Ok(())
    }

    async fn deposit_awaited(&mut self, vbank: Vbank) -> Result<(Outcome, Standing), Error> {
        let outcome = Outcome::DepositAwaited(vbank.clone());
        if self.order.state.after(OrderEvent::DepositAwaited).is_none() {
            return Ok((outcome, Standing::Open));
        }
        self.move_attempt(AttemptState::Ready, None).await?;
        self.move_order(OrderEvent::DepositAwaited).await?;
        self.log.push(Write::KeepVbank(vbank.clone()));
        self.tx.keep_vbank(&self.order.customer, &vbank).await?;
        if let Some(deadline) = vbank.vbank_date {
            // A day of grace: banks report late.
            self.order.expires_at = Millis(deadline.saturating_mul(1_000)).plus_seconds(86_400);
            self.log.push(Write::SetExpiry(self.order.expires_at));
            self.tx.set_expiry(&self.order.id, self.order.expires_at).await?;
        }
        self.log.push(Write::EmptyCart);
        self.tx.empty_cart_of(&self.order.customer, &self.order.lines).await?;
        let message = Message::VbankIssued {
            to: self.order.buyer.tel.clone(),
            lang: self.order.lang,
            vbank,
            amount: self.attempt.amount,
            link: format!("{}{}", self.shop.terms().public_url, self.shop.link_path(&self.order.id)),
        };
        if let Message::VbankIssued { vbank, .. } = &message {
            self.log.push(Write::TellAccount(vbank.clone()));
        }
        let key = format!("vbank:{}", self.seen.imp_uid);
        self.ask_for(&key, &Effect::Notify(message)).await?;
        Ok((outcome, Standing::Open))
    }

    /// This payment's money has to go back. Asked for once, however often the payment is seen.
    async fn give_back(&mut self, because: RefundReason) -> Result<(), Error> {
        self.log.push(Write::GiveBack(because));
        let key = format!("give_back:{}", self.seen.imp_uid);
        self.ask_for(&key, &Effect::GiveBack { give_back: self.seen.imp_uid.clone(), because }).await
    }

    /// Asked for once for each sum that i'mport held of this payment.
    async fn settle_receipt(&mut self) -> Result<(), Error> {
        if self.attempt.receipt.is_none() {
            return Ok(());
        }
        self.log.push(Write::SettleReceipt);
        let Payment { imp_uid, cancel_amount, .. } = &self.seen;
        let effect = Effect::Receipt { receipt_of: imp_uid.clone() };
        let key = format!("receipt:{imp_uid}:{cancel_amount}");
        self.ask_for(&key, &effect).await
    }

    async fn ask_for(&mut self, key: &str, effect: &Effect) -> Result<(), Error> {
        self.effects += 1;
        Ok(self.tx.put_outbox(key, &self.order.id, &effect.to_text(), self.now).await?)
    }

    async fn declined(&mut self, reason: Option<String>) -> Result<(Outcome, Standing), Error> {
        let same_payment = self.attempt.imp_uid.as_ref().is_none_or(|imp| imp == &self.seen.imp_uid);
        // Another window under the same name may wait for a deposit: this failure is not its failure.
        if self.attempt.state != AttemptState::Ready || same_payment {
            let waited = self.attempt.state == AttemptState::Ready;
            self.move_attempt(AttemptState::Failed, reason.as_deref()).await?;
            if waited {
                self.move_order(OrderEvent::DepositAbandoned).await?;
            }
        }
        Ok((Outcome::Declined(reason), Standing::Inactive))
    }

    async fn withdrawn(&mut self, left: Decimal, before: Option<Standing>) -> Result<(Outcome, Standing), Error> {
        let whole = left.is_zero();
        let mut standing = before;
        if !self.counts() && !whole {
            // Paid, and partly given back, before anybody told us.
            standing = Some(self.captured(before).await?.1);
        }
        if !self.counts() {
            let waited = self.attempt.state == AttemptState::Ready;
            self.move_attempt(AttemptState::Cancelled, self.seen.cancel_reason.clone().as_deref()).await?;
            if waited {
                self.move_order(OrderEvent::DepositAbandoned).await?;
            }
            let standing = if whole { Standing::Inactive } else { standing.unwrap_or(Standing::Duplicate) };
            return Ok((Outcome::Refunded, standing));
        }
        let refunded = Money::from_major(self.seen.cancel_amount, &self.seen.currency).ok_or(Error::Overflow)?.minor;
        if refunded != self.order.refunded {
            self.log.push(Write::SetRefunded(refunded));
            self.tx.set_refunded(&self.order.id, refunded).await?;
            self.order.refunded = refunded;
            let event = if whole { OrderEvent::RefundedWhole } else { OrderEvent::RefundedInPart };
            let note = self.refund_note();
            self.move_order_noting(event, Some(note)).await?;
            self.settle_receipt().await?;
        }
        if whole {
            self.move_attempt(AttemptState::Cancelled, None).await?;
            self.return_stock().await?;
        }
        Ok((Outcome::Refunded, if whole { Standing::Inactive } else { Standing::Counts }))
    }

    /// What went back by now, and whether i'mport's own entries add up to it.
    fn refund_note(&self) -> String {
        let Payment { cancel_amount, cancel_history, currency, imp_uid, .. } = &self.seen;
        let listed: Decimal = cancel_history.iter().map(|entry| entry.amount).sum();
        if listed != *cancel_amount && !cancel_history.is_empty() {
            tracing::warn!(order = %self.order.id, %imp_uid, %cancel_amount, %listed, "the cancels of a payment do not add up");
        }
        let reason = cancel_history.last().and_then(|entry| entry.reason.as_deref()).unwrap_or("no reason given");
        format!("{cancel_amount} {currency} given back in {} cancels; the last: {reason}", cancel_history.len())
    }

    /// Pieces held for a payment that will not come are free for others.
    async fn let_go_of_stock(&mut self) -> Result<(), Error> {
        if self.order.stock == StockState::Held {
            self.log.push(Write::ReleaseStock);
            self.tx.release_stock(&self.order.lines).await?;
            self.set_stock(StockState::Free).await?;
        }
        Ok(())
    }

    async fn return_stock(&mut self) -> Result<(), Error> {
        if self.order.stock == StockState::Taken {
            self.log.push(Write::ReturnStock);
            self.tx.put_back_stock(&self.order.lines).await?;
            self.set_stock(StockState::Free).await?;
        }
        Ok(())
    }

    /// Where money moved, or an account was issued that could take it, the order is disputed. A window that merely
    /// asked for something else and came to nothing leaves the order payable.
    async fn forged(&mut self, mismatch: Mismatch) -> Result<(Outcome, Standing), Error> {
        let left = !left_of(&self.seen).is_zero();
        let (money_moved, standing) = match self.seen.status {
            Status::Paid => (true, Standing::Forged),
            Status::Ready => (self.seen.vbank.is_some(), Standing::Forged),
            Status::Cancelled => (left, if left { Standing::Forged } else { Standing::Inactive }),
            Status::Failed => (false, Standing::Inactive),
            // Nothing is concluded from a word we do not know; asking again later may bring one we do.
            Status::Unknown(_) => return Ok((Outcome::Forged(mismatch), Standing::Open)),
        };
        // An answer about somebody else's payment says nothing about this attempt.
        if !matches!(mismatch, Mismatch::ImpUid { .. } | Mismatch::MerchantUid { .. }) {
            self.move_attempt(AttemptState::Forged, Some(&mismatch.to_string())).await?;
            if left {
                self.give_back(RefundReason::Forged).await?;
            }
        }
        if money_moved && self.move_order_noting(OrderEvent::MismatchSeen, Some(mismatch.to_string())).await?.is_some()
        {
            self.let_go_of_stock().await?;
        }
        Ok((Outcome::Forged(mismatch), standing))
    }

    /// One step of the attempt's table; nothing where the table has none.
    async fn move_attempt(&mut self, next: AttemptState, reason: Option<&str>) -> Result<(), Error> {
        if !self.attempt.state.may_become(next) {
            return Ok(());
        }
        let from = self.attempt.state;
        self.log.push(Write::MoveAttempt { from, to: next, reason: reason.map(str::to_owned) });
        if self.tx.set_attempt_state(&self.attempt, next, &self.seen.imp_uid, reason, self.now).await? {
            self.attempt.state = next;
        }
        Ok(())
    }

    async fn move_order(&mut self, event: OrderEvent) -> Result<Option<OrderState>, Error> {
        self.move_order_noting(event, None).await
    }

    async fn move_order_noting(
        &mut self,
        event: OrderEvent,
        note: Option<String>,
    ) -> Result<Option<OrderState>, Error> {
        let (from, stock, told) = (self.order.state, self.order.stock, note.clone());
        let news = Some(News { merchant_uid: &self.attempt.merchant_uid, imp_uid: &self.seen.imp_uid, note });
        let next = self.shop.move_order(&mut self.tx, &self.order, event, self.who.as_str(), news, self.now).await?;
        if let Some(to) = next {
            self.log.push(Write::MoveOrder { event, from, to, stock, note: told });
        }
        if let Some(state) = next {
            self.order.state = state;
            if event == OrderEvent::Captured {
                self.order.paid_by = Some(self.seen.imp_uid.clone());
            }
        }
        Ok(next)
    }
}
