//! The two languages of the shop and how a browser's wish picks one.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Ko,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The BCP 47 tag, as in `<html lang>` and in the payment window's `language`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).trim();
        Self::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4); a browser that
    /// wants neither gets English, one that says nothing gets Korean.
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        let Some(header) = accept_language.filter(|h| !h.trim().is_empty()) else {
            return Self::default();
        };
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let (tag, weight) = match range.split_once(";q=") {
                Some((tag, q)) => (tag, q.trim().parse().unwrap_or(0.0)),
                None => (range, 1.0),
            };
            let Some(lang) = Self::from_tag(tag.trim()) else {
                continue;
            };
            if weight > 0.0 && best.is_none_or(|(q, _)| weight > q) {
                best = Some((weight, lang));
            }
        }
        best.map_or(Self::En, |(_, lang)| lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_picks_the_language() {
        for (header, lang) in [
            (None, Lang::Ko),
            (Some(""), Lang::Ko),
            (Some("ko-KR,ko;q=0.9,en-US;q=0.8"), Lang::Ko),
            (Some("en-US,en;q=0.9,ko;q=0.8"), Lang::En),
            (Some("fr,ko;q=0.4,en;q=0.3"), Lang::Ko),
            (Some("ja"), Lang::En),
            (Some("ko;q=0, en;q=0.1"), Lang::En),
            (Some(";;;,=,q="), Lang::En),
        ] {
            assert_eq!(Lang::negotiate(header), lang, "{header:?}");
        }
    }
}
