//! The door of the REST API: reads parameters once, lets faults strike, and sees that whatever goes
//! wrong inside still leaves in the envelope.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::sandbox::api::{Fields, Reply};
use crate::sandbox::faults::{Fault, On, Subject, When};
use crate::sandbox::listener::Line;
use crate::sandbox::world::World;

const BODY_LIMIT: usize = 128 * 1024;

pub async fn enter(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let line = parts
        .extensions
        .get::<ConnectInfo<Line>>()
        .map(|ConnectInfo(line)| line.clone());
    let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
        return Reply::error(
            StatusCode::PAYLOAD_TOO_LARGE,
            -1,
            "요청 본문이 너무 큽니다.",
        )
        .into_response();
    };
    let content_type = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let fields = match Fields::read(parts.uri.query().unwrap_or_default(), content_type, &bytes) {
        Ok(fields) => fields,
        Err(reply) => return reply.into_response(),
    };
    let trouble = Trouble::draw(&world, &subject(&world, &parts.uri, &fields));
    tokio::time::sleep(trouble.latency).await;
    if trouble.reset == Some(When::Before) {
        return hang_up(line);
    }
    if let Some(page) = trouble.answer {
        return page;
    }
    parts.extensions.insert(fields);
    let response = next.run(Request::from_parts(parts, Body::empty())).await;
    if trouble.reset == Some(When::After) {
        return hang_up(line);
    }
    if trouble.empty {
        return StatusCode::OK.into_response();
    }
    in_envelope(response)
}

/// The faults that strike one call.
struct Trouble {
    latency: Duration,
    reset: Option<When>,
    answer: Option<Response>,
    empty: bool,
}

impl Trouble {
    fn draw(world: &World, subject: &Subject) -> Self {
        let now = world.clock.now();
        let mut state = world.lock();
        let faults = &mut state.faults;
        let latency = faults.strike(subject, now, |f| {
            if let Fault::RestLatencyMs(ms) = f {
                Some(*ms)
            } else {
                None
            }
        });
        let reset = faults.strike(subject, now, |f| {
            if let Fault::ConnectionReset(when) = f {
                Some(*when)
            } else {
                None
            }
        });
        let status = faults.strike(subject, now, |f| {
            if let Fault::RestStatus(code) = f {
                Some(*code)
            } else {
                None
            }
        });
        let expired = faults.strike(subject, now, |f| {
            matches!(f, Fault::TokenExpired(On)).then_some(())
        });
        let empty = faults.strike(subject, now, |f| {
            matches!(f, Fault::EmptyBody(On)).then_some(())
        });
        Self {
            latency: Duration::from_millis(u64::from(latency.unwrap_or(0))),
            reset,
            answer: status
                .map(error_page)
                .or_else(|| expired.map(|()| Reply::unauthorized().into_response())),
            empty: empty.is_some(),
        }
    }
}

/// What a proxy in front of the real API answers when the API is in trouble.
fn error_page(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let reason = status.canonical_reason().unwrap_or_default();
    let code = status.as_u16();
    let page = format!(
        "<html><head><title>{code} {reason}</title></head><body><h1>{code} {reason}</h1></body></html>\n"
    );
    let mut response = (status, Html(page)).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// Breaks the connection. The answer below is never written.
fn hang_up(line: Option<Line>) -> Response {
    if let Some(line) = line {
        line.cut();
    }
    StatusCode::BAD_GATEWAY.into_response()
}

/// What the call is about: ids in its parameters or in its path.
fn subject(world: &World, uri: &Uri, fields: &Fields) -> Subject {
    let given = |key: &str| fields.text(key).ok().flatten();
    let segments: Vec<String> = uri.path().split('/').map(decoded).collect();
    let state = world.lock();
    if let Some(imp_uid) =
        given("imp_uid").or_else(|| segments.iter().find(|s| s.starts_with("imp_")).cloned())
    {
        return state.subject(&imp_uid);
    }
    let keyword = |segment: &String| {
        matches!(
            segment.as_str(),
            "find" | "findAll" | "prepare" | "external"
        )
    };
    let after = segments
        .iter()
        .position(keyword)
        .and_then(|index| segments.get(index + 1))
        .cloned();
    match given("merchant_uid").or(after) {
        Some(merchant_uid) => state.subject_of_order(&merchant_uid),
        None => Subject::default(),
    }
}

fn decoded(segment: &str) -> String {
    let pair = format!("s={}", segment.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Refusals of the router itself (wrong method, bad path) get the envelope too.
fn in_envelope(response: Response) -> Response {
    let status = response.status();
    let is_json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    if status.is_success() || is_json {
        return response;
    }
    let message = match status {
        StatusCode::METHOD_NOT_ALLOWED => "허용되지 않는 HTTP METHOD입니다.",
        _ => "요청을 처리할 수 없습니다.",
    };
    Reply::error(status, -1, message).into_response()
}
