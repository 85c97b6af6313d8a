//! For addresses that are no route.

use std::future::ready;

use leptos::prelude::*;

use crate::{app::load::loaded, server_fns::error::CallError};

#[component]
pub fn MissingPage() -> impl IntoView {
    loaded(|| ready(Err::<(), _>(CallError::NotFound)), |()| ())
}
