//! Brings a payment's cash receipt in line with what is left of the payment. i'mport is asked first, each time: a
//! receipt whose answer was lost is found, never made out twice. When a payment is cancelled, its PG cancels or
//! reduces the receipt with it; only KSNET leaves that to the shop.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Error, Shop, Who, give_back::left_of};
use crate::{
    domain::{bank::pg_of, ids::ImpUid, payment::Payment, receipt::ReceiptWish},
    iamport::{NewReceipt, Receipt},
    store::{Order, ReceiptRow},
};

const LEAVES_RECEIPTS: &str = "ksnet";

impl Shop {
    /// Does nothing for a payment that is not its order's, or for which nobody wants a receipt.
    pub async fn settle_receipt(&self, imp_uid: &ImpUid) -> Result<(), Error> {
        let seen = self.iamport().payment(imp_uid).await?;
        let settled = self.apply(imp_uid, seen.clone(), Who::Receipt).await?;
        let Some(attempt) = self.db().attempt(&settled.merchant_uid).await? else { return Ok(()) };
        let Some(order) = self.db().order(&settled.order).await? else { return Ok(()) };
        let (Some(wish), true) = (attempt.receipt, order.paid_by.as_ref() == Some(imp_uid)) else { return Ok(()) };
        let left = left_of(&seen);
        let there = self.iamport().receipt(imp_uid).await?.filter(|receipt| !receipt.cancelled);
        let now = match there {
            Some(receipt) if receipt.amount != left && pg_of(&seen) == LEAVES_RECEIPTS => {
                self.iamport().cancel_receipt(imp_uid).await?;
                None
            }
            Some(receipt) => Some(receipt),
            // Made out in the PG's own window, where i'mport does not see more of it.
            None if seen.cash_receipt_issued => {
                Some(Receipt { amount: left, apply_num: None, receipt_url: None, cancelled: false })
            }
            None => None,
        };
        let receipt = match now {
            Some(receipt) => receipt,
            None if left.is_zero() => return Ok(()),
            None => self.iamport().issue_receipt(imp_uid, &new_receipt(&wish, &order)).await?,
        };
        self.keep_receipt(&order, &seen, receipt).await
    }

    async fn keep_receipt(&self, order: &Order, seen: &Payment, receipt: Receipt) -> Result<(), Error> {
        let row =
            ReceiptRow { amount: won(receipt.amount), apply_num: receipt.apply_num, receipt_url: receipt.receipt_url };
        tracing::info!(order = %order.id, imp_uid = %seen.imp_uid, amount = row.amount, "a cash receipt is made out");
        Ok(self.db().keep_receipt(&seen.imp_uid, &order.id, &row, self.clock().now()).await?)
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
        buyer_name: order.buyer.name.clone(),
        buyer_email: order.buyer.email.clone(),
        buyer_tel: order.buyer.tel.clone(),
        product_type: "real",
    }
}
