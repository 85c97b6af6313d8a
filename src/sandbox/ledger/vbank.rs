//! Virtual accounts: issue, deposit, expiry, revocation. The account takes only the exact amount,
//! as gateways' accounts normally do; a test can force another one through.

use crate::sandbox::clock::Moment;
use crate::sandbox::codes::{self, BANKS};
use crate::sandbox::ids::Ids;
use crate::sandbox::money::Amount;

use super::payment::{Deposit, Means, Payment, Status, Vbank};
use super::refusal::Refusal;
use super::transitions::Notice;

/// How long an account lives when the shop names no deadline.
const DAYS_TO_PAY: i64 = 30;

/// What is fixed about an account before it is issued.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub bank_code: Option<String>,
    pub holder: Option<String>,
    pub num: Option<String>,
    pub due: Option<Moment>,
}

/// A transfer by somebody at a bank.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub amount: Amount,
    pub depositor: String,
    pub mode: TransferMode,
}

/// Whether the bank looks at the amount and the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferMode {
    Checked,
    /// Takes whatever comes and still reports the amount that was asked.
    Forced,
}

impl Payment {
    /// The record stays `ready` and gets an account number.
    pub fn issue_vbank(
        &mut self,
        account: Account,
        ids: &mut Ids,
        now: Moment,
    ) -> Result<Notice, Refusal> {
        if self.status != Status::Ready || self.vbank().is_some() {
            return Err(Refusal::WrongState { now: self.status });
        }
        let bank = account
            .bank_code
            .as_deref()
            .and_then(codes::bank)
            .unwrap_or(&BANKS[0]);
        let no_holder = self.channel.pg_provider == "tosspayments";
        let vbank = Vbank {
            code: bank.code.to_owned(),
            name: bank.name.to_owned(),
            num: account.num.unwrap_or_else(|| ids.account()),
            holder: account
                .holder
                .or_else(|| (!no_holder).then(|| "(주)샌드박스".to_owned())),
            due: account
                .due
                .or(self.asked.vbank_due)
                .unwrap_or(now.plus_seconds(DAYS_TO_PAY * 86_400)),
            issued_at: now,
            closed: false,
        };
        self.pay_method = Some("vbank".to_owned());
        self.pg_tid = Some(self.new_tid(ids));
        self.note(now, format!("가상계좌 발급 {} {}", vbank.name, vbank.num));
        self.means = Means::Vbank(vbank);
        Ok(self.notice())
    }

    /// Money arrives at the account. Only the exact amount in time turns the record `paid`.
    pub fn deposit(
        &mut self,
        transfer: Transfer,
        ids: &mut Ids,
        now: Moment,
    ) -> Result<Notice, Refusal> {
        let verdict = self.judge_deposit(&transfer, now);
        let pg_tid = self.new_tid(ids);
        if self.vbank().is_some() {
            let Transfer {
                amount, depositor, ..
            } = transfer;
            self.note(
                now,
                format!("입금 {amount} ({depositor}) {}", verdict_word(&verdict)),
            );
            self.deposits.push(Deposit {
                pg_tid: pg_tid.clone(),
                amount,
                depositor,
                at: now,
                accepted: verdict.is_ok(),
            });
            self.deposits.truncate(50);
        }
        verdict?;
        self.status = Status::Paid;
        self.paid_at = Some(now);
        self.pg_tid = Some(pg_tid);
        Ok(self.notice())
    }

    fn judge_deposit(&self, transfer: &Transfer, now: Moment) -> Result<(), Refusal> {
        let vbank = self.vbank().ok_or(Refusal::NotVbank)?;
        if self.status != Status::Ready {
            return Err(Refusal::WrongState { now: self.status });
        }
        if transfer.mode == TransferMode::Forced {
            return Ok(());
        }
        if vbank.closed || vbank.due < now {
            return Err(Refusal::AccountClosed);
        }
        if transfer.amount != self.amount {
            return Err(Refusal::WrongDeposit {
                expected: self.amount,
            });
        }
        Ok(())
    }

    /// The deadline passes: the bank refuses transfers, the record stays `ready`, nobody is told.
    pub fn expire_vbank(&mut self, now: Moment) -> Result<(), Refusal> {
        self.open_vbank()?.closed = true;
        self.note(now, "입금기한 만료");
        Ok(())
    }

    /// The shop revokes the account by REST: the record becomes `failed`.
    pub fn revoke_vbank(&mut self, now: Moment) -> Result<(), Refusal> {
        self.open_vbank()?.closed = true;
        self.decline("가상계좌 말소", now)
    }

    /// The shop changes amount or deadline of an account nobody paid into yet.
    pub fn change_vbank(
        &mut self,
        amount: Option<Amount>,
        due: Option<Moment>,
        now: Moment,
    ) -> Result<(), Refusal> {
        let vbank = self.open_vbank()?;
        vbank.due = due.unwrap_or(vbank.due);
        self.amount = amount.unwrap_or(self.amount);
        self.note(now, "가상계좌 정보 수정");
        Ok(())
    }

    fn open_vbank(&mut self) -> Result<&mut Vbank, Refusal> {
        let now = self.status;
        let Means::Vbank(vbank) = &mut self.means else {
            return Err(Refusal::NotVbank);
        };
        if now != Status::Ready {
            return Err(Refusal::WrongState { now });
        }
        Ok(vbank)
    }
}

fn verdict_word(verdict: &Result<(), Refusal>) -> &'static str {
    if verdict.is_ok() { "접수" } else { "거절" }
}
