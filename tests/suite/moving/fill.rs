//! A shop with something of everything: paid, waiting, failed, disputed, told and not yet told.

use imp_checkout::domain::{ids::OrderId, order::OrderState};
use reqwest::Method;
use serde_json::json;

use crate::support::{Browser, Placed, TestShop, imp_uid};

pub struct Filled {
    pub browser: Browser,
    /// Its window is open.
    pub open: Placed,
    /// Waits for a deposit.
    pub awaited: Placed,
    pub awaited_imp: String,
    /// Its window is open too; it is paid between two runs.
    next: Placed,
}

/// What happened between two runs.
pub struct Settled {
    pub refunded: OrderId,
}

pub async fn fill(shop: &TestShop) -> Filled {
    shop.shop
        .db()
        .setting_or("secret_key", "한글, and \"quotes\", and a 'tab\t'")
        .await
        .unwrap();
    let browser = Browser::new(shop).await;
    let paid = browser.place().await;
    shop.pay_with_notice(&paid, "paid").await;
    shop.until("the notice pays", || async {
        shop.state(&paid.order).await == OrderState::Paid
    })
    .await;

    let failed = browser.place().await;
    browser
        .complete(&imp_uid(&shop.pay(&failed, "failed").await), &failed.uid)
        .await;

    let disputed = browser.place().await;
    shop.fault(&disputed.uid, None, json!({ "approve_amount": 100 }))
        .await;
    browser
        .complete(&imp_uid(&shop.pay(&disputed, "paid").await), &disputed.uid)
        .await;
    assert_eq!(shop.state(&disputed.order).await, OrderState::Disputed);
    shop.drain().await;

    browser.add("norway-swivel-chair", "1").await;
    let awaited = browser.place_with("vbank").await;
    let awaited_imp = imp_uid(&shop.pay(&awaited, "vbank").await);
    assert_eq!(
        browser.complete(&awaited_imp, &awaited.uid).await.1["status"],
        "vbankIssued"
    );

    let other = Browser::new(shop).await;
    other.add("wool-socks", "2").await;
    let next = other.place_with("paypal").await;
    let open = browser.place().await;
    let newcomer = Browser::new(shop).await;
    newcomer.add("brass-bell", "3").await;
    Filled {
        browser,
        open,
        awaited,
        awaited_imp,
        next,
    }
}

impl Filled {
    /// Nothing of a sale stays as a first run has copied it: states move by more than one step, rows go and come.
    pub async fn sell_on(&self, shop: &TestShop) -> Settled {
        let Placed { order, uid, .. } = &self.next;
        let imp = imp_uid(&shop.pay_with_notice(&self.next, "paid").await);
        self.browser.complete(&imp, uid).await;
        shop.until("the notice pays", || async {
            shop.state(order).await == OrderState::Paid
        })
        .await;
        shop.console(
            Method::POST,
            &format!("payments/{imp}/cancel"),
            json!({ "amount": 10 }),
        )
        .await;
        shop.clock.advance_seconds(3_601);
        let refunded = || async { shop.state(order).await == OrderState::PartlyRefunded };
        shop.until("a part is refunded", refunded).await;
        Browser::new(shop).await.place().await;
        Settled {
            refunded: order.clone(),
        }
    }
}
