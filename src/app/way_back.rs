//! Where a plain form leads back to when it is refused.

use leptos::prelude::*;

use super::context::page_context;

/// The page that it stands on, as a field of the form: privacy settings take it out of the header that would say so.
#[component]
pub fn WayBack() -> impl IntoView {
    view! { <input type="hidden" name="back" value=page_context().here.to_string()/> }
}
