//! Carries out a history on a real shop with a real store and the sandbox.

use std::{future::Future, pin::pin, task::Poll};

use imp_checkout::{
    checkout::{Error, Visitor},
    domain::{
        ids::{ImpUid, MerchantUid, OrderId},
        lang::Lang,
    },
    keys,
};
use reqwest::Method as Http;
use serde_json::json;

use super::act::{Act, News, Span, Step, Which};
use crate::support::TestShop;

pub struct Wish {
    pub visitor: Visitor,
    pub product: String,
    pub pieces: i64,
    pub order: Option<OrderId>,
    pub windows: Vec<Window>,
}

#[derive(Clone)]
pub struct Window {
    pub uid: MerchantUid,
    pub amount: i64,
    pub pay_method: &'static str,
    /// What the window left behind, the newest last.
    pub payments: Vec<ImpUid>,
}

pub struct World<'a> {
    pub shop: &'a TestShop,
    pub wishes: Vec<Wish>,
    pub rivals: Vec<OrderId>,
    /// Workers that died; each may have sent a message without noting it.
    pub crashes: usize,
}

/// Polls until the future is done, or has had to wait so often.
pub async fn until_crash<T>(waits: Option<u8>, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = waits;
    std::future::poll_fn(|cx| {
        if left == Some(0) {
            return Poll::Ready(None);
        }
        let polled = work.as_mut().poll(cx);
        left = left.map(|left| left - 1);
        polled.map(Some)
    })
    .await
}

/// A refusal is an answer; trouble with our own store is not.
pub fn accept<T>(result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(it) => Some(it),
        Err(e @ (Error::Store(_) | Error::Overflow)) => {
            panic!("{}", imp_checkout::telemetry::chain(&e))
        }
        Err(_) => None,
    }
}

pub fn visitor() -> Visitor {
    Visitor::known(keys::new_customer_id(), Lang::Ko)
}

impl<'a> World<'a> {
    pub async fn new(shop: &'a TestShop, orders: usize, number: usize) -> Self {
        shop.console(Http::POST, "reset", json!({})).await;
        let mut wishes = Vec::new();
        let mut goods = Vec::new();
        for at in 0..orders {
            let (product, pieces) = (
                format!("h{number}-{at}"),
                i64::try_from(at % 3).unwrap() + 1,
            );
            goods.push((product.clone(), pieces));
            wishes.push(Wish {
                visitor: visitor(),
                product,
                pieces,
                order: None,
                windows: Vec::new(),
            });
        }
        shop.sell(&goods).await;
        let world = Self {
            shop,
            wishes,
            rivals: Vec::new(),
            crashes: 0,
        };
        world.wait(1).await;
        world
    }

    pub async fn live(&mut self, act: &Act) {
        let (at, crash) = (act.order, act.crash);
        match act.step {
            Step::Place(method) => self.place(at, method, crash).await,
            Step::Another(method) => self.another(at, method, crash).await,
            Step::Window(which, what) => self.in_window(at, which, what).await,
            Step::Rival => self.rival(at).await,
            Step::News(news) => {
                until_crash(crash, self.tell(at, news)).await;
            }
            Step::Together => {
                let (a, b, c) = (
                    News::Browser(Which::Latest),
                    News::Return(Which::Latest),
                    News::Webhook(Which::Latest),
                );
                let all = async {
                    tokio::join!(
                        self.tell(at, a),
                        self.tell(at, b),
                        self.tell(at, c),
                        self.work()
                    )
                };
                until_crash(crash, all).await;
                self.crashes += usize::from(crash.is_some());
            }
            Step::Confirm => {
                until_crash(crash, self.confirm(at)).await;
            }
            Step::Work => {
                until_crash(crash, self.work()).await;
                self.crashes += usize::from(crash.is_some());
            }
            Step::Wait(span) => {
                let seconds = match span {
                    Span::Seconds => 20,
                    Span::Minutes => 300,
                    Span::HoldTime => 31 * 60,
                    Span::Days => 5 * 86_400,
                };
                self.wait(seconds).await;
            }
            Step::Console(what) => self.in_console(at, what).await,
            Step::Trouble(what) => self.trouble(at, what).await,
            Step::Cancel => {
                until_crash(crash, self.cancel(at)).await;
            }
            Step::Dispatch => {
                let Some(order) = &self.wishes[at].order else {
                    return;
                };
                until_crash(crash, async {
                    accept(self.shop.shop.dispatch(order, "staff").await)
                })
                .await;
            }
        }
    }

    /// Shop and sandbox keep the same time.
    async fn wait(&self, seconds: i64) {
        self.shop.clock.advance_seconds(seconds);
        let now = self.shop.clock.now().unix_seconds();
        self.shop
            .console(Http::PUT, "clock", json!({ "set": now }))
            .await;
    }

    async fn work(&self) {
        self.shop.drain().await;
    }

    pub(super) fn window(&self, at: usize, which: Which) -> Option<&Window> {
        let windows = &self.wishes[at].windows;
        match which {
            Which::First => windows.first(),
            Which::Latest => windows.last(),
        }
    }

    /// All trouble is over, and time enough goes by for everything to be found out and put right.
    pub async fn drain(&self) {
        self.shop.console(Http::PUT, "faults", json!([])).await;
        for seconds in [40 * 86_400, 600, 600, 600, 600] {
            self.wait(seconds).await;
            self.shop.drain().await;
        }
    }
}
