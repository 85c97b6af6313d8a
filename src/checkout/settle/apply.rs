//! Applies a looked-up payment to its order: locks the order, asks the judge, has `domain::payment` decide, writes what
//! follows, commits. Idempotent: the same payment again changes nothing, and an answer that was overtaken by a newer
//! one counts as that newer one.

use super::source::Source;
use crate::{
    checkout::{Effect, Error, Shop, effects::close_accounts},
    clock::Millis,
    domain::{
        ids::{ImpUid, OrderId},
        order::{Order, OrderEvent, StockState},
        payment::{Before, BookedPayment, Decision, Expected, Outcome, Payment, Write, judge},
    },
    store::{HistoryEntry, Lookup, Tx},
};

/// A payment of ours, looked up and recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub order: OrderId,
    /// As it is booked now.
    pub payment: Box<Payment>,
    pub outcome: Outcome,
    /// The order as it stands now; `None` where nothing was new, so that it was not read.
    pub after: Option<Box<Order>>,
}

pub(super) async fn apply(
    shop: &Shop,
    asked: &ImpUid,
    seen: Payment,
    source: Source,
) -> Result<Settled, Error> {
    let now = shop.clock().now();
    let mut tx = shop.db().begin().await?;
    let order = tx
        .lock_order_of(&seen.merchant_uid)
        .await?
        .ok_or(Error::UnknownPayment)?;
    let attempt = tx
        .attempt_and_payment(&seen.merchant_uid, &seen.imp_uid)
        .await?;
    let (attempt, booked, other_accounts) = attempt.ok_or(Error::UnknownPayment)?;
    let payment = seen.or_newer(booked.as_ref().map(|booked| &booked.payment));
    let expected = Expected {
        merchant_uid: attempt.merchant_uid.clone(),
        amount: attempt.amount,
        channels: shop.terms().mode,
    };
    let verdict = judge(&expected, asked, &payment);
    let before = Before {
        order: &order,
        attempt: &attempt,
        booked: booked.as_ref(),
        payment: &payment,
        other_accounts,
    };
    let took_goods = before.needs_free_goods(&verdict) && tx.take_free_stock(&order.lines).await?;
    let decision = before
        .decide(verdict, took_goods)
        .map_err(|_| Error::Overflow)?;
    let case = Case {
        shop,
        before,
        source,
        now,
    };
    for write in &decision.writes {
        case.carry_out(&mut tx, write).await?;
    }
    let Decision {
        outcome,
        standing,
        writes,
        order: after,
    } = decision;
    let after_all = BookedPayment {
        standing,
        mismatch: outcome.mismatch(),
        payment: payment.clone(),
    };
    let lookup = Lookup {
        order: &order.id,
        merchant_uid: &attempt.merchant_uid,
        imp_uid: &payment.imp_uid,
        actor: source.actor(),
        status: &payment.status,
        outcome: outcome.code(),
    };
    if booked.as_ref() == Some(&after_all) {
        tx.append_lookup(lookup, now).await?;
    } else {
        tx.keep_payment(&after_all, lookup, now).await?;
    }
    if let Some(notice) = source.notice() {
        tx.answer_notices(&[notice], outcome.code()).await?;
    }
    tx.commit().await?;
    case.tell(&outcome, &writes);
    Ok(Settled {
        order: after.id.clone(),
        payment: Box::new(payment),
        outcome,
        after: Some(Box::new(after)),
    })
}

struct Case<'a> {
    shop: &'a Shop,
    before: Before<'a>,
    source: Source,
    now: Millis,
}

impl Case<'_> {
    /// Nobody else moves the order or its attempt while it is locked.
    async fn carry_out(&self, tx: &mut Tx, write: &Write) -> Result<(), Error> {
        let Before {
            order,
            attempt,
            payment,
            ..
        } = self.before;
        let (uid, imp_uid) = (&attempt.merchant_uid, &payment.imp_uid);
        match write {
            Write::NameAttempt => tx.set_imp_uid(uid, imp_uid).await?,
            Write::MoveAttempt { from, to, reason } => {
                tx.set_attempt_state(uid, (*from, *to), imp_uid, reason.as_deref(), self.now)
                    .await?;
            }
            Write::MoveOrder {
                event,
                from,
                to,
                stock,
                note,
            } => {
                let entry = HistoryEntry {
                    order: &order.id,
                    actor: self.source.actor(),
                    merchant_uid: Some(uid),
                    imp_uid: Some(imp_uid),
                    from: *from,
                    to: *to,
                    note: note.clone(),
                };
                let paid_by = (*event == OrderEvent::Captured).then_some(imp_uid);
                tx.move_order(entry, *stock, paid_by, self.now).await?;
            }
            Write::SellHeldStock => tx.take_held_stock(&order.lines).await?,
            Write::ReleaseStock => {
                tx.release_stock(&order.lines).await?;
                tx.set_stock_state(&order.id, StockState::Held, StockState::Free)
                    .await?;
            }
            Write::ReturnStock => {
                tx.put_back_stock(&order.lines).await?;
                tx.set_stock_state(&order.id, StockState::Taken, StockState::Free)
                    .await?;
            }
            Write::EmptyCart => tx.empty_cart_of(&order.customer, &order.lines).await?,
            Write::KeepVbank(vbank) => tx.keep_vbank(&order.customer, vbank).await?,
            Write::SetExpiry(at) => tx.set_expiry(&order.id, *at).await?,
            Write::SetRefunded(minor) => tx.set_refunded(&order.id, *minor).await?,
            Write::CloseOtherAccounts => {
                close_accounts(tx, &order.id, Some(uid), self.now).await?;
            }
            Write::GiveBack(_)
            | Write::SettleReceipt
            | Write::TellAccount(_)
            | Write::TellRefund(_) => {
                if let Some(effect) = self.effect(write) {
                    let key = effect.key(imp_uid, payment.cancel_amount);
                    tx.put_outbox(&key, &order.id, &effect.to_text(), self.now)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// What happens outside, for a write that asks for something there.
    fn effect(&self, write: &Write) -> Option<Effect> {
        let Before {
            order,
            attempt,
            payment,
            ..
        } = self.before;
        let imp_uid = payment.imp_uid.clone();
        Some(match write {
            Write::GiveBack(because) => Effect::GiveBack {
                imp_uid,
                because: *because,
            },
            Write::SettleReceipt => Effect::Receipt { imp_uid },
            Write::TellAccount(_) | Write::TellRefund(_) if !order.buyer.takes_texts() => {
                return None;
            }
            Write::TellAccount(vbank) => Effect::Notify {
                message: self
                    .shop
                    .vbank_message(order, attempt.amount, vbank.clone()),
            },
            Write::TellRefund(amount) => Effect::Notify {
                message: self.shop.refund_message(order, *amount),
            },
            Write::NameAttempt
            | Write::MoveAttempt { .. }
            | Write::MoveOrder { .. }
            | Write::SellHeldStock
            | Write::ReleaseStock
            | Write::ReturnStock
            | Write::EmptyCart
            | Write::KeepVbank(_)
            | Write::SetExpiry(_)
            | Write::SetRefunded(_)
            | Write::CloseOtherAccounts => return None,
        })
    }

    /// Once it is committed.
    fn tell(&self, outcome: &Outcome, writes: &[Write]) {
        let Before { order, payment, .. } = self.before;
        let (id, imp_uid, who) = (&order.id, &payment.imp_uid, self.source.actor().as_str());
        if *outcome == Outcome::Paid && !writes.is_empty() {
            tracing::info!(order = %id, %imp_uid, who, "order paid");
        }
        let refunds = writes
            .iter()
            .any(|write| matches!(write, Write::SetRefunded(_)));
        if refunds && !payment.cancels_add_up() {
            tracing::warn!(order = %id, %imp_uid, cancel_amount = %payment.cancel_amount, "the cancels of a payment do not add up");
        }
        let asks =
            |write: &Write| *write == Write::CloseOtherAccounts || self.effect(write).is_some();
        if writes.iter().any(asks) {
            self.shop.nudges().outbox.notify_one();
        }
    }
}
