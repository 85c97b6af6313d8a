//! Carries a payment to one of its outcomes, as the shopper in the window or a test at the console chose.
//! The only place where confirm calls, moves of the ledger, webhooks and faults come together.

use std::sync::Arc;
use std::time::Duration;

use super::agenda::Job;
use super::confirm;
use super::faults::{Fault, On};
use super::ledger::{Account, Choice, Notice, Payment, Refusal, Told};
use super::outcome::{Failure, Outcome};
use super::settings::{Settings, WebhookOrder};
use super::state::State;
use super::webhooks;
use super::world::World;

/// The browser waits at most this long for a webhook that goes first.
const WEBHOOK_FIRST_LIMIT: Duration = Duration::from_secs(40);

/// Plays the outcome; answers what the browser is to be told.
pub async fn play(
    world: &Arc<World>,
    imp_uid: &str,
    outcome: Outcome,
    choice: Choice,
) -> Result<Told, Refusal> {
    let told = match outcome {
        Outcome::Paid => pay(world, imp_uid, choice).await?,
        Outcome::SlowPaid => {
            tokio::time::sleep(Duration::from_millis(u64::from(
                settings(world, imp_uid)?.slow_approval_ms,
            )))
            .await;
            pay(world, imp_uid, choice).await?
        }
        Outcome::PaidButLost => {
            pay(world, imp_uid, choice).await?;
            Told::Nothing
        }
        Outcome::ToldFailedThoughPaid => deny(pay(world, imp_uid, choice).await?),
        Outcome::Vbank => issue(world, imp_uid, choice).await?,
        Outcome::Abandoned => abandon(world, imp_uid)?,
        Outcome::FailedThenPaidLater => {
            let told = fail(world, imp_uid, outcome)?;
            let seconds = settings(world, imp_uid)?.late_approval_seconds;
            approve_later(world, imp_uid, seconds);
            told
        }
        Outcome::Failed
        | Outcome::LimitExceeded
        | Outcome::InsufficientBalance
        | Outcome::BadCard
        | Outcome::CannotOpen
        | Outcome::CancelledByUser
        | Outcome::WrongPassword => fail(world, imp_uid, outcome)?,
    };
    Ok(bend(world, imp_uid, told))
}

/// Asks the shop, then approves; a refusal by the shop fails the payment.
async fn pay(world: &Arc<World>, imp_uid: &str, choice: Choice) -> Result<Told, Refusal> {
    if let Some(refused) = confirmed(world, imp_uid).await? {
        return Ok(refused);
    }
    let made = world.approve(imp_uid, &choice)?;
    webhook_first(world, imp_uid, &made).await?;
    Ok(Told::Success)
}

async fn issue(world: &Arc<World>, imp_uid: &str, choice: Choice) -> Result<Told, Refusal> {
    if let Some(refused) = confirmed(world, imp_uid).await? {
        return Ok(refused);
    }
    let account = Account {
        bank_code: choice.bank_code,
        ..Account::default()
    };
    let made = world.change(|state, now| {
        let State { ledger, ids, .. } = state;
        ledger.get_mut(imp_uid)?.issue_vbank(account, ids, now)
    })?;
    webhook_first(world, imp_uid, &made).await?;
    Ok(Told::Success)
}

async fn confirmed(world: &Arc<World>, imp_uid: &str) -> Result<Option<Told>, Refusal> {
    let payment = payment(world, imp_uid)?;
    let skip = |fault: &Fault| matches!(fault, Fault::SkipConfirm(On)).then_some(());
    if world.struck(imp_uid, skip).is_some() {
        return Ok(None);
    }
    let Err(reason) = confirm::ask(world, &payment).await else {
        return Ok(None);
    };
    decline(world, imp_uid, &reason)?;
    Ok(Some(Told::failure(None, reason)))
}

fn fail(world: &World, imp_uid: &str, outcome: Outcome) -> Result<Told, Refusal> {
    let Failure { code, reason } = outcome.failure(imp_uid).unwrap_or(Failure {
        code: None,
        reason: String::new(),
    });
    decline(world, imp_uid, &reason)?;
    let later = |fault: &Fault| {
        if let Fault::PaidLaterSeconds(seconds) = fault {
            Some(*seconds)
        } else {
            None
        }
    };
    if let Some(seconds) = world.struck(imp_uid, later) {
        approve_later(world, imp_uid, seconds);
    }
    Ok(Told::failure(code, reason))
}

fn decline(world: &World, imp_uid: &str, reason: &str) -> Result<(), Refusal> {
    let now = world.clock.now();
    world.lock().ledger.get_mut(imp_uid)?.decline(reason, now)
}

fn abandon(world: &World, imp_uid: &str) -> Result<Told, Refusal> {
    let now = world.clock.now();
    world
        .lock()
        .ledger
        .get_mut(imp_uid)?
        .note(now, "승인 전에 브라우저가 닫힘");
    Ok(Told::Nothing)
}

fn approve_later(world: &World, imp_uid: &str, seconds: u32) {
    let due = world.clock.now().plus_seconds(i64::from(seconds));
    world
        .lock()
        .agenda
        .add(due, Job::ApproveLate(imp_uid.to_owned()));
    world.wake.notify_one();
}

/// Faults that change what the browser hears, after the truth is settled.
fn bend(world: &World, imp_uid: &str, told: Told) -> Told {
    let lie = |fault: &Fault| matches!(fault, Fault::ToldFailedThoughPaid(On)).then_some(());
    let silence = |fault: &Fault| matches!(fault, Fault::DropCallback(On)).then_some(());
    let told = if told == Told::Success && world.struck(imp_uid, lie).is_some() {
        deny(told)
    } else {
        told
    };
    if world.struck(imp_uid, silence).is_some() {
        Told::Nothing
    } else {
        told
    }
}

fn deny(told: Told) -> Told {
    match told {
        Told::Success => Told::failure(
            None,
            "결제 처리 중 오류가 발생하였습니다. 결제 내역을 확인해주세요.",
        ),
        Told::Failure { .. } | Told::Nothing => told,
    }
}

/// With the option "webhook first", waits until each webhook was attempted once.
async fn webhook_first(world: &World, imp_uid: &str, made: &[u64]) -> Result<(), Refusal> {
    if settings(world, imp_uid)?.webhook_order == WebhookOrder::After {
        return Ok(());
    }
    let all_attempted = async {
        loop {
            let attempted = world.attempted.notified();
            if made.iter().all(|id| world.is_attempted(*id)) {
                return;
            }
            attempted.await;
        }
    };
    if tokio::time::timeout(WEBHOOK_FIRST_LIMIT, all_attempted)
        .await
        .is_err()
    {
        tracing::info!(
            imp_uid,
            "released the browser before its webhook was answered"
        );
    }
    Ok(())
}

fn payment(world: &World, imp_uid: &str) -> Result<Payment, Refusal> {
    world
        .lock()
        .ledger
        .get(imp_uid)
        .cloned()
        .ok_or(Refusal::NoSuchPayment)
}

fn settings(world: &World, imp_uid: &str) -> Result<Settings, Refusal> {
    let state = world.lock();
    let payment = state.ledger.get(imp_uid).ok_or(Refusal::NoSuchPayment)?;
    let merchant = state
        .merchant(&payment.merchant)
        .ok_or(Refusal::NoSuchPayment)?;
    Ok(merchant.settings.clone())
}

impl World {
    /// Makes a move that causes webhooks, and enters them; answers their numbers.
    pub fn change<F>(&self, make_move: F) -> Result<Vec<u64>, Refusal>
    where
        F: FnOnce(&mut State, super::clock::Moment) -> Result<Notice, Refusal>,
    {
        let now = self.clock.now();
        let mut state = self.lock();
        let notice = make_move(&mut state, now)?;
        let made = webhooks::announce(&mut state, &notice, now);
        self.wake.notify_one();
        Ok(made)
    }

    /// Approves as the gateway would, with the amount and currency that faults demand.
    pub fn approve(&self, imp_uid: &str, choice: &Choice) -> Result<Vec<u64>, Refusal> {
        let amount = |fault: &Fault| {
            if let Fault::ApproveAmount(amount) = fault {
                Some(*amount)
            } else {
                None
            }
        };
        let currency = |fault: &Fault| {
            if let Fault::ApproveCurrency(code) = fault {
                Some(code.clone())
            } else {
                None
            }
        };
        let choice = Choice {
            amount: self.struck(imp_uid, amount).or(choice.amount),
            currency: self
                .struck(imp_uid, currency)
                .or_else(|| choice.currency.clone()),
            ..choice.clone()
        };
        self.change(|state, now| {
            let State { ledger, ids, .. } = state;
            ledger.get_mut(imp_uid)?.approve(&choice, ids, now)
        })
    }

    /// The gateway changes its mind about a payment that failed or was left.
    pub fn approve_late(&self, imp_uid: &str) -> Result<Vec<u64>, Refusal> {
        self.change(|state, now| {
            let State { ledger, ids, .. } = state;
            ledger.get_mut(imp_uid)?.approve_late(ids, now)
        })
    }

    /// A fault of the wanted kind strikes this payment.
    pub fn struck<T>(&self, imp_uid: &str, wanted: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let now = self.clock.now();
        let mut state = self.lock();
        let subject = state.subject(imp_uid);
        state.faults.strike(&subject, now, wanted)
    }

    fn is_attempted(&self, delivery: u64) -> bool {
        let state = self.lock();
        let waiting = |delivery: &webhooks::Delivery| {
            delivery.state == webhooks::DeliveryState::Waiting && delivery.attempts.is_empty()
        };
        !state.webhooks.get(delivery).is_some_and(waiting)
    }
}
