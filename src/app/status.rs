//! The HTTP status of a page. The only file of this room with a condition in it: a response exists on the
//! server alone.

/// Answers the request with this status instead of 200.
#[cfg(feature = "ssr")]
pub fn answer_with(status: u16) {
    let response = leptos::prelude::use_context::<leptos_axum::ResponseOptions>();
    if let (Some(response), Ok(status)) = (response, axum::http::StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
pub const fn answer_with(_status: u16) {}
