//! Every SQL text is understood by the engine it is for.

use imp_checkout::{
    store::{DIALECTS, STATEMENTS},
    telemetry::chain,
};

use crate::support::{Browser, TestShop, on_both_engines};

on_both_engines!(every_statement_can_be_prepared, a_newcomer_is_served);

async fn every_statement_can_be_prepared(shop: &TestShop) {
    let db = shop.shop.db();
    let is_sqlite = db.engine() == "SQLite";
    let plain = STATEMENTS.iter().flat_map(|list| list.iter().copied());
    let dialects = DIALECTS.iter().flat_map(|list| list.iter());
    let texts =
        plain.chain(dialects.map(|(sqlite, postgres)| if is_sqlite { *sqlite } else { *postgres }));
    for sql in texts {
        db.prepare(sql)
            .await
            .unwrap_or_else(|e| panic!("{}\n{sql}", chain(&e)));
    }
}

async fn a_newcomer_is_served(shop: &TestShop) {
    let browser = Browser::new(shop).await;
    for path in ["/", "/cart", "/checkout"] {
        let page = browser.get(path).await;
        assert_eq!(page.status(), 200, "{path}");
        let policy = page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.contains("script-src 'nonce-") && !policy.contains("unsafe-inline"),
            "{path}: {policy}"
        );
    }
    let missing = browser.get("/nowhere").await;
    assert_eq!(missing.status(), 404);
    assert!(
        missing.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("nonce-")
    );
    assert_eq!(browser.get("/healthz").await.status(), 200);
    assert_eq!(browser.get("/readyz").await.status(), 200);
}
