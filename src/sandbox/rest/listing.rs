//! `/payments/status/{status}`: everything in a state within a window of time, in pages.

use std::sync::Arc;

use axum::extract::{Path, State};

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::clock::Moment;
use crate::sandbox::ledger::{Payment, Status};
use crate::sandbox::world::World;

use super::caller::Caller;
use super::paging::{Page, Sorting};
use super::wire;

const WINDOW_SECONDS: i64 = 90 * 86_400;

pub async fn in_status(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(status): Path<String>,
    fields: Fields,
) -> Answer {
    let wanted = match status.as_str() {
        "all" => None,
        other => {
            Some(Status::parse(other).ok_or_else(|| Reply::bad("지원되지 않는 상태값입니다."))?)
        }
    };
    let (page, sorting) = (Page::read(&fields, 1_000)?, Sorting::read(&fields)?);
    let (from, to) = window(&fields, world.clock.now())?;
    let state = world.lock();
    let fits = |payment: &&Payment| {
        wanted.is_none_or(|status| payment.status == status)
            && (from..=to).contains(&column(payment, wanted))
    };
    let mut found: Vec<&Payment> = state.ledger.of_merchant(&merchant).filter(fits).collect();
    sorting.apply(&mut found);
    page.cut(&found, |payment| wire::payment(payment, &world.url))
        .map(Reply::ok)
}

/// From and to in Unix seconds: the last ninety days unless asked otherwise, and never more.
fn window(fields: &Fields, now: Moment) -> Result<(i64, i64), Reply> {
    let to = fields.moment("to")?.unwrap_or(now).seconds();
    let from = fields
        .moment("from")?
        .map_or(to - WINDOW_SECONDS, Moment::seconds);
    if from > to || to - from > WINDOW_SECONDS {
        return Err(Reply::bad(
            "조회기간(from ~ to)은 최대 90일까지 지정할 수 있습니다.",
        ));
    }
    Ok((from, to))
}

/// The time that counts for a state.
fn column(payment: &Payment, status: Option<Status>) -> i64 {
    let moment = match status {
        None | Some(Status::Ready) => Some(payment.started_at),
        Some(Status::Paid) => payment.paid_at,
        Some(Status::Cancelled) => payment.cancels.last().map(|cancel| cancel.at),
        Some(Status::Failed) => payment.failed_at,
    };
    moment.map_or(0, Moment::seconds)
}
