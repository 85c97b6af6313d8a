//! Orders and attempts for tests, and what a shopper is told of them.

use super::*;
use crate::domain::{
    attempt::Attempt, ids::MerchantUid, lang::Lang, method::PayMethod, money::Money,
};

/// 64,900 won, by nobody.
pub fn order(state: OrderState, stock: StockState, paid_by: Option<&str>) -> Order {
    let total = Money::krw(64_900);
    Order {
        id: OrderId::parse("20261128-AAAA").unwrap(),
        customer: CustomerId::parse("C").unwrap(),
        state,
        stock,
        lang: Lang::Ko,
        buyer: Buyer {
            name: String::new(),
            tel: String::new(),
            email: String::new(),
            country: Default::default(),
            postcode: String::new(),
            addr1: String::new(),
            addr2: String::new(),
            memo: String::new(),
        },
        lines: Vec::new(),
        totals: Totals {
            items: total,
            shipping: Money::krw(0),
            total,
        },
        totals_usd: None,
        paid_by: paid_by.map(|imp| ImpUid::parse(imp).unwrap()),
        refunded: 0,
        created_at: Millis(0),
        expires_at: Millis(0),
        dispatched_at: None,
        cancel_asked_at: None,
        refund_account: None,
    }
}

pub fn attempt(state: AttemptState) -> Attempt {
    Attempt {
        merchant_uid: MerchantUid::parse("M1").unwrap(),
        order_id: OrderId::parse("20261128-AAAA").unwrap(),
        method: PayMethod::Card,
        amount: Money::krw(64_900),
        state,
        imp_uid: None,
        fail_reason: None,
        browser_hint: None,
        doubt_since: None,
        ask_at: Millis(0),
        asked: 0,
        opened_at: Millis(0),
        receipt: None,
    }
}

#[test]
fn a_shopper_is_told_where_the_order_stands() {
    let asked_back = |state| Order {
        cancel_asked_at: Some(Millis(1)),
        ..order(state, StockState::Held, None)
    };
    let held = |state| order(state, StockState::Held, None);
    let tried = |state| Some(attempt(state));
    let unconfirmed = Attempt {
        doubt_since: Some(Millis(1)),
        ..attempt(AttemptState::Failed)
    };
    let hinted = |words: &str| Attempt {
        browser_hint: Some(words.to_owned()),
        ..attempt(AttemptState::Opened)
    };
    let failed = |why: &str| Attempt {
        fail_reason: Some(why.to_owned()),
        ..attempt(AttemptState::Failed)
    };
    let waits = OrderState::AwaitingPayment;
    for (order, latest, stage) in [
        (held(waits), None, Stage::Payable),
        (held(waits), tried(AttemptState::Opened), Stage::Payable),
        (held(waits), Some(hinted("한도초과")), Stage::Failed),
        (
            held(waits),
            Some(hinted("[결제포기] 사용자가 결제를 취소하셨습니다")),
            Stage::Withdrawn,
        ),
        (held(waits), Some(failed("한도초과")), Stage::Failed),
        (held(waits), Some(failed("사용자취소")), Stage::Withdrawn),
        (held(waits), tried(AttemptState::Failed), Stage::Failed),
        (held(waits), tried(AttemptState::Forged), Stage::Failed),
        (held(waits), tried(AttemptState::Cancelled), Stage::Failed),
        (held(waits), tried(AttemptState::Paid), Stage::Confirming),
        (held(waits), Some(unconfirmed.clone()), Stage::Confirming),
        (
            held(OrderState::AwaitingDeposit),
            Some(unconfirmed),
            Stage::DepositAwaited,
        ),
        (held(OrderState::Paid), None, Stage::Paid),
        (
            held(OrderState::PartlyRefunded),
            None,
            Stage::PartlyRefunded,
        ),
        (held(OrderState::Refunded), None, Stage::Refunded),
        (held(OrderState::Expired), None, Stage::Expired),
        (held(OrderState::Disputed), None, Stage::Disputed),
        (asked_back(OrderState::Paid), None, Stage::Refunding),
        (
            asked_back(OrderState::PartlyRefunded),
            None,
            Stage::Refunding,
        ),
        (asked_back(OrderState::Refunded), None, Stage::Refunded),
        (asked_back(OrderState::Expired), None, Stage::CalledOff),
    ] {
        assert_eq!(
            Stage::of(&order, latest.as_ref()),
            stage,
            "{:?} {latest:?}",
            order.state
        );
    }
}
