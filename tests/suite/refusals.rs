//! i'mport would not say: a question that it refuses, or cannot answer for long, is not answered with "no".

use imp_checkout::{
    checkout::{Acceptance, Caller, Claim, IncomingNotice, Visitor},
    domain::{
        ids::ImpUid,
        lang::Lang,
        order::{OrderState, Stage},
        payment::Status,
    },
    store::Priority,
};
use serde_json::json;

use crate::{
    liar::Liar,
    support::{Browser, Placed, TestShop, imp_uid, on_both_engines},
};

on_both_engines!(
    a_refused_look_up_leaves_the_order_being_confirmed,
    a_notice_outlives_hours_of_trouble,
    one_record_that_cannot_be_read_hides_no_other,
);

fn refusal(code: i64) -> String {
    json!({ "code": code, "message": "허용되지 않은 IP입니다.", "response": null }).to_string()
}

async fn caller(shop: &TestShop, placed: &Placed) -> Caller {
    let customer = shop
        .shop
        .db()
        .order(&placed.order)
        .await
        .unwrap()
        .unwrap()
        .customer;
    let visitor = Visitor::known(customer, Lang::Ko);
    Caller {
        visitor,
        order: placed.order.clone(),
        token: None,
    }
}

async fn a_refused_look_up_leaves_the_order_being_confirmed(shop: &TestShop) {
    let liar = Liar::start().await;
    let deceived = liar.deceive(shop);
    for (http, code) in [(200, -1), (400, 1), (403, -1), (501, -1)] {
        let browser = Browser::new(shop).await;
        let placed = browser.place().await;
        let imp = imp_uid(&shop.pay(&placed, "paid").await);
        liar.says(http, refusal(code));
        let hint = Claim {
            merchant_uid: placed.uid.clone(),
            imp_uid: imp.clone(),
            claims_success: true,
            ..Claim::default()
        };
        let told = deceived
            .complete(&caller(shop, &placed).await, hint)
            .await
            .unwrap();
        assert_eq!(told.stage, Stage::Confirming, "HTTP {http}, code {code}");
        assert_eq!(browser.complete(&imp, &placed.uid).await.0, 200);
        assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
    }
}

async fn a_notice_outlives_hours_of_trouble(shop: &TestShop) {
    let placed = Browser::new(shop).await.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    let notice = IncomingNotice {
        source: String::new(),
        body: String::new(),
        imp_uid: Some(imp),
        merchant_uid: Some(placed.uid.clone()),
    };
    assert_eq!(
        shop.shop.accept_notice(notice).await.unwrap(),
        Acceptance::Stored
    );
    let liar = Liar::start().await;
    let deceived = liar.deceive(shop);
    for (http, body) in [
        (503, "<html>maintenance</html>".to_owned()),
        (200, refusal(-1)),
    ]
    .into_iter()
    .cycle()
    .take(30)
    {
        liar.says(http, body);
        let now = shop.clock.now();
        let claimed = shop
            .shop
            .db()
            .claim_notices(Priority::Matched, now, now.plus_seconds(60), 9)
            .await
            .unwrap();
        assert_eq!(claimed.len(), 1);
        deceived.process_notice(&claimed[0]).await.unwrap();
        shop.clock.advance_seconds(601);
    }
    assert_ne!(shop.state(&placed.order).await, OrderState::Paid);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Paid);
}

async fn one_record_that_cannot_be_read_hides_no_other(shop: &TestShop) {
    let liar = Liar::start().await;
    let record = |imp: &str| json!({ "imp_uid": imp, "merchant_uid": "somebody-elses", "status": "cancelled", "amount": 1_000, "currency": "KRW" });
    let mut strange = record("imp_2");
    strange["cancel_amount"] = json!(2_000);
    let list = json!([record("imp_1"), strange, { "imp_uid": 7 }, record("imp_3")]);
    liar.answers(&json!({ "total": 4, "previous": 0, "next": 0, "list": list }));
    let found = liar
        .client(shop)
        .payments_with(&Status::Cancelled, 0, 1_000)
        .await
        .unwrap();
    let found: Vec<ImpUid> = found.into_iter().map(|payment| payment.imp_uid).collect();
    assert_eq!(
        found,
        [
            ImpUid::parse("imp_1").unwrap(),
            ImpUid::parse("imp_3").unwrap()
        ]
    );
}
