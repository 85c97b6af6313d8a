//! Money that the shop may not keep goes back by itself. i'mport is asked first and told second, each time: a cancel
//! whose answer was lost is found done, never done twice. `amount` and `checksum` both name what is left, so that
//! i'mport refuses if somebody else gave something back in between. A deposit goes back to the account that the shopper
//! has named; until there is one, i'mport refuses.

use crate::{
    checkout::{Error, Shop, Source, pg_limits},
    domain::{
        bank::Bank,
        ids::ImpUid,
        order::Order,
        payment::{Payment, RefundReason},
        pg::Pg,
    },
    iamport::{Cancel, RefundTo},
};

impl Shop {
    /// Does nothing for a payment that turned out to be the order's own, or of which nothing is left.
    pub async fn give_back(&self, imp_uid: &ImpUid, because: RefundReason) -> Result<(), Error> {
        let settled = self.settle(imp_uid, Source::Refund).await?;
        let order = self
            .db()
            .order(&settled.order)
            .await?
            .ok_or(Error::NotFound)?;
        let left = settled.payment.left();
        if left.is_zero() || !self.must_go_back(imp_uid, &order).await? {
            return Ok(());
        }
        let cancel = Cancel {
            imp_uid: imp_uid.clone(),
            amount: left,
            checksum: left,
            reason: because.reason().to_owned(),
            refund_to: refund_to(&order, &settled.payment),
        };
        let after = self.iamport().cancel(&cancel).await?;
        let still = after.left();
        self.record(imp_uid, after, Source::Refund).await?;
        // Some PGs say yes and cancel later.
        if !still.is_zero() {
            return Err(Error::NotBackYet { left: still });
        }
        tracing::info!(imp_uid = %imp_uid, amount = %left, because = because.code(), "money given back");
        metrics::counter!("imp_given_back_total", "because" => because.code()).increment(1);
        Ok(())
    }

    async fn must_go_back(&self, imp_uid: &ImpUid, order: &Order) -> Result<bool, Error> {
        let booked = self.db().payment(imp_uid).await?;
        Ok(booked.is_some_and(|booked| booked.must_go_back(order)))
    }
}

/// Only where the money cannot go back the way it came.
fn refund_to(order: &Order, payment: &Payment) -> Option<RefundTo> {
    let account = order
        .refund_account
        .as_ref()
        .filter(|_| payment.needs_account())?;
    Some(RefundTo {
        refund_holder: account.holder.clone(),
        refund_bank: Pg::of(payment).refund_bank(Bank::by_code(&account.bank)?)?,
        refund_account: account.number.clone(),
        refund_tel: pg_limits::buyer_tel(&order.buyer.tel),
    })
}
