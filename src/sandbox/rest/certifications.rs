//! `/certifications`: who somebody is, as a telephone company confirmed it. The code arrives in the
//! sandbox's inbox as the text message that a real person would get.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Fields, Reply};
use crate::sandbox::certification::{Certification, Person};
use crate::sandbox::inbox::Message;
use crate::sandbox::state;
use crate::sandbox::world::World;

use super::caller::Caller;

pub async fn show(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let state = world.lock();
    let found = state
        .papers
        .certification(&imp_uid)
        .filter(|found| found.merchant == merchant && found.is_certified());
    found
        .map(|found| Reply::ok(wire(found)))
        .ok_or_else(no_such)
}

pub async fn delete(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let mut state = world.lock();
    if state
        .papers
        .certification(&imp_uid)
        .is_none_or(|found| found.merchant != merchant)
    {
        return Err(no_such());
    }
    let gone = state
        .papers
        .delete_certification(&imp_uid)
        .ok_or_else(no_such)?;
    Ok(Reply::ok(wire(&gone)))
}

/// Checks the person's data and sends a code of six digits.
pub async fn request_otp(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    fields: Fields,
) -> Answer {
    let person = Person::read(&fields)?;
    let merchant_uid = fields.short("merchant_uid", 40)?;
    let now = world.clock.now();
    let mut guard = world.lock();
    let state::State {
        papers, ids, inbox, ..
    } = &mut *guard;
    let otp = ids.digits(6);
    let text = format!(
        "[{}] 본인인증 인증번호는 {otp}입니다.",
        fields
            .text("company")?
            .unwrap_or_else(|| "샌드박스".to_owned())
    );
    let to = person.phone.clone();
    let certification =
        Certification::requested(&merchant, merchant_uid, Some(person), Some(otp), ids, now);
    let imp_uid = certification.imp_uid.clone();
    papers.keep_certification(certification);
    inbox.receive(
        Message {
            id: 0,
            at: 0,
            kind: "sms".to_owned(),
            to,
            subject: None,
            text,
        },
        now,
    );
    Ok(Reply::ok(json!({"imp_uid": imp_uid})))
}

pub async fn confirm_otp(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
    fields: Fields,
) -> Answer {
    let otp = fields
        .short("otp", 6)?
        .ok_or_else(|| Reply::bad("otp 파라메터가 누락되었습니다."))?;
    let now = world.clock.now();
    let mut state = world.lock();
    let found = state
        .papers
        .certification_mut(&imp_uid)
        .filter(|found| found.merchant == merchant);
    let certification = found.ok_or_else(no_such)?;
    certification.confirm(&otp, now).map_err(Reply::bad)?;
    Ok(Reply::ok(wire(certification)))
}

fn no_such() -> Reply {
    Reply::not_found("인증결과가 존재하지 않습니다.")
}

fn wire(certification: &Certification) -> Value {
    let person = certification.person.as_ref();
    json!({
        "imp_uid": certification.imp_uid,
        "merchant_uid": certification.merchant_uid,
        "pg_tid": certification.pg_tid,
        "pg_provider": certification.pg_provider,
        "name": person.map(|person| &person.name),
        "gender": person.map(|person| &person.gender),
        "birthday": person.map(|person| &person.birthday),
        "foreigner": person.is_some_and(|person| person.foreigner),
        "foreigner_v2": person.map(|person| person.foreigner),
        "phone": person.map(|person| &person.phone),
        "carrier": person.map(|person| &person.carrier),
        "certified": certification.is_certified(),
        "certified_at": certification.certified_at.map_or(0, |at| at.seconds()),
        "unique_key": certification.unique_key,
        "unique_in_site": certification.unique_in_site,
        "origin": certification.origin,
    })
}
