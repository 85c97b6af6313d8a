//! Products as they are sold now.

use leptos::prelude::*;

use super::error::CallError;
use crate::domain::view::CatalogueView;

#[server(name = ReadCatalogue, prefix = "/api", endpoint = "catalogue")]
pub async fn read_catalogue() -> Result<CatalogueView, CallError> {
    use super::support::{shop, visitor};
    Ok(shop()?.catalogue(&visitor()?).await?)
}
