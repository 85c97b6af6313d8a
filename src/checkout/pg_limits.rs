//! The border to the PGs: what people and products are really called is made into what PGs' windows take. Nothing is
//! refused because a PG could not spell it, and nothing reaches a window that could keep it from opening: quotes, angle
//! brackets, line ends, pictures. The shop's own pages, and what staff reads, keep the originals.

use deunicode::deunicode_char;
use encoding_rs::EUC_KR;

use super::{Channel, Shop, forms::canonical};
use crate::domain::{method::PayMethod, money::Money, pg::Pg};

/// i'mport's lengths (`buyer_name`, `buyer_tel`, `buyer_email`, `buyer_addr`, `buyer_postcode`).
const NAME: usize = 16;
const TEL: usize = 16;
const EMAIL: usize = 64;
const ADDRESS: usize = 128;
const POSTCODE: usize = 8;
/// Marks that every PG takes.
const PLAIN_MARKS: &str = "-_.,()/:";

/// Letters and digits that EUC-KR has, which some PGs still use, other letters in Latin ones, plain marks, single blanks.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut put = |c: char| {
        if c != ' ' || !(plain.is_empty() || plain.ends_with(' ')) {
            plain.push(c);
        }
    };
    for c in canonical(text).chars() {
        if c.is_ascii_alphanumeric() || PLAIN_MARKS.contains(c) {
            put(c);
        } else if matches!(c, '\'' | '’' | '`') {
            // O'Neill is one word.
        } else if c.is_alphanumeric() && is_in_euc_kr(c) {
            put(c);
        } else if c.is_alphabetic() {
            let latin = deunicode_char(c).unwrap_or(" ");
            latin
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
                .for_each(&mut put);
        } else {
            put(' ');
        }
    }
    plain.trim_end().to_owned()
}

fn is_in_euc_kr(c: char) -> bool {
    let mut text = [0; 4];
    let (_, _, is_missing) = EUC_KR.encode(c.encode_utf8(&mut text));
    !is_missing
}

fn cut(text: &str, max: usize) -> String {
    let cut: String = text.chars().take(max).collect();
    cut.trim_end().to_owned()
}

/// `name`: the first product and how many more, or the order's number if nothing of its name can be told.
pub(super) fn order_name(name: &str, order: &str) -> String {
    let name = plain(name);
    if name.chars().any(char::is_alphanumeric) {
        name
    } else {
        order.to_owned()
    }
}

pub(super) fn buyer_name(name: &str) -> String {
    let name = cut(&plain(name), NAME);
    if name.is_empty() {
        "-".to_owned()
    } else {
        name
    }
}

/// Korean numbers with their hyphens, all others as `+` and digits.
pub(super) fn buyer_tel(tel: &str) -> String {
    if tel.starts_with('+') {
        let marks = tel.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        return marks.take(TEL).collect();
    }
    cut(tel, TEL)
}

/// An address that is no plain one is left out: cut or respelt it would be somebody else's.
pub(super) fn buyer_email(email: &str) -> String {
    let plain = email.len() <= EMAIL && email.chars().all(|c| c.is_ascii_graphic());
    if plain && !email.contains(['"', '\'', '<', '>', '\\']) {
        email.to_owned()
    } else {
        String::new()
    }
}

pub(super) fn buyer_addr(address: &str) -> String {
    cut(&plain(address), ADDRESS)
}

/// A long one by its first part, which names the place.
pub(super) fn buyer_postcode(postcode: &str) -> String {
    let postcode = plain(postcode);
    if postcode.chars().count() <= POSTCODE {
        return postcode;
    }
    let first = postcode.split(['-', ' ']).next().unwrap_or_default();
    cut(first, POSTCODE)
}

impl Shop {
    /// The least that the method's PG takes.
    pub(super) fn smallest_payment(&self, method: PayMethod) -> Money {
        let channel = self.channel_of(method);
        let provider = match &channel {
            Channel::Pg(pg) => pg.split('.').next().unwrap_or_default(),
            Channel::Key(_) | Channel::Default => "",
        };
        Pg(provider).smallest_payment(method)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_keep_windows_from_opening_are_made_plain() {
        for (name, told) in [
            ("노르웨이 회전의자", "노르웨이 회전의자"),
            ("\"Norway\" <b>chair</b>", "Norway b chair /b"),
            ("의자\r\n(대)\t", "의자 (대)"),
            ("Crème brûlée 500g", "Creme brulee 500g"),
            ("🥕 당근 10kg 🥕", "당근 10kg"),
            ("O'Neill's tea", "ONeills tea"),
            ("50% 할인 & 무료배송!", "50 할인 무료배송"),
            ("똠방각하 뷁", "똠방각하 뷁"),
            ("a\\b|c;d", "a b c d"),
            (
                "\u{110c}\u{1166}\u{110c}\u{116e} \u{1103}\u{1161}\u{11bc}\u{1100}\u{1173}\u{11ab}",
                "제주 당근",
            ),
            ("e\u{301}clair \u{ad}x", "eclair x"),
            ("  ", ""),
            ("\u{0}\u{200b}", ""),
        ] {
            assert_eq!(plain(name), told, "{name:?}");
        }
        assert_eq!(order_name("✨", "20261128-AAAA"), "20261128-AAAA");
        assert_eq!(order_name("차 -", "1"), "차 -");
    }

    #[test]
    fn pgs_are_told_as_much_as_they_take() {
        assert_eq!(buyer_name("홍길동"), "홍길동");
        assert_eq!(
            buyer_name("Maximilian Ostermann-Bieber"),
            "Maximilian Oster"
        );
        assert_eq!(buyer_name("Anna-Maria Isol von Berg"), "Anna-Maria Isol");
        assert_eq!(buyer_name("Zoë Müller"), "Zoe Muller");
        assert_eq!(buyer_name("张伟"), "Zhang Wei");
        assert_eq!(buyer_name("✨"), "-");
        assert_eq!(buyer_addr(&"가".repeat(241)).chars().count(), 128);
        assert_eq!(buyer_postcode("94043-1351"), "94043");
        assert_eq!(buyer_postcode("SW1A 1AA"), "SW1A 1AA");
        assert_eq!(buyer_tel("+86 138 0013 8000"), "+8613800138000");
        assert_eq!(buyer_tel("010-4242-4242"), "010-4242-4242");
        assert_eq!(buyer_email("a@b.kr"), "a@b.kr");
        assert_eq!(buyer_email("길동@한국.kr"), "");
    }
}
