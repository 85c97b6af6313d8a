//! A shopper with a browser of its own, who buys: catalogue, cart, order, window, completion, order page. Every
//! answer is looked at, and one that is not right is told as such.

use std::{fmt, future::Future};

use serde_json::{Value, json};

/// One purchase's steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Catalogue,
    AddToCart,
    Place,
    Window,
    Complete,
    OrderPage,
}

impl Step {
    pub const ALL: [Self; 6] = [
        Self::Catalogue,
        Self::AddToCart,
        Self::Place,
        Self::Window,
        Self::Complete,
        Self::OrderPage,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::AddToCart => "add to cart",
            Self::Place => "place",
            Self::Window => "window",
            Self::Complete => "complete",
            Self::OrderPage => "order page",
        }
    }
}

/// What to send; a body is a form for the shop, JSON for the sandbox.
#[derive(Clone, Debug)]
pub struct Ask {
    pub path: String,
    pub cookie: Option<String>,
    pub body: Option<Body>,
}

#[derive(Clone, Debug)]
pub enum Body {
    Form(String),
    Json(String),
}

#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// The first cookie that is set, without its attributes.
    pub cookie: Option<String>,
    pub body: String,
}

/// Whom a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Shop,
    Sandbox,
}

/// How a shopper's words travel. An error has been told to the shopper as a sentence.
pub trait Line {
    fn ask(
        &mut self,
        origin: Origin,
        step: Step,
        ask: Ask,
    ) -> impl Future<Output = Result<Answer, String>> + Send;

    /// Whether a shopper whose payment was declined pays again.
    fn pays_again(&mut self, _declined: &Wrong) -> bool {
        false
    }
}

/// Why a purchase did not end as it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub step: Step,
    pub why: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step.name(), self.why)
    }
}

/// An order that its page calls paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bought {
    pub order: String,
    pub merchant_uid: String,
    pub imp_uid: String,
}

/// Buys one piece of a product, by card.
pub async fn buy(line: &mut (impl Line + Send), product: &str) -> Result<Bought, Wrong> {
    let mut visit = Visit { line, cookie: None };
    let page = visit.read(Step::Catalogue, "/".to_owned()).await?;
    right(
        Step::Catalogue,
        page.contains("data-page=\"catalogue\""),
        &page,
    )?;
    let cart = visit
        .call(
            Step::AddToCart,
            "cart/add",
            &[("product", product), ("quantity", "1")],
        )
        .await?;
    let seen = text(Step::AddToCart, &cart["seen"])?;
    let placed = visit
        .call(Step::Place, "orders/place", &order_form(&seen))
        .await?;
    let order = text(Step::Place, &placed["order_id"])?;
    let (merchant_uid, imp_uid) = visit.pay(&order, placed).await?;
    let told = [
        ("order_id", order.as_str()),
        ("merchant_uid", &merchant_uid),
        ("imp_uid", &imp_uid),
        ("claims_success", "true"),
    ];
    let done = visit.call(Step::Complete, "orders/complete", &told).await?;
    right(Step::Complete, done["stage"] == "paid", &done.to_string())?;
    let page = visit
        .read(Step::OrderPage, format!("/orders/{order}"))
        .await?;
    right(
        Step::OrderPage,
        page.contains("data-stage=\"paid\"") && page.contains(&order),
        &page,
    )?;
    Ok(Bought {
        order,
        merchant_uid,
        imp_uid,
    })
}

struct Visit<'a, L> {
    line: &'a mut L,
    cookie: Option<String>,
}

impl<L: Line + Send> Visit<'_, L> {
    async fn ask(
        &mut self,
        origin: Origin,
        step: Step,
        path: String,
        body: Option<Body>,
    ) -> Result<Answer, Wrong> {
        let ask = Ask {
            path,
            cookie: self.cookie.clone(),
            body,
        };
        let answer = self
            .line
            .ask(origin, step, ask)
            .await
            .map_err(|why| Wrong { step, why })?;
        if origin == Origin::Shop && self.cookie.is_none() {
            self.cookie.clone_from(&answer.cookie);
        }
        if answer.status != 200 {
            let why = format!("{} {}", answer.status, start_of(&answer.body));
            return Err(Wrong { step, why });
        }
        Ok(answer)
    }

    async fn read(&mut self, step: Step, path: String) -> Result<String, Wrong> {
        Ok(self.ask(Origin::Shop, step, path, None).await?.body)
    }

    async fn call(
        &mut self,
        step: Step,
        function: &str,
        form: &[(&str, &str)],
    ) -> Result<Value, Wrong> {
        let form = serde_urlencoded::to_string(form).expect("because pairs of texts make a form");
        let answer = self
            .ask(
                Origin::Shop,
                step,
                format!("/api/{function}"),
                Some(Body::Form(form)),
            )
            .await?;
        serde_json::from_str(&answer.body).map_err(|e| Wrong {
            step,
            why: e.to_string(),
        })
    }

    /// The attempt that was paid, and its payment.
    async fn pay(&mut self, order: &str, mut placed: Value) -> Result<(String, String), Wrong> {
        loop {
            let merchant_uid = text(Step::Place, &placed["request"]["merchant_uid"])?;
            match self.window(&placed["request"]).await {
                Ok(imp_uid) => return Ok((merchant_uid, imp_uid)),
                Err(declined) if self.line.pays_again(&declined) => {
                    let again = [("order_id", order), ("method", "card"), ("agree", "on")];
                    placed = self.call(Step::Place, "orders/retry", &again).await?;
                }
                Err(declined) => return Err(declined),
            }
        }
    }

    /// What a person would do in the payment window.
    async fn window(&mut self, request: &Value) -> Result<String, Wrong> {
        let mut window = request.clone();
        window["outcome"] = json!("paid");
        let body = Some(Body::Json(window.to_string()));
        let answer = self
            .ask(
                Origin::Sandbox,
                Step::Window,
                "/console/api/payments".to_owned(),
                body,
            )
            .await?;
        let answer: Value = serde_json::from_str(&answer.body).map_err(|e| Wrong {
            step: Step::Window,
            why: e.to_string(),
        })?;
        right(
            Step::Window,
            answer["response"]["status"] == "paid",
            &answer.to_string(),
        )?;
        text(Step::Window, &answer["response"]["imp_uid"])
    }
}

fn right(step: Step, is_right: bool, seen: &str) -> Result<(), Wrong> {
    if is_right {
        Ok(())
    } else {
        Err(Wrong {
            step,
            why: format!("not what it should be: {}", start_of(seen)),
        })
    }
}

fn text(step: Step, value: &Value) -> Result<String, Wrong> {
    value.as_str().map(str::to_owned).ok_or_else(|| Wrong {
        step,
        why: "a text is missing".to_owned(),
    })
}

fn start_of(text: &str) -> String {
    text.chars().take(300).collect()
}

fn order_form(seen: &str) -> [(&'static str, &str); 10] {
    [
        ("name", "홍길동"),
        ("tel", "01042424242"),
        ("email", "gildong@gmail.com"),
        ("postcode", "01181"),
        ("addr1", "서울시 강남구 신사동 1"),
        ("addr2", "101호"),
        ("memo", "문 앞에 놓아주세요"),
        ("method", "card"),
        ("agree", "on"),
        ("seen", seen),
    ]
}
