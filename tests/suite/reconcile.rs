//! Our ledger against i'mport's, in both directions.

use imp_checkout::{
    checkout::{Difference, Period},
    domain::order::OrderState,
};
use reqwest::Method;
use serde_json::json;

use crate::support::{Browser, TestShop, imp_uid, on_both_engines};

on_both_engines!(
    each_kind_of_difference_is_found_and_mended,
    a_cancel_that_nobody_told_of_is_caught_up_with,
    more_payments_than_a_page_lists,
);

fn today(shop: &TestShop) -> Period {
    let now = shop.clock.now();
    Period {
        from: now.plus_seconds(-86_400),
        until: now.plus_seconds(86_400),
    }
}

/// What of the difference, for each payment, in the report's order.
async fn differences(shop: &TestShop) -> Vec<(String, &'static str)> {
    let report = shop.shop.reconcile(today(shop)).await.unwrap();
    let word = |difference: &Difference| match difference {
        Difference::OnlyTheirs(_) => "only theirs",
        Difference::OnlyOurs(_) => "only ours",
        Difference::Differs { .. } => "differs",
        Difference::MustGoBack { .. } => "must go back",
    };
    report
        .differences
        .iter()
        .map(|(imp, difference)| (imp.to_string(), word(difference)))
        .collect()
}

async fn each_kind_of_difference_is_found_and_mended(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let agreed = browser.place().await;
    browser
        .complete(&imp_uid(&shop.pay(&agreed, "paid").await), &agreed.uid)
        .await;
    assert_eq!(differences(shop).await, []);

    let unheard = browser.place().await;
    let unheard_imp = imp_uid(&shop.pay(&unheard, "paid").await);
    assert_eq!(
        differences(shop).await,
        [(unheard_imp.clone(), "only theirs")]
    );
    let report = shop.shop.reconcile(today(shop)).await.unwrap();
    assert_eq!(shop.shop.repair(&report).await.unwrap(), 1);
    assert_eq!(
        (differences(shop).await, shop.state(&unheard.order).await),
        (vec![], OrderState::Paid)
    );

    shop.console(
        Method::POST,
        &format!("payments/{unheard_imp}/cancel"),
        json!({ "amount": 500 }),
    )
    .await;
    assert_eq!(differences(shop).await, [(unheard_imp, "differs")]);
    let report = shop.shop.reconcile(today(shop)).await.unwrap();
    shop.shop.repair(&report).await.unwrap();
    assert_eq!(
        (differences(shop).await, shop.state(&unheard.order).await),
        (vec![], OrderState::PartlyRefunded)
    );

    let forged = browser.place().await;
    shop.fault(&forged.uid, None, json!({ "approve_amount": 100 }))
        .await;
    let forged_imp = imp_uid(&shop.pay(&forged, "paid").await);
    browser.complete(&forged_imp, &forged.uid).await;
    assert_eq!(differences(shop).await, [(forged_imp, "must go back")]);
    shop.drain().await;
    assert_eq!(differences(shop).await, []);

    // i'mport forgets everything.
    shop.console(Method::POST, "reset", json!({})).await;
    let report = shop.shop.reconcile(today(shop)).await.unwrap();
    assert_eq!(report.differences.len(), 3);
    assert!(
        report
            .differences
            .iter()
            .all(|(_, it)| matches!(it, Difference::OnlyOurs(_))),
        "{report:?}"
    );
    assert_eq!((report.theirs.len(), report.agrees()), (0, false));
}

async fn a_cancel_that_nobody_told_of_is_caught_up_with(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    let placed = browser.place().await;
    let imp = imp_uid(&shop.pay(&placed, "paid").await);
    browser.complete(&imp, &placed.uid).await;
    shop.drain().await;
    shop.console(Method::POST, &format!("payments/{imp}/cancel"), json!({}))
        .await;
    shop.drain().await;
    assert_eq!(
        shop.state(&placed.order).await,
        OrderState::Paid,
        "nobody has told us yet"
    );
    shop.clock.advance_seconds(3_601);
    shop.drain().await;
    assert_eq!(shop.state(&placed.order).await, OrderState::Refunded);
}

async fn more_payments_than_a_page_lists(shop: &TestShop) {
    for number in 0..205 {
        let body = json!({ "merchant_uid": format!("elsewhere-{number}"), "amount": 1_000, "outcome": "paid" });
        shop.console(Method::POST, "payments", body).await;
    }
    let report = shop.shop.reconcile(today(shop)).await.unwrap();
    assert_eq!(report.differences.len(), 205);
    assert_eq!(
        report.theirs.values().map(|sum| sum.count).sum::<usize>(),
        205
    );
}
