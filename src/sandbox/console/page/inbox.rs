//! Text messages and mail that the shop would have sent.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::html;

use crate::sandbox::clock::Moment;
use crate::sandbox::inbox::Message;
use crate::sandbox::world::World;

use super::layout::{self, Tab};
use super::words;

pub async fn page(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    let state = world.lock();
    let messages: Vec<&Message> = state.inbox.list(None).collect();
    layout::render(&headers, Tab::Messages, |lang| {
        let words = words::of(lang);
        html! {
            h1 { (words.messages) }
            @if messages.is_empty() { p { (words.nothing) } }
            @for message in &messages {
                article class="message" {
                    p class="meta" {
                        (message.kind) " · " (words.to) " " strong { (message.to) } " · "
                        time { (Moment::from_seconds(message.at).map(Moment::kst).unwrap_or_default()) }
                    }
                    @if let Some(subject) = &message.subject { h2 { (subject) } }
                    p class="text" { (message.text) }
                }
            }
        }
    })
}
