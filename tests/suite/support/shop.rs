//! A shop, its sandbox and its workers, with a store and a clock of their own.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use imp_checkout::{
    app::PageContext,
    catalogue,
    checkout::{Channel, MerchantTerms, Shop},
    clock::Clock,
    domain::{
        cart::ShippingPolicy, ids::OrderId, method::PayMethod, money::Money, order::OrderState,
        payment::Channels,
    },
    http::{AppState, Csp, router},
    iamport,
    keys::Keys,
    notify,
    sandbox::{Config, Sandbox},
    store::Db,
    workers::Workers,
};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::browser::{Placed, client};
use crate::database::{Engine, database};

pub struct TestShop {
    pub shop: Shop,
    pub workers: Workers,
    pub url: String,
    pub sandbox: String,
    pub clock: Clock,
    pub database_url: String,
    http: reqwest::Client,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl Drop for TestShop {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// In memory where that is possible: these tests measure no disk.
pub fn folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

impl TestShop {
    pub async fn start(engine: Engine) -> Option<Self> {
        let folder = folder();
        let url = database(engine, folder.path()).await?;
        Some(Self::start_on(&url, folder).await)
    }

    /// On a database of the caller's, with a sandbox of its own.
    pub async fn start_on(database_url: &str, folder: tempfile::TempDir) -> Self {
        let stop = CancellationToken::new();
        let config = Config {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            state_file: None,
            seed: None,
        };
        let sandbox = Sandbox::bind(config).await.unwrap();
        let sandbox_url = sandbox.url().to_owned();
        TaskTracker::new().spawn(sandbox.run(stop.clone()));
        let clock = Clock::manual(Clock::System.now());
        Self::node(database_url, sandbox_url, clock, stop, folder).await
    }

    /// Another node of this shop: the same database by whatever address, the same sandbox, the same time.
    pub async fn beside(&self, database_url: &str) -> Self {
        let stop = self.stop.child_token();
        Self::node(
            database_url,
            self.sandbox.clone(),
            self.clock.clone(),
            stop,
            folder(),
        )
        .await
    }

    async fn node(
        database_url: &str,
        sandbox_url: String,
        clock: Clock,
        stop: CancellationToken,
        folder: tempfile::TempDir,
    ) -> Self {
        let db = Db::open(database_url).await.unwrap();
        catalogue::load_at_start(&db, None).await.unwrap();
        let tasks = TaskTracker::new();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let access = iamport::Access {
            api_url: sandbox_url.clone(),
            imp_key: "sandbox_key".into(),
            imp_secret: "sandbox_secret".to_owned().into(),
        };
        let iamport = iamport::Client::new(access, clock.clone()).unwrap();
        let shop = Shop::new(db, iamport, clock.clone(), Keys::new(&[7; 32]), terms(&url));
        let carrier = notify::Carrier::Sandbox {
            messages_url: format!("{sandbox_url}/console/api/messages"),
        };
        let notifier = notify::Notifier::new(carrier, clock.clone()).unwrap();
        let state = AppState {
            shop: shop.clone(),
            leptos: LeptosOptions::builder().output_name("imp-checkout").build(),
            page: Arc::new(PageContext::default()),
            csp: Arc::new(Csp::for_sandbox(&sandbox_url, None)),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
            proxies: Default::default(),
            canonical: None,
        };
        let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
        let server =
            axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
        tasks.spawn(async move { server.await.unwrap() });
        let workers = Workers {
            shop: shop.clone(),
            notifier,
        };
        let database_url = database_url.to_owned();
        Self {
            shop,
            workers,
            url,
            sandbox: sandbox_url,
            clock,
            database_url,
            http: client(),
            stop,
            _folder: folder,
        }
    }

    /// Does all background work that is due.
    pub async fn drain(&self) {
        self.workers.drain().await.unwrap();
    }

    pub async fn state(&self, order: &OrderId) -> OrderState {
        self.shop.db().order(order).await.unwrap().unwrap().state
    }

    /// How often an order moved into a state.
    pub async fn moves_to(&self, order: &OrderId, state: OrderState) -> usize {
        let history = self.shop.db().history(order).await.unwrap();
        history
            .iter()
            .filter(|row| row.to_state == state.as_str())
            .count()
    }

    /// Moves the clock to where a window of this length has just begun.
    pub fn at_the_start_of_a_window(&self, seconds: i64) {
        let left = self.clock.now().window_end(seconds).0 - self.clock.now().0;
        self.clock.advance_seconds(left / 1_000 + 1);
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}").leak();
        self.shop.db().read("count rows", sql).one().await.unwrap()
    }

    pub async fn available(&self, product: &str) -> i64 {
        let products = self.shop.db().products().await.unwrap();
        products
            .iter()
            .find(|p| p.id.as_str() == product)
            .unwrap()
            .available
    }

    /// Sells one product, of which there are so many.
    pub async fn stock(&self, product: &str, pieces: i64) {
        self.sell(&[(product.to_owned(), pieces)]).await;
    }

    /// A new catalogue: these products, each with its number of pieces.
    pub async fn sell(&self, goods: &[(String, i64)]) {
        let entry = |(product, pieces): &(String, i64)| {
            format!(
                "[[product]]\nid='{product}'\nname={{ko='귀한 것',en='Rare'}}\nblurb={{ko='',en=''}}\npicture='/a.svg'\nprice=10000\nstock={pieces}\n"
            )
        };
        let file = self._folder.path().join("catalogue.toml");
        std::fs::write(&file, goods.iter().map(entry).collect::<String>()).unwrap();
        catalogue::load(self.shop.db(), &file).await.unwrap();
    }

    /// A call of the sandbox's console; its whole answer, a refusal too.
    pub async fn ask_console(&self, method: reqwest::Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/console/api/{path}", self.sandbox);
        self.http
            .request(method, url)
            .json(body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// A call of the sandbox's console.
    pub async fn console(&self, method: reqwest::Method, path: &str, body: Value) -> Value {
        let answer = self.ask_console(method, path, &body).await;
        assert_eq!(answer["code"], 0, "{answer}");
        answer["response"].clone()
    }

    pub async fn fault(&self, uid: &str, times: Option<u32>, fault: Value) {
        let rule = json!({ "match": { "merchant_uid": uid }, "times": times, "fault": fault });
        self.console(reqwest::Method::PUT, "faults", rule).await;
    }

    /// What a shopper in the window would have done for this attempt.
    pub async fn pay(&self, placed: &Placed, outcome: &str) -> Value {
        self.console(
            reqwest::Method::POST,
            "payments",
            in_window(placed, outcome),
        )
        .await
    }

    /// The same, with i'mport told to post its notice.
    pub async fn pay_with_notice(&self, placed: &Placed, outcome: &str) -> Value {
        let mut body = in_window(placed, outcome);
        body["notice_url"] = placed.request["notice_url"].clone();
        self.console(reqwest::Method::POST, "payments", body).await
    }

    /// Waits, in bounded time, for something that happens in the background.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, check: impl Fn() -> F) {
        for _ in 0..200 {
            self.drain().await;
            if check().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("did not happen within five seconds: {what}");
    }
}

fn in_window(placed: &Placed, outcome: &str) -> Value {
    json!({
        "merchant_uid": placed.uid,
        "amount": placed.request["amount"],
        "currency": placed.request["currency"],
        "pg": placed.request["pg"],
        "pay_method": placed.request["pay_method"],
        "outcome": outcome,
    })
}

pub fn terms(url: &str) -> MerchantTerms {
    let channels = PayMethod::ALL.map(|method| {
        let pg = match method {
            PayMethod::Paypal => "paypal",
            PayMethod::Kakaopay => "kakaopay.TC0ONETIME",
            _ => "html5_inicis.INIpayTest",
        };
        (method, Channel::Pg(pg.to_owned()))
    });
    MerchantTerms {
        shop_name: "Test".into(),
        merchant_code: "imp00000000".into(),
        public_url: url.to_owned(),
        channels: channels.to_vec(),
        mode: Channels::Test,
        confirm: true,
        shipping: ShippingPolicy {
            fee: Money::krw(3_000),
            free_from: Money::krw(50_000),
            fee_usd: Money::usd_cents(1_500),
            free_from_usd: Money::usd_cents(15_000),
        },
        hold_minutes: 30,
        vbank_days: 3,
        ship_to: vec![imp_checkout::domain::country::Country::KOREA],
        contact: Default::default(),
        receipts_unasked_from: Some(Money::krw(100_000)),
    }
}
