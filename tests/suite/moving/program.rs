//! The program itself: it copies beside the running shop, is killed, refuses to serve half a shop, and goes on.

use std::{net::SocketAddr, path::Path, process::Stdio, time::Duration};

use reqwest::{Client, header};
use sqlx::{PgPool, SqlitePool};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::{
    address::free_address,
    database::{Engine, database},
    sigterm::ask_to_stop,
    skip::{NO_SERVER, skip},
};

const PRODUCT: &str = "norway-swivel-chair";
/// So much that a run lasts until it is killed.
const MANY: i64 = 50_000;

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_imp-checkout"));
    program
        .current_dir(folder)
        .env_clear()
        .env("RUST_LOG", "error")
        .kill_on_drop(true)
        .stdin(Stdio::null())
        .args(args);
    program
}

/// Exit status, and all that was said.
async fn said(folder: &Path, args: &[&str]) -> (i32, String) {
    let ended = program(folder, args).output().await.unwrap();
    let text = [ended.stdout, ended.stderr].concat();
    (
        ended.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

async fn serve(folder: &Path, address: SocketAddr, database_url: &str, http: &Client) -> Child {
    let (site, sandbox) = (address.to_string(), free_address().to_string());
    let args = [
        "--site-addr",
        &site,
        "--sandbox-addr",
        &sandbox,
        "--database-url",
        database_url,
    ];
    let mut shop = program(folder, &args).spawn().unwrap();
    for _ in 0..1_500 {
        if http
            .get(format!("http://{site}/healthz"))
            .send()
            .await
            .is_ok()
        {
            return shop;
        }
        assert!(
            shop.try_wait().unwrap().is_none(),
            "the shop ended by itself"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the shop did not answer within half a minute");
}

async fn stop(mut shop: Child) {
    ask_to_stop(&shop);
    let ended = tokio::time::timeout(Duration::from_secs(40), shop.wait()).await;
    assert!(
        ended
            .expect("because the shop gives what runs 25 seconds")
            .unwrap()
            .success()
    );
}

/// A visitor with a chair in the cart, by cookie.
async fn visit(http: &Client, shop: &str) -> String {
    let form = [("product", PRODUCT), ("quantity", "1")];
    let added = http
        .post(format!("{shop}/api/cart/add"))
        .header(header::ACCEPT, "application/json")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert!(added.status().is_success());
    let cookie = added.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn cart(http: &Client, shop: &str, cookie: &str) -> String {
    let request = http
        .post(format!("{shop}/api/cart"))
        .header(header::COOKIE, cookie);
    request
        .header(header::ACCEPT, "application/json")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

async fn grow_history(url: &str) {
    let pool = SqlitePool::connect(url).await.unwrap();
    let grow = "
        INSERT INTO history (order_id, at, who, from_state, to_state)
        WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < $1)
        SELECT 'O' || n, n, 'webhook', 'awaiting_payment', 'paid' FROM s";
    sqlx::query(grow).bind(MANY).execute(&pool).await.unwrap();
    pool.close().await;
}

/// SIGKILL after this line.
async fn kill_after(line: &str, mut run: Child) {
    let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
    while let Some(said) = lines.next_line().await.unwrap() {
        if said == line {
            run.kill().await.unwrap();
            return;
        }
    }
    panic!("it ended without saying {line:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_moves_a_shop_though_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let Some(to) = database(Engine::Postgres, folder).await else {
        skip(NO_SERVER);
        return;
    };
    let (http, address) = (Client::new(), free_address());
    let (from, url) = (
        format!("sqlite://{}", folder.join("shop.db").display()),
        format!("http://{address}"),
    );
    let moving = ["migrate", "--from", &from, "--to", &to];

    let shop = serve(folder, address, &from, &http).await;
    let cookie = visit(&http, &url).await;
    let (status, told) = said(folder, &moving).await;
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("Stop the shop and run this again"), "{told}");
    stop(shop).await;

    grow_history(&from).await;
    let run = program(folder, &moving)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    kill_after("history: 2000 rows copied", run).await;
    let pool = PgPool::connect(&to).await.unwrap();
    let copied: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM history")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert!(
        (2_000..MANY).contains(&copied),
        "{copied} rows were there when it was killed"
    );
    let (site, sandbox) = (free_address().to_string(), free_address().to_string());
    let serve_half = [
        "--site-addr",
        &site,
        "--sandbox-addr",
        &sandbox,
        "--database-url",
        &to,
    ];
    let refused = said(folder, &serve_half).await;
    assert!(
        refused.0 == 2 && refused.1.contains("unfinished copy"),
        "{refused:?}"
    );

    let (status, told) = said(folder, &moving).await;
    assert_eq!(status, 0, "{told}");
    assert!(
        told.contains("going on with it")
            && told.contains(&format!("history: {MANY} rows, the same")),
        "{told}"
    );
    let shop = serve(folder, address, &to, &http).await;
    let cart = cart(&http, &url, &cookie).await;
    assert!(
        cart.contains(PRODUCT),
        "the cookie is known and the cart is there: {cart}"
    );
    stop(shop).await;
    let again = said(folder, &moving).await;
    assert!(
        again.0 == 2 && again.1.contains("has moved to this target already"),
        "{again:?}"
    );
    pool.close().await;
}

#[tokio::test]
async fn half_a_command_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for half in [
        ["migrate", "--from", "sqlite://shop.db"],
        ["migrate", "--to", "postgres://db/shop"],
    ] {
        let (status, told) = said(folder.path(), &half).await;
        assert!(status == 2 && told.contains("required"), "{told}");
    }
    let (status, told) = said(folder.path(), &["migrate"]).await;
    assert!(
        status == 0 && told.contains("SQLite database are up to date"),
        "{told}"
    );
}
