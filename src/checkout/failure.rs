//! Tells a shopper's own cancel from a failure, so that nobody who closed the window is shown an error.

/// PGs word it in their own ways; these are the words of the common ones.
const CANCEL_WORDS: [&str; 8] = [
    "결제포기",
    "사용자가 결제를 취소",
    "사용자 취소",
    "사용자취소",
    "결제를 취소하",
    "결제가 취소되었",
    "PAY_PROCESS_CANCELED",
    "user cancel",
];

/// Whether a PG's reason says that the shopper closed or cancelled the window.
pub(super) fn is_shoppers_cancel(reason: &str) -> bool {
    CANCEL_WORDS.iter().any(|word| reason.contains(word)) || reason.to_lowercase().contains("cancelled by user")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_window_is_told_from_a_declined_card() {
        for (reason, cancel) in [
            ("[결제포기] 사용자가 결제를 취소하셨습니다", true),
            ("F0005:결제가 중단되었습니다(imp_1).01 | 사용자가 결제를 취소 하였습니다.", true),
            ("사용자가 결제를 취소하였습니다.", true),
            ("[PAY_PROCESS_CANCELED] 사용자가 결제를 취소했습니다.", true),
            ("한도초과", false),
            ("카드번호 오류", false),
            ("", false),
        ] {
            assert_eq!(is_shoppers_cancel(reason), cancel, "{reason}");
        }
    }
}
