//! What the machine and the engine can do at all, measured in the same run: how often the database commits one
//! changed row, and how many bare pages axum serves to the same clients.

use std::time::Duration;

use axum::{Router, response::Html, routing::get};
use futures::future::join_all;
use imp_checkout::store::Db;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use crate::{shopper::Ask, site::Site, wire::Wire};

const TIME: Duration = Duration::from_secs(2);
const AT_ONCE: usize = 32;

#[derive(Clone, Copy, Debug)]
pub struct Yardsticks {
    /// Commits of one updated row a second, one after the other.
    pub commits: f64,
    /// The same, by 32 at once.
    pub commits_at_once: f64,
    /// Bare pages a second, to 32 clients at once.
    pub bare_pages: f64,
}

pub async fn measure(site: &Site) -> Yardsticks {
    let db = Db::open(&site.database_url).await.unwrap();
    for number in 0..AT_ONCE {
        db.setting_or(&row(number), "0").await.unwrap();
    }
    let measured = Yardsticks {
        commits: commits(&db, 1).await,
        commits_at_once: commits(&db, AT_ONCE).await,
        bare_pages: bare_pages().await,
    };
    db.close().await;
    measured
}

fn row(number: usize) -> String {
    format!("bench-{number}")
}

/// Each committer has a row of its own, and none shares a commit.
async fn commits(db: &Db, at_once: usize) -> f64 {
    a_second(at_once, |number| {
        let row = row(number);
        async move |turn: u64| {
            let update = format!("UPDATE settings SET value = '{turn}' WHERE name = '{row}'");
            db.execute_batch(&update).await.unwrap();
        }
    })
    .await
}

/// A page of the catalogue's size.
async fn bare_pages() -> f64 {
    let page = "x".repeat(16_000);
    let router = Router::new().route("/", get(move || async move { Html(page) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server =
        TaskTracker::new().spawn(async move { axum::serve(listener, router).await.unwrap() });
    let served = a_second(AT_ONCE, |_| {
        let wire = tokio::sync::Mutex::new(Wire::to(&url));
        async move |_| {
            let ask = Ask {
                path: "/".to_owned(),
                cookie: None,
                body: None,
            };
            assert_eq!(wire.lock().await.ask(ask).await.unwrap().status, 200);
        }
    })
    .await;
    server.abort();
    served
}

async fn a_second<F: AsyncFn(u64)>(at_once: usize, worker: impl Fn(usize) -> F) -> f64 {
    let began = Instant::now();
    let workers = (0..at_once).map(|number| {
        let act = worker(number);
        async move {
            let mut turn = 0_u64;
            while began.elapsed() < TIME {
                act(turn).await;
                turn += 1;
            }
            turn
        }
    });
    let done: u64 = join_all(workers).await.into_iter().sum();
    let done = u32::try_from(done).unwrap();
    f64::from(done) / began.elapsed().as_secs_f64()
}
