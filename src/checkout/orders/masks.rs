//! What the order's page tells of its buyer: all of it to the browser that made the order, next to nothing by a link.

use crate::domain::{buyer::Buyer, country::Country, lang::Lang, view::BuyerView};

pub(super) fn plain(buyer: &Buyer, lang: Lang) -> BuyerView {
    BuyerView {
        name: buyer.name.clone(),
        tel: buyer.tel.clone(),
        email: buyer.email.clone(),
        postcode: buyer.postcode.clone(),
        address: buyer.address(),
        country: abroad(buyer, lang),
        memo: buyer.memo.clone(),
    }
}

/// Enough to recognise oneself, too little to learn anything.
pub(super) fn masked(buyer: &Buyer, lang: Lang) -> BuyerView {
    let (local, domain) = buyer.email.split_once('@').unwrap_or((&buyer.email, ""));
    BuyerView {
        name: keep(&buyer.name, 1, 0),
        tel: keep(&buyer.tel, 3, 4),
        email: format!("{}@{domain}", keep(local, 2, 0)),
        postcode: "*****".to_owned(),
        // Of a short one no more than half.
        address: keep(&buyer.addr1, 6.min(buyer.addr1.chars().count() / 2), 0),
        country: abroad(buyer, lang),
        memo: String::new(),
    }
}

fn abroad(buyer: &Buyer, lang: Lang) -> Option<String> {
    (buyer.country != Country::KOREA).then(|| buyer.country.name(lang).to_owned())
}

/// Stars for everything but so many characters at the start and the end; hyphens stay.
pub(super) fn keep(text: &str, start: usize, end: usize) -> String {
    let count = text.chars().count();
    let star = |(i, c): (usize, char)| {
        if i < start || i + end >= count || c == '-' {
            c
        } else {
            '*'
        }
    };
    if count <= start + end {
        "*".repeat(count)
    } else {
        text.chars().enumerate().map(star).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_link_shows_too_little_to_learn_anything() {
        let buyer = Buyer {
            name: "홍길동".into(),
            tel: "010-4242-4242".into(),
            email: "gildong@gmail.com".into(),
            country: Country::KOREA,
            postcode: "01181".into(),
            addr1: "서울시 강남구 신사동 1".into(),
            addr2: "101호".into(),
            memo: "문 앞".into(),
        };
        let seen = masked(&buyer, Lang::Ko);
        assert_eq!(seen.name, "홍**");
        assert_eq!(seen.tel, "010-****-4242");
        assert_eq!(seen.email, "gi*****@gmail.com");
        assert_eq!(seen.address, "서울시 강남*******");
        assert!(seen.memo.is_empty());
    }
}
