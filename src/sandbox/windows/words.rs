//! The windows' texts in Korean and English. Tests find buttons by these names; they are a contract.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use crate::sandbox::codes::Code;
use crate::sandbox::outcome::Outcome;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Ko,
    En,
}

impl Lang {
    /// The shop's `language` parameter, else the browser's wish, else Korean.
    pub fn choose(asked: Option<&str>, headers: &HeaderMap) -> Self {
        if let Some(asked) = asked {
            return if asked.eq_ignore_ascii_case("ko") {
                Self::Ko
            } else {
                Self::En
            };
        }
        Self::of_browser(headers)
    }

    pub fn of_browser(headers: &HeaderMap) -> Self {
        let wish = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("ko");
        let known = wish
            .split(',')
            .map(str::trim)
            .find_map(|tag| match tag.get(..2) {
                Some("ko") => Some(Self::Ko),
                Some("en") => Some(Self::En),
                Some(_) | None => None,
            });
        known.unwrap_or(Self::Ko)
    }

    pub fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    pub fn words(self) -> &'static Words {
        match self {
            Self::Ko => &KO,
            Self::En => &EN,
        }
    }

    pub fn name(self, row: &Code) -> &'static str {
        match self {
            Self::Ko => row.name,
            Self::En => row.english,
        }
    }

    pub fn outcome(self, outcome: Outcome) -> &'static str {
        match self {
            Self::Ko => outcome_ko(outcome),
            Self::En => outcome_en(outcome),
        }
    }
}

pub struct Words {
    pub close: &'static str,
    pub cancel: &'static str,
    pub next: &'static str,
    pub pay: &'static str,
    pub issue: &'static str,
    pub merchant: &'static str,
    pub product: &'static str,
    pub amount: &'static str,
    pub choose_card: &'static str,
    pub quota: &'static str,
    pub lump_sum: &'static str,
    pub months: &'static str,
    pub easy_pay: &'static str,
    pub without_easy_pay: &'static str,
    pub simple_pay: &'static str,
    pub simple_pay_hint: &'static str,
    pub password: &'static str,
    pub wrong_password: &'static str,
    pub erase: &'static str,
    pub other_ways: &'static str,
    pub isp: &'static str,
    pub isp_password: &'static str,
    pub mpi: &'static str,
    pub card_number: &'static str,
    pub cvc: &'static str,
    pub secure_click: &'static str,
    pub choose_bank: &'static str,
    pub account_password: &'static str,
    pub carrier: &'static str,
    pub phone: &'static str,
    pub auth_code: &'static str,
    pub auth_code_hint: &'static str,
    pub paypal_login: &'static str,
    pub paypal_hint: &'static str,
    pub money: &'static str,
    pub linked_card: &'static str,
    pub pay_with: &'static str,
    pub panel: &'static str,
    pub panel_hint: &'static str,
    pub processing: &'static str,
    pub dead: &'static str,
    pub closing: &'static str,
    pub mark: &'static str,
}

const KO: Words = Words {
    close: "결제창 닫기",
    cancel: "취소",
    next: "다음",
    pay: "결제하기",
    issue: "가상계좌 발급받기",
    merchant: "상점명",
    product: "상품명",
    amount: "결제금액",
    choose_card: "카드사 선택",
    quota: "할부기간",
    lump_sum: "일시불",
    months: "개월",
    easy_pay: "간편결제",
    without_easy_pay: "사용 안 함",
    simple_pay: "간편결제 비밀번호",
    simple_pay_hint: "카드사에 등록한 결제 비밀번호 6자리를 입력하세요. 샌드박스에서는 000000만 틀린 번호입니다.",
    password: "결제 비밀번호 6자리",
    wrong_password: "결제 비밀번호가 일치하지 않습니다.",
    erase: "지우기",
    other_ways: "다른 인증 방식",
    isp: "ISP 인증 결제",
    isp_password: "ISP 인증서 비밀번호",
    mpi: "일반 결제 (MPI)",
    card_number: "카드번호",
    cvc: "CVC",
    secure_click: "안심클릭 비밀번호",
    choose_bank: "은행 선택",
    account_password: "계좌 비밀번호 4자리",
    carrier: "통신사",
    phone: "휴대폰 번호",
    auth_code: "인증번호",
    auth_code_hint: "샌드박스에서는 어떤 6자리 숫자도 맞습니다.",
    paypal_login: "PayPal 이메일",
    paypal_hint: "샌드박스 계정으로 로그인되어 있습니다.",
    money: "머니·포인트",
    linked_card: "연결된 카드",
    pay_with: "결제수단",
    panel: "샌드박스: 결과 고르기",
    panel_hint: "버튼 하나로 원하는 결과를 만듭니다. 실제 돈은 움직이지 않습니다.",
    processing: "처리 중입니다…",
    dead: "브라우저가 종료된 것처럼 이 창은 더 이상 응답하지 않습니다.",
    closing: "결제가 끝났습니다. 이 창은 닫아도 됩니다.",
    mark: "테스트 결제",
};

const EN: Words = Words {
    close: "Close payment window",
    cancel: "Cancel",
    next: "Next",
    pay: "Pay",
    issue: "Get a virtual account",
    merchant: "Merchant",
    product: "Item",
    amount: "Amount",
    choose_card: "Choose a card company",
    quota: "Instalments",
    lump_sum: "Pay in full",
    months: "months",
    easy_pay: "Easy-pay",
    without_easy_pay: "None",
    simple_pay: "Simple pay password",
    simple_pay_hint: "Type the 6-digit payment password you registered. In the sandbox only 000000 is wrong.",
    password: "6-digit payment password",
    wrong_password: "The payment password is wrong.",
    erase: "Erase",
    other_ways: "Other ways to authenticate",
    isp: "Pay with ISP certificate",
    isp_password: "ISP certificate password",
    mpi: "Pay with card number (MPI)",
    card_number: "Card number",
    cvc: "CVC",
    secure_click: "Secure click password",
    choose_bank: "Choose a bank",
    account_password: "4-digit account password",
    carrier: "Carrier",
    phone: "Mobile number",
    auth_code: "Verification code",
    auth_code_hint: "In the sandbox any six digits are right.",
    paypal_login: "PayPal email",
    paypal_hint: "You are logged in with a sandbox account.",
    money: "Money or points",
    linked_card: "Linked card",
    pay_with: "Pay with",
    panel: "Sandbox: choose the outcome",
    panel_hint: "One button, one outcome. No real money moves.",
    processing: "Processing…",
    dead: "As if the browser had died, this window does not answer any more.",
    closing: "The payment is over. You may close this window.",
    mark: "Test payment",
};

fn outcome_ko(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Paid => "결제 성공",
        Outcome::Vbank => "가상계좌 발급",
        Outcome::Failed => "승인 거절",
        Outcome::LimitExceeded => "한도 초과",
        Outcome::InsufficientBalance => "잔액 부족",
        Outcome::BadCard => "카드 오류",
        Outcome::WrongPassword => "비밀번호 3회 오류",
        Outcome::CannotOpen => "결제창 호출 실패",
        Outcome::CancelledByUser => "사용자 취소",
        Outcome::Abandoned => "승인 전 브라우저 종료",
        Outcome::PaidButLost => "승인 후 브라우저 종료",
        Outcome::SlowPaid => "느린 승인",
        Outcome::ToldFailedThoughPaid => "승인되었지만 실패로 안내",
        Outcome::FailedThenPaidLater => "실패 후 나중에 승인",
    }
}

fn outcome_en(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Paid => "Approve payment",
        Outcome::Vbank => "Issue virtual account",
        Outcome::Failed => "Decline payment",
        Outcome::LimitExceeded => "Limit exceeded",
        Outcome::InsufficientBalance => "Insufficient balance",
        Outcome::BadCard => "Bad card",
        Outcome::WrongPassword => "Wrong password three times",
        Outcome::CannotOpen => "Window cannot open",
        Outcome::CancelledByUser => "Cancelled by user",
        Outcome::Abandoned => "Browser dies before approval",
        Outcome::PaidButLost => "Browser dies after approval",
        Outcome::SlowPaid => "Slow approval",
        Outcome::ToldFailedThoughPaid => "Approved but told failed",
        Outcome::FailedThenPaidLater => "Failed, approved later",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_then_the_browser_chooses_the_language() {
        let mut headers = HeaderMap::new();
        assert_eq!(Lang::choose(None, &headers), Lang::Ko);
        headers.insert(
            ACCEPT_LANGUAGE,
            axum::http::HeaderValue::from_static("fr,en-GB;q=0.8,ko;q=0.5"),
        );
        assert_eq!(Lang::choose(None, &headers), Lang::En);
        assert_eq!(Lang::choose(Some("ko"), &headers), Lang::Ko);
    }
}
