//! The SDK asks for a window: the record is opened, and the answer says where the window is
//! or what the page's callback is to hear.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::sandbox::api::{Fields, read_asked, short_text};
use crate::sandbox::clock::Moment;
use crate::sandbox::gateway::{Device, Door};
use crate::sandbox::ledger::{Asked, Edition, Opening, Payment, Told, Window};
use crate::sandbox::merchant::{Channel, Merchant};
use crate::sandbox::state;
use crate::sandbox::told::{self, Family};
use crate::sandbox::world::World;

use super::check::{self, NoWindow};
use super::due;

/// What the frame page passes on from the SDK.
#[derive(Debug, Deserialize)]
pub struct Ask {
    user_code: String,
    /// The sub-merchant that `IMP.agency` named.
    #[serde(default)]
    tier_code: Option<String>,
    #[serde(default)]
    params: Map<String, Value>,
    device: Device,
    edition: Edition,
    #[serde(deserialize_with = "short_text")]
    page_origin: String,
    #[serde(deserialize_with = "short_text")]
    request_id: String,
}

/// The channel that a request is for, and how its page is spoken to.
struct Line<'a> {
    ask: &'a Ask,
    channel: Channel,
    family: Family,
}

pub async fn open(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Json<Value> {
    let ask: Ask = match serde_json::from_slice(&body) {
        Ok(ask) => ask,
        Err(error) => {
            let no_window =
                NoWindow::new("F400", format!("결제 창 호출에 실패하였습니다. ({error})"));
            return Json(
                json!({"next": "refused", "data": no_window.to_json(&Map::new(), None, Family::A)}),
            );
        }
    };
    let agent = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let next = attempt(&world, &ask, agent);
    Json(next.unwrap_or_else(|data| json!({"next": "refused", "data": data})))
}

/// `Ok` is what the SDK does next, `Err` what the page's callback hears at once.
fn attempt(world: &World, ask: &Ask, agent: Option<String>) -> Result<Value, Value> {
    let now = world.clock.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let merchant = state
        .merchant(&ask.user_code)
        .ok_or_else(|| unknown_merchant(ask))?;
    let book = merchant
        .book(ask.tier_code.as_deref())
        .ok_or_else(|| unknown_merchant(ask))?;
    let settings = merchant.settings.clone();
    let line = Line::find(merchant, ask)?;
    let opening = line
        .read(book, agent)
        .map_err(|no_window| line.refuse(&no_window))?;
    let window = line.window(state.ids.hex(24));
    let next = json!({
        "next": "window", "door": window.door, "key": window.key, "url": format!("/windows/{}", window.key),
    });
    let state::State { ledger, ids, .. } = state;
    let opened = ledger.open(
        Opening {
            window: Some(window),
            ..opening
        },
        ids,
        now,
    );
    let payment =
        opened.map_err(|refusal| line.refuse(&NoWindow::from_refusal(&refusal, line.family)))?;
    match check::gateway(payment, &settings) {
        Ok(()) => Ok(next),
        Err(sentence) => Err(stillborn(payment, &sentence, line.family, now, &world.url)),
    }
}

fn unknown_merchant(ask: &Ask) -> Value {
    let (family, no_window) = match ask.edition {
        Edition::V1 => (
            Family::B,
            NoWindow::new(
                "F500",
                "결제 창 호출에 실패하였습니다. 스토어 정보를 조회하는데 실패하였습니다.",
            ),
        ),
        Edition::Legacy => (
            Family::A,
            NoWindow {
                code: None,
                message: "등록된 PG 설정 정보가 없습니다.".to_owned(),
            },
        ),
    };
    no_window.to_json(&ask.params, None, family)
}

impl<'a> Line<'a> {
    fn find(merchant: &Merchant, ask: &'a Ask) -> Result<Self, Value> {
        let family = match ask.edition {
            Edition::V1 => Family::B,
            Edition::Legacy => Family::A,
        };
        let channel = check::channel(merchant, &ask.params, ask.edition)
            .map_err(|no_window| no_window.to_json(&ask.params, None, family))?;
        let family = check::family(&channel, ask.edition, &merchant.settings);
        Ok(Self {
            ask,
            channel,
            family,
        })
    }

    fn refuse(&self, no_window: &NoWindow) -> Value {
        no_window.to_json(&self.ask.params, Some(&self.channel), self.family)
    }

    /// Everything about the record except its window.
    fn read(&self, book: String, agent: Option<String>) -> Result<Opening, NoWindow> {
        let ask = self.ask;
        let (merchant_uid, amount) = check::types(&ask.params)?;
        let fields = Fields::from(ask.params.clone());
        check::module(self.channel.gateway(), ask.edition, self.door(), &fields)?;
        let asked = asked(&fields, &ask.params, merchant_uid, agent)?;
        let wrong = |_| {
            NoWindow::new(
                "F400",
                "결제 창 호출에 실패하였습니다. currency가 올바르지 않습니다.",
            )
        };
        let currency = fields.short("currency", 3).map_err(wrong)?;
        Ok(Opening {
            merchant: book,
            device: ask.device,
            channel: self.channel.clone(),
            amount,
            currency: currency
                .unwrap_or_else(|| self.channel.gateway().default_currency().to_owned()),
            asked,
            window: None,
        })
    }

    fn window(&self, key: String) -> Window {
        let redirect_url = self
            .ask
            .params
            .get("m_redirect_url")
            .and_then(Value::as_str);
        Window {
            key,
            door: self.door(),
            edition: self.ask.edition,
            page_origin: self.ask.page_origin.clone(),
            redirect_url: redirect_url.map(|url| url.chars().take(2_000).collect()),
            request_id: self.ask.request_id.clone(),
            wrong_passwords: 0,
            told: None,
        }
    }

    fn door(&self) -> Door {
        let name = if self.channel.pg_provider == "naverpay" {
            "naverPopupMode"
        } else {
            "popup"
        };
        self.channel.gateway().door(
            self.ask.device,
            self.ask.params.get(name).and_then(Value::as_bool),
        )
    }
}

fn asked(
    fields: &Fields,
    params: &Map<String, Value>,
    merchant_uid: String,
    agent: Option<String>,
) -> Result<Asked, NoWindow> {
    let failed =
        |text: &str| NoWindow::new("F400", format!("결제 창 호출에 실패하였습니다. {text}"));
    let asked = read_asked(fields, merchant_uid).map_err(|reply| {
        failed(
            reply.body()["message"]
                .as_str()
                .unwrap_or("파라메터가 올바르지 않습니다."),
        )
    })?;
    let vbank_due = match params.get("vbank_due").and_then(Value::as_str) {
        None => None,
        Some(text) => {
            Some(due::parse(text).ok_or_else(|| failed("vbank_due 형식이 올바르지 않습니다."))?)
        }
    };
    if asked.pay_method == "phone" && params.get("digital").is_none() {
        return Err(failed(
            "휴대폰 소액결제는 digital 파라메터가 필수 입력입니다.",
        ));
    }
    let user_agent = agent.map(|agent| agent.chars().take(256).collect());
    Ok(Asked {
        vbank_due,
        user_agent,
        card_quota: quota(params),
        ..asked
    })
}

/// `display.card_quota`; nonsense in it is left out.
fn quota(params: &Map<String, Value>) -> Option<Vec<u32>> {
    let list = params.get("display")?.get("card_quota")?.as_array()?;
    let months = list
        .iter()
        .filter_map(|month| u32::try_from(month.as_u64()?).ok());
    Some(
        months
            .filter(|months| (2..=60).contains(months))
            .take(24)
            .collect(),
    )
}

/// The gateway refuses its own window: the record exists and has failed.
fn stillborn(
    payment: &mut Payment,
    sentence: &str,
    family: Family,
    now: Moment,
    base: &str,
) -> Value {
    let message = match family {
        Family::A => format!(
            "F0004:PG사 결제요청에 실패하여 중단합니다.({}) {sentence}",
            payment.imp_uid
        ),
        Family::B => format!("결제 창 호출에 실패하였습니다. {sentence}"),
    };
    if let Err(refusal) = payment.decline(&message, now) {
        tracing::warn!(%refusal, "a fresh record could not fail");
    }
    let told = Told::failure(None, message);
    let data = told::callback(payment, &told, family, base).unwrap_or_default();
    if let Some(window) = &mut payment.window {
        window.told = Some(told);
    }
    data
}
