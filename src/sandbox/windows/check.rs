//! What a window insists on before it opens: the checks of the SDK, of i'mport and of the gateway.
//! Those before the record exists give a refusal without `imp_uid`; the gateway's own fail the record.

use serde_json::{Map, Value, json};

use crate::sandbox::api::Fields;
use crate::sandbox::gateway::{Device, Door, Gateway, Module};
use crate::sandbox::ledger::{Edition, Payment, Refusal};
use crate::sandbox::merchant::{Channel, Merchant};
use crate::sandbox::money::Amount;
use crate::sandbox::settings::{CallbackFamily, Settings};
use crate::sandbox::told::{Family, by_module};

/// Why no window opens; told to the page without a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoWindow {
    pub code: Option<&'static str>,
    pub message: String,
}

impl NoWindow {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: Some(code),
            message: message.into(),
        }
    }

    /// A refusal of the ledger, in the words of the module.
    pub fn from_refusal(refusal: &Refusal, family: Family) -> Self {
        match (refusal, family) {
            (Refusal::AlreadyApproved { .. }, Family::A) => Self::new("F1002", refusal.to_string()),
            (Refusal::AlreadyApproved { merchant_uid }, Family::B) => Self::new(
                "F400",
                format!(
                    "결제 창 호출에 실패하였습니다. 이미 승인 완료 되거나 승인 요청 된 거래 건({merchant_uid})입니다."
                ),
            ),
            (other, _) => Self::new("F400", other.to_string()),
        }
    }

    /// The callback object.
    pub fn to_json(
        &self,
        params: &Map<String, Value>,
        channel: Option<&Channel>,
        family: Family,
    ) -> Value {
        let merchant_uid = params.get("merchant_uid").cloned().unwrap_or(Value::Null);
        let mut object = match (family, channel) {
            (Family::A, Some(channel)) => json!({
                "success": false,
                "imp_uid": null,
                "merchant_uid": merchant_uid,
                "pay_method": params.get("pay_method").cloned().unwrap_or_else(|| json!("card")),
                "pg_provider": channel.pg_provider,
                "pg_type": "payment",
            }),
            (Family::A, None) => {
                json!({"success": false, "imp_uid": null, "merchant_uid": merchant_uid})
            }
            (Family::B, _) => json!({"merchant_uid": merchant_uid}),
        };
        if let Some(code) = self.code {
            object["error_code"] = json!(code);
        }
        object["error_msg"] = json!(self.message);
        object
    }
}

/// The channel that the parameters name, as this script would choose it.
pub fn channel(
    merchant: &Merchant,
    params: &Map<String, Value>,
    edition: Edition,
) -> Result<Channel, NoWindow> {
    let text = |key: &str| params.get(key).and_then(Value::as_str);
    if let (Edition::V1, Some(key)) = (edition, text("channelKey")) {
        let found = merchant.by_key(key).cloned();
        return found.map_err(|_| {
            NoWindow::new(
                "F500",
                "결제 창 호출에 실패하였습니다. 채널 정보를 조회할 수 없습니다.",
            )
        });
    }
    let found = merchant.by_pg(text("pg").unwrap_or_default()).cloned();
    let none = |_| NoWindow {
        code: None,
        message: "등록된 PG 설정 정보가 없습니다.".to_owned(),
    };
    found.map_err(none)
}

/// Which family a page hears from this channel, before a record exists.
pub fn family(channel: &Channel, edition: Edition, settings: &Settings) -> Family {
    match settings.callback_family {
        CallbackFamily::A => Family::A,
        CallbackFamily::B => Family::B,
        CallbackFamily::ByPg => by_module(channel.gateway().module, edition),
    }
}

/// The ids and the money, whose types the SDK insists on.
pub fn types(params: &Map<String, Value>) -> Result<(String, Amount), NoWindow> {
    let wrong =
        |text: &str| NoWindow::new("F400", format!("결제 창 호출에 실패하였습니다. {text}"));
    let Some(Value::String(merchant_uid)) = params.get("merchant_uid") else {
        return Err(wrong("merchant_uid는 문자열이어야 합니다."));
    };
    if merchant_uid.is_empty()
        || merchant_uid.chars().count() > 40
        || merchant_uid.chars().any(char::is_control)
    {
        return Err(wrong("merchant_uid는 1자 이상 40자 이하여야 합니다."));
    }
    let Some(amount @ Value::Number(_)) = params.get("amount") else {
        return Err(wrong("amount는 숫자여야 합니다."));
    };
    let amount = Amount::from_json(amount).ok_or_else(|| wrong("amount가 올바르지 않습니다."))?;
    Ok((merchant_uid.clone(), amount))
}

/// Rules of the module that need no record.
pub fn module(
    gateway: &Gateway,
    edition: Edition,
    door: Door,
    fields: &Fields,
) -> Result<(), NoWindow> {
    if gateway.module == Module::New && edition == Edition::Legacy {
        return Err(NoWindow::new(
            "F1001",
            "등록되지 않은 PG모듈 정보입니다. v1/iamport.js를 사용해주세요.",
        ));
    }
    let no_way_back = door == Door::Redirect && fields.value("m_redirect_url").is_none();
    if gateway.module == Module::New && no_way_back {
        return Err(NoWindow::new(
            "F400",
            "결제 창 호출에 실패하였습니다. 리디렉션 방식으로 결제창을 호출하려면 리디렉션 URL은 필수 입력입니다.",
        ));
    }
    Ok(())
}

/// What the gateway itself refuses when its window should come up; `Err` is its sentence.
pub fn gateway(payment: &Payment, settings: &Settings) -> Result<(), String> {
    let gateway = payment.channel.gateway();
    money(gateway, payment, settings)?;
    let buyer = &payment.asked.buyer;
    let needs_tel =
        gateway.needs_tel || (gateway.provider == "welcome" && payment.device == Device::Pc);
    if needs_tel && buyer.tel.is_none() {
        return Err("구매자 전화번호(buyer_tel)는 필수 입력입니다.".to_owned());
    }
    if gateway.provider == "paymentwall" && buyer.email.is_none() {
        return Err("구매자 이메일(buyer_email)은 필수 입력입니다.".to_owned());
    }
    let plain = payment
        .asked
        .merchant_uid
        .chars()
        .all(|c| c.is_ascii_alphanumeric());
    if matches!(gateway.provider, "smartro" | "smartro_v2") && !plain {
        return Err("merchant_uid에는 영문과 숫자만 사용할 수 있습니다.".to_owned());
    }
    Ok(())
}

fn money(gateway: &Gateway, payment: &Payment, settings: &Settings) -> Result<(), String> {
    if !gateway.takes(&payment.currency) {
        return Err(format!("지원하지 않는 통화입니다({}).", payment.currency));
    }
    if payment
        .asked
        .tax_free
        .is_some_and(|tax_free| tax_free > payment.amount)
    {
        return Err("면세금액(tax_free)이 결제금액보다 큽니다.".to_owned());
    }
    let minimum = gateway.minimum(settings.minimum_amount);
    let billing_only = payment.amount.is_zero() && payment.asked.customer_uid.is_some();
    if payment.currency == "KRW" && payment.amount < minimum && !billing_only {
        return Err(format!("최소 결제금액은 {}입니다.", minimum.display("KRW")));
    }
    Ok(())
}
