//! The language switch: remembered in a cookie, and with orders placed afterwards.

use leptos::prelude::*;

use super::error::CallError;

/// `lang` is `ko` or `en`; the browser is sent back to the page it came from.
#[server(name = ChooseLanguage, prefix = "/api", endpoint = "language")]
pub async fn choose_language(lang: String) -> Result<(), CallError> {
    use super::support::remember_language;
    let lang = crate::domain::lang::Lang::from_tag(&lang).ok_or(CallError::BadRequest)?;
    remember_language(lang);
    Ok(())
}
