//! Phone numbers: Korean ones by the numbering plan of today, all others by the ITU's.

use phonenumber::{Mode, country};

use super::canonical::canonical;

/// Korean numbers with or without hyphens, foreign ones with `+` and country code; as people write them there.
pub(in crate::checkout) fn tel(typed: &str) -> Option<String> {
    let typed = canonical(typed);
    let plain = typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.' | '/'));
    if !plain {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if let Some(national) = national(&typed, &digits) {
        return korean(&national);
    }
    let international = format!("+{}", digits.strip_prefix("00").unwrap_or(&digits));
    let number = phonenumber::parse(None::<country::Id>, &international).ok()?;
    phonenumber::is_valid(&number).then(|| number.format().mode(Mode::International).to_string())
}

/// The digits as dialled in Korea, if it is a Korean number.
fn national(typed: &str, digits: &str) -> Option<String> {
    let abroad = typed.starts_with('+') || digits.starts_with("00");
    let Some(rest) = digits.trim_start_matches('0').strip_prefix("82") else {
        return (!abroad).then(|| digits.to_owned());
    };
    // Some leave the + out, some the 0 in.
    if abroad || digits.starts_with("8210") {
        let rest = rest.trim_start_matches('0');
        return Some(if rest.starts_with('1') && rest.len() == 8 {
            rest.to_owned()
        } else {
            format!("0{rest}")
        });
    }
    Some(digits.to_owned())
}

/// A Korean number with its hyphens.
fn korean(digits: &str) -> Option<String> {
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let (prefix, rest) = match digits {
        // 1588-1234 and the like have no prefix.
        _ if digits.len() == 8 && ["15", "16", "18"].iter().any(|it| digits.starts_with(it)) => {
            return Some(format!("{}-{}", &digits[..4], &digits[4..]));
        }
        _ if digits.starts_with("02") => digits.split_at(2),
        // Numbers that stand in for others, and that follow their owner.
        _ if digits.starts_with("050") || digits.starts_with("0303") => {
            digits.split_at_checked(4)?
        }
        _ => digits.split_at_checked(3)?,
    };
    let fits = match prefix {
        // Older mobile prefixes ended with their networks.
        "010" | "070" => rest.len() == 8,
        "02" | "031" | "032" | "033" | "041" | "042" | "043" | "044" | "051" | "052" | "053"
        | "054" | "055" | "061" | "062" | "063" | "064" => {
            (7..=8).contains(&rest.len()) && !rest.starts_with('0')
        }
        "080" | "0303" => (7..=8).contains(&rest.len()),
        _ if prefix.starts_with("050") => {
            matches!(prefix.as_bytes()[3], b'2'..=b'8') && (7..=8).contains(&rest.len())
        }
        _ => false,
    };
    let (exchange, line) = rest.split_at_checked(rest.len().checked_sub(4)?)?;
    fits.then(|| format!("{prefix}-{exchange}-{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_numbers_follow_the_plan_of_today() {
        for (typed, read) in [
            ("01042424242", Some("010-4242-4242")),
            ("010-4242-4242", Some("010-4242-4242")),
            ("010 4242 4242", Some("010-4242-4242")),
            ("010.4242.4242", Some("010-4242-4242")),
            ("(010) 4242-4242", Some("010-4242-4242")),
            ("+82 10-4242-4242", Some("010-4242-4242")),
            ("+82 (0)10-4242-4242", Some("010-4242-4242")),
            ("0082 10 4242 4242", Some("010-4242-4242")),
            ("821042424242", Some("010-4242-4242")),
            ("０１０－４２４２－４２４２", Some("010-4242-4242")),
            ("010–4242–4242", Some("010-4242-4242")),
            ("010\u{a0}4242\u{200b}4242", Some("010-4242-4242")),
            ("02-123-4567", Some("02-123-4567")),
            ("0212345678", Some("02-1234-5678")),
            ("0201234567", None),
            ("0222345678", Some("02-2234-5678")),
            ("031-234-5678", Some("031-234-5678")),
            ("0504-1234-5678", Some("0504-1234-5678")),
            ("05041234567", Some("0504-123-4567")),
            ("070-1234-5678", Some("070-1234-5678")),
            ("080-123-4567", Some("080-123-4567")),
            ("1588-1234", Some("1588-1234")),
            ("+82 1588-1234", Some("1588-1234")),
            ("010-123-4567", None),
            ("010-1234-56789", None),
            ("011-234-5678", None),
            ("0501-1234-5678", None),
            ("039-234-5678", None),
            ("1234", None),
            ("010-4242-42", None),
            ("0", None),
            ("", None),
            ("전화없음", None),
            ("010-4242-424a", None),
        ] {
            assert_eq!(tel(typed).as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn numbers_of_all_countries_are_taken() {
        for (typed, read) in [
            ("+1 650 253 0000", "+1 650-253-0000"),
            ("001 650 253 0000", "+1 650-253-0000"),
            ("+86 138 0013 8000", "+86 138 0013 8000"),
            ("+81 90-1234-5678", "+81 90-1234-5678"),
            ("+49 1512 3456789", "+49 1512 3456789"),
            ("+55 11 91234-5678", "+55 11 91234-5678"),
            ("+44 7400 123456", "+44 7400 123456"),
            ("+84 912 345 678", "+84 912 345 678"),
            ("+62 812-3456-7890", "+62 812-3456-7890"),
            ("+52 222 123 4567", "+52 222 123 4567"),
            ("+976 8812 3456", "+976 8812 3456"),
        ] {
            assert_eq!(tel(typed).as_deref(), Some(read), "{typed}");
        }
        for typed in ["+1 650 253", "+999 1234 5678", "+", "++1", "1 650 253 0000"] {
            assert_eq!(tel(typed), None, "{typed}");
        }
    }
}
