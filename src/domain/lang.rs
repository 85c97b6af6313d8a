//! The two languages of the shop and how a browser's wish picks one.

use std::cmp::Reverse;

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

    /// The best of our languages for what `Accept-Language` says (RFC 9110, 12.5.4); several lines are joined by commas.
    /// A browser that wants neither gets English, one that says nothing gets Korean. Of two that are wanted alike the
    /// first one counts. What does not follow the grammar is passed over.
    pub fn negotiate(accept_language: &str) -> Self {
        let ranges: Vec<Range<'_>> = accept_language
            .split(',')
            .filter_map(Range::parse)
            .collect();
        if ranges.is_empty() {
            return Self::default();
        }
        let mut wanted: Vec<_> = Self::ALL
            .into_iter()
            .filter_map(|lang| {
                // The range that names a language counts before the one that names any.
                let named = ranges
                    .iter()
                    .enumerate()
                    .filter(|(_, range)| range.names(lang));
                let named = named.max_by_key(|(at, range)| (range.weight, Reverse(*at)));
                let any = || {
                    ranges
                        .iter()
                        .enumerate()
                        .find(|(_, range)| range.tag == "*")
                };
                let (at, range) = named.or_else(any)?;
                (range.weight > 0).then_some((Reverse(range.weight), at, lang))
            })
            .collect();
        wanted.sort_by_key(|(weight, at, _)| (*weight, *at));
        let refuses = |lang| ranges.iter().any(|it| it.names(lang) && it.weight == 0);
        let neither = if refuses(Self::En) && !refuses(Self::Ko) {
            Self::Ko
        } else {
            Self::En
        };
        wanted.first().map_or(neither, |(_, _, lang)| *lang)
    }
}

/// A member of `Accept-Language`.
struct Range<'h> {
    tag: &'h str,
    /// In thousandths.
    weight: u16,
}

impl<'h> Range<'h> {
    fn parse(member: &'h str) -> Option<Self> {
        let (tag, parameters) = member.split_once(';').unwrap_or((member, ""));
        let tag = tag.trim();
        let weights = parameters
            .split(';')
            .filter_map(|parameter| parameter.split_once('='));
        let mut weights = weights.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
        let weight = match weights.next() {
            Some((_, weight)) => weight_of(weight.trim())?,
            None => 1_000,
        };
        let is_tag = tag == "*"
            || (!tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        is_tag.then_some(Self { tag, weight })
    }

    fn names(&self, lang: Lang) -> bool {
        self.tag != "*" && Lang::from_tag(self.tag) == Some(lang)
    }
}

/// `0.8`: one digit and at most three decimals, between 0 and 1.
fn weight_of(value: &str) -> Option<u16> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let plain = decimals.len() <= 3 && decimals.chars().all(|c| c.is_ascii_digit());
    if !matches!(whole, "0" | "1") || !plain {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    let weight = if whole == "1" {
        1_000 + decimals
    } else {
        decimals
    };
    (weight <= 1_000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_picks_the_language() {
        for (header, lang) in [
            ("", Lang::Ko),
            ("  ", Lang::Ko),
            ("ko-KR,ko;q=0.9,en-US;q=0.8", Lang::Ko),
            ("en-US,en;q=0.9,ko;q=0.8", Lang::En),
            ("fr,ko;q=0.4,en;q=0.3", Lang::Ko),
            ("ja", Lang::En),
            ("ko;q=0, en;q=0.1", Lang::En),
            ("ko; q=0.9, en; q=0.7", Lang::Ko),
            ("en ; q = 0.7 ,\tko ; q = 0.9", Lang::Ko),
            ("en;Q=0.7,ko;Q=0.9", Lang::Ko),
            ("KO-kr", Lang::Ko),
            ("en;q=0.3,KO;q=0.301", Lang::Ko),
            ("*", Lang::Ko),
            ("en;q=0.5,*;q=0.8", Lang::Ko),
            ("ko;q=0,*", Lang::En),
            ("ko;q=0,en;q=0", Lang::En),
            ("en;q=0", Lang::Ko),
            ("fr,en;q=0.0", Lang::Ko),
            ("en, é", Lang::En),
            ("fr,*;q=0", Lang::En),
            ("en,ko", Lang::En),
            ("ko,en", Lang::Ko),
            ("en-US;q=0.2,ko;q=0.5,en;q=0.9", Lang::En),
            ("kok,en;q=0.1", Lang::En),
            ("ko;q=1.001,en;q=0.1", Lang::En),
            ("ko;q=0.1234,en;q=0.1", Lang::En),
            ("ko;q=,en;q=0.1", Lang::En),
            ("ko;q=-1,en;q=0.1", Lang::En),
            ("ko;level=1;q=0.9,en;q=0.8", Lang::Ko),
            ("en;q=0.,ko;q=1.", Lang::Ko),
            (",,,ko,,", Lang::Ko),
            (";;;,=,q=", Lang::Ko),
        ] {
            assert_eq!(Lang::negotiate(header), lang, "{header:?}");
        }
    }
}
