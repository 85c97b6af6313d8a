//! Why the ledger says no, in i'mport's own words. Clients match on these texts, so they are verbatim
//! where the real ones are known and stand in one place.

use crate::sandbox::money::Amount;

use super::payment::Status;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("이미 결제가 이루어진 거래건입니다.")]
    AlreadyApproved { merchant_uid: String },
    #[error(
        "결제 창 호출에 실패하였습니다. 사전등록된 결제금액({registered})과 요청한 결제금액({asked})이 일치하지 않습니다."
    )]
    PreparedAmount { registered: Amount, asked: Amount },
    #[error(
        "결제 창 호출에 실패하였습니다. 사전등록된 통화({registered})와 요청한 통화({asked})가 일치하지 않습니다."
    )]
    PreparedCurrency { registered: String, asked: String },
    #[error("결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).")]
    PreparedBefore,
    #[error("사전등록된 결제정보가 존재하지 않습니다.")]
    NotPrepared,
    #[error("존재하지 않는 결제정보입니다.")]
    NoSuchPayment,
    #[error("처리할 수 없는 결제상태입니다(현재 상태: {}).", .now.wire())]
    WrongState { now: Status },
    #[error("가상계좌 결제건이 아닙니다.")]
    NotVbank,
    #[error("입금이 거절되었습니다. 입금할 금액은 {expected}입니다.")]
    WrongDeposit { expected: Amount },
    #[error("입금이 거절되었습니다. 입금기한이 지났거나 말소된 가상계좌입니다.")]
    AccountClosed,
    #[error("취소할 결제건이 존재하지 않습니다.")]
    NothingToCancel,
    #[error("이미 전액취소된 주문입니다.")]
    FullyCancelled,
    #[error("취소 가능 잔액이 일치하지 않습니다(요청: {asked}, 실제: {remaining}).")]
    Checksum { asked: Amount, remaining: Amount },
    #[error("결제취소에 실패하였습니다.(requested cancel amount is bigger than cancelable amount)")]
    OverCancel,
    #[error(
        "결제취소에 실패하였습니다.(가상계좌 환불에는 refund_holder, refund_bank, refund_account가 필요합니다.)"
    )]
    RefundAccountMissing,
    #[error("결제취소에 실패하였습니다.(취소사유(reason)는 필수 입력입니다.)")]
    ReasonMissing,
    #[error("결제취소에 실패하였습니다.(면세금액이 취소 가능한 면세금액({left})보다 큽니다.)")]
    TaxFree { left: Amount },
    #[error("결제취소에 실패하였습니다.(부분취소 가능 횟수를 초과하였습니다.)")]
    TooManyCancels,
    #[error("결제취소에 실패하였습니다.(해당거래 취소실패(기취소성공))")]
    RefundedByGateway,
}

impl Refusal {
    /// The envelope's `code`: 1 where i'mport refuses by its own rules, -1 where a gateway does or nothing is found.
    pub fn code(&self) -> i64 {
        match self {
            Self::OverCancel
            | Self::RefundAccountMissing
            | Self::ReasonMissing
            | Self::TaxFree { .. }
            | Self::TooManyCancels
            | Self::RefundedByGateway
            | Self::NoSuchPayment => -1,
            Self::AlreadyApproved { .. }
            | Self::PreparedAmount { .. }
            | Self::PreparedCurrency { .. }
            | Self::PreparedBefore
            | Self::NotPrepared
            | Self::WrongState { .. }
            | Self::NotVbank
            | Self::WrongDeposit { .. }
            | Self::AccountClosed
            | Self::NothingToCancel
            | Self::FullyCancelled
            | Self::Checksum { .. } => 1,
        }
    }
}
