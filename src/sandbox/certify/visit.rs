//! What happens in a verification window.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::sandbox::api::Fields;
use crate::sandbox::certification::{Certification, Person};
use crate::sandbox::clock::Moment;
use crate::sandbox::ledger::Told;
use crate::sandbox::windows::html_page;
use crate::sandbox::windows::words::Lang;
use crate::sandbox::world::World;

use super::finish;
use super::page;

pub async fn show(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Response {
    let lang = Lang::of_browser(&headers);
    let found = world.lock().papers.certification_of_window(&key).cloned();
    match found {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(visited) if finish::told_of(&visited).is_some() => finish::page(&visited, lang),
        Some(visited) => html_page(page::form(lang, &visited, None)),
    }
}

pub async fn act(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let lang = Lang::of_browser(&headers);
    let now = world.clock.now();
    let fields = Fields::from(
        form.into_iter()
            .map(|(k, v)| (k, Value::String(v)))
            .collect::<Map<_, _>>(),
    );
    let mut state = world.lock();
    let Some(visited) = state.papers.certification_of_window_mut(&key) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if finish::told_of(visited).is_none()
        && let Err(message) = decide(visited, &fields, now)
    {
        return html_page(page::form(lang, visited, Some(&message)));
    }
    finish::page(visited, lang)
}

/// The shopper closed the popup: cancelled, unless it had ended.
pub async fn popup_closed(state: State<Arc<World>>, path: Path<String>) -> Response {
    if let Some(visited) = state.lock().papers.certification_of_window_mut(&path) {
        tell(visited, || {
            Told::failure(None, "사용자가 본인인증을 취소하였습니다.")
        });
    }
    finish::told(state, path).await
}

fn decide(visited: &mut Certification, fields: &Fields, now: Moment) -> Result<(), String> {
    match fields.text("outcome").ok().flatten().as_deref() {
        Some("cancelled_by_user") => tell(visited, || {
            Told::failure(None, "사용자가 본인인증을 취소하였습니다.")
        }),
        Some("failed") => tell(visited, || {
            Told::failure(Some("9010"), "본인인증에 실패하였습니다.")
        }),
        Some(_) | None => {
            let person = Person::read(fields)
                .map_err(|reply| reply.message().unwrap_or_default().to_owned())?;
            visited.person = Some(person);
            visited.certify(now);
            tell(visited, || Told::Success);
        }
    }
    Ok(())
}

fn tell(visited: &mut Certification, told: impl FnOnce() -> Told) {
    if let Some(window) = &mut visited.window {
        window.told.get_or_insert_with(told);
    }
}
