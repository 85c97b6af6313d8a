//! The shopper does not want the goods any more. A paid order that is not dispatched is refunded whole; one that is not
//! paid ends, and an account that waits for its deposit is closed. Decided under the order's lock, so that the goods do not leave in the same
//! moment; carried out by the outbox, so that it happens once and for certain.
//!
//! Only the browser that made the order may cancel it. A link is meant to be shown around, and whoever holds one
//! could otherwise undo somebody's order, or have the money of a deposit sent to an account of their own.

use crate::{
    checkout::{
        Caller, Effect, Error, Shop,
        access::Visible,
        effects::close_accounts,
        forms::{canonical, read_account},
        retry::retry_transaction,
    },
    clock::Millis,
    domain::{
        actor::Actor,
        form::{AccountForm, Field, FieldProblem, Problem},
        ids::OrderId,
        order::{Order, OrderEvent, OrderState, Stage, StockState},
        payment::{BookedPayment, Payment, RefundReason},
        pg::Pg,
        refused::RefusedForm,
    },
    store::{HistoryEntry, InDoubt, Tx},
};

impl Shop {
    /// A second press of the button changes nothing.
    pub async fn cancel(
        &self,
        caller: &Caller,
        confirm: &str,
        account: &AccountForm,
    ) -> Result<(), Error> {
        let id = self.own(caller).await?.id;
        let asked = if canonical(confirm).is_empty() {
            Err(Error::Form(vec![FieldProblem {
                field: Field::Confirm,
                problem: Problem::Missing,
            }]))
        } else {
            retry_transaction(InDoubt::Repeat, || self.store_cancel(&id, account)).await
        };
        self.keep_if_refused(&caller.visitor, asked, RefusedForm::of_account(account))
            .await
    }

    async fn store_cancel(&self, id: &OrderId, account: &AccountForm) -> Result<(), Error> {
        let now = self.clock().now();
        let mut tx = self.db().begin().await?;
        let order = tx.lock_order(id).await?.ok_or(Error::NotFound)?;
        if order.cancel_asked_at.is_some() {
            return Ok(());
        }
        match order.state {
            OrderState::Paid | OrderState::PartlyRefunded => {
                ask_refund(&mut tx, &order, account, now).await?
            }
            OrderState::AwaitingDeposit => self.call_off(&mut tx, &order, now).await?,
            OrderState::AwaitingPayment => {
                let latest = tx.latest_attempt(&order.id).await?;
                // What is being confirmed may be paid.
                if !Stage::of(&order, latest.as_ref()).payable() {
                    return Err(Error::NotCancellable);
                }
                self.call_off(&mut tx, &order, now).await?
            }
            OrderState::Refunded | OrderState::Expired | OrderState::Disputed => {
                return Err(Error::NotCancellable);
            }
        }
        if !tx.ask_cancel(&order.id, now).await? {
            return Err(Error::NotCancellable);
        }
        tx.commit().await?;
        self.nudges().outbox.notify_one();
        tracing::info!(order = %order.id, state = order.state.as_str(), "the shopper cancels");
        Ok(())
    }

    /// Names the account for money that is due back and waits for one; what was given up for want of it is tried
    /// again.
    pub async fn name_account(&self, caller: &Caller, account: &AccountForm) -> Result<(), Error> {
        let id = self.own(caller).await?.id;
        let named = retry_transaction(InDoubt::Repeat, || self.store_account(&id, account)).await;
        self.keep_if_refused(&caller.visitor, named, RefusedForm::of_account(account))
            .await
    }

    async fn store_account(&self, id: &OrderId, account: &AccountForm) -> Result<(), Error> {
        let payments = self.db().payments_of(id).await?;
        let now = self.clock().now();
        let mut tx = self.db().begin().await?;
        let order = tx.lock_order(id).await?.ok_or(Error::NotFound)?;
        let due: Vec<&Payment> = payments
            .iter()
            .filter(|row| waits_for_account(&order, row))
            .map(|row| &row.payment)
            .collect();
        let Some(first) = due.first() else {
            return Err(Error::NotCancellable);
        };
        let account = read_account(account, Pg::of(first)).map_err(Error::Form)?;
        tx.name_account(&order.id, &account).await?;
        for payment in &due {
            for key in Effect::refund_keys(&payment.imp_uid) {
                tx.revive_outbox(&key, now).await?;
            }
        }
        let note = "the shopper named an account for the refund";
        tx.append_history(HistoryEntry::noted(&order, Actor::Shopper, note), now)
            .await?;
        tx.commit().await?;
        self.nudges().outbox.notify_one();
        Ok(())
    }

    async fn own(&self, caller: &Caller) -> Result<Order, Error> {
        let Visible { order, by_link } = self.visible(caller).await?;
        if by_link {
            Err(Error::NotCancellable)
        } else {
            Ok(order)
        }
    }

    /// The order ends, its pieces are free, its accounts are closed. Money that comes all the same goes back.
    async fn call_off(&self, tx: &mut Tx, order: &Order, now: Millis) -> Result<(), Error> {
        close_accounts(tx, &order.id, None, now).await?;
        if let Some(next) = order.state.after(OrderEvent::CalledOff) {
            tx.move_order(
                HistoryEntry::moved(order, Actor::Shopper, next),
                order.stock,
                None,
                now,
            )
            .await?;
        }
        if tx
            .set_stock_state(&order.id, StockState::Held, StockState::Free)
            .await?
        {
            tx.release_stock(&order.lines).await?;
        }
        Ok(())
    }
}

async fn ask_refund(
    tx: &mut Tx,
    order: &Order,
    account: &AccountForm,
    now: Millis,
) -> Result<(), Error> {
    let imp_uid = order.paid_by.as_ref().ok_or(Error::NotCancellable)?;
    let payment = tx
        .payment(imp_uid)
        .await?
        .ok_or(Error::NotCancellable)?
        .payment;
    if payment.needs_account() {
        let account = read_account(account, Pg::of(&payment)).map_err(Error::Form)?;
        tx.name_account(&order.id, &account).await?;
    }
    let effect = Effect::GiveBack {
        imp_uid: imp_uid.clone(),
        because: RefundReason::Cancelled,
    };
    let key = effect.key(imp_uid, payment.cancel_amount);
    tx.put_outbox(&key, &order.id, &effect.to_text(), now)
        .await?;
    let note = "the shopper cancelled; all of it is to go back";
    Ok(tx
        .append_history(HistoryEntry::noted(order, Actor::Shopper, note), now)
        .await?)
}

/// Money of this payment is due back, and cannot go back by itself.
pub(in crate::checkout) fn waits_for_account(order: &Order, row: &BookedPayment) -> bool {
    row.must_go_back(order) && !row.payment.left().is_zero() && row.payment.needs_account()
}
