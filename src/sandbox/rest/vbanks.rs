//! `/vbanks`: virtual accounts without a window, by the shop's server alone.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::json;

use crate::sandbox::api::{self, Answer, Fields, Reply};
use crate::sandbox::codes;
use crate::sandbox::gateway::Device;
use crate::sandbox::ledger::{Account, Asked, Opening, Refusal};
use crate::sandbox::merchant::{Channel, Merchant};
use crate::sandbox::state;
use crate::sandbox::webhooks;
use crate::sandbox::world::World;

use super::caller::Caller;
use super::payments::owned;
use super::wire;

/// Gateways that issue accounts by API.
const ISSUERS: &[&str] = &[
    "settle",
    "nice",
    "nice_v2",
    "html5_inicis",
    "ksnet",
    "smartro_v2",
    "tosspayments",
    "welcome",
];
/// Those that need `vbank_holder`.
const NEED_HOLDER: &[&str] = &["html5_inicis", "nice", "settle", "smartro_v2"];

pub async fn issue(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    fields: Fields,
) -> Answer {
    let now = world.clock.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let owner = state.merchant(&merchant).ok_or_else(Reply::unauthorized)?;
    let (opening, account) = read(owner, &merchant, &fields)?;
    let state::State { ledger, ids, .. } = state;
    let payment = ledger.open(opening, ids, now)?;
    let notice = payment.issue_vbank(account, ids, now)?;
    let answer = Reply::ok(wire::payment(payment, &world.url));
    webhooks::announce(state, &notice, now);
    world.wake.notify_one();
    Ok(answer)
}

pub async fn change(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
    fields: Fields,
) -> Answer {
    let (amount, due) = (fields.amount("amount")?, fields.moment("vbank_due")?);
    let now = world.clock.now();
    let mut state = world.lock();
    let payment = owned(state.ledger.get(&imp_uid), &merchant)?;
    if payment.channel.pg_provider != "settle" {
        return Err(Reply::bad("가상계좌 정보 수정을 지원하지 않는 PG사입니다."));
    }
    let payment = state.ledger.get_mut(&imp_uid)?;
    payment.change_vbank(amount, due, now).map_err(bad)?;
    Ok(Reply::ok(wire::payment(payment, &world.url)))
}

/// Revokes an account nobody paid into: the payment is `failed` afterwards.
pub async fn revoke(
    State(world): State<Arc<World>>,
    Caller(merchant): Caller,
    Path(imp_uid): Path<String>,
) -> Answer {
    let now = world.clock.now();
    let mut state = world.lock();
    owned(state.ledger.get(&imp_uid), &merchant)?;
    let payment = state.ledger.get_mut(&imp_uid)?;
    payment.revoke_vbank(now).map_err(bad)?;
    Ok(Reply::ok(wire::payment(payment, &world.url)))
}

/// Whose account this is. Numbers that start with 9 belong to nobody, those with 8 cannot be asked.
pub async fn holder(_: State<Arc<World>>, Caller(_): Caller, fields: Fields) -> Answer {
    let missing = || Reply::bad("bank_code, bank_num 파라메터가 누락되었습니다.");
    let bank_code = fields.short("bank_code", 4)?.ok_or_else(missing)?;
    let bank_num = fields.short("bank_num", 32)?.ok_or_else(missing)?;
    if codes::bank(&bank_code).is_none() || bank_num.starts_with('8') {
        return Err(Reply::bad("예금주 조회에 실패하였습니다."));
    }
    if bank_num.starts_with('9') {
        return Err(Reply::not_found("존재하지 않는 계좌입니다."));
    }
    Ok(Reply::ok(json!({"bank_holder": "홍길동"})))
}

fn bad(refusal: Refusal) -> Reply {
    Reply::error(StatusCode::BAD_REQUEST, -1, refusal.to_string())
}

fn read(merchant: &Merchant, book: &str, fields: &Fields) -> Result<(Opening, Account), Reply> {
    let missing =
        || Reply::bad("merchant_uid, amount, vbank_code, vbank_due 파라메터가 누락되었습니다.");
    let merchant_uid = fields.short("merchant_uid", 40)?.ok_or_else(missing)?;
    let amount = fields
        .amount("amount")?
        .filter(|amount| !amount.is_zero())
        .ok_or_else(missing)?;
    let bank_code = fields.short("vbank_code", 4)?.ok_or_else(missing)?;
    let due = fields.moment("vbank_due")?.ok_or_else(missing)?;
    if codes::bank(&bank_code).is_none() {
        return Err(Reply::refused("지원되지 않는 은행코드입니다."));
    }
    let channel = channel(merchant, fields)?;
    let holder = fields.short("vbank_holder", 16)?;
    if holder.is_none() && NEED_HOLDER.contains(&channel.pg_provider.as_str()) {
        return Err(Reply::bad("vbank_holder 파라메터가 누락되었습니다."));
    }
    let asked = Asked {
        pay_method: "vbank".to_owned(),
        ..api::read_asked(fields, merchant_uid)?
    };
    let account = Account {
        bank_code: Some(bank_code),
        holder,
        num: fields.short("vbank_num", 32)?,
        due: Some(due),
    };
    let opening = Opening {
        merchant: book.to_owned(),
        device: Device::Api,
        channel,
        amount,
        currency: "KRW".to_owned(),
        asked,
        window: None,
    };
    Ok((opening, account))
}

/// `channel_key`, or the older `pg`; only gateways that issue accounts by API.
fn channel(merchant: &Merchant, fields: &Fields) -> Result<Channel, Reply> {
    let found = match fields.text("channel_key")? {
        Some(key) => merchant.by_key(&key),
        None => merchant.by_pg(&fields.text("pg")?.unwrap_or_default()),
    };
    let channel = found
        .cloned()
        .map_err(|_| Reply::bad("등록된 PG 설정 정보가 없습니다."))?;
    if !ISSUERS.contains(&channel.pg_provider.as_str()) {
        return Err(Reply::refused(
            "API 가상계좌 발급을 지원하지 않는 PG사입니다.",
        ));
    }
    Ok(channel)
}
