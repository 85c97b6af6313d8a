//! One way to write for whatever was typed, pasted or filled in. Korean keyboards type wide digits, a Mac stores Hangul in
//! pieces, chat programs put marks in between that nobody sees: people mean the same by all of it.

use unicode_normalization::UnicodeNormalization;

/// Composed (NFC); letters, digits and marks as narrow as they come; any blank a plain one, one at a time, none at the
/// ends; any hyphen a plain one; nothing that cannot be seen. Control characters stay, for the fields to refuse.
pub(in crate::checkout) fn canonical(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut before = None;
    for c in typed.nfc() {
        let Some(c) = plain(c, before) else { continue };
        before = Some(c);
        if c == ' ' && (text.is_empty() || text.ends_with(' ')) {
            continue;
        }
        text.push(c);
    }
    text.truncate(text.trim_end().len());
    // Pieces may have come together only now.
    text.nfc().collect()
}

/// Without hyphens and blanks between the digits.
pub(in crate::checkout) fn marks(typed: &str) -> String {
    canonical(typed)
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .collect()
}

/// `None` for what cannot be seen.
fn plain(c: char, before: Option<char>) -> Option<char> {
    Some(match c {
        '\t' | '\r' | '\n' => ' ',
        // Wide forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + u32::from('!'))?,
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{30fc}'
            if c != '\u{30fc}' || before.is_some_and(|before| before.is_ascii_digit()) =>
        {
            '-'
        }
        // Zero-width joiners belong to some scripts, and hold pictures of people together.
        '\u{200c}' | '\u{200d}' => before.filter(|before| takes_joiners(*before)).map(|_| c)?,
        c if is_unseen(c) => return None,
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

fn is_unseen(c: char) -> bool {
    matches!(c,
        // Soft hyphen, joiners, directions, marks for layout.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        // Letters of Hangul and Braille that are blank.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}'
        // Variations and tags.
        | '\u{fe00}'..='\u{fe0e}' | '\u{e0000}'..='\u{e0fff}' | '\u{1d173}'..='\u{1d17a}')
}

fn takes_joiners(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{dff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_mean_alike_is_written_alike() {
        for (typed, written) in [
            ("홍길동", "홍길동"),
            ("  홍\u{a0}길\u{3000}동\t", "홍 길 동"),
            (
                "\u{1112}\u{1169}\u{11bc}\u{1100}\u{1175}\u{11af}\u{1103}\u{1169}\u{11bc}",
                "홍길동",
            ),
            ("홍\u{200b}길\u{200d}동\u{feff}", "홍길동"),
            ("０１０－４２４２－４２４２", "010-4242-4242"),
            ("010–4242—4242", "010-4242-4242"),
            ("010\u{2011}4242\u{2212}4242", "010-4242-4242"),
            ("010ー4242ー4242", "010-4242-4242"),
            ("コーヒー", "コーヒー"),
            ("\u{202e}010\u{202c}4242", "0104242"),
            ("Ｋｉｍ　（주）", "Kim (주)"),
            ("Zoe\u{308}", "Zoë"),
            ("a  \r\n b", "a b"),
            ("\u{3164}\u{200b} \u{2800}", ""),
            ("1\u{ad}2\u{fe0f}", "12\u{fe0f}"),
            ("👨\u{200d}👩", "👨\u{200d}👩"),
            ("\u{1112}\u{200b}\u{1161}", "하"),
            ("a\u{7}b", "a\u{7}b"),
        ] {
            assert_eq!(canonical(typed), written, "{typed:?}");
            assert_eq!(canonical(written), written, "{written:?}: once is enough");
        }
        assert_eq!(marks(" 123–45\u{a0}67890 "), "1234567890");
    }
}
