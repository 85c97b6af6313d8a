//! Turns what i'mport and the PGs say about a failed payment into plain words with a next action. Their
//! texts have no catalogue and differ by PG, so they are recognised by the words that recur in them;
//! what is not recognised gets a sentence that is true of every failure.

use super::text;
use crate::domain::lang::Lang;

/// The first row that has a word in the raw text wins: causes stand before the mere fact of stopping.
const CAUSES: [(&str, &[&str]); 10] = [
    ("failed-limit", &["한도", "LIMIT"]),
    (
        "failed-balance",
        &["잔액", "잔고", "BALANCE", "INSUFFICIENT"],
    ),
    ("failed-password", &["비밀번호", "PASSWORD"]),
    ("failed-stock", &["고객사 요청에 의해"]),
    ("failed-already", &["이미 결제", "이미 승인", "F1002"]),
    ("failed-maintenance", &["점검", "장애", "MAINTENANCE"]),
    (
        "failed-timeout",
        &[
            "시간 초과",
            "시간초과",
            "시간이 경과",
            "TIMEOUT",
            "TIMED OUT",
        ],
    ),
    (
        "failed-card",
        &[
            "카드번호",
            "카드 번호",
            "유효기간",
            "유효하지 않은",
            "거래정지",
            "정지된 카드",
            "분실",
            "도난",
            "CVC",
        ],
    ),
    (
        "failed-window",
        &[
            "F0004",
            "F1001",
            "F500",
            "결제 창 호출",
            "등록된 PG",
            "등록되지 않은 PG",
        ],
    ),
    (
        "failed-stopped",
        &["F0005", "중단", "취소", "결제포기", "CANCEL"],
    ),
];

/// Why the payment failed and what to do next, in the shopper's language.
pub fn failure(lang: Lang, raw: Option<&str>) -> String {
    let raw = raw.unwrap_or_default().to_uppercase();
    let cause = CAUSES
        .iter()
        .find(|(_, words)| words.iter().any(|word| raw.contains(word)));
    text(lang, cause.map_or("failed-other", |(id, _)| id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_payment_companies_say_becomes_a_next_action() {
        for (raw, id) in [
            ("[결제승인실패] 한도초과", "failed-limit"),
            ("F400: 카드 잔액이 부족합니다.", "failed-balance"),
            (
                "F0005:결제가 중단되었습니다(imp_1).01 | 비밀번호 오류 3회",
                "failed-password",
            ),
            (
                "고객사 요청에 의해 결제를 중단합니다. (상세사유 : 재고 부족)",
                "failed-stock",
            ),
            ("이미 결제가 이루어진 거래건입니다.", "failed-already"),
            ("은행 시스템 점검 시간입니다", "failed-maintenance"),
            ("결제 시간 초과", "failed-timeout"),
            ("유효하지 않은 카드번호입니다", "failed-card"),
            (
                "F0004:PG사 결제요청에 실패하여 중단합니다.(imp_1) [코드: V023]",
                "failed-window",
            ),
            (
                "[결제포기] 사용자가 결제를 취소하셨습니다",
                "failed-stopped",
            ),
            ("payment cancelled", "failed-stopped"),
            ("E0071", "failed-other"),
            ("", "failed-other"),
        ] {
            assert_eq!(failure(Lang::Ko, Some(raw)), text(Lang::Ko, id), "{raw}");
        }
        assert_eq!(failure(Lang::En, None), text(Lang::En, "failed-other"));
    }
}
