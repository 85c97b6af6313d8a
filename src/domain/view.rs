//! What pages show: facts in the shopper's language, money as money. Made by the use cases, read by the
//! pages; wording and formatting are the pages' business.

use serde::{Deserialize, Serialize};

use super::{
    cart::Totals,
    country::Country,
    form::OrderForm,
    ids::{OrderId, ProductId},
    lang::Lang,
    method::PayMethod,
    money::Money,
    order::{OrderState, Stage},
    pay_request::PlaceAnswer,
    receipt::ReceiptKind,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductView {
    pub id: ProductId,
    pub name: String,
    pub blurb: String,
    /// Path of the picture, `/products/carrots-10kg.svg`.
    pub picture: String,
    pub price: Money,
    pub price_usd: Option<Money>,
    /// Pieces that can be bought now.
    pub available: i64,
}

/// The catalogue, with what every page's head needs to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueView {
    pub products: Vec<ProductView>,
    pub shipping_fee: Money,
    pub free_shipping_from: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    pub lines: Vec<CartLineView>,
    pub totals: Totals,
    /// The same cart in dollars, if every product has a dollar price.
    pub usd: Option<Totals>,
    pub free_shipping_from: Money,
    /// Pieces in the cart.
    pub count: u32,
    /// What this view shows, for the form's hidden field `seen`.
    pub seen: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLineView {
    pub product: ProductId,
    pub name: String,
    pub picture: String,
    pub unit_price: Money,
    pub quantity: u32,
    pub sum: Money,
    /// Pieces that can be bought now; fewer than `quantity` blocks the order.
    pub available: i64,
}

/// The order form's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutView {
    pub cart: CartView,
    /// As last typed.
    pub form: OrderForm,
    pub methods: Vec<PayMethod>,
    /// Countries to choose from.
    pub ship_to: Vec<Country>,
    /// What is different from the page that Pay was pressed on; empty in the normal case.
    pub changes: Vec<Change>,
}

/// One difference between what a page showed and what is true now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Price {
        name: String,
        old: Money,
        new: Money,
    },
    /// Fewer are left than the cart holds.
    Stock {
        name: String,
        wanted: i64,
        left: i64,
    },
    /// The product is no longer sold; it was taken out of the cart.
    Gone {
        name: String,
    },
    /// The cart was changed elsewhere, in another tab.
    Quantity {
        name: String,
        old: i64,
        new: i64,
    },
    Total {
        old: Money,
        new: Money,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderView {
    pub id: OrderId,
    pub stage: Stage,
    pub state: OrderState,
    pub lines: Vec<OrderLineView>,
    /// In the currency of the last attempt; in won while the shopper may still choose.
    pub totals: Totals,
    /// In dollars, if it can be paid so.
    pub usd: Option<Totals>,
    pub refunded: Option<Money>,
    /// Unix milliseconds.
    pub placed_at: i64,
    /// Personal data is masked when the page is opened by a link token.
    pub buyer: BuyerView,
    pub payment: Option<PaymentView>,
    pub vbank: Option<VbankView>,
    /// Money that came in beside the order's own payment, and goes back or has gone back.
    pub returns: Vec<ReturnView>,
    /// A disputed order whose payment was right but whose goods were sold meanwhile.
    pub goods_gone: bool,
    /// Why the last attempt failed, as i'mport or the PG worded it.
    pub fail_reason: Option<String>,
    /// The latest payment was approved and cancelled again before it could pay the order.
    pub came_back: bool,
    /// What the browser said about it, escaped by whoever shows it; a hint only.
    pub browser_hint: Option<String>,
    /// The cash receipt that was asked for.
    pub receipt: Option<ReceiptView>,
    pub cancel: CancelView,
    /// An account of an earlier try that is being closed: nothing may be paid into it any more.
    pub left_account: bool,
    /// The window that is to open by itself, for browsers in which the island does not run; `None` unless it was asked for.
    pub pay_now: Option<PlaceAnswer>,
    /// For paying again: the form as it was, and the ways to pay.
    pub form: OrderForm,
    pub methods: Vec<PayMethod>,
    /// Present when the page was opened by a link; calls about this order must carry it.
    pub token: Option<String>,
    /// The language the order was placed in.
    pub lang: Lang,
}

impl OrderView {
    /// The goods have left.
    pub const fn dispatched(&self) -> bool {
        matches!(self.cancel, CancelView::SendBack)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineView {
    pub name: String,
    pub picture: String,
    pub unit_price: Money,
    pub quantity: u32,
    pub sum: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerView {
    pub name: String,
    pub tel: String,
    pub email: String,
    pub postcode: String,
    pub address: String,
    /// Where it is not Korea, in the reader's language.
    pub country: Option<String>,
    pub memo: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    pub amount: Money,
    /// i'mport's word for how it was paid (`card`, `point`, `vbank`, …).
    pub pay_method: Option<String>,
    /// The easy-pay service inside it (`kakaopay`, …).
    pub easy_pay: Option<String>,
    pub card_name: Option<String>,
    pub card_number: Option<String>,
    /// Months, 0 for a lump sum.
    pub card_quota: u32,
    pub apply_num: Option<String>,
    pub bank_name: Option<String>,
    pub receipt_url: Option<String>,
    /// Unix seconds.
    pub paid_at: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptView {
    pub kind: ReceiptKind,
    /// Made out because the law wants it, to the tax office's number.
    pub unasked: bool,
    /// A mobile or a business registration number, with its hyphens.
    pub identifier: String,
    pub progress: ReceiptProgress,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptProgress {
    AfterPayment,
    UnderWay,
    Issued {
        apply_num: Option<String>,
        receipt_url: Option<String>,
    },
    /// The money went back, and the receipt with it.
    Withdrawn,
}

/// What this caller can still do about the order. Banks are the KFTC's codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelView {
    Nothing,
    /// Cancel, and have everything back; to an account where there are banks to choose from.
    Refund {
        banks: Option<Vec<String>>,
    },
    /// Call off a deposit that has not come.
    CallOff,
    /// Money is due back and waits for an account.
    NameAccount {
        banks: Vec<String>,
    },
    /// The goods have left: they can be sent back.
    SendBack,
    /// Only the browser that made the order cancels it.
    Elsewhere,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnView {
    pub amount: Money,
    pub progress: ReturnProgress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnProgress {
    UnderWay,
    /// Since then, in Unix seconds, if i'mport named the time.
    Done {
        at: Option<i64>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VbankView {
    pub amount: Money,
    pub vbank_num: String,
    pub vbank_name: Option<String>,
    pub vbank_holder: Option<String>,
    /// Deadline, Unix seconds.
    pub vbank_date: Option<i64>,
}

/// Where the shopper should be now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageAnswer {
    pub stage: Stage,
    pub order_url: String,
}
