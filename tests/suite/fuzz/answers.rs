//! i'mport's own answers, nearly right: what the client makes of them, and whether an order could be paid by one
//! that does not say so.

use imp_checkout::{
    checkout::{Error, Source},
    domain::{
        ids::{ImpUid, MerchantUid},
        money::Money,
        order::OrderState,
    },
    iamport::Cancel,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{fuzz, nearly};
use crate::{
    liar::{Liar, truth},
    support::{Browser, TestShop, on_both_engines},
};

on_both_engines!(
    no_answer_upsets_the_client,
    no_answer_pays_that_does_not_say_so
);

/// A status, and a body with one byte a character.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reply {
    http: u16,
    body: String,
}

fn replies(good: Map<String, Value>) -> impl Strategy<Value = Reply> {
    let http = prop_oneof![4 => Just(200_u16), 1 => proptest::sample::select(vec![207, 400, 401, 404, 429, 500, 503])];
    let payment = nearly::object(good).prop_map(Value::Object).boxed();
    let envelope = |payment: Value| json!({ "code": 0, "message": null, "response": payment });
    let listed =
        |payment: Value| json!({ "code": 0, "message": null, "response": { "list": [payment] } });
    let odd = nearly::object(object(
        json!({ "code": 0, "message": "", "response": null }),
    ))
    .prop_map(Value::Object);
    let body = prop_oneof![6 => payment.clone().prop_map(envelope), 2 => payment.prop_map(listed), 1 => odd];
    let bytes = nearly::broken(body.prop_map(|body| body.to_string().into_bytes()));
    (http, bytes).prop_map(|(http, bytes)| Reply {
        http,
        body: bytes.into_iter().map(char::from).collect(),
    })
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value {
        map
    } else {
        Map::new()
    }
}

fn bytes(reply: &Reply) -> Vec<u8> {
    reply
        .body
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect()
}

/// A whole Payment object that no shop has a part in.
fn a_payment() -> Map<String, Value> {
    object(json!({
        "imp_uid": "imp_100000000001", "merchant_uid": "M1", "status": "cancelled", "amount": 64_900,
        "cancel_amount": 900, "currency": "KRW", "sandbox": true, "pay_method": "vbank", "pg_provider": "html5_inicis",
        "card_quota": 3, "vbank_num": "X1", "vbank_code": "004", "vbank_name": "국민은행", "vbank_holder": "홍길동",
        "vbank_date": 1_760_518_799, "paid_at": 1_760_000_000, "failed_at": 0, "cancelled_at": 1_760_000_001,
        "fail_reason": null, "cancel_reason": "partial", "receipt_url": "https://iniweb.inicis.com/r?1",
    }))
}

/// Every call ends in an answer or in an error; a panic would end the test.
async fn no_answer_upsets_the_client(shop: &TestShop) {
    let liar = Liar::start().await;
    let client = liar.client(shop);
    let (imp, uid) = (
        ImpUid::parse("imp_100000000001").unwrap(),
        MerchantUid::parse("M1").unwrap(),
    );
    let some = Decimal::from(900);
    let cancel = Cancel {
        imp_uid: imp.clone(),
        amount: some,
        checksum: some,
        reason: "fuzz".to_owned(),
        refund_to: None,
    };
    fuzz("client", 4, &replies(a_payment()), |reply| {
        liar.says(reply.http, bytes(&reply));
        let (client, imp, uid, cancel) = (&client, &imp, &uid, &cancel);
        async move {
            let seen = client.payment(imp).await;
            let listed = client.payments_of(uid).await;
            let (prepared, cancelled) = (
                client.prepare(uid, Money::krw(64_900)).await,
                client.cancel(cancel).await,
            );
            let refused = [
                seen.is_err(),
                listed.is_err(),
                prepared.is_err(),
                cancelled.is_err(),
            ];
            if reply.http == 429 && refused != [true; 4] {
                return Err(format!("\"too many\" is taken for an answer: {refused:?}"));
            }
            if seen.is_ok_and(|seen| {
                seen.imp_uid != *imp && !reply.body.contains(seen.imp_uid.as_str())
            }) {
                return Err("an imp_uid out of nowhere".to_owned());
            }
            Ok(())
        }
    });
}

/// Whether this answer, read in the plainest way, says that the order was paid in full.
fn says_paid(reply: &Reply, truth: &Value) -> bool {
    let Ok(said) = serde_json::from_slice::<Value>(&bytes(reply)) else {
        return false;
    };
    let said = &said["response"];
    let amount = said["amount"]
        .as_f64()
        .or_else(|| said["amount"].as_str().and_then(|text| text.parse().ok()));
    let same = |field: &str| said[field] == truth[field];
    let currency = said["currency"]
        .as_str()
        .is_none_or(|code| code.trim().is_empty() || code == "KRW");
    let moved = said["status"] == "paid"
        || (said["status"] == "cancelled" && said["cancel_amount"] != truth["amount"]);
    amount == Some(64_900.0)
        && same("imp_uid")
        && same("merchant_uid")
        && moved
        && currency
        && said["sandbox"] != false
}

/// The answer that `Case` writes for an order of its own: these names are replaced by the order's.
const ASKED: (&str, &str) = ("THE-IMP-UID", "THE-MERCHANT-UID");

struct Case<'a> {
    shop: &'a TestShop,
    liar: Liar,
    /// A true answer, under the names of `ASKED`.
    truth: Value,
}

impl<'a> Case<'a> {
    async fn new(shop: &'a TestShop) -> Self {
        let placed = Browser::new(shop).await.place().await;
        shop.pay(&placed, "paid").await;
        let mut truth = truth(shop, &placed.uid).await;
        (truth["imp_uid"], truth["merchant_uid"]) = (json!(ASKED.0), json!(ASKED.1));
        Self {
            shop,
            liar: Liar::start().await,
            truth,
        }
    }

    async fn check(&self, reply: Reply) -> Result<(), String> {
        let fresh = Browser::new(self.shop).await.place().await;
        let imp = ImpUid::parse(&format!("imp_{}", &fresh.uid[8..])).unwrap();
        let named = |text: &str| {
            text.replace(ASKED.1, &fresh.uid)
                .replace(ASKED.0, imp.as_str())
        };
        let reply = Reply {
            body: named(&reply.body),
            ..reply
        };
        let truth: Value = serde_json::from_str(&named(&self.truth.to_string())).unwrap();
        self.liar.says(reply.http, bytes(&reply));
        let outcome = self
            .liar
            .deceive(self.shop)
            .settle(&imp, Source::Sweep)
            .await;
        let paid = self.shop.moves_to(&fresh.order, OrderState::Paid).await > 0;
        if paid && !says_paid(&reply, &truth) {
            return Err("paid by an answer that does not say so".to_owned());
        }
        match outcome {
            Err(Error::Store(e)) => Err(format!("the store cannot keep it: {e}")),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

async fn no_answer_pays_that_does_not_say_so(shop: &TestShop) {
    let case = Case::new(shop).await;
    fuzz("settle", 1, &replies(object(case.truth.clone())), |reply| {
        case.check(reply)
    });
}
