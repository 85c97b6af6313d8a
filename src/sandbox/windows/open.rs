//! The SDK asks for a window: the record is opened, and the answer says where the window is
//! or what the page's callback is to hear.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::sandbox::api::{Fields, read_asked};
use crate::sandbox::gateway::{Device, Door};
use crate::sandbox::ledger::{Asked, Edition, Opening, Told, Window};
use crate::sandbox::merchant::{Channel, Merchant};
use crate::sandbox::settings::Settings;
use crate::sandbox::state;
use crate::sandbox::told::{self, Family};
use crate::sandbox::world::World;

use super::check::{self, NoWindow};
use super::due;

/// What the frame page passes on from the SDK.
#[derive(Debug, Deserialize)]
pub struct Ask {
    user_code: String,
    #[serde(default)]
    params: Map<String, Value>,
    device: Device,
    edition: Edition,
    page_origin: String,
    request_id: String,
}

/// What the page's callback is to hear instead of a window.
struct Refused {
    no_window: NoWindow,
    channel: Option<Channel>,
    family: Family,
}

pub async fn open(State(world): State<Arc<World>>, headers: HeaderMap, body: axum::body::Bytes) -> Json<Value> {
    let ask: Ask = match serde_json::from_slice(&body) {
        Ok(ask) => ask,
        Err(error) => {
            let no_window = NoWindow::new("F400", format!("결제 창 호출에 실패하였습니다. ({error})"));
            return Json(json!({"next": "refused", "data": no_window.to_json(&Map::new(), None, Family::A)}));
        }
    };
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Json(match attempt(&world, &ask, agent) {
        Ok(next) => next,
        Err(refused) => {
            let data = refused.no_window.to_json(&ask.params, refused.channel.as_ref(), refused.family);
            json!({"next": "refused", "data": data})
        }
    })
}

fn attempt(world: &World, ask: &Ask, agent: Option<String>) -> Result<Value, Refused> {
    let now = world.clock.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let merchant = state.merchant(&ask.user_code).ok_or_else(|| unknown_merchant(ask.edition))?;
    let settings = merchant.settings.clone();
    let (opening, family) = prepare(merchant, ask, agent)?;
    let refused = |no_window| Refused { no_window, channel: Some(opening.channel.clone()), family };
    let window = |key: String| Window {
        key,
        door: door(&opening.channel, ask),
        edition: ask.edition,
        page_origin: ask.page_origin.clone(),
        redirect_url: ask.params.get("m_redirect_url").and_then(Value::as_str).map(str::to_owned),
        request_id: ask.request_id.clone(),
        wrong_passwords: 0,
        told: None,
    };
    let window = window(state.ids.hex(24));
    let (key, door) = (window.key.clone(), window.door);
    let state::State { ledger, ids, .. } = state;
    let opening = Opening { window: Some(window), ..opening.clone() };
    let money = (opening.amount, opening.currency.clone());
    let payment =
        ledger.open(opening, ids, now).map_err(|refusal| refused(NoWindow::from_refusal(&refusal, family)))?;
    let gateway = payment.channel.gateway();
    if let Err(sentence) = check::gateway(gateway, &payment.asked, (money.0, &money.1), payment.device, &settings) {
        return Ok(stillborn(payment, &sentence, family, now));
    }
    Ok(json!({"next": "window", "door": door, "key": key, "url": format!("/windows/{key}")}))
}

fn unknown_merchant(edition: Edition) -> Refused {
    let no_window = match edition {
        Edition::V1 => NoWindow::new("F500", "결제 창 호출에 실패하였습니다. 스토어 정보를 조회하는데 실패하였습니다."),
        Edition::Legacy => NoWindow { code: None, message: "등록된 PG 설정 정보가 없습니다.".to_owned() },
    };
    let family = match edition {
        Edition::V1 => Family::B,
        Edition::Legacy => Family::A,
    };
    Refused { no_window, channel: None, family }
}

/// Everything about the record except its window.
fn prepare(merchant: &Merchant, ask: &Ask, agent: Option<String>) -> Result<(Opening, Family), Refused> {
    let channel = check::channel(merchant, &ask.params, ask.edition).map_err(|no_window| Refused {
        no_window,
        channel: None,
        family: if ask.edition == Edition::V1 { Family::B } else { Family::A },
    })?;
    let family = check::family(&channel, ask.edition, &merchant.settings);
    let opening = read(merchant, ask, agent, &channel, &merchant.settings).map_err(|no_window| Refused {
        no_window,
        channel: Some(channel.clone()),
        family,
    })?;
    Ok((opening, family))
}

fn read(
    merchant: &Merchant,
    ask: &Ask,
    agent: Option<String>,
    channel: &Channel,
    _settings: &Settings,
) -> Result<Opening, NoWindow> {
    let (merchant_uid, amount) = check::types(&ask.params)?;
    let fields = Fields::from(ask.params.clone());
    check::module(channel.gateway(), ask.edition, door(channel, ask), &fields)?;
    let asked = asked(&fields, &ask.params, merchant_uid, agent)?;
    let wrong = |_| NoWindow::new("F400", "결제 창 호출에 실패하였습니다. currency가 올바르지 않습니다.");
    let currency = fields.short("currency", 3).map_err(wrong)?;
    Ok(Opening {
        merchant: merchant.code.clone(),
        device: ask.device,
        channel: channel.clone(),
        amount,
        currency: currency.unwrap_or_else(|| channel.gateway().default_currency().to_owned()),
        asked,
        window: None,
    })
}

fn asked(
    fields: &Fields,
    params: &Map<String, Value>,
    merchant_uid: String,
    agent: Option<String>,
) -> Result<Asked, NoWindow> {
    let failed = |text: &str| NoWindow::new("F400", format!("결제 창 호출에 실패하였습니다. {text}"));
    let asked = read_asked(fields, merchant_uid)
        .map_err(|reply| failed(reply.body()["message"].as_str().unwrap_or("파라메터가 올바르지 않습니다.")))?;
    let vbank_due = match params.get("vbank_due").and_then(Value::as_str) {
        None => None,
        Some(text) => Some(due::parse(text).ok_or_else(|| failed("vbank_due 형식이 올바르지 않습니다."))?),
    };
    if asked.pay_method == "phone" && params.get("digital").is_none() {
        return Err(failed("휴대폰 소액결제는 digital 파라메터가 필수 입력입니다."));
    }
    let user_agent = agent.map(|agent| agent.chars().take(256).collect());
    Ok(Asked { vbank_due, user_agent, card_quota: quota(params), ..asked })
}

/// `display.card_quota`; nonsense in it is left out.
fn quota(params: &Map<String, Value>) -> Option<Vec<u32>> {
    let list = params.get("display")?.get("card_quota")?.as_array()?;
    let months = list.iter().filter_map(|month| u32::try_from(month.as_u64()?).ok());
    Some(months.filter(|months| (2..=60).contains(months)).take(24).collect())
}

fn door(channel: &Channel, ask: &Ask) -> Door {
    let name = if channel.pg_provider == "naverpay" { "naverPopupMode" } else { "popup" };
    channel.gateway().door(ask.device, ask.params.get(name).and_then(Value::as_bool))
}

/// The gateway refuses its own window: the record exists and has failed.
fn stillborn(
    payment: &mut crate::sandbox::ledger::Payment,
    sentence: &str,
    family: Family,
    now: crate::sandbox::clock::Moment,
) -> Value {
    let message = match family {
        Family::A => format!("F0004:PG사 결제요청에 실패하여 중단합니다.({}) {sentence}", payment.imp_uid),
        Family::B => format!("결제 창 호출에 실패하였습니다. {sentence}"),
    };
    if let Err(refusal) = payment.decline(&message, now) {
        tracing::warn!(%refusal, "a fresh record could not fail");
    }
    let told = Told::failure(None, message);
    let data = told::callback(payment, &told, family);
    if let Some(window) = &mut payment.window {
        window.told = Some(told);
    }
    json!({"next": "refused", "data": data})
}
