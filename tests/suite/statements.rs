//! Every SQL text is understood by the engine it is for.

use std::fs;

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

/// A statement that nobody lists would be tried for the first time by a shopper.
#[test]
fn every_statement_is_listed() {
    for file in fs::read_dir("src/store").unwrap().flatten() {
        let path = file.path();
        let text = fs::read_to_string(&path).unwrap_or_default();
        let Some((_, lists)) = text.split_once("pub(super) const ALL") else {
            continue;
        };
        let lists = lists.split("\n#[derive").next().unwrap_or_default();
        for constant in text.split("\nconst ").skip(1) {
            let (name, value) = constant.split_once(": &str =").unwrap_or_default();
            let value = value.split(';').next().unwrap_or_default();
            let is_sql = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "LOCK "]
                .iter()
                .any(|word| {
                    value
                        .trim_start()
                        .trim_start_matches(['"', '\n', ' '])
                        .starts_with(word)
                });
            let is_listed = lists
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .any(|word| word == name);
            assert!(
                !is_sql || is_listed,
                "{name} in {} is in no list",
                path.display()
            );
        }
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
