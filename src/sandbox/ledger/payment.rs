//! One payment record: what was asked, what happened, and the story in between.
//! Plain data; the moves from state to state are in `transitions`, `vbank` and `cancel`.

use serde::{Deserialize, Serialize};

use crate::sandbox::clock::Moment;
use crate::sandbox::gateway::Device;
use crate::sandbox::merchant::Channel;
use crate::sandbox::money::Amount;

use super::papers::{Receipt, Shipping};
use super::window::Window;

/// i'mport's four states. A partial cancel counts as `cancelled` too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Ready,
    Paid,
    Cancelled,
    Failed,
}

impl Status {
    pub fn wire(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ready, Self::Paid, Self::Cancelled, Self::Failed]
            .into_iter()
            .find(|status| status.wire() == text)
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Buyer {
    pub name: Option<String>,
    pub email: Option<String>,
    pub tel: Option<String>,
    pub addr: Option<String>,
    pub postcode: Option<String>,
}

/// What the shop asked for when it opened the window.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    pub merchant_uid: String,
    pub name: Option<String>,
    pub pay_method: String,
    pub buyer: Buyer,
    /// JSON text, as the merchant's object was written.
    pub custom_data: Option<String>,
    pub notice_urls: Vec<String>,
    pub confirm_url: Option<String>,
    /// The deadline the shop wishes for a virtual account.
    pub vbank_due: Option<Moment>,
    pub escrow: bool,
    /// The part of the amount that bears no tax.
    #[serde(default)]
    pub tax_free: Option<Amount>,
    pub language: Option<String>,
    pub user_agent: Option<String>,
    /// Instalments the shop allows; `None` leaves it to the gateway.
    pub card_quota: Option<Vec<u32>>,
    pub customer_uid: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardSlip {
    pub code: String,
    pub name: String,
    pub number: String,
    pub quota: u32,
    /// 0 credit, 1 check.
    pub kind: u8,
    pub apply_num: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Vbank {
    pub code: String,
    pub name: String,
    pub num: String,
    pub holder: Option<String>,
    pub due: Moment,
    pub issued_at: Moment,
    /// The bank refuses transfers from now on.
    pub closed: bool,
}

/// What the money came through.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub enum Means {
    /// No method was reached yet, or one without details (phone, easy-pay points).
    #[default]
    Plain,
    Card(CardSlip),
    Bank {
        code: String,
        name: String,
    },
    Vbank(Vbank),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cancel {
    pub cancellation_id: String,
    pub pg_tid: String,
    pub amount: Amount,
    /// The part of it that bears no tax.
    #[serde(default = "no_money")]
    pub tax_free: Amount,
    pub at: Moment,
    pub reason: String,
}

fn no_money() -> Amount {
    Amount::ZERO
}

/// A transfer that reached a virtual account, whether it was taken or refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deposit {
    pub pg_tid: String,
    pub amount: Amount,
    pub depositor: String,
    pub at: Moment,
    pub accepted: bool,
}

/// One line of a payment's story, for the console.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    pub at: Moment,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Payment {
    pub imp_uid: String,
    /// Code of the merchant it belongs to.
    pub merchant: String,
    /// Position in the order of opening; the ledger sorts by it.
    pub number: u64,
    pub device: Device,
    pub channel: Channel,
    pub asked: Asked,
    pub status: Status,
    pub amount: Amount,
    pub currency: String,
    /// The method it was paid by, which need not be the one asked for.
    pub pay_method: Option<String>,
    pub means: Means,
    pub emb_pg_provider: Option<String>,
    pub pg_tid: Option<String>,
    pub started_at: Moment,
    pub paid_at: Option<Moment>,
    pub failed_at: Option<Moment>,
    pub updated_at: Moment,
    pub fail_reason: Option<String>,
    pub cancels: Vec<Cancel>,
    pub deposits: Vec<Deposit>,
    pub cash_receipt_issued: bool,
    pub receipt: Option<Receipt>,
    pub shipping: Option<Shipping>,
    pub window: Option<Window>,
    /// A webhook was sent for it before; REST cancels may then send one too.
    pub webhook_used: bool,
    pub story: Vec<Line>,
}

/// A story longer than this keeps its beginning and its end.
const STORY_LINES: usize = 60;

impl Payment {
    /// What is left to cancel.
    pub fn remaining(&self) -> Amount {
        self.amount.minus(self.cancelled_amount())
    }

    pub fn cancelled_amount(&self) -> Amount {
        self.cancels
            .iter()
            .fold(Amount::ZERO, |sum, cancel| sum.plus(cancel.amount))
    }

    /// What of the remaining money bears no tax.
    pub fn remaining_tax_free(&self) -> Amount {
        let given_back = self
            .cancels
            .iter()
            .fold(Amount::ZERO, |sum, cancel| sum.plus(cancel.tax_free));
        self.asked
            .tax_free
            .unwrap_or(Amount::ZERO)
            .minus(given_back)
            .min(self.remaining())
    }

    pub fn vbank(&self) -> Option<&Vbank> {
        match &self.means {
            Means::Vbank(vbank) => Some(vbank),
            Means::Plain | Means::Card(_) | Means::Bank { .. } => None,
        }
    }

    /// A window nobody finished, or one that ended badly: the first to go when memory is short.
    pub fn is_expendable(&self) -> bool {
        match self.status {
            Status::Failed => true,
            Status::Ready => self.vbank().is_none(),
            Status::Paid | Status::Cancelled => false,
        }
    }

    /// Money moved for it once, so its `merchant_uid` is used up.
    pub fn was_approved(&self) -> bool {
        self.paid_at.is_some()
    }

    pub fn note(&mut self, at: Moment, text: impl Into<String>) {
        self.updated_at = at;
        if self.story.len() >= STORY_LINES {
            self.story.remove(STORY_LINES / 2);
        }
        self.story.push(Line {
            at,
            text: text.into(),
        });
    }

    /// Roughly how many bytes the free texts take, for the ledger's bound.
    pub fn weight(&self) -> usize {
        let asked = &self.asked;
        let texts = [
            &asked.name,
            &asked.custom_data,
            &asked.confirm_url,
            &asked.user_agent,
            &asked.buyer.addr,
        ];
        let urls: usize = asked.notice_urls.iter().map(String::len).sum();
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        texts + urls + self.window.as_ref().map_or(0, Window::weight) + 2_000
    }
}
