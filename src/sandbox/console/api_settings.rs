//! Options, merchants, the clock, and the way back to a clean state.

use std::sync::Arc;

use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Reply};
use crate::sandbox::clock::Moment;
use crate::sandbox::merchant::{DEFAULT_CODE, Merchant, Tier};
use crate::sandbox::settings::Settings;
use crate::sandbox::world::World;

use super::body::Body;

#[derive(Debug, Deserialize)]
pub struct Whose {
    merchant: Option<String>,
}

impl Whose {
    fn code(&self) -> &str {
        self.merchant.as_deref().unwrap_or(DEFAULT_CODE)
    }
}

fn no_such_merchant() -> Reply {
    Reply::not_found("존재하지 않는 고객사입니다.")
}

pub async fn show(State(world): State<Arc<World>>, Query(whose): Query<Whose>) -> Answer {
    let state = world.lock();
    let merchant = state.merchant(whose.code()).ok_or_else(no_such_merchant)?;
    Ok(Reply::ok(json!(merchant.settings)))
}

/// Changes the options that the body names; the others stay.
pub async fn change(
    State(world): State<Arc<World>>,
    Query(whose): Query<Whose>,
    Body(body): Body,
) -> Answer {
    let mut state = world.lock();
    let merchant = state
        .merchant_mut(whose.code())
        .ok_or_else(no_such_merchant)?;
    merchant.settings = merged(&merchant.settings, body)?;
    Ok(Reply::ok(json!(merchant.settings)))
}

/// The old options with the changes on top.
pub fn merged(old: &Settings, changes: Value) -> Result<Settings, Reply> {
    let (Value::Object(mut all), Value::Object(changes)) = (json!(old), changes) else {
        return Err(Reply::bad("요청 본문은 JSON 객체여야 합니다."));
    };
    all.extend(changes);
    let settings: Settings = serde_json::from_value(Value::Object(all))
        .map_err(|error| Reply::bad(format!("잘못된 설정입니다. ({error})")))?;
    if settings.webhook_retries > 5 {
        return Err(Reply::bad("webhook_retries는 5 이하여야 합니다."));
    }
    Ok(settings)
}

pub async fn merchants(State(world): State<Arc<World>>) -> Answer {
    Ok(Reply::ok(json!(world.lock().merchants)))
}

#[derive(Debug, Deserialize)]
struct NewMerchant {
    code: String,
    key: String,
    secret: String,
    name: Option<String>,
    /// Providers it has channels at; all of them when left out. The first is its default.
    providers: Option<Vec<String>>,
    /// Its sub-merchants, if it is an agency.
    #[serde(default)]
    tiers: Vec<Tier>,
}

impl NewMerchant {
    /// A slash would look like a sub-merchant's book.
    fn is_well_formed(&self) -> bool {
        !self.code.is_empty()
            && !self.code.contains('/')
            && self.tiers.iter().all(Tier::is_well_formed)
    }
}

/// More merchants than this are a mistake of the caller.
const MOST_MERCHANTS: usize = 100;

/// Adds a merchant, or replaces the one with this code.
pub async fn add_merchant(State(world): State<Arc<World>>, Body(body): Body) -> Answer {
    let new: NewMerchant = serde_json::from_value(body)
        .map_err(|error| Reply::bad(format!("잘못된 고객사입니다. ({error})")))?;
    if !new.is_well_formed() {
        return Err(Reply::bad(
            "고객사 식별코드 또는 tier_code(영문 대문자, 숫자 3자리)가 올바르지 않습니다.",
        ));
    }
    let mut merchant = Merchant::new(&new.code, &new.key, &new.secret);
    merchant.name = new.name.unwrap_or(merchant.name);
    if let Some(providers) = new.providers {
        let all = std::mem::take(&mut merchant.channels);
        let of = |provider: &String| {
            all.iter()
                .find(|channel| channel.pg_provider == *provider)
                .cloned()
        };
        merchant.channels = providers.iter().filter_map(of).collect();
    }
    merchant.tiers = new.tiers;
    let mut state = world.lock();
    state.merchants.retain(|other| other.code != merchant.code);
    if state.merchants.len() >= MOST_MERCHANTS {
        return Err(Reply::refused("고객사를 더 등록할 수 없습니다."));
    }
    state.merchants.push(merchant.clone());
    Ok(Reply::ok(json!(merchant)))
}

pub async fn clock(State(world): State<Arc<World>>) -> Answer {
    Ok(Reply::ok(clock_json(&world)))
}

fn clock_json(world: &World) -> Value {
    let now = world.clock.now();
    json!({"now": now.seconds(), "kst": now.kst(), "offset_seconds": world.clock.offset() / 1000})
}

/// `{"advance_seconds": n}` or `{"set": unix seconds}`; the clock goes on ticking from there.
pub async fn move_clock(State(world): State<Arc<World>>, body: Body) -> Answer {
    let fields = body.fields()?;
    let advance = fields.integer("advance_seconds")?;
    let target = match (advance, fields.moment("set")?) {
        (Some(seconds), None) => {
            Moment::from_seconds(world.clock.now().seconds().saturating_add(seconds))
        }
        (None, Some(moment)) => Some(moment),
        (Some(_), Some(_)) | (None, None) => None,
    };
    let target =
        target.ok_or_else(|| Reply::bad("advance_seconds 또는 set 중 하나를 지정해야 합니다."))?;
    world.clock.set(target);
    world.wake.notify_one();
    Ok(Reply::ok(clock_json(&world)))
}

/// Ends the merchant's token at once.
pub async fn revoke_token(State(world): State<Arc<World>>, Query(whose): Query<Whose>) -> Answer {
    world.lock().tokens.revoke(whose.code());
    Ok(Reply::ok(Value::Null))
}

/// Payments, webhooks, faults and messages go, the clock is real again. Merchants and their settings stay, unless asked: `{"settings": true}`.
pub async fn reset(State(world): State<Arc<World>>, body: Body) -> Answer {
    let with_settings = body.fields()?.flag("settings")?;
    world.clock.reset();
    let mut state = world.lock();
    state.reset();
    if with_settings {
        state.merchants = vec![Merchant::default_one()];
    }
    Ok(Reply::ok(Value::Null))
}
