//! Where the goods go, for shops that send to more than one country.

use leptos::prelude::*;

use super::field::FieldError;
use crate::{
    domain::{country::Country, form::Field, lang::Lang},
    i18n::text,
};

/// Nothing where there is nothing to choose.
#[component]
pub fn CountryChoice(
    lang: Lang,
    ship_to: Vec<Country>,
    chosen: String,
    error: Option<String>,
) -> impl IntoView {
    let chosen = Country::from_code(&chosen)
        .filter(|country| ship_to.contains(country))
        .or(ship_to.first().copied());
    (ship_to.len() > 1).then(|| {
        view! {
            <div class="field field-country">
                <label for="field-country">
                    {text(lang, "label-country")}
                    <span class="field-mark field-required" aria-hidden="true">{text(lang, "required-mark")}</span>
                </label>
                <select
                    id="field-country"
                    name="country"
                    autocomplete="shipping country"
                    aria-invalid=error.is_some().then_some("true")
                    aria-describedby="err-country"
                >
                    {ship_to
                        .into_iter()
                        .map(|country| {
                            let selected = chosen == Some(country);
                            view! { <option value=country.code() selected=selected>{country.name(lang)}</option> }
                        })
                        .collect_view()}
                </select>
                <FieldError field=Field::Country error/>
            </div>
        }
    })
}
