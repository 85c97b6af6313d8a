//! Pages under load: each arrives, complete, with the policy under which its scripts run.

use crate::support::{Browser, TestShop, on_both_engines};

on_both_engines!(many_pages_at_once_all_arrive);

/// Far more pages than database connections. A page that kept a connection while it waits for a second one would
/// stop them all; one that lost its policy would show, but not work.
async fn many_pages_at_once_all_arrive(shop: &TestShop) {
    let shopper = |_| async {
        let browser = Browser::new(shop).await;
        browser.add("norway-swivel-chair", "1").await;
        for path in ["/", "/cart", "/checkout"].iter().cycle().take(30) {
            let page = browser.get(path).await;
            assert_eq!(page.status(), 200, "{path}");
            let policy = page.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .to_owned();
            let html = page.text().await.unwrap();
            let nonce = policy
                .split("'nonce-")
                .nth(1)
                .and_then(|rest| rest.split('\'').next());
            let nonce = nonce.unwrap_or_else(|| panic!("{path} came with {policy}"));
            assert!(html.contains("</html>"), "{path} was cut short");
            assert!(
                *path != "/checkout" || html.contains(&format!("nonce=\"{nonce}\"")),
                "{path}: another nonce"
            );
        }
    };
    futures::future::join_all((0..32).map(shopper)).await;
}
