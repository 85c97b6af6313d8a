use crate::sandbox::merchant::Merchant;

use super::*;

fn now() -> Moment {
    Moment::from_seconds(1_760_000_000).expect("in range")
}

fn opening(merchant_uid: &str) -> Opening {
    let merchant = Merchant::default_one();
    Opening {
        merchant: merchant.code.clone(),
        device: Device::Pc,
        channel: merchant.channels[0].clone(),
        amount: Amount::won(1_000),
        currency: "KRW".to_owned(),
        asked: Asked {
            merchant_uid: merchant_uid.to_owned(),
            pay_method: "card".to_owned(),
            ..Asked::default()
        },
        window: None,
    }
}

fn open(ledger: &mut Ledger, ids: &mut Ids, merchant_uid: &str) -> String {
    ledger
        .open(opening(merchant_uid), ids, now())
        .expect("opens")
        .imp_uid
        .clone()
}

#[test]
fn abandoned_windows_are_forgotten_before_paid_ones() {
    let (mut ledger, mut ids) = (Ledger::holding(2), Ids::new(Some(1)));
    let paid = open(&mut ledger, &mut ids, "paid");
    ledger
        .get_mut(&paid)
        .and_then(|payment| payment.approve(&Choice::default(), &mut ids, now()))
        .expect("approves");
    let abandoned = open(&mut ledger, &mut ids, "abandoned");
    let newest = open(&mut ledger, &mut ids, "newest");
    assert!(ledger.get(&paid).is_some() && ledger.get(&newest).is_some());
    assert!(ledger.get(&abandoned).is_none());
    assert_eq!(
        ledger.of_order("imp00000000", "abandoned").count(),
        0,
        "no index keeps what is gone"
    );
    assert_eq!(ledger.len(), 2);
}

#[test]
fn a_failure_is_paid_only_by_a_late_approval() {
    let (mut ledger, mut ids) = (Ledger::default(), Ids::new(Some(1)));
    let imp_uid = open(&mut ledger, &mut ids, "late");
    let payment = ledger.get_mut(&imp_uid).expect("there");
    payment.decline("no", now()).expect("declines");
    assert_eq!(
        payment.approve(&Choice::default(), &mut ids, now()),
        Err(Refusal::WrongState {
            now: Status::Failed
        })
    );
    let notice = payment.approve_late(&mut ids, now()).expect("approves");
    assert_eq!(
        (notice.status, payment.fail_reason.is_none()),
        (Status::Paid, true)
    );
    assert_eq!(
        payment.approve_late(&mut ids, now()),
        Err(Refusal::WrongState { now: Status::Paid })
    );
}

#[test]
fn a_story_keeps_its_beginning_and_its_end() {
    let (mut ledger, mut ids) = (Ledger::default(), Ids::new(Some(1)));
    let imp_uid = open(&mut ledger, &mut ids, "long");
    let payment = ledger.get_mut(&imp_uid).expect("there");
    (0..200).for_each(|index| payment.note(now(), format!("line {index}")));
    assert_eq!(
        payment
            .story
            .first()
            .map(|line| line.text.starts_with("결제 요청")),
        Some(true)
    );
    assert_eq!(
        payment.story.last().map(|line| line.text.as_str()),
        Some("line 199")
    );
    assert!(payment.story.len() <= 60);
}
