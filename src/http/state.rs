//! What every request can reach.

use std::{ops::Deref, sync::Arc};

use axum::extract::FromRef;
use axum_extra::extract::cookie::Key;
use leptos::prelude::LeptosOptions;
use metrics_exporter_prometheus::PrometheusHandle;

use super::{csp::Csp, origin::Origin, proxies::TrustedProxies};
use crate::{app::PageContext, checkout::Shop};

/// The server's parts, put together at start.
pub struct AppState {
    pub shop: Shop,
    pub leptos: LeptosOptions,
    /// The same for every page; language and path are filled in for each request.
    pub page: Arc<PageContext>,
    pub csp: Arc<Csp>,
    pub metrics: PrometheusHandle,
    /// Whose word counts about where a request comes from.
    pub proxies: TrustedProxies,
    /// The shop's own address, where `PUBLIC_URL` names it.
    pub canonical: Option<Origin>,
}

/// The same for all requests, each of which holds it several times.
#[derive(Clone)]
pub struct Shared(Arc<AppState>);

impl From<AppState> for Shared {
    fn from(state: AppState) -> Self {
        Self(Arc::new(state))
    }
}

impl Deref for Shared {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.0
    }
}

impl FromRef<Shared> for LeptosOptions {
    fn from_ref(state: &Shared) -> Self {
        state.leptos.clone()
    }
}

impl FromRef<Shared> for Key {
    fn from_ref(state: &Shared) -> Self {
        state.shop.keys().cookies().clone()
    }
}
