//! The whole table of decisions, and what holds for every one of them.

use proptest::{prelude::*, sample::select};
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    order::{
        AttemptState, OrderState,
        tests::{attempt, order},
    },
    payment::{
        Status,
        tests::{account, paid},
    },
    time::Millis,
};

/// Every verdict, each with a payment that brings it.
fn verdicts() -> Vec<(&'static str, Verdict, Payment)> {
    let with = |change: fn(&mut Payment)| {
        let mut payment = paid();
        change(&mut payment);
        payment
    };
    let waiting = with(|it| {
        it.status = Status::Ready;
        it.vbank = Some(account());
    });
    let partly = with(|it| {
        it.status = Status::Cancelled;
        it.cancel_amount = Decimal::from(900);
    });
    let wholly = with(|it| {
        it.status = Status::Cancelled;
        it.cancel_amount = it.amount;
    });
    let forged = with(|it| it.amount = Decimal::from(100));
    let mismatch = Mismatch::Amount {
        asked: Money::krw(64_900),
        seen: Decimal::from(100),
    };
    vec![
        ("paid", Verdict::Settled, paid()),
        ("deposit", Verdict::DepositAwaited(account()), waiting),
        ("open", Verdict::Open, with(|it| it.status = Status::Ready)),
        (
            "declined",
            Verdict::Declined(None),
            with(|it| it.status = Status::Failed),
        ),
        (
            "part back",
            Verdict::Refunded {
                left: Decimal::from(64_000),
            },
            partly,
        ),
        (
            "all back",
            Verdict::Refunded {
                left: Decimal::ZERO,
            },
            wholly,
        ),
        ("forged", Verdict::Forged(mismatch), forged),
    ]
}

fn told(write: &Write) -> String {
    match write {
        Write::NameAttempt => "name".into(),
        Write::MoveAttempt { to, .. } => format!("attempt {}", to.as_str()),
        Write::MoveOrder { to, .. } => format!("order {}", to.as_str()),
        Write::SellHeldStock => "sell".into(),
        Write::ReleaseStock => "release".into(),
        Write::ReturnStock => "return".into(),
        Write::EmptyCart => "empty cart".into(),
        Write::KeepVbank(_) => "keep account".into(),
        Write::SetExpiry(_) => "expiry".into(),
        Write::SetRefunded(minor) => format!("refunded {minor}"),
        Write::GiveBack(because) => format!("give back ({})", because.code()),
        Write::CloseOtherAccounts => "close other accounts".into(),
        Write::SettleReceipt => "receipt".into(),
        Write::TellAccount(_) => "tell account".into(),
        Write::TellRefund(_) => "tell refund".into(),
    }
}

/// Where an order can stand when a payment meets it, and whether goods can still be had.
fn standings() -> Vec<(&'static str, Order, Attempt, bool)> {
    let held = order(OrderState::AwaitingPayment, StockState::Held, None);
    let given_up = order(OrderState::Expired, StockState::Free, None);
    let called_off = Order {
        cancel_asked_at: Some(Millis(1)),
        ..given_up.clone()
    };
    vec![
        ("payable", held, attempt(AttemptState::Opened), true),
        (
            "awaits deposit",
            order(OrderState::AwaitingDeposit, StockState::Held, None),
            attempt(AttemptState::Ready),
            true,
        ),
        (
            "paid by it",
            order(OrderState::Paid, StockState::Taken, Some("imp_1")),
            attempt(AttemptState::Paid),
            true,
        ),
        (
            "paid by another",
            order(OrderState::Paid, StockState::Taken, Some("imp_9")),
            attempt(AttemptState::Opened),
            true,
        ),
        (
            "given up, goods there",
            given_up.clone(),
            attempt(AttemptState::Opened),
            true,
        ),
        (
            "given up, sold out",
            given_up,
            attempt(AttemptState::Opened),
            false,
        ),
        ("called off", called_off, attempt(AttemptState::Ready), true),
    ]
}

/// The whole table: what follows for an order that stands so from a payment that is judged so.
#[test]
fn every_verdict_meets_every_order() {
    let mut table = String::new();
    for (stands, order, attempt, goods) in standings() {
        table.push_str(&format!("{stands}\n"));
        for (name, verdict, payment) in verdicts() {
            let before = Before {
                order: &order,
                attempt: &attempt,
                booked: None,
                payment: &payment,
                other_accounts: false,
            };
            let decision = before.decide(verdict, goods).unwrap();
            let writes: Vec<String> = decision.writes.iter().map(told).collect();
            let (outcome, standing) = (decision.outcome.code(), decision.standing.as_str());
            let writes = if writes.is_empty() {
                "nothing".to_owned()
            } else {
                writes.join(", ")
            };
            table.push_str(&format!("  {name}: {outcome}, {standing}: {writes}\n"));
        }
    }
    insta::assert_snapshot!(table, @r"
    payable
      paid: paid, counts: sell, attempt paid, order paid, empty cart
      deposit: deposit_awaited, open: attempt ready, order awaiting_deposit, keep account, empty cart, tell account
      open: open, open: name
      declined: declined, void: attempt failed
      part back: withdrawn, counts: sell, attempt paid, order paid, empty cart, refunded 900, order partly_refunded, tell refund
      all back: withdrawn, void: attempt cancelled, tell refund
      forged: forged, forged: attempt forged, give back (forged), order disputed, release
    awaits deposit
      paid: paid, counts: sell, attempt paid, order paid, empty cart
      deposit: deposit_awaited, open: nothing
      open: open, open: name
      declined: declined, void: attempt failed, order awaiting_payment
      part back: withdrawn, counts: sell, attempt paid, order paid, empty cart, refunded 900, order partly_refunded, tell refund
      all back: withdrawn, void: attempt cancelled, order awaiting_payment, tell refund
      forged: forged, forged: attempt forged, give back (forged), order disputed, release
    paid by it
      paid: paid, counts: nothing
      deposit: deposit_awaited, open: nothing
      open: open, open: name
      declined: declined, void: nothing
      part back: withdrawn, counts: refunded 900, order partly_refunded, tell refund
      all back: withdrawn, void: refunded 64900, order refunded, attempt cancelled, return, tell refund
      forged: forged, counts: nothing
    paid by another
      paid: surplus, surplus: give back (surplus)
      deposit: deposit_awaited, open: nothing
      open: open, open: name
      declined: declined, void: attempt failed
      part back: withdrawn, surplus: give back (surplus), attempt cancelled, tell refund
      all back: withdrawn, void: attempt cancelled, tell refund
      forged: forged, forged: attempt forged, give back (forged)
    given up, goods there
      paid: paid, counts: attempt paid, order paid, empty cart
      deposit: deposit_awaited, open: nothing
      open: open, open: name
      declined: declined, void: attempt failed
      part back: withdrawn, counts: attempt paid, order paid, empty cart, refunded 900, order partly_refunded, tell refund
      all back: withdrawn, void: attempt cancelled, tell refund
      forged: forged, forged: attempt forged, give back (forged), order disputed
    given up, sold out
      paid: unfillable, unfillable: attempt paid, order disputed, give back (unfillable)
      deposit: deposit_awaited, open: nothing
      open: open, open: name
      declined: declined, void: attempt failed
      part back: withdrawn, unfillable: attempt paid, order disputed, give back (unfillable), attempt cancelled, tell refund
      all back: withdrawn, void: attempt cancelled, tell refund
      forged: forged, forged: attempt forged, give back (forged), order disputed
    called off
      paid: called_off, surplus: give back (called_off)
      deposit: deposit_awaited, open: nothing
      open: open, open: name
      declined: declined, void: attempt failed
      part back: withdrawn, surplus: give back (called_off), attempt cancelled, tell refund
      all back: withdrawn, void: attempt cancelled, tell refund
      forged: forged, forged: attempt forged, give back (forged), order disputed
    ");
}

fn any_standing() -> impl Strategy<Value = Option<Standing>> {
    proptest::option::of(select(Standing::ALL.to_vec()))
}

proptest! {
    /// Whatever stood before: captured money counts, or is on its way back, or was found owed back before.
    #[test]
    fn captured_money_is_never_left_lying(
        state in select(OrderState::ALL.to_vec()), stock in select(StockState::ALL.to_vec()),
        attempt_state in select(AttemptState::ALL.to_vec()), standing in any_standing(), goods: bool, off: bool,
    ) {
        let mut order = order(state, stock, None);
        order.cancel_asked_at = off.then_some(Millis(1));
        let (attempt, payment) = (attempt(attempt_state), paid());
        let booked = standing.map(|standing| BookedPayment { standing, mismatch: None, payment: payment.clone() });
        let before = Before { order: &order, attempt: &attempt, booked: booked.as_ref(), payment: &payment, other_accounts: false };
        let decision = before.decide(Verdict::Settled, goods).unwrap();
        let given_back = decision.writes.iter().any(|write| matches!(write, Write::GiveBack(_)));
        prop_assert!(
            decision.standing == Standing::Counts && decision.order.paid_by == Some(payment.imp_uid)
                || decision.standing.is_owed_back() && (given_back || standing == Some(Standing::OutOfStock))
        );
    }

    /// Every step is one of the tables', and begins where the one before ended.
    #[test]
    fn every_step_is_legal_and_follows_the_one_before(
        state in select(OrderState::ALL.to_vec()), stock in select(StockState::ALL.to_vec()),
        attempt_state in select(AttemptState::ALL.to_vec()), standing in any_standing(), goods: bool, mine: bool,
        at in 0..7_usize,
    ) {
        let order = order(state, stock, mine.then_some("imp_1"));
        let (_, verdict, payment) = verdicts().swap_remove(at);
        let attempt = attempt(attempt_state);
        let booked = standing.map(|standing| BookedPayment { standing, mismatch: None, payment: payment.clone() });
        let before = Before { order: &order, attempt: &attempt, booked: booked.as_ref(), payment: &payment, other_accounts: false };
        let decision = before.decide(verdict, goods).unwrap();
        let (mut order_is, mut attempt_is) = (order.state, attempt.state);
        for write in &decision.writes {
            match write {
                Write::MoveOrder { event, from, to, .. } => {
                    prop_assert_eq!((*from, from.after(*event)), (order_is, Some(*to)));
                    order_is = *to;
                }
                Write::MoveAttempt { from, to, .. } => {
                    prop_assert!(*from == attempt_is && from.may_become(*to));
                    attempt_is = *to;
                }
                _ => {}
            }
        }
        prop_assert_eq!(order_is, decision.order.state);
    }
}
