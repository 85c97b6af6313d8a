//! Reading what a page shows, and what to show when that is refused.

use std::future::Future;

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    layout::{Footer, Header},
    nothing::{ErrorPage, NotFound},
};
use crate::{
    domain::refused::RefusedForm,
    server_fns::{cart::read_cart, error::CallError, orders::read_refused},
};

/// The whole page made of what `read` answers, with the header's cart and the footer around it. The document
/// waits for it, so that the page arrives complete.
///
/// Pages are rendered once, on the server, so nothing needs a resource that could be read again, or a boundary
/// that could be filled later. And a page is one future that reads one thing after the other: parts that wait
/// beside each other are polled in turn, and one that was handed a database connection meanwhile would keep it
/// without moving, until all connections are held by nobody.
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
        let pieces = read_cart().await.map_or(0, |cart| cart.count);
        let content = match read().await {
            Ok(content) => show(content).into_any(),
            Err(CallError::NotFound) => NotFound().into_any(),
            Err(_) => ErrorPage().into_any(),
        };
        view! {
            <Header pieces/>
            {content}
            <Footer/>
        }
        .into_any()
    })
}

/// What was typed into the form that was refused; nothing if none was.
pub async fn typed_again(refused: Option<CallError>) -> Option<RefusedForm> {
    refused?;
    read_refused().await.ok().flatten()
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
