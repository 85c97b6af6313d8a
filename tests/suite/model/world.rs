//! Carries out a history on a real shop with a real store and the sandbox.

use std::{future::Future, pin::pin, task::Poll};

use imp_checkout::{
    checkout::{Caller, Claim, ConfirmRequest, Error, IncomingNotice, ReturnAddress, Visitor},
    domain::{
        form::{AccountForm, OrderForm},
        ids::{ImpUid, MerchantUid, OrderId},
        lang::Lang,
        pay_request::PlaceAnswer,
    },
    keys,
};
use reqwest::Method as Http;
use serde_json::{Value, json};

use super::act::{Act, Console, InWindow, Method, News, Span, Step, Trouble, Which};
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
async fn until_crash<T>(waits: Option<u8>, work: impl Future<Output = T>) -> Option<T> {
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
fn accept<T>(result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(it) => Some(it),
        Err(e @ (Error::Store(_) | Error::Overflow)) => {
            panic!("{}", imp_checkout::telemetry::chain(&e))
        }
        Err(_) => None,
    }
}

const fn code(method: Method) -> &'static str {
    match method {
        Method::Card => "card",
        Method::Vbank => "vbank",
    }
}

fn window(placed: &PlaceAnswer, pay_method: &'static str) -> Window {
    Window {
        uid: MerchantUid::parse(&placed.request.merchant_uid).unwrap(),
        amount: placed.request.amount.as_i64().unwrap(),
        pay_method,
        payments: Vec::new(),
    }
}

fn visitor() -> Visitor {
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

    /// The order before is nobody's wish any more, but its windows stay open, and its money and goods have to add up.
    async fn another(&mut self, at: usize, method: Method, crash: Option<u8>) {
        let wish = &self.wishes[at];
        let work = async {
            let shop = &self.shop.shop;
            accept(shop.add_to_cart(&wish.visitor, &wish.product, "1").await)?;
            self.order(&wish.visitor, code(method)).await
        };
        let Some(placed) = until_crash(crash, work).await.flatten() else {
            return;
        };
        let wish = &mut self.wishes[at];
        if wish.order.as_ref() != Some(&placed.order_id) {
            self.rivals
                .extend(wish.order.replace(placed.order_id.clone()));
        }
        wish.windows.push(window(&placed, code(method)));
    }

    async fn place(&mut self, at: usize, method: Method, crash: Option<u8>) {
        let pay_method = code(method);
        let wish = &self.wishes[at];
        let placed = match &wish.order {
            Some(order) => until_crash(crash, self.retry(&wish.visitor, order, pay_method))
                .await
                .flatten(),
            None => until_crash(crash, self.buy(&wish.visitor, &wish.product, pay_method))
                .await
                .flatten(),
        };
        let Some(placed) = placed else { return };
        let wish = &mut self.wishes[at];
        wish.windows.push(window(&placed, pay_method));
        wish.order = Some(placed.order_id);
    }

    async fn buy(&self, visitor: &Visitor, product: &str, method: &str) -> Option<PlaceAnswer> {
        accept(self.shop.shop.add_to_cart(visitor, product, "1").await)?;
        self.order(visitor, method).await
    }

    /// What lies in the cart.
    async fn order(&self, visitor: &Visitor, method: &str) -> Option<PlaceAnswer> {
        let shop = &self.shop.shop;
        let seen = accept(shop.cart(visitor).await)?.seen;
        let text = str::to_owned;
        let form = OrderForm {
            name: text("홍길동"),
            tel: text("010-4242-4242"),
            email: text("gildong@gmail.com"),
            postcode: text("01181"),
            addr1: text("서울시 강남구 신사동 1"),
            method: text(method),
            receipt: text("person"),
            receipt_tel: text("010-4242-4242"),
            agree: text("on"),
            seen,
            ..OrderForm::default()
        };
        accept(shop.place(visitor, form).await)
    }

    async fn retry(&self, visitor: &Visitor, order: &OrderId, method: &str) -> Option<PlaceAnswer> {
        let caller = Caller {
            visitor: visitor.clone(),
            order: order.clone(),
            token: None,
        };
        let form = OrderForm {
            method: method.to_owned(),
            agree: "on".to_owned(),
            ..OrderForm::default()
        };
        accept(self.shop.shop.retry(&caller, &form).await)
    }

    /// Buys and pays at once, if there is anything left.
    async fn rival(&mut self, at: usize) {
        let visitor = visitor();
        let Some(window) = self.buy(&visitor, &self.wishes[at].product, "card").await else {
            return;
        };
        let mut opened = self::window(&window, "card");
        self.rivals.push(window.order_id);
        pay(self.shop, &mut opened, "paid").await;
        if let Some(imp) = opened.payments.last() {
            accept(
                self.shop
                    .shop
                    .settle(imp, imp_checkout::checkout::Source::Browser)
                    .await,
            );
        }
    }

    fn window(&self, at: usize, which: Which) -> Option<&Window> {
        let windows = &self.wishes[at].windows;
        match which {
            Which::First => windows.first(),
            Which::Latest => windows.last(),
        }
    }

    async fn in_window(&mut self, at: usize, which: Which, what: InWindow) {
        let windows = &mut self.wishes[at].windows;
        let window = match which {
            Which::First => windows.first_mut(),
            Which::Latest => windows.last_mut(),
        };
        let Some(window) = window else { return };
        let outcome = match (what, window.pay_method) {
            (InWindow::Paid | InWindow::Vbank, "vbank") => "vbank",
            (InWindow::Paid | InWindow::Vbank, _) => "paid",
            (InWindow::Failed, _) => "failed",
            (InWindow::Cancelled, _) => "cancelled_by_user",
            (InWindow::Abandoned, _) => "abandoned",
        };
        pay(self.shop, window, outcome).await;
    }

    async fn tell(&self, at: usize, news: News) {
        let (which, swapped) = match news {
            News::Browser(which) | News::Return(which) | News::Webhook(which) => (which, false),
            News::Forged => (Which::Latest, false),
            News::Swapped => (Which::Latest, true),
        };
        let (Some(window), Some(order)) = (self.window(at, which), &self.wishes[at].order) else {
            return;
        };
        let named = if swapped {
            self.window((at + 1) % self.wishes.len(), which)
        } else {
            Some(window)
        };
        let imp = named
            .and_then(|window| window.payments.last())
            .map(ImpUid::to_string)
            .unwrap_or_default();
        let hint = Claim {
            merchant_uid: window.uid.to_string(),
            imp_uid: imp.clone(),
            claims_success: true,
            ..Claim::default()
        };
        let caller = Caller {
            visitor: self.wishes[at].visitor.clone(),
            order: order.clone(),
            token: None,
        };
        let shop = &self.shop.shop;
        let notice = |imp: String| IncomingNotice {
            source: "52.78.100.19".to_owned(),
            body: String::new(),
            imp_uid: Some(imp),
            merchant_uid: Some(window.uid.to_string()),
        };
        match news {
            News::Browser(_) | News::Swapped => drop(accept(shop.complete(&caller, hint).await)),
            News::Return(_) => {
                let back = ReturnAddress {
                    visitor: caller.visitor,
                    order: order.to_string(),
                    token: None,
                };
                drop(accept(shop.payment_return(&back, &hint).await))
            }
            News::Webhook(_) => drop(accept(shop.accept_notice(notice(imp)).await)),
            News::Forged => drop(accept(
                shop.accept_notice(notice("imp_000000000000".to_owned()))
                    .await,
            )),
        }
    }

    async fn confirm(&self, at: usize) {
        let Some(window) = self.window(at, Which::Latest) else {
            return;
        };
        let request = ConfirmRequest {
            merchant_uid: window.uid.to_string(),
            amount: Some(window.amount.to_string()),
        };
        accept(self.shop.shop.confirm(&request).await);
    }

    async fn cancel(&self, at: usize) {
        let Some(order) = &self.wishes[at].order else {
            return;
        };
        let caller = Caller {
            visitor: self.wishes[at].visitor.clone(),
            order: order.clone(),
            token: None,
        };
        let account = AccountForm {
            refund_bank: "004".to_owned(),
            refund_account: "12345678901234".to_owned(),
            refund_holder: "홍길동".to_owned(),
        };
        accept(self.shop.shop.cancel(&caller, "yes", &account).await);
    }

    async fn in_console(&self, at: usize, what: Console) {
        let Some(imp) = self
            .window(at, Which::Latest)
            .and_then(|window| window.payments.last())
        else {
            return;
        };
        let (action, body) = match what {
            Console::Deposit => ("deposit", json!({})),
            Console::ExpireAccount => ("expire", json!({})),
            Console::ApproveLate => ("approve_late", json!({})),
            Console::CancelPart => ("cancel", json!({ "amount": 100 })),
            Console::CancelWhole => ("cancel", json!({})),
        };
        ask_console(self.shop, &format!("payments/{imp}/{action}"), &body).await;
    }

    async fn trouble(&self, at: usize, what: Trouble) {
        let Some(window) = self.window(at, Which::Latest) else {
            return;
        };
        let (times, fault) = match what {
            Trouble::Html502 => (Some(1), json!({ "rest_status": 502 })),
            Trouble::ResetBefore => (Some(1), json!({ "connection_reset": "before" })),
            Trouble::ResetAfter => (Some(1), json!({ "connection_reset": "after" })),
            Trouble::EmptyBody => (Some(1), json!({ "empty_body": true })),
            Trouble::RecordMissing => (Some(2), json!({ "lookup_missing": true })),
            Trouble::WrongAmount => (None, json!({ "approve_amount": 150 })),
            Trouble::WrongCurrency => (None, json!({ "approve_currency": "USD" })),
            Trouble::CancelRefused => (Some(1), json!({ "gateway_refunded": true })),
        };
        self.shop.fault(window.uid.as_str(), times, fault).await;
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

/// What a shopper does in a window; the sandbox refuses what i'mport would.
async fn pay(shop: &TestShop, window: &mut Window, outcome: &str) {
    let body = json!({
        "merchant_uid": window.uid,
        "amount": window.amount,
        "pay_method": window.pay_method,
        "pg": "html5_inicis.INIpayTest",
        "outcome": outcome,
    });
    let answer = ask_console(shop, "payments", &body).await;
    if let Some(imp) = answer["response"]["imp_uid"].as_str() {
        window.payments.push(ImpUid::parse(imp).unwrap());
    }
}

async fn ask_console(shop: &TestShop, path: &str, body: &Value) -> Value {
    shop.ask_console(Http::POST, path, body).await
}
