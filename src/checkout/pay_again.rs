//! One more attempt to pay an order: after a window that was closed or failed, with another method, or instead of an account
//! that waits for its deposit. Goods and prices stay as frozen.

use crate::{
    checkout::{
        Caller, Error, Shop, Visitor,
        access::Visible,
        effects::close_accounts,
        forms::Paying,
        place::{day, in_currency, new_attempt},
        retry::retry_transaction,
    },
    clock::Millis,
    domain::{
        actor::Actor,
        buyer::Buyer,
        form::{Field, FieldProblem, OrderForm, Problem},
        ids::MerchantUid,
        lang::Lang,
        method::PayMethod,
        order::{Order, OrderEvent, Stage},
        pay_request::PlaceAnswer,
    },
    keys,
    store::{HistoryEntry, InDoubt, Tx},
};

/// Each attempt is a call to i'mport, and a row that the sweeper asks about. Nobody tries so often who wants to pay.
const MOST_ATTEMPTS: usize = 50;

impl Shop {
    /// A new attempt for an order that is still payable; goods and prices stay as frozen.
    pub async fn retry(&self, caller: &Caller, form: &OrderForm) -> Result<PlaceAnswer, Error> {
        let seen = self.visible(caller).await?;
        let paying = self
            .read_paying(form, seen.order.totals_usd.is_some())
            .map_err(Error::Form)?;
        self.pay_again(seen, &paying, &caller.visitor, None).await
    }

    /// One more attempt, unless the order is paid meanwhile or a result is still being confirmed: nobody shall
    /// pay twice.
    pub(super) async fn pay_again(
        &self,
        seen: Visible,
        paying: &Paying,
        visitor: &Visitor,
        buyer: Option<&Buyer>,
    ) -> Result<PlaceAnswer, Error> {
        let store = || self.store_attempt(&seen, paying, visitor.lang, buyer);
        let uid = retry_transaction(InDoubt::Report, store).await?;
        let order = self
            .db()
            .order(&seen.order.id)
            .await?
            .ok_or(Error::NotFound)?;
        self.open(Visible { order, ..seen }, uid, paying.method, visitor)
            .await
    }

    async fn store_attempt(
        &self,
        seen: &Visible,
        paying: &Paying,
        lang: Lang,
        buyer: Option<&Buyer>,
    ) -> Result<MerchantUid, Error> {
        let (now, method) = (self.clock().now(), paying.method);
        let totals = in_currency(seen.order.totals, seen.order.totals_usd, method)?;
        self.refuse_too_little(method, totals.total)?;
        let mut tx = self.db().begin().await?;
        let order = tx
            .lock_order(&seen.order.id)
            .await?
            .ok_or(Error::NotFound)?;
        let attempts = tx.attempts_of(&order.id).await?;
        if attempts.len() >= MOST_ATTEMPTS {
            return Err(Error::NotPayable);
        }
        let latest = attempts.last();
        let until = self.held_until(&order, now);
        match Stage::of(&order, latest) {
            stage if stage.payable() && until > now => {}
            // A link gets forwarded, and whoever holds it must not be able to close somebody's account.
            Stage::DepositAwaited if !seen.by_link => {
                self.leave_account(&mut tx, &order, method, now).await?;
            }
            _ => return Err(Error::NotPayable),
        }
        if let Some(buyer) = buyer {
            tx.set_buyer(&order.id, buyer, lang).await?;
        }
        let (uid, paying) = (
            keys::new_merchant_uid(&day(now)),
            self.with_receipt_due(paying, totals.total),
        );
        tx.insert_attempt(new_attempt(&uid, &order.id, &paying, totals, now), now)
            .await?;
        tx.set_expiry(&order.id, until).await?;
        tx.commit().await?;
        self.nudges().outbox.notify_one();
        tracing::info!(order = %order.id, merchant_uid = %uid, amount = %totals.total, method = method.code(), "paying again");
        Ok(uid)
    }

    /// The shopper has an account to pay into, and wants to pay another way: the account is closed, and what comes all the
    /// same pays the order or goes back.
    async fn leave_account(
        &self,
        tx: &mut Tx,
        order: &Order,
        method: PayMethod,
        now: Millis,
    ) -> Result<(), Error> {
        if method == PayMethod::Vbank {
            return Err(Error::Form(vec![FieldProblem {
                field: Field::Method,
                problem: Problem::NotOffered,
            }]));
        }
        close_accounts(tx, &order.id, None, now).await?;
        if let Some(next) = order.state.after(OrderEvent::DepositAbandoned) {
            let entry = HistoryEntry {
                note: Some("the shopper pays another way; the account is closed".to_owned()),
                ..HistoryEntry::moved(order, Actor::Shopper, next)
            };
            tx.move_order(entry, order.stock, None, now).await?;
        }
        Ok(())
    }
}
