//! How the browser is told: the callback object in its three families, and the query of a redirect.
//! What is told may be a lie on purpose; what is true is asked over REST.

use serde_json::{Map, Value, json};

use super::gateway::{Device, Module};
use super::ledger::{Edition, Means, Payment, Status, Told};
use super::settings::{CallbackFamily, RedirectFlag, Settings};

/// The family that a payment's gateway, script and settings lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `success` and the details.
    A,
    /// Ids only; a failure has `error_code`.
    B,
}

pub fn family(payment: &Payment, settings: &Settings) -> Family {
    let edition = payment
        .window
        .as_ref()
        .map_or(Edition::Legacy, |window| window.edition);
    match settings.callback_family {
        CallbackFamily::A => Family::A,
        CallbackFamily::B => Family::B,
        CallbackFamily::ByPg => by_module(payment.channel.gateway().module, edition),
    }
}

/// New modules answer in their own way, and only the new script reaches them.
pub fn by_module(module: Module, edition: Edition) -> Family {
    match (module, edition) {
        (Module::New, Edition::V1) => Family::B,
        (Module::New, Edition::Legacy) | (Module::Legacy, _) => Family::A,
    }
}

/// The callback object, or nothing when the browser hears nothing. `base` is the sandbox's own address.
pub fn callback(payment: &Payment, told: &Told, family: Family, base: &str) -> Option<Value> {
    match (told, family) {
        (Told::Nothing, _) => None,
        (Told::Success, Family::A) => Some(success_in_full(payment, base)),
        (Told::Success, Family::B) => Some(ids(payment)),
        (Told::Failure { code, message }, Family::A) => {
            Some(failure_in_full(payment, code.as_deref(), message))
        }
        (Told::Failure { code, message }, Family::B) => {
            let mut object = ids(payment);
            object["error_code"] = json!(code.as_deref().unwrap_or("F400"));
            object["error_msg"] = json!(message);
            Some(object)
        }
    }
}

fn ids(payment: &Payment) -> Value {
    json!({"imp_uid": payment.imp_uid, "merchant_uid": payment.asked.merchant_uid})
}

fn failure_in_full(payment: &Payment, code: Option<&str>, message: &str) -> Value {
    let mut object = json!({
        "success": false,
        "imp_uid": payment.imp_uid,
        "merchant_uid": payment.asked.merchant_uid,
        "pay_method": payment.asked.pay_method,
        "pg_provider": payment.channel.pg_provider,
        "pg_type": "payment",
        "error_msg": message,
    });
    if let Some(code) = code {
        object["error_code"] = json!(code);
    }
    object
}

fn success_in_full(payment: &Payment, base: &str) -> Value {
    let asked = &payment.asked;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut object = json!({
        "success": true,
        "imp_uid": payment.imp_uid,
        "merchant_uid": asked.merchant_uid,
        "pay_method": payment.pay_method,
        "name": text(&asked.name),
        "paid_amount": payment.amount,
        "currency": payment.currency,
        "status": status(payment).wire(),
        "pg_provider": payment.channel.pg_provider,
        "pg_type": "payment",
        "pg_tid": payment.pg_tid,
        "apply_num": "",
        "buyer_name": text(&asked.buyer.name),
        "buyer_email": text(&asked.buyer.email),
        "buyer_tel": text(&asked.buyer.tel),
        "buyer_addr": text(&asked.buyer.addr),
        "buyer_postcode": text(&asked.buyer.postcode),
        "custom_data": asked.custom_data,
        "paid_at": payment.paid_at.map_or(0, |at| at.seconds()),
        "card_name": null,
        "bank_name": null,
        "card_quota": 0,
        "card_number": "",
    });
    if payment.was_approved() {
        object["receipt_url"] = json!(format!("{base}/slips/{}", payment.imp_uid));
    }
    if let Some(easy_pay) = &payment.emb_pg_provider {
        object["emb_pg_provider"] = json!(easy_pay);
    }
    if let Value::Object(fields) = &mut object {
        add_means(fields, &payment.means);
    }
    object
}

/// A cancel that overtook the browser does not change what the window saw.
fn status(payment: &Payment) -> Status {
    match payment.status {
        Status::Ready => Status::Ready,
        Status::Paid | Status::Cancelled | Status::Failed => Status::Paid,
    }
}

fn add_means(fields: &mut Map<String, Value>, means: &Means) {
    let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    match means {
        Means::Plain => {}
        Means::Card(card) => {
            set("apply_num", json!(card.apply_num));
            set("card_name", json!(card.name));
            set("card_quota", json!(card.quota));
            set("card_number", json!(card.number));
        }
        Means::Bank { name, .. } => {
            set("bank_name", json!(name));
        }
        Means::Vbank(vbank) => {
            set("vbank_num", json!(vbank.num));
            set("vbank_name", json!(vbank.name));
            set("vbank_holder", json!(vbank.holder));
            set("vbank_date", json!(vbank.due.seconds()));
        }
    }
}

/// The keys that a redirect appends to `m_redirect_url`; nothing when the browser hears nothing.
pub fn redirect_query(
    payment: &Payment,
    told: &Told,
    settings: &Settings,
) -> Option<Vec<(&'static str, String)>> {
    let mut query = vec![
        ("imp_uid", payment.imp_uid.clone()),
        ("merchant_uid", payment.asked.merchant_uid.clone()),
    ];
    let family = family(payment, settings);
    let flag = match (settings.redirect_flag, family) {
        (RedirectFlag::ImpSuccess, _) | (RedirectFlag::ByPg, Family::A) => Some("imp_success"),
        (RedirectFlag::Success, _) => Some("success"),
        (RedirectFlag::None, _) | (RedirectFlag::ByPg, Family::B) => None,
    };
    let success = match told {
        Told::Nothing => return None,
        Told::Success => true,
        Told::Failure { .. } => false,
    };
    if let Some(flag) = flag {
        query.push((flag, success.to_string()));
    }
    if let Told::Failure { code, message } = told {
        let (code, message) = redirect_failure(payment, code.as_deref(), message, family);
        query.extend(code.map(|code| ("error_code", code)));
        query.push(("error_msg", message));
    }
    Some(query)
}

/// Legacy modules on phones put their code into the text: `F0005:…(imp_…).01 | …`.
fn redirect_failure(
    payment: &Payment,
    code: Option<&str>,
    message: &str,
    family: Family,
) -> (Option<String>, String) {
    match (family, payment.device) {
        (Family::B, _) => (Some(code.unwrap_or("F400").to_owned()), message.to_owned()),
        (Family::A, Device::Mobile) if !message.starts_with("F0") => (
            code.map(str::to_owned),
            format!(
                "F0005:결제가 중단되었습니다({}).01 | {message}",
                payment.imp_uid
            ),
        ),
        (Family::A, Device::Mobile | Device::Pc | Device::Api) => {
            (code.map(str::to_owned), message.to_owned())
        }
    }
}
