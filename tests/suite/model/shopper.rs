//! What shoppers do in the shop: they order, pay once more, buy beside each other, cancel.

use imp_checkout::{
    checkout::{Caller, Source, Visitor},
    domain::{
        form::{AccountForm, OrderForm},
        ids::{MerchantUid, OrderId},
        pay_request::PlaceAnswer,
    },
};

use super::{
    act::Method,
    iamport::pay,
    world::{Window, World, accept, until_crash, visitor},
};

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

impl World<'_> {
    /// The order before is nobody's wish any more, but its windows stay open, and its money and goods have to add up.
    pub(super) async fn another(&mut self, at: usize, method: Method, crash: Option<u8>) {
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

    pub(super) async fn place(&mut self, at: usize, method: Method, crash: Option<u8>) {
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
    pub(super) async fn rival(&mut self, at: usize) {
        let visitor = visitor();
        let Some(window) = self.buy(&visitor, &self.wishes[at].product, "card").await else {
            return;
        };
        let mut opened = self::window(&window, "card");
        self.rivals.push(window.order_id);
        pay(self.shop, &mut opened, "paid").await;
        if let Some(imp) = opened.payments.last() {
            accept(self.shop.shop.settle(imp, Source::Browser).await);
        }
    }

    pub(super) async fn cancel(&self, at: usize) {
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
}
