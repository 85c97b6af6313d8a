//! What an order's page offers besides telling: the cash receipt, the way back for the goods or the money.

use crate::{
    checkout::{
        Effect, Error, Shop,
        access::Visible,
        orders::{cancel::waits_for_account, masks::keep},
    },
    domain::{
        attempt::Attempt,
        bank::BANKS,
        order::{Order, OrderState, Stage},
        payment::{BookedPayment, Payment},
        pg::Pg,
        receipt::ReceiptWish,
        view::{CancelView, ReceiptProgress, ReceiptView},
    },
};

impl Shop {
    /// Of the attempt that paid; until then, of the latest one.
    pub(in crate::checkout) async fn receipt_view(
        &self,
        seen: &Visible,
        attempts: &[Attempt],
        payments: &[BookedPayment],
    ) -> Result<Option<ReceiptView>, Error> {
        let order = &seen.order;
        let Some(payment) = order.paying(payments) else {
            let waits = match order.state {
                OrderState::AwaitingDeposit => true,
                OrderState::AwaitingPayment
                | OrderState::Paid
                | OrderState::PartlyRefunded
                | OrderState::Refunded
                | OrderState::Expired
                | OrderState::Disputed => false,
            };
            let wish = attempts
                .last()
                .and_then(|latest| latest.receipt.clone())
                .filter(|_| waits);
            return Ok(wish.map(|wish| told(wish, ReceiptProgress::AfterPayment, seen)));
        };
        let attempt = attempts
            .iter()
            .find(|attempt| attempt.merchant_uid == payment.merchant_uid);
        let Some(wish) = attempt.and_then(|attempt| attempt.receipt.clone()) else {
            return Ok(None);
        };
        let progress = match self.db().receipt(&payment.imp_uid).await? {
            _ if order.state == OrderState::Refunded => ReceiptProgress::Withdrawn,
            Some(row) => ReceiptProgress::Issued {
                apply_num: row.apply_num,
                receipt_url: row
                    .receipt_url
                    .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
                    .filter(|_| !seen.by_link),
            },
            None => ReceiptProgress::UnderWay,
        };
        Ok(Some(told(wish, progress, seen)))
    }

    pub(in crate::checkout) async fn cancel_view(
        &self,
        seen: &Visible,
        stage: Stage,
        payments: &[BookedPayment],
    ) -> Result<CancelView, Error> {
        let order = &seen.order;
        if seen.by_link {
            return Ok(by_link(order));
        }
        if let Some(row) = payments.iter().find(|row| waits_for_account(order, row))
            && self.account_is_missing(order, &row.payment).await?
        {
            return Ok(CancelView::NameAccount {
                banks: banks_of(&row.payment),
            });
        }
        Ok(match order.state {
            OrderState::Paid | OrderState::PartlyRefunded => paid(order, order.paying(payments)),
            OrderState::AwaitingDeposit => CancelView::CallOff,
            OrderState::AwaitingPayment if stage.payable() => CancelView::CallOff,
            OrderState::AwaitingPayment
            | OrderState::Refunded
            | OrderState::Expired
            | OrderState::Disputed => CancelView::Nothing,
        })
    }

    /// None is named yet, or the one that is named did not serve.
    async fn account_is_missing(&self, order: &Order, payment: &Payment) -> Result<bool, Error> {
        if order.refund_account.is_none() {
            return Ok(true);
        }
        let given_up = self.db().given_up_keys(&order.id).await?;
        let keys = Effect::refund_keys(&payment.imp_uid);
        Ok(given_up.iter().any(|key| keys.contains(key)))
    }
}

/// Whoever came by a link sees enough of the number to recognise it.
fn told(wish: ReceiptWish, progress: ReceiptProgress, seen: &Visible) -> ReceiptView {
    let unasked = wish.is_unasked();
    let identifier = if seen.by_link {
        keep(&wish.identifier, 3, 2)
    } else {
        wish.identifier
    };
    ReceiptView {
        kind: wish.kind,
        unasked,
        identifier,
        progress,
    }
}

fn by_link(order: &Order) -> CancelView {
    match order.state {
        OrderState::Paid | OrderState::PartlyRefunded if order.dispatched_at.is_some() => {
            CancelView::SendBack
        }
        OrderState::Paid | OrderState::PartlyRefunded if order.cancel_asked_at.is_some() => {
            CancelView::Nothing
        }
        OrderState::Paid | OrderState::PartlyRefunded | OrderState::AwaitingDeposit => {
            CancelView::Elsewhere
        }
        OrderState::AwaitingPayment
        | OrderState::Refunded
        | OrderState::Expired
        | OrderState::Disputed => CancelView::Nothing,
    }
}

fn paid(order: &Order, payment: Option<&Payment>) -> CancelView {
    if order.dispatched_at.is_some() {
        return CancelView::SendBack;
    }
    if order.cancel_asked_at.is_some() {
        return CancelView::Nothing;
    }
    let banks = payment
        .filter(|payment| payment.needs_account())
        .map(banks_of);
    CancelView::Refund { banks }
}

/// The KFTC's codes of the banks that this payment's PG sends money to.
fn banks_of(payment: &Payment) -> Vec<String> {
    let served = BANKS
        .iter()
        .filter(|bank| Pg::of(payment).refund_bank(bank).is_some());
    served.map(|bank| bank.code.to_owned()).collect()
}
