//! How a record moves between states. Pure: time and numbers are handed in.
//! A move that the state forbids changes nothing and says so.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Moment;
use crate::sandbox::codes::{self, BANKS, CARDS};
use crate::sandbox::ids::Ids;
use crate::sandbox::money::Amount;

use super::payment::{CardSlip, Means, Payment, Status};
use super::refusal::Refusal;

/// Instalments are offered from this many won on.
const INSTALMENTS_FROM: u32 = 50_000;

/// How the shopper pays, as far as the window asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Choice {
    pub card_code: Option<String>,
    pub quota: u32,
    pub bank_code: Option<String>,
    /// An easy-pay chosen inside a gateway's window.
    pub easy_pay: Option<String>,
    /// The gateway approves this amount instead of the one asked (a fault).
    pub amount: Option<Amount>,
    /// Likewise for the currency.
    pub currency: Option<String>,
}

/// A webhook that a move calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub imp_uid: String,
    pub status: Status,
    pub cancellation_id: Option<String>,
}

impl Payment {
    pub(super) fn notice(&self) -> Notice {
        Notice {
            imp_uid: self.imp_uid.clone(),
            status: self.status,
            cancellation_id: None,
        }
    }

    /// Ready becomes paid.
    pub fn approve(
        &mut self,
        choice: &Choice,
        ids: &mut Ids,
        now: Moment,
    ) -> Result<Notice, Refusal> {
        if self.status != Status::Ready || self.vbank().is_some() {
            return Err(Refusal::WrongState { now: self.status });
        }
        Ok(self.take_money(choice, ids, now))
    }

    /// An approval that comes after the gateway had said no, or after the shopper had left.
    pub fn approve_late(&mut self, ids: &mut Ids, now: Moment) -> Result<Notice, Refusal> {
        match self.status {
            Status::Ready | Status::Failed if self.vbank().is_none() => {
                Ok(self.take_money(&Choice::default(), ids, now))
            }
            now => Err(Refusal::WrongState { now }),
        }
    }

    fn take_money(&mut self, choice: &Choice, ids: &mut Ids, now: Moment) -> Notice {
        self.take_method(choice, ids);
        if let Some(amount) = choice.amount {
            self.amount = amount;
        }
        if let Some(currency) = &choice.currency {
            self.currency.clone_from(currency);
        }
        self.pg_tid = Some(self.new_tid(ids));
        self.status = Status::Paid;
        self.paid_at = Some(now);
        self.failed_at = None;
        self.fail_reason = None;
        self.note(now, format!("승인 {} {}", self.amount, self.currency));
        self.notice()
    }

    /// Ready becomes failed. No webhook ever tells of it.
    pub fn decline(&mut self, reason: &str, now: Moment) -> Result<(), Refusal> {
        if self.status != Status::Ready {
            return Err(Refusal::WrongState { now: self.status });
        }
        self.status = Status::Failed;
        self.failed_at = Some(now);
        self.pay_method
            .get_or_insert_with(|| self.asked.pay_method.clone());
        self.fail_reason = Some(reason.chars().take(256).collect());
        self.note(now, format!("실패: {reason}"));
        Ok(())
    }

    fn take_method(&mut self, choice: &Choice, ids: &mut Ids) {
        let asked = self.asked.pay_method.as_str();
        let method = match self.channel.gateway().always {
            Some("point") if asked == "card" && choice.card_code.is_some() => "card",
            Some(fixed) => fixed,
            None if asked == "samsungpay" => "samsung",
            None => asked,
        };
        self.pay_method = Some(method.to_owned());
        self.emb_pg_provider.clone_from(&choice.easy_pay);
        self.means = match method {
            "card" | "samsung" | "kakaopay" | "applepay" | "naverpay_card" | "tosspay_card" => {
                let quota = if self.allows_instalments() {
                    choice.quota
                } else {
                    0
                };
                Means::Card(card_slip(choice, quota, ids))
            }
            "trans" => bank(choice),
            _ => Means::Plain,
        };
    }

    /// Small amounts and foreign money are paid at once.
    pub fn allows_instalments(&self) -> bool {
        self.currency == "KRW" && self.amount >= Amount::won(INSTALMENTS_FROM)
    }

    pub(super) fn new_tid(&self, ids: &mut Ids) -> String {
        let mid = &self.channel.pg_id;
        match self.channel.pg_provider.as_str() {
            "html5_inicis" => format!("StdpayCARD{mid}{}", ids.digits(20)),
            "kcp" => ids.digits(14),
            "kakaopay" => format!("T{}", ids.digits(19)),
            "paypal" | "paypal_v2" => ids.hex(17).to_uppercase(),
            _ => format!("{mid}{}", ids.digits(16)),
        }
    }
}

fn card_slip(choice: &Choice, quota: u32, ids: &mut Ids) -> CardSlip {
    let wanted = choice
        .card_code
        .as_deref()
        .and_then(|code| codes::find(CARDS, code));
    let card = wanted.unwrap_or(&CARDS[0]);
    CardSlip {
        code: card.code.to_owned(),
        name: card.name.to_owned(),
        number: ids.masked_card("433012"),
        quota,
        kind: 0,
        apply_num: ids.digits(8),
    }
}

fn bank(choice: &Choice) -> Means {
    let wanted = choice.bank_code.as_deref().and_then(codes::bank);
    let bank = wanted.unwrap_or(&BANKS[0]);
    Means::Bank {
        code: bank.code.to_owned(),
        name: bank.name.to_owned(),
    }
}
