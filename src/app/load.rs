//! Reading what a page shows, and what to show when that is refused.

use std::future::Future;

use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use super::pages::{ErrorPage, NotFound};
use crate::server_fns::error::CallError;

/// The page made of what `read` answers. Waits for the answer, so that the page arrives complete.
pub fn loaded<T, Fut, V>(
    read: impl Fn() -> Fut + Send + Sync + 'static,
    show: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = Result<T, CallError>> + Send + 'static,
    V: IntoView + 'static,
{
    let answer = Resource::new_blocking(|| (), move |()| read());
    view! {
        <Suspense>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match answer.await {
                        Ok(content) => show(content).into_any(),
                        Err(CallError::NotFound) => NotFound().into_any(),
                        Err(_) => ErrorPage().into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

/// Why the last plain form post to `S` was refused: a browser without JavaScript was sent back with the
/// reason in the address.
pub fn refusal<S>() -> Option<CallError>
where
    S: ServerFn<Error = CallError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    ServerAction::<S>::new().value().get_untracked()?.err()
}
