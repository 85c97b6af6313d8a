use super::*;
use crate::domain::payment::Vbank;

#[test]
fn the_windows_words_are_kept_short_and_plain() {
    let claim = |code: &str, msg: &str| Claim {
        error_code: code.into(),
        error_msg: msg.into(),
        ..Claim::default()
    };
    assert_eq!(Claim::default().words(), None);
    assert_eq!(
        claim("F400", "한도\u{7}초과").words().as_deref(),
        Some("F400 한도초과")
    );
    assert_eq!(
        claim("", &"가".repeat(300))
            .words()
            .map(|words| words.chars().count()),
        Some(200)
    );
}

#[test]
fn the_endpoint_of_the_guide_answers_what_was_found() {
    let vbank = Vbank {
        vbank_num: "1".into(),
        vbank_code: None,
        vbank_name: None,
        vbank_holder: None,
        vbank_date: None,
    };
    let mismatch = Mismatch::TestPayment;
    for (outcome, told) in [
        (Outcome::Paid, Completion::Success),
        // Its money goes back, but the shopper has paid the order.
        (Outcome::Duplicate, Completion::Success),
        (Outcome::DepositAwaited(vbank), Completion::VbankIssued),
        (
            Outcome::Declined(Some("한도초과".into())),
            Completion::Failed(Some("한도초과".into())),
        ),
        (Outcome::Open, Completion::Failed(None)),
        (Outcome::Refunded, Completion::Failed(None)),
        (Outcome::OutOfStock, Completion::Failed(None)),
        (Outcome::CalledOff, Completion::Failed(None)),
        (
            Outcome::Forged(mismatch.clone()),
            Completion::Forgery(mismatch),
        ),
    ] {
        assert_eq!(answer(outcome.clone()), told, "{outcome:?}");
    }
}
