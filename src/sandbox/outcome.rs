//! The ways a payment window can end, and the words each failure uses.
//! Korean throughout: error texts are the gateway's raw ones in life too, whatever the window's language.

use serde::{Deserialize, Serialize};

/// An operator's or a test's choice. The names are the buttons' `data-outcome` and the console's `outcome`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Paid,
    /// A virtual account is issued.
    Vbank,
    /// Declined by the gateway.
    Failed,
    LimitExceeded,
    InsufficientBalance,
    BadCard,
    /// The gateway's window cannot open (wrong configuration).
    CannotOpen,
    /// The X or the cancel button.
    CancelledByUser,
    /// Three wrong payment passwords.
    WrongPassword,
    /// The browser dies before approval.
    Abandoned,
    /// The browser dies after approval.
    PaidButLost,
    SlowPaid,
    ToldFailedThoughPaid,
    FailedThenPaidLater,
}

/// What the gateway says when it does not pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The gateway's own code, where it gives one.
    pub code: Option<&'static str>,
    pub reason: String,
}

impl Failure {
    fn new(code: Option<&'static str>, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }
}

impl Outcome {
    /// All of them, in the order of the operator's panel.
    pub const ALL: [Self; 14] = [
        Self::Paid,
        Self::Vbank,
        Self::Failed,
        Self::LimitExceeded,
        Self::InsufficientBalance,
        Self::BadCard,
        Self::WrongPassword,
        Self::CannotOpen,
        Self::CancelledByUser,
        Self::Abandoned,
        Self::PaidButLost,
        Self::SlowPaid,
        Self::ToldFailedThoughPaid,
        Self::FailedThenPaidLater,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Vbank => "vbank",
            Self::Failed => "failed",
            Self::LimitExceeded => "limit_exceeded",
            Self::InsufficientBalance => "insufficient_balance",
            Self::BadCard => "bad_card",
            Self::CannotOpen => "cannot_open",
            Self::CancelledByUser => "cancelled_by_user",
            Self::WrongPassword => "wrong_password",
            Self::Abandoned => "abandoned",
            Self::PaidButLost => "paid_but_lost",
            Self::SlowPaid => "slow_paid",
            Self::ToldFailedThoughPaid => "told_failed_though_paid",
            Self::FailedThenPaidLater => "failed_then_paid_later",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// The gateway's refusal, for the outcomes that are one.
    pub fn failure(self, imp_uid: &str) -> Option<Failure> {
        match self {
            Self::Failed => Some(Failure::new(
                None,
                "[승인거절] 카드사에서 승인을 거절하였습니다.",
            )),
            Self::LimitExceeded => Some(Failure::new(
                Some("8326"),
                "[한도초과] 카드 사용 한도를 초과하였습니다.",
            )),
            Self::InsufficientBalance => Some(Failure::new(
                Some("8350"),
                "[잔액부족] 계좌 잔액이 부족합니다.",
            )),
            Self::BadCard => Some(Failure::new(
                Some("8314"),
                "[카드오류] 유효하지 않은 카드입니다.",
            )),
            Self::WrongPassword => Some(Failure::new(
                Some("8393"),
                "[인증실패] 결제 비밀번호를 3회 잘못 입력하였습니다.",
            )),
            Self::CannotOpen => Some(Failure::new(
                None,
                format!(
                    "F0004:PG사 결제요청에 실패하여 중단합니다.({imp_uid}) [코드: V023] 상점 설정 정보를 확인할 수 없습니다."
                ),
            )),
            Self::CancelledByUser => Some(Failure::new(
                None,
                "[결제포기] 사용자가 결제를 취소하셨습니다",
            )),
            Self::FailedThenPaidLater => Some(Failure::new(
                None,
                "[승인지연] 결제 심사 중 응답을 받지 못하였습니다.",
            )),
            Self::Paid
            | Self::Vbank
            | Self::Abandoned
            | Self::PaidButLost
            | Self::SlowPaid
            | Self::ToldFailedThoughPaid => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for outcome in Outcome::ALL {
            assert_eq!(
                serde_json::json!(outcome),
                serde_json::json!(outcome.name())
            );
            assert_eq!(Outcome::parse(outcome.name()), Some(outcome));
        }
    }
}
