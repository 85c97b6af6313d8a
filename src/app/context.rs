//! What every page of one request knows: language, place, merchant, shop. Provided by the http room for
//! each request; absent while the routes are listed at start, when defaults do. Every component that asks gets a
//! copy, so what is the same for all requests is shared.

use std::sync::Arc;

use leptos::prelude::*;

use super::policies::Policies;
use crate::domain::{lang::Lang, shop_info::ShopInfo};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageContext {
    pub lang: Lang,
    /// Path of the request, without its query.
    pub path: Arc<str>,
    /// The same with its query: where a form on this page leads back to.
    pub here: Arc<str>,
    /// Where the pages' styles and scripts are, up to the dot.
    pub assets: Arc<str>,
    /// The browser came without a cookie of ours.
    pub newcomer: bool,
    pub test_mode: Option<TestMode>,
    pub sdk: Arc<Sdk>,
    /// Kakao's script, where postcodes can be searched for.
    pub postcode_script: Option<Arc<str>>,
    pub shop: Arc<ShopInfo>,
    pub policies: Arc<Policies>,
}

/// Why no real money moves here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestMode {
    /// The pretend i'mport answers; its console shows and does everything.
    Sandbox { console_url: String },
    /// i'mport's own test channels.
    TestChannels,
}

/// Where the browser gets i'mport's SDK.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sdk {
    pub script_url: String,
    /// The legacy SDK needs jQuery before it.
    pub jquery_url: Option<String>,
}

impl Sdk {
    /// The scripts in the order they have to run in.
    pub fn scripts(&self) -> Vec<String> {
        self.jquery_url
            .iter()
            .chain([&self.script_url])
            .filter(|url| !url.is_empty())
            .cloned()
            .collect()
    }
}

pub fn page_context() -> PageContext {
    use_context().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jquery_comes_before_the_sdk_that_needs_it() {
        let modern = Sdk {
            script_url: "/v1/iamport.js".into(),
            jquery_url: None,
        };
        assert_eq!(modern.scripts(), ["/v1/iamport.js"]);
        let legacy = Sdk {
            script_url: "/js/sdk.js".into(),
            jquery_url: Some("/js/jquery.js".into()),
        };
        assert_eq!(legacy.scripts(), ["/js/jquery.js", "/js/sdk.js"]);
        assert!(Sdk::default().scripts().is_empty());
    }
}
