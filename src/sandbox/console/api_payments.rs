//! Payments without a browser: open one and carry it to an outcome, then deposit, cancel, expire it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::api::{self, Answer, Fields, Reply};
use crate::sandbox::gateway::Device;
use crate::sandbox::ledger::{Choice, Opening, Payment, Status};
use crate::sandbox::merchant::{Channel, DEFAULT_CODE, Merchant};
use crate::sandbox::outcome::Outcome;
use crate::sandbox::play::play;
use crate::sandbox::rest::wire;
use crate::sandbox::state;
use crate::sandbox::world::World;

use super::body::Body;
use super::deeds;
use super::view;

#[derive(Debug, Deserialize)]
pub struct Filter {
    merchant: Option<String>,
    merchant_uid: Option<String>,
    status: Option<String>,
    limit: Option<usize>,
}

pub async fn list(State(world): State<Arc<World>>, Query(filter): Query<Filter>) -> Answer {
    let merchant = filter.merchant.as_deref().unwrap_or(DEFAULT_CODE);
    let status = match &filter.status {
        None => None,
        Some(text) => {
            Some(Status::parse(text).ok_or_else(|| Reply::bad("지원되지 않는 상태값입니다."))?)
        }
    };
    let wanted = |payment: &&Payment| {
        filter
            .merchant_uid
            .as_ref()
            .is_none_or(|uid| *uid == payment.asked.merchant_uid)
            && status.is_none_or(|status| payment.status == status)
    };
    let state = world.lock();
    let found = state
        .ledger
        .of_merchant(merchant)
        .filter(wanted)
        .take(filter.limit.unwrap_or(100).min(1_000));
    let list: Vec<Value> = found
        .map(|payment| wire::payment(payment, &world.url))
        .collect();
    Ok(Reply::ok(json!(list)))
}

/// One payment with its story, its deposits and its webhooks.
pub async fn show(State(world): State<Arc<World>>, Path(imp_uid): Path<String>) -> Answer {
    let state = world.lock();
    let payment = state
        .ledger
        .get(&imp_uid)
        .ok_or_else(Reply::no_such_payment)?;
    Ok(Reply::ok(view::story(&state, payment, &world.url)))
}

/// Opens a payment and plays an outcome. A refusal before the window is HTTP 200 with code 1.
pub async fn create(State(world): State<Arc<World>>, body: Body) -> Answer {
    let fields = body.fields()?;
    let outcome = outcome(&fields)?;
    let choice = choice(&fields)?;
    let imp_uid = open(&world, &fields, outcome)?;
    play(&world, &imp_uid, outcome, choice).await?;
    answer(&world, &imp_uid)
}

pub async fn act(
    State(world): State<Arc<World>>,
    Path((imp_uid, action)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let fields = body.fields()?;
    if world.lock().ledger.get(&imp_uid).is_none() {
        return Err(Reply::no_such_payment());
    }
    deeds::act(&world, &imp_uid, &action, &fields)?;
    answer(&world, &imp_uid)
}

fn answer(world: &World, imp_uid: &str) -> Answer {
    let state = world.lock();
    let payment = state
        .ledger
        .get(imp_uid)
        .ok_or_else(Reply::no_such_payment)?;
    Ok(Reply::ok(wire::payment(payment, &world.url)))
}

fn outcome(fields: &Fields) -> Result<Outcome, Reply> {
    let name = fields.text("outcome")?.unwrap_or_else(|| "paid".to_owned());
    Outcome::parse(&name).ok_or_else(|| {
        let names: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
        Reply::bad(format!(
            "outcome은 다음 중 하나여야 합니다: {}",
            names.join(", ")
        ))
    })
}

fn choice(fields: &Fields) -> Result<Choice, Reply> {
    let quota = fields.integer("card_quota")?.unwrap_or(0);
    Ok(Choice {
        card_code: fields.short("card_code", 8)?,
        quota: u32::try_from(quota)
            .ok()
            .filter(|quota| *quota <= 60)
            .ok_or_else(|| Reply::bad("card_quota가 올바르지 않습니다."))?,
        bank_code: fields.short("bank_code", 4)?,
        easy_pay: fields.short("easy_pay", 20)?,
        ..Choice::default()
    })
}

fn open(world: &World, fields: &Fields, outcome: Outcome) -> Result<String, Reply> {
    let code = fields
        .text("merchant")?
        .unwrap_or_else(|| DEFAULT_CODE.to_owned());
    let now = world.clock.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let (merchant, book) = state
        .book(&code)
        .ok_or_else(|| Reply::not_found("존재하지 않는 고객사입니다."))?;
    let opening = opening(fields, merchant, book, outcome)?;
    let state::State { ledger, ids, .. } = state;
    Ok(ledger.open(opening, ids, now)?.imp_uid.clone())
}

fn opening(
    fields: &Fields,
    merchant: &Merchant,
    book: String,
    outcome: Outcome,
) -> Result<Opening, Reply> {
    let missing = || Reply::bad("merchant_uid, amount 파라메터가 누락되었습니다.");
    let merchant_uid = fields.short("merchant_uid", 40)?.ok_or_else(missing)?;
    let amount = fields.amount("amount")?.ok_or_else(missing)?;
    let mut asked = api::read_asked(fields, merchant_uid)?;
    if outcome == Outcome::Vbank {
        asked.pay_method = "vbank".to_owned();
    }
    let channel = channel(fields, merchant)?;
    let currency = fields
        .short("currency", 3)?
        .unwrap_or_else(|| channel.gateway().default_currency().to_owned());
    let device = match fields.text("device")?.as_deref() {
        None | Some("pc") => Device::Pc,
        Some("mobile") => Device::Mobile,
        Some(_) => return Err(Reply::bad("device는 pc 또는 mobile이어야 합니다.")),
    };
    Ok(Opening {
        merchant: book,
        device,
        channel,
        amount,
        currency,
        asked,
        window: None,
    })
}

fn channel(fields: &Fields, merchant: &Merchant) -> Result<Channel, Reply> {
    let found = match fields.text("channelKey")? {
        Some(key) => merchant.by_key(&key),
        None => merchant.by_pg(&fields.text("pg")?.unwrap_or_default()),
    };
    found
        .cloned()
        .map_err(|_| Reply::bad("등록된 PG 설정 정보가 없습니다."))
}
