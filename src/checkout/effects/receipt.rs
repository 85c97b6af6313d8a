//! Brings a payment's cash receipt in line with what is left of the payment. i'mport is asked first, each time: a
//! receipt whose answer was lost is found, never made out twice. When a payment is cancelled, its PG cancels or
//! reduces the receipt with it; only KSNET leaves that to the shop.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    checkout::{Error, Settled, Shop, Source, pg_limits},
    domain::{ids::ImpUid, order::Order, payment::Payment, pg::Pg, receipt::ReceiptWish},
    iamport::{NewReceipt, Receipt},
    store::ReceiptRow,
};

impl Shop {
    /// Does nothing for a payment that is not its order's, or for which nobody wants a receipt.
    pub async fn settle_receipt(&self, imp_uid: &ImpUid) -> Result<(), Error> {
        let Settled { order, payment, .. } = self.settle(imp_uid, Source::Receipt).await?;
        let Some(attempt) = self.db().attempt(&payment.merchant_uid).await? else {
            return Ok(());
        };
        let Some(order) = self.db().order(&order).await? else {
            return Ok(());
        };
        let (Some(wish), true) = (attempt.receipt, order.paid_by.as_ref() == Some(imp_uid)) else {
            return Ok(());
        };
        let there = self
            .iamport()
            .receipt(imp_uid)
            .await?
            .filter(|receipt| !receipt.cancelled);
        let receipt = match next(there, &payment) {
            Next::Nothing => return Ok(()),
            Next::Keep(receipt) => receipt,
            Next::Withdraw => return Ok(self.iamport().cancel_receipt(imp_uid).await?),
            Next::Replace => {
                self.iamport().cancel_receipt(imp_uid).await?;
                self.iamport()
                    .issue_receipt(imp_uid, &new_receipt(&wish, &order))
                    .await?
            }
            Next::Issue => {
                self.iamport()
                    .issue_receipt(imp_uid, &new_receipt(&wish, &order))
                    .await?
            }
        };
        self.keep_receipt(&order, &payment, receipt).await
    }

    async fn keep_receipt(
        &self,
        order: &Order,
        seen: &Payment,
        receipt: Receipt,
    ) -> Result<(), Error> {
        let row = ReceiptRow {
            amount: won(receipt.amount),
            apply_num: receipt.apply_num,
            receipt_url: receipt.receipt_url,
        };
        tracing::info!(order = %order.id, imp_uid = %seen.imp_uid, amount = row.amount, "a cash receipt is made out");
        Ok(self
            .db()
            .keep_receipt(&seen.imp_uid, &order.id, &row, self.clock().now())
            .await?)
    }
}

enum Next {
    Nothing,
    Keep(Receipt),
    Withdraw,
    /// i'mport makes the new one out for what is left.
    Replace,
    Issue,
}

/// What to do about the receipt that is there, or is not.
fn next(there: Option<Receipt>, seen: &Payment) -> Next {
    let left = seen.left();
    match there {
        Some(receipt) if receipt.amount == left || !Pg::of(seen).leaves_receipts_to_the_shop() => {
            Next::Keep(receipt)
        }
        Some(_) if left.is_zero() => Next::Withdraw,
        Some(_) => Next::Replace,
        None if left.is_zero() => Next::Nothing,
        // Made out in the PG's own window, of which i'mport tells no more.
        None if seen.cash_receipt_issued => Next::Keep(Receipt {
            amount: left,
            apply_num: None,
            receipt_url: None,
            cancelled: false,
        }),
        None => Next::Issue,
    }
}

/// Receipts are in won; one that is not is beyond reason.
fn won(amount: Decimal) -> i64 {
    amount.to_i64().unwrap_or(i64::MAX)
}

fn new_receipt(wish: &ReceiptWish, order: &Order) -> NewReceipt {
    NewReceipt {
        identifier: wish.digits(),
        identifier_type: wish.kind.identifier_type(),
        kind: wish.kind.code(),
        buyer_name: pg_limits::buyer_name(&order.buyer.name),
        buyer_email: pg_limits::buyer_email(&order.buyer.email),
        buyer_tel: pg_limits::buyer_tel(&order.buyer.tel),
        product_type: "real",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ids::MerchantUid, payment::Status};

    fn paid(pg: &str, cancelled: i64, issued: bool) -> Payment {
        serde_json::from_value(serde_json::json!({
            "imp_uid": ImpUid::parse("imp_1").unwrap(), "merchant_uid": MerchantUid::parse("M1").unwrap(),
            "status": Status::Paid, "amount": "1000", "cancel_amount": cancelled.to_string(), "currency": "KRW",
            "pg_provider": pg, "card_quota": 0, "cash_receipt_issued": issued,
        }))
        .unwrap()
    }

    fn word(receipt: Option<i64>, seen: &Payment) -> &'static str {
        let receipt = receipt.map(|amount| Receipt {
            amount: amount.into(),
            apply_num: None,
            receipt_url: None,
            cancelled: false,
        });
        match next(receipt, seen) {
            Next::Nothing => "nothing",
            Next::Keep(_) => "keep",
            Next::Withdraw => "withdraw",
            Next::Replace => "replace",
            Next::Issue => "issue",
        }
    }

    #[test]
    fn a_receipt_follows_its_payment() {
        for (receipt, pg, cancelled, issued, step) in [
            (None, "kcp", 0, false, "issue"),
            (None, "kcp", 0, true, "keep"),
            (None, "kcp", 1_000, true, "nothing"),
            (Some(1_000), "kcp", 0, true, "keep"),
            (Some(1_000), "kcp", 100, true, "keep"),
            (Some(1_000), "ksnet", 100, true, "replace"),
            (Some(900), "ksnet", 100, true, "keep"),
            (Some(1_000), "ksnet", 1_000, true, "withdraw"),
        ] {
            let seen = paid(pg, cancelled, issued);
            assert_eq!(
                word(receipt, &seen),
                step,
                "{receipt:?} at {pg}, {cancelled} cancelled"
            );
        }
    }
}
