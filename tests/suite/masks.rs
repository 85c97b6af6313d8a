//! What somebody can read who has no right to it: a stranger, and whoever holds a link that was forwarded. Every answer that
//! they can get is looked through.

use std::{
    io::Write,
    sync::{Arc, Mutex, OnceLock},
};

use reqwest::{Response, StatusCode};

use crate::support::{Browser, Placed, TestShop, form, imp_uid, on_both_engines};

on_both_engines!(
    no_answer_to_a_link_or_a_stranger_tells_who_the_buyer_is,
    the_buyers_own_browser_reads_everything,
);

/// Everything of the order form that is nobody else's business, in the spellings that an answer could have it in.
const SECRETS: [&str; 14] = [
    "홍길동",
    "길동",
    "4242-4242",
    "42424242",
    "gildong",
    "(01181)",
    ">01181",
    "\"01181\"",
    "신사동",
    "101호",
    "문 앞",
    "%ED%99%8D%EA%B8%B8%EB%8F%99",
    "\\ud64d",
    "&#xD64D;",
];

/// What the program has written to its log since the first test asked, at the level that operators read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::INFO)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .init();
        log
    })
}

async fn whole(answer: Response) -> String {
    let headers = format!("{:?}", answer.headers());
    headers + &answer.text().await.unwrap()
}

/// What a browser with this token, or none, gets from everything that names an order.
async fn answers(browser: &Browser, placed: &Placed, token: &str) -> Vec<(String, String)> {
    let order = placed.order.as_str();
    let named = [("order_id", order), ("token", token)];
    let mut answers = Vec::new();
    for function in [
        "orders/read",
        "orders/stage",
        "orders/retry",
        "orders/complete",
        "orders/cancel",
        "orders/refund-account",
    ] {
        for more in [
            vec![
                ("method", "card"),
                ("agree", "on"),
                ("opening", "true"),
                ("merchant_uid", placed.uid.as_str()),
                ("confirm", "yes"),
            ],
            vec![],
        ] {
            let fields = [&named[..], &more].concat();
            answers.push((
                function.to_owned(),
                whole(browser.call(function, &fields).await).await,
            ));
        }
    }
    for function in ["cart", "checkout", "orders/refused", "catalogue"] {
        answers.push((
            function.to_owned(),
            whole(browser.call(function, &[]).await).await,
        ));
    }
    for path in [
        format!("/orders/{order}?token={token}"),
        format!("/orders/{order}?token={token}&pay=now"),
        format!("/orders/{order}?token={token}&cancel=yes"),
        format!("/orders/{order}?token={token}&other=yes"),
        format!("/orders/{order}"),
        format!(
            "/payments/complete?order={order}&token={token}&merchant_uid={}",
            placed.uid
        ),
        format!("/payments/complete?merchant_uid={}", placed.uid),
        "/checkout".to_owned(),
        "/cart".to_owned(),
    ] {
        let answer = whole(browser.get(&path).await).await;
        answers.push((path, answer));
    }
    answers
}

async fn no_answer_to_a_link_or_a_stranger_tells_who_the_buyer_is(shop: &TestShop) {
    let log = log();
    for (method, outcome) in [
        ("card", None),
        ("card", Some("failed")),
        ("vbank", Some("vbank")),
        ("trans", Some("paid")),
    ] {
        let owner = Browser::new(shop).await;
        owner.add("norway-swivel-chair", "1").await;
        let seen = owner.seen().await;
        let mut fields = form(method, &seen);
        fields.extend([("receipt", "person"), ("receipt_tel", "01042424242")]);
        let placed = Placed::read(&owner.json("orders/place", &fields).await);
        if let Some(outcome) = outcome {
            let imp = imp_uid(&shop.pay(&placed, outcome).await);
            owner.complete(&imp, &placed.uid).await;
            shop.drain().await;
        }
        let token = placed.token().to_owned();
        for held in [token.as_str(), "", "AAAAAAAAAAAAAAAAAAAA"] {
            let reader = Browser::new(shop).await;
            for (what, answer) in answers(&reader, &placed, held).await {
                for secret in SECRETS {
                    assert!(
                        !answer.contains(secret),
                        "{method} {outcome:?}: {what} with {held:?} tells {secret}: {answer}"
                    );
                }
            }
        }
        // A token of the wrong length, of another order, in another place.
        let other = Browser::new(shop).await.place().await;
        let reader = Browser::new(shop).await;
        let foreign = other.token().to_owned();
        for held in [&token[..token.len() - 1], foreign.as_str()] {
            let page = reader
                .get(&format!("/orders/{}?token={held}", placed.order))
                .await;
            assert_eq!(page.status(), StatusCode::NOT_FOUND);
        }
    }
    let log = logged(log);
    assert!(log.contains("order placed"), "{log}");
    for secret in SECRETS {
        let told = log.lines().find(|line| line.contains(secret));
        assert_eq!(told, None, "the log tells {secret}");
    }
}

fn logged(log: &Log) -> String {
    String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned()
}

async fn the_buyers_own_browser_reads_everything(shop: &TestShop) {
    let owner = Browser::new(shop).await;
    let placed = owner.place().await;
    let page = owner
        .get(&format!("/orders/{}", placed.order))
        .await
        .text()
        .await
        .unwrap();
    for told in [
        "홍길동",
        "010-4242-4242",
        "gildong@gmail.com",
        "01181",
        "신사동",
        "101호",
        "문 앞",
    ] {
        assert!(page.contains(told), "{told}");
    }
    assert_eq!(placed.request["buyer_name"], "홍길동");
    let again = owner.retry(&placed.order, "card").await;
    assert_eq!(again.request["buyer_tel"], "010-4242-4242");
}
