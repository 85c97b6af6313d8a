//! Cancels, full and partial, by REST or by staff in the console.
//! Every successful cancel ends in `cancelled`; what is left is the amount minus all cancels.

use crate::sandbox::clock::Moment;
use crate::sandbox::ids::Ids;
use crate::sandbox::money::Amount;

use super::payment::{Cancel, Payment, Status};
use super::refusal::Refusal;
use super::transitions::Notice;

/// Gateways take far fewer partial cancels of one payment (some of them nine).
const MOST_CANCELS: usize = 100;

/// Who asks for the cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// `POST /payments/cancel`: refunds of virtual accounts need to be told where the money goes.
    Rest,
    /// Staff in the console, who settled that with the gateway.
    Console,
}

#[derive(Clone, Debug)]
pub struct CancelOrder {
    pub asker: Asker,
    /// `None` or zero cancels all that remains.
    pub amount: Option<Amount>,
    /// What of this cancel bears no tax. Left out, a cancel of all that remains takes all of it, a partial one nothing.
    pub tax_free: Option<Amount>,
    /// What the caller believes remains.
    pub checksum: Option<Amount>,
    pub reason: Option<String>,
    pub refund_account_given: bool,
    /// The gateway already gave the money back by itself and did not tell (a fault).
    pub gateway_refunded: bool,
}

impl Payment {
    pub fn cancel(
        &mut self,
        order: CancelOrder,
        ids: &mut Ids,
        now: Moment,
    ) -> Result<Notice, Refusal> {
        let amount = self.cancellable(&order)?;
        let tax_free = self.cancellable_tax_free(&order, amount)?;
        let cancel = Cancel {
            cancellation_id: format!("can_{}", ids.digits(16)),
            pg_tid: self.new_tid(ids),
            amount,
            tax_free,
            at: now,
            reason: order.reason.unwrap_or_else(|| "취소요청api".to_owned()),
        };
        self.note(now, format!("취소 {amount}: {}", cancel.reason));
        let cancellation_id = Some(cancel.cancellation_id.clone());
        self.cancels.push(cancel);
        self.status = Status::Cancelled;
        Ok(Notice {
            cancellation_id,
            ..self.notice()
        })
    }

    fn cancellable(&self, order: &CancelOrder) -> Result<Amount, Refusal> {
        match self.status {
            Status::Paid | Status::Cancelled => {}
            Status::Ready | Status::Failed => return Err(Refusal::NothingToCancel),
        }
        let remaining = self.remaining();
        if remaining.is_zero() {
            return Err(Refusal::FullyCancelled);
        }
        if let Some(asked) = order.checksum.filter(|asked| *asked != remaining) {
            return Err(Refusal::Checksum { asked, remaining });
        }
        if order.gateway_refunded {
            return Err(Refusal::RefundedByGateway);
        }
        if order.asker == Asker::Rest
            && order.reason.is_none()
            && self.channel.pg_provider == "naverpay"
        {
            return Err(Refusal::ReasonMissing);
        }
        if self.cancels.len() >= MOST_CANCELS {
            return Err(Refusal::TooManyCancels);
        }
        let amount = order
            .amount
            .filter(|amount| !amount.is_zero())
            .unwrap_or(remaining);
        if amount > remaining {
            return Err(Refusal::OverCancel);
        }
        if order.asker == Asker::Rest && self.vbank().is_some() && !order.refund_account_given {
            return Err(Refusal::RefundAccountMissing);
        }
        Ok(amount)
    }

    fn cancellable_tax_free(&self, order: &CancelOrder, amount: Amount) -> Result<Amount, Refusal> {
        let left = self.remaining_tax_free();
        let all = amount == self.remaining();
        let tax_free = order
            .tax_free
            .unwrap_or(if all { left } else { Amount::ZERO });
        if tax_free > left || tax_free > amount {
            return Err(Refusal::TaxFree { left });
        }
        Ok(tax_free)
    }
}
