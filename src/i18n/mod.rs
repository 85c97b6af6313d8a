//! Everything that is said to shoppers, in Korean and English, and how money and dates are written.
//! Texts live in `texts/{ko,en}/*.ftl` (Fluent) and are compiled in. Pages look words up here and hand
//! finished sentences to islands, so that no dictionary travels to the browser.

mod dates;
mod failures;
mod messages;
mod money;
mod words;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};
use unic_langid::langid;

pub use self::{
    dates::datetime_kst,
    failures::failure,
    messages::{VbankSms, order_name, refund_sms, vbank_sms},
    money::money,
    words::{change, field_problem, method_name, paid_with, receipt_kind},
};
use crate::domain::lang::Lang;

static_loader! {
    static TEXTS = {
        locales: "./src/i18n/texts",
        fallback_language: "ko",
        // Isolation marks around placeables are for bidirectional text; in SMS and order names they are noise.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static KO: LanguageIdentifier = langid!("ko");
static EN: LanguageIdentifier = langid!("en");

fn identifier(lang: Lang) -> &'static LanguageIdentifier {
    match lang {
        Lang::Ko => &KO,
        Lang::En => &EN,
    }
}

/// The text called `id`. Tests prove that every id in use has a text in both languages.
pub fn text(lang: Lang, id: &str) -> String {
    TEXTS.lookup(identifier(lang), id)
}

/// The text called `id` with its placeholders filled in.
pub fn text_with<const N: usize>(
    lang: Lang,
    id: &str,
    args: [(&'static str, FluentValue<'_>); N],
) -> String {
    let args: HashMap<Cow<'static, str>, FluentValue<'_>> = args
        .into_iter()
        .map(|(name, value)| (Cow::Borrowed(name), value))
        .collect();
    TEXTS.lookup_with_args(identifier(lang), id, &args)
}
