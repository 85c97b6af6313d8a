//! Everything that runs: PostgreSQL, the sandbox, three nodes, of which the last reaches PostgreSQL by a wire that can
//! be cut, and nginx in front.

use std::{path::Path, time::Duration};

use imp_checkout::store::Db;
use reqwest::Client;
use tempfile::TempDir;
use tokio::{process::Child, time::sleep};

use crate::{
    address::free_address,
    database::{Engine, database},
    forwarder::Forwarder,
    node::Node,
    phones::Phones,
    plenty::plenty,
    postgres::Postgres,
    proxy,
};

const NODES: usize = 3;
/// A little more than nginx keeps idle connections.
const DRAIN_SECONDS: &str = "3";

pub struct Plant {
    pub database_url: String,
    /// By way of nginx.
    pub shop: String,
    pub sandbox: String,
    pub http: Client,
    pub nodes: Vec<Node>,
    pub wire: Forwarder,
    pub postgres: Postgres,
    phones: Phones,
    _sandbox: Node,
    _nginx: Child,
    _folder: TempDir,
}

impl Plant {
    pub async fn build(program: &Path) -> Self {
        // One provider for the whole process; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let postgres = Postgres::named();
        let folder = tempfile::tempdir().unwrap();
        let database_url = database(Engine::Postgres, folder.path())
            .await
            .expect("because it was named a line ago");
        let wire = Forwarder::start(&database_url).await;
        let http = Client::builder()
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        let phones = Phones::start().await;
        std::fs::write(folder.path().join("catalogue.toml"), plenty()).unwrap();
        let new = |name: &str, url: String, arguments: Vec<String>| {
            Node::new(
                program,
                url,
                arguments,
                folder.path().join(format!("{name}.log")),
                http.clone(),
            )
        };
        let sandbox_url = format!("http://{}", free_address());
        let address = sandbox_url.trim_start_matches("http://").to_owned();
        let mut sandbox = new(
            "sandbox",
            sandbox_url.clone(),
            vec!["sandbox".into(), "--sandbox-addr".into(), address],
        );
        sandbox.start().await;
        let shop = format!("http://{}", free_address());
        let mut nodes = Vec::new();
        for number in 0..NODES {
            let url = if number + 1 == NODES {
                wire.url(&database_url)
            } else {
                database_url.clone()
            };
            let address = free_address().to_string();
            let given = arguments(&address, &url, &shop, &sandbox_url, &phones, folder.path());
            let mut node = new(
                &format!("node-{number}"),
                format!("http://{address}"),
                given,
            );
            node.start().await;
            nodes.push(node);
        }
        let urls: Vec<String> = nodes.iter().map(|node| node.url.clone()).collect();
        let nginx = proxy::start(folder.path(), shop.trim_start_matches("http://"), &urls);
        let plant = Self {
            database_url,
            shop,
            sandbox: sandbox_url,
            http,
            nodes,
            wire,
            postgres,
            phones,
            _sandbox: sandbox,
            _nginx: nginx,
            _folder: folder,
        };
        plant.until_the_proxy_answers().await;
        plant
    }

    async fn until_the_proxy_answers(&self) {
        while !self
            .http
            .get(format!("{}/healthz", self.shop))
            .send()
            .await
            .is_ok_and(|it| it.status() == 200)
        {
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn phones(&self) -> &Phones {
        &self.phones
    }

    pub fn last_words(&self) -> String {
        self.nodes
            .iter()
            .map(|node| format!("{}:\n{}\n", node.url, node.last_words()))
            .collect()
    }

    pub async fn until_all_are_ready(&self) {
        for node in &self.nodes {
            node.until("/readyz").await;
        }
    }

    pub async fn stop_nodes(&mut self) {
        for node in &mut self.nodes {
            node.stop().await;
        }
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let db = Db::open(&self.database_url).await.unwrap();
        let count = db.read("count", sql).one().await.unwrap();
        db.close().await;
        count
    }

    /// By the nodes' own work, in real time.
    pub async fn until_nothing_waits(&self) {
        const WAITING: &str = "
            SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new') + (SELECT COUNT(*) FROM outbox WHERE state = 'new')";
        while self.count(WAITING).await > 0 {
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// Each comes with a new cookie for each purchase.
    pub async fn shoppers_with_two_orders(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM (SELECT 1 FROM orders GROUP BY customer_id HAVING COUNT(*) > 1) AS doubled")
            .await
    }
}

fn arguments(
    address: &str,
    database: &str,
    shop: &str,
    sandbox: &str,
    phones: &Phones,
    folder: &Path,
) -> Vec<String> {
    let catalogue = folder.join("catalogue.toml").display().to_string();
    let given = [
        ("--site-addr", address),
        ("--database-url", database),
        ("--public-url", shop),
        ("--catalogue", &catalogue),
        (
            "--site-root",
            concat!(env!("CARGO_MANIFEST_DIR"), "/target/site"),
        ),
        ("--drain-seconds", DRAIN_SECONDS),
        ("--imp-merchant-id", "imp00000000"),
        ("--imp-rest-key", "sandbox_key"),
        ("--imp-rest-secret", "sandbox_secret"),
        ("--imp-api-url", sandbox),
        ("--channel-card", "html5_inicis.INIpayTest"),
        ("--solapi-api-key", "k"),
        ("--solapi-api-secret", "s"),
        ("--solapi-from", "0212345678"),
        ("--solapi-api-url", phones.url()),
    ];
    let flags = ["--imp-test-channels", "--imp-confirm", "--trust-proxy"].map(str::to_owned);
    given
        .into_iter()
        .flat_map(|(name, value)| [name.to_owned(), value.to_owned()])
        .chain(flags)
        .collect()
}
