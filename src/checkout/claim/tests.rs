use super::*;

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
