//! So many shoppers buy, one purchase after the other, for a while.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use imp_checkout::store::Db;
use tokio::time::{Instant, sleep};

use crate::{
    report::{Run, Times},
    shopper::{Answer, Ask, Line, Origin, Step, buy},
    site::{Site, Used},
    wire::Wire,
};

const WARM_UP: Duration = Duration::from_secs(2);

/// What one shopper measured in purchases that began and ended within the time that counts.
#[derive(Default)]
struct Notes {
    steps: HashMap<&'static str, Vec<Duration>>,
    whole: Vec<Duration>,
    wrong: Vec<String>,
}

pub async fn measure(site: &Site, shoppers: usize, time: Duration) -> Run {
    let (counts, stop) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicBool::new(false)),
    );
    let products = products(site).await;
    let all = Arc::new(Mutex::new(Notes::default()));
    let buying = join_all((0..shoppers).map(|number| {
        let mut line = Timed::new(site, counts.clone());
        let (stop, all) = (stop.clone(), all.clone());
        let products = &products;
        async move {
            let mut turn = number;
            while !stop.load(Ordering::Relaxed) {
                line.purchase(&products[turn % products.len()]).await;
                turn += 1;
            }
            all.lock().unwrap().add(line.notes);
        }
    }));
    let watching = async {
        sleep(WARM_UP).await;
        let (before, began) = (site.used(), Instant::now());
        counts.store(true, Ordering::Relaxed);
        sleep(time).await;
        counts.store(false, Ordering::Relaxed);
        let (used, took) = (site.used() - before, began.elapsed());
        stop.store(true, Ordering::Relaxed);
        (used, took)
    };
    let (_, (used, took)) = tokio::join!(buying, watching);
    let left = Instant::now();
    wait_until_drained(site).await;
    let notes = std::mem::take(&mut *all.lock().unwrap());
    Run {
        shoppers,
        took,
        whole: Times::of(notes.whole),
        steps: Step::ALL
            .map(|step| Times::of(notes.steps.get(step.name()).cloned().unwrap_or_default())),
        wrong: notes.wrong,
        used,
        peak_memory: site.peak_memory(),
        drained_after: left.elapsed(),
    }
}

async fn products(site: &Site) -> Vec<String> {
    let db = Db::open(&site.database_url).await.unwrap();
    let products = db
        .products()
        .await
        .unwrap()
        .into_iter()
        .map(|product| product.id.to_string())
        .collect();
    db.close().await;
    products
}

/// Until each notice has been worked off: what shoppers do not wait for must not be left lying.
async fn wait_until_drained(site: &Site) {
    const WAITING: &str = "SELECT COUNT(*) FROM inbox WHERE state = 'new'";
    let db = Db::open(&site.database_url).await.unwrap();
    loop {
        let waiting: i64 = db.read("count notices", WAITING).one().await.unwrap();
        if waiting == 0 {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    db.close().await;
}

/// A line that takes the time of each answer.
struct Timed<'a> {
    site: &'a Site,
    shops: Vec<Wire>,
    sandbox: Wire,
    counts: Arc<AtomicBool>,
    current: Vec<(Step, Duration)>,
    notes: Notes,
}

impl<'a> Timed<'a> {
    fn new(site: &'a Site, counts: Arc<AtomicBool>) -> Self {
        let (shops, sandbox) = site.wires();
        Self {
            site,
            shops,
            sandbox,
            counts,
            current: Vec::new(),
            notes: Notes::default(),
        }
    }

    async fn purchase(&mut self, product: &str) {
        self.current.clear();
        let counted = self.counts.load(Ordering::Relaxed);
        let began = Instant::now();
        let bought = buy(self, product).await;
        let took = began.elapsed();
        if !(counted && self.counts.load(Ordering::Relaxed)) {
            return;
        }
        match bought {
            Ok(_) => {
                self.notes.whole.push(took);
                for (step, took) in &self.current {
                    self.notes.steps.entry(step.name()).or_default().push(*took);
                }
            }
            Err(wrong) => self.notes.wrong.push(wrong.to_string()),
        }
    }
}

impl Line for Timed<'_> {
    async fn ask(&mut self, origin: Origin, step: Step, ask: Ask) -> Result<Answer, String> {
        let wire = match origin {
            Origin::Shop => &mut self.shops[self.site.next_node()],
            Origin::Sandbox => &mut self.sandbox,
        };
        let began = Instant::now();
        let answer = wire.ask(ask).await;
        self.current.push((step, began.elapsed()));
        answer
    }
}

impl Notes {
    fn add(&mut self, other: Self) {
        for (step, times) in other.steps {
            self.steps.entry(step).or_default().extend(times);
        }
        self.whole.extend(other.whole);
        self.wrong.extend(other.wrong);
    }
}

impl std::ops::Sub for Used {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            shops: self.shops - earlier.shops,
            sandbox: self.sandbox - earlier.sandbox,
            database: self.database.saturating_sub(earlier.database),
            load: self.load - earlier.load,
        }
    }
}
