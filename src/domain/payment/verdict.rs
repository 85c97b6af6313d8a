//! Decides what a payment reported by i'mport means for the attempt it claims to pay.
//! Pure: no clock, no database. The only place where "paid" can come from.
//!
//! Seven things must hold before money counts. Two concern who asks and are checked where the asker
//! is known (`checkout::claim`, `checkout::access`): the attempt belongs to the order that was asked about, and the caller
//! may see that order. The other five are checked here.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Payment, Status, Vbank};
use crate::domain::{
    ids::{ImpUid, MerchantUid},
    money::Money,
};

/// What an attempt was opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub merchant_uid: MerchantUid,
    pub amount: Money,
    pub channels: Channels,
}

/// Which of i'mport's channels this shop takes money through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// Real money; a test payment must never ship goods.
    Live,
    /// Play money; a live payment would charge a tester.
    Test,
}

/// Why a payment is not the one that the attempt asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Mismatch {
    #[error("asked i'mport for {asked}, was answered {answered}")]
    ImpUid { asked: ImpUid, answered: ImpUid },
    #[error("the payment belongs to attempt {seen}, not to {claimed}")]
    MerchantUid { claimed: String, seen: MerchantUid },
    #[error("the amount is {seen}, the order asks for {asked}")]
    Amount { asked: Money, seen: Decimal },
    #[error("the currency is {seen}, the order asks for {asked}")]
    Currency { asked: Money, seen: String },
    #[error("i'mport reports the unknown status {0:?}")]
    Status(String),
    #[error("a payment on a test channel reached a live shop")]
    TestPayment,
    #[error("a payment on a live channel reached a test shop")]
    LivePayment,
}

impl Mismatch {
    /// One word for logs, metrics and rows.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ImpUid { .. } => "imp_uid",
            Self::MerchantUid { .. } => "merchant_uid",
            Self::Amount { .. } => "amount",
            Self::Currency { .. } => "currency",
            Self::Status(_) => "status",
            Self::TestPayment | Self::LivePayment => "channel",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The money is there: this attempt, this amount, this currency.
    Settled,
    DepositAwaited(Vbank),
    /// The window is still open, or was left without a result.
    Open,
    Declined(Option<String>),
    /// Money that was there went back, wholly or in part.
    Refunded {
        left: Decimal,
    },
    Forged(Mismatch),
}

/// `asked` is the `imp_uid` that was looked up, `seen` is i'mport's answer.
pub fn judge(expected: &Expected, asked: &ImpUid, seen: &Payment) -> Verdict {
    if let Some(mismatch) = mismatch(expected, asked, seen) {
        return Verdict::Forged(mismatch);
    }
    match &seen.status {
        Status::Paid => Verdict::Settled,
        Status::Ready => seen
            .vbank
            .clone()
            .map_or(Verdict::Open, Verdict::DepositAwaited),
        Status::Failed => Verdict::Declined(seen.fail_reason.clone()),
        Status::Cancelled => Verdict::Refunded {
            left: seen.amount - seen.cancel_amount,
        },
        Status::Unknown(word) => Verdict::Forged(Mismatch::Status(word.clone())),
    }
}

fn mismatch(expected: &Expected, asked: &ImpUid, seen: &Payment) -> Option<Mismatch> {
    if &seen.imp_uid != asked {
        return Some(Mismatch::ImpUid {
            asked: asked.clone(),
            answered: seen.imp_uid.clone(),
        });
    }
    if seen.merchant_uid != expected.merchant_uid {
        let claimed = expected.merchant_uid.to_string();
        return Some(Mismatch::MerchantUid {
            claimed,
            seen: seen.merchant_uid.clone(),
        });
    }
    if seen.currency != expected.amount.currency.code() {
        return Some(Mismatch::Currency {
            asked: expected.amount,
            seen: seen.currency.clone(),
        });
    }
    if seen.amount != expected.amount.major() {
        return Some(Mismatch::Amount {
            asked: expected.amount,
            seen: seen.amount,
        });
    }
    match (expected.channels, seen.sandbox) {
        (Channels::Live, Some(true)) => Some(Mismatch::TestPayment),
        (Channels::Test, Some(false)) => Some(Mismatch::LivePayment),
        (Channels::Live | Channels::Test, None)
        | (Channels::Live, Some(false))
        | (Channels::Test, Some(true)) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::payment::tests::{account, paid};

    fn imp(text: &str) -> ImpUid {
        ImpUid::parse(text).unwrap()
    }

    fn expected() -> Expected {
        Expected {
            merchant_uid: MerchantUid::parse("M1").unwrap(),
            amount: Money::krw(64_900),
            channels: Channels::Test,
        }
    }

    fn verdict(change: impl FnOnce(&mut Payment)) -> Verdict {
        let mut seen = paid();
        change(&mut seen);
        judge(&expected(), &imp("imp_1"), &seen)
    }

    #[test]
    fn each_status_has_its_verdict() {
        assert_eq!(verdict(|_| ()), Verdict::Settled);
        assert_eq!(verdict(|p| p.status = Status::Ready), Verdict::Open);
        assert_eq!(
            verdict(|p| {
                p.status = Status::Ready;
                p.vbank = Some(account());
            }),
            Verdict::DepositAwaited(account())
        );
        assert_eq!(
            verdict(|p| {
                p.status = Status::Failed;
                p.fail_reason = Some("한도초과".into());
            }),
            Verdict::Declined(Some("한도초과".into()))
        );
        assert_eq!(
            verdict(|p| {
                p.status = Status::Cancelled;
                p.cancel_amount = Decimal::from(900);
            }),
            Verdict::Refunded {
                left: Decimal::from(64_000)
            }
        );
    }

    #[test]
    fn each_binding_is_refused_for_its_own_reason() {
        type Tamper = fn(&mut Payment);
        let cases: [(&str, Tamper); 7] = [
            ("imp_uid", |p| p.imp_uid = imp("imp_2")),
            ("merchant_uid", |p| {
                p.merchant_uid = MerchantUid::parse("M2").unwrap()
            }),
            ("amount", |p| p.amount = Decimal::from(64_899)),
            ("amount", |p| p.amount = Decimal::new(649_001, 1)),
            ("currency", |p| p.currency = "USD".into()),
            ("status", |p| p.status = Status::Unknown("halfpaid".into())),
            ("channel", |p| p.sandbox = Some(false)),
        ];
        for (code, change) in cases {
            match verdict(change) {
                Verdict::Forged(mismatch) => assert_eq!(mismatch.code(), code),
                other => panic!("{code}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_test_payment_never_pays_in_a_live_shop() {
        let live = Expected {
            channels: Channels::Live,
            ..expected()
        };
        assert_eq!(
            judge(&live, &imp("imp_1"), &paid()),
            Verdict::Forged(Mismatch::TestPayment)
        );
        let mut silent = paid();
        silent.sandbox = None;
        assert_eq!(judge(&live, &imp("imp_1"), &silent), Verdict::Settled);
    }

    proptest! {
        #[test]
        fn settled_means_that_everything_matched(
            amount in 0_i64..200_000, uid in "M[12]", imp_uid in "imp_[12]", currency in "KRW|USD|krw",
            status in "ready|paid|failed|cancelled|half", sandbox in proptest::option::of(any::<bool>()),
        ) {
            let mut seen = paid();
            seen.amount = Decimal::from(amount);
            seen.merchant_uid = MerchantUid::parse(&uid).unwrap();
            seen.imp_uid = imp(&imp_uid);
            seen.currency = currency;
            seen.status = Status::from(status);
            seen.sandbox = sandbox;
            let matched = amount == 64_900 && uid == "M1" && imp_uid == "imp_1" && seen.currency == "KRW"
                && seen.status == Status::Paid && sandbox != Some(false);
            prop_assert_eq!(judge(&expected(), &imp("imp_1"), &seen) == Verdict::Settled, matched);
        }
    }
}
