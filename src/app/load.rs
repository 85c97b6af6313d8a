//! Reading what a page shows, and what to show when that is refused.

use std::future::Future;

use leptos::{prelude::*, server_fn::ServerFn};

use super::pages::{ErrorPage, NotFound};
use crate::server_fns::error::CallError;

/// The page made of what `read` answers. The document waits for it, so that the page arrives complete.
///
/// Pages are rendered once, on the server, so nothing needs a resource that could be read again, or a boundary
/// that could be filled later: the answer is simply awaited where it stands.
pub fn loaded<T, Fut, V>(
    read: impl FnOnce() -> Fut + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    Fut: Future<Output = Result<T, CallError>> + Send + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        match read().await {
            Ok(content) => show(content).into_any(),
            Err(CallError::NotFound) => NotFound().into_any(),
            Err(_) => ErrorPage().into_any(),
        }
    })
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
