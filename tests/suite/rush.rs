//! More shoppers than pieces: nobody gets what is not there, whoever pays when, and whoever walks away.

use futures::future::join_all;
use imp_checkout::domain::order::{OrderState, StockState};
use serde_json::{Value, json};

use crate::support::{
    Browser, Engine, Placed, TestShop, behind_a_pooler, form, imp_uid, on_both_engines,
};

on_both_engines!(
    two_hundred_shoppers_for_ten_pieces,
    who_walked_away_makes_room_and_comes_back_too_late,
);
behind_a_pooler!(two_hundred_shoppers_for_ten_pieces);

const PIECES: usize = 10;

/// Puts ten pieces of one product on sale, and nothing else.
async fn sell_ten(shop: &TestShop) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalogue.toml");
    let few = "[[product]]\nid='rare'\nname={ko='귀한 것',en='Rare'}\nblurb={ko='',en=''}\npicture='/a.svg'\n\
               price=60000\nstock=10\n";
    std::fs::write(&file, few).unwrap();
    imp_checkout::catalogue::load(shop.shop.db(), &file)
        .await
        .unwrap();
}

/// A shopper who wants one; `None` if there was none to be had, which they are told with a 409.
async fn try_to_place(shop: &TestShop) -> Option<(Browser, Placed)> {
    let browser = Browser::new(shop).await;
    let added = browser
        .call("cart/add", &[("product", "rare"), ("quantity", "1")])
        .await;
    if added.status() != 200 {
        assert_eq!(added.status(), 409);
        return None;
    }
    let seen = browser.seen().await;
    let answer = browser.call("orders/place", &form("card", &seen)).await;
    let (status, answer) = (
        answer.status().as_u16(),
        answer.json::<Value>().await.unwrap(),
    );
    assert!([200, 409].contains(&status), "{status} {answer}");
    (status == 200).then(|| (browser, Placed::read(&answer)))
}

async fn rush(shop: &TestShop, shoppers: usize) -> Vec<(Browser, Placed)> {
    join_all((0..shoppers).map(|_| try_to_place(shop)))
        .await
        .into_iter()
        .flatten()
        .collect()
}

async fn pay(shop: &TestShop, lucky: &(Browser, Placed)) -> u16 {
    let (browser, placed) = lucky;
    let imp = imp_uid(&shop.pay(placed, "paid").await);
    browser.complete(&imp, &placed.uid).await.0
}

/// Pieces of `rare` that belong to orders in this state of stock, and the orders' states.
async fn stock_of(shop: &TestShop, lucky: &[(Browser, Placed)], wanted: StockState) -> usize {
    let orders = join_all(
        lucky
            .iter()
            .map(|(_, placed)| shop.shop.db().order(&placed.order)),
    )
    .await;
    orders
        .into_iter()
        .filter(|order| order.as_ref().unwrap().as_ref().unwrap().stock == wanted)
        .count()
}

async fn two_hundred_shoppers_for_ten_pieces(shop: &TestShop) {
    sell_ten(shop).await;
    let lucky = rush(shop, 200).await;
    assert_eq!(lucky.len(), PIECES, "exactly as many orders as pieces");
    assert_eq!(shop.available("rare").await, 0);
    let answers = join_all(lucky.iter().map(|lucky| pay(shop, lucky))).await;
    assert_eq!(answers, [200; PIECES]);
    assert_eq!(stock_of(shop, &lucky, StockState::Taken).await, PIECES);
    assert_eq!(shop.available("rare").await, 0);
}

async fn who_walked_away_makes_room_and_comes_back_too_late(shop: &TestShop) {
    sell_ten(shop).await;
    let first = rush(shop, 40).await;
    let (quick, slow) = first.split_at(4);
    assert_eq!(
        join_all(quick.iter().map(|lucky| pay(shop, lucky))).await,
        [200; 4]
    );
    // Their windows stay open, and their holds lapse.
    shop.clock.advance_seconds(31 * 60);
    shop.drain().await;
    assert_eq!(shop.available("rare").await, 6);

    let second = rush(shop, 40).await;
    assert_eq!(second.len(), 6);
    // Those who hold pay at the same moment as those whose hold is gone.
    let everybody = second.iter().chain(slow).collect::<Vec<_>>();
    let windows = everybody
        .iter()
        .map(|(_, placed)| shop.console(reqwest::Method::POST, "payments", late(placed)));
    let paid: Vec<Value> = join_all(windows).await;
    join_all(
        everybody
            .iter()
            .zip(&paid)
            .map(|((browser, placed), paid)| async {
                browser.complete(&imp_uid(paid), &placed.uid).await
            }),
    )
    .await;
    assert_eq!(stock_of(shop, quick, StockState::Taken).await, 4);
    assert_eq!(
        stock_of(shop, &second, StockState::Taken).await,
        6,
        "who held a piece got it"
    );
    assert_eq!(
        stock_of(shop, slow, StockState::Taken).await,
        0,
        "who did not got none"
    );
    shop.drain().await;
    for ((_, placed), paid) in slow.iter().zip(&paid[second.len()..]) {
        assert_eq!(shop.state(&placed.order).await, OrderState::Disputed);
        let path = format!("payments/{}", imp_uid(paid));
        let seen = shop.console(reqwest::Method::GET, &path, Value::Null).await;
        assert_eq!(
            seen["payment"]["cancel_amount"],
            json!(60_000),
            "their money went back: {seen}"
        );
    }
    assert_eq!(shop.available("rare").await, 0);
}

/// A window that does not ask `confirm_url`: the money moves, whatever we would have said.
fn late(placed: &Placed) -> Value {
    json!({ "merchant_uid": placed.uid, "amount": placed.request["amount"], "outcome": "paid" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_on_pay_makes_one_order() {
    let shop = TestShop::start(Engine::Sqlite)
        .await
        .expect("because SQLite is built in");
    sell_ten(&shop).await;
    let browser = Browser::new(&shop).await;
    browser.add("rare", "2").await;
    let seen = browser.seen().await;
    let fields = form("card", &seen);
    let clicks = join_all((0..20).map(|_| browser.call("orders/place", &fields))).await;
    for answer in &clicks {
        assert!(
            [200, 409].contains(&answer.status().as_u16()),
            "{}",
            answer.status()
        );
    }
    assert_eq!(
        shop.available("rare").await,
        8,
        "twenty clicks hold the two pieces once"
    );
}
