//! What lies beyond the sandbox: the rest of i'mport's API, named so that nobody mistakes it for a fault.

use axum::http::{StatusCode, Uri};

use crate::sandbox::api::Reply;

/// The first path segments of the API's other areas.
const OUT_OF_SCOPE: &[&str] = &[
    "subscribe",
    "benepia",
    "cvs",
    "kcpquick",
    "naver",
    "payco",
    "paymentwall",
    "partners",
];

/// Any address that no route has.
pub async fn unknown(uri: Uri) -> Reply {
    let mut segments = uri.path().split('/').filter(|segment| !segment.is_empty());
    let area = segments.next().unwrap_or_default();
    let naver = area == "payments" && segments.any(|segment| segment == "naver");
    if naver || OUT_OF_SCOPE.contains(&area) {
        let message = format!("샌드박스가 지원하지 않는 API입니다. ({})", uri.path());
        return Reply::error(StatusCode::NOT_IMPLEMENTED, -1, message);
    }
    Reply::not_found("존재하지 않는 API입니다.")
}
