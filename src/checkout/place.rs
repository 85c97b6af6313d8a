//! Pay is pressed: the cart is frozen into an order, its stock held, an attempt with a fresh `merchant_uid`
//! stored and its amount registered with i'mport. Only then may a window open.

use std::time::Duration;

use crate::{
    checkout::{
        Error, Shop, Visitor,
        access::Visible,
        cart::PricedCart,
        forms::{Paying, read_buyer},
        retry::retry_transaction,
        take_over::{self, Earlier},
        window::Opening,
    },
    clock::Millis,
    domain::{
        buyer::Buyer,
        cart::Totals,
        form::{Field, FieldProblem, OrderForm, Problem, Seen},
        ids::{MerchantUid, OrderId},
        lang::Lang,
        method::PayMethod,
        money::{Currency, Money},
        order::Order,
        pay_request::PlaceAnswer,
    },
    iamport, keys,
    store::{InDoubt, NewAttempt, NewOrder},
};

/// A press of Pay is answered within ten seconds.
const PAY_PATIENCE: Duration = Duration::from_secs(8);
/// The sweeper asks first when a quick shopper would be done.
const FIRST_ASK_SECONDS: i64 = 20;

/// What became of a press of Pay.
enum Stored {
    New(Box<Order>, MerchantUid),
    /// The same cart was ordered before: that order holds its stock already, so it is paid, and no second one made.
    Earlier(Box<Order>),
    /// Too few are left, but for what other orders of this browser may hold.
    TooFew,
    /// The cart is not what the page showed, or somebody else was faster with the stock.
    Refused,
}

/// A press of Pay, and all that it means to buy.
struct Pressed<'a> {
    visitor: &'a Visitor,
    cart: PricedCart,
    /// What the page showed.
    seen: Seen,
    buyer: Buyer,
    draft: &'a OrderForm,
    now: Millis,
}

impl Shop {
    /// From the order form. What was typed is kept with the order, or without one, so that nothing is lost.
    pub async fn place(&self, visitor: &Visitor, form: OrderForm) -> Result<PlaceAnswer, Error> {
        let now = self.clock().now();
        let draft = bounded(&form);
        let stored = self.try_to_store(visitor, &form, &draft, now, &Earlier::Unasked);
        let (stored, buyer, paying) = match stored.await {
            Ok(stored) => stored,
            Err(e) => {
                // A newcomer has no cart, so nothing was typed on a page of ours.
                if !visitor.newcomer {
                    self.db().keep_draft(&visitor.customer, &draft, now).await?;
                }
                return Err(e);
            }
        };
        match stored {
            Stored::New(order, uid) => {
                let seen = Visible {
                    order: *order,
                    by_link: false,
                };
                self.open(seen, uid, paying.method, visitor).await
            }
            Stored::Earlier(order) => {
                let seen = Visible {
                    order: *order,
                    by_link: false,
                };
                self.pay_again(seen, &paying, visitor, Some(&buyer)).await
            }
            Stored::TooFew | Stored::Refused => {
                self.db().keep_draft(&visitor.customer, &draft, now).await?;
                self.refuse_changed(visitor, &form).await
            }
        }
    }

    async fn try_to_store(
        &self,
        visitor: &Visitor,
        form: &OrderForm,
        draft: &OrderForm,
        now: Millis,
        earlier: &Earlier,
    ) -> Result<(Stored, Buyer, Paying), Error> {
        let cart = self.priced_cart(visitor).await?;
        if cart.lines.is_empty() {
            return Err(Error::CartEmpty);
        }
        let (buyer, paying) = self.read(form, visitor.lang, cart.usd.is_some())?;
        let seen = Seen::from_text(&form.seen).unwrap_or_default();
        let pressed = Pressed {
            visitor,
            cart,
            seen,
            buyer,
            draft,
            now,
        };
        // An order that was stored all the same is found by the next press of Pay.
        let store = || self.store_order(&pressed, &paying, earlier);
        let stored = retry_transaction(InDoubt::Report, store).await?;
        if let (Stored::TooFew, Earlier::Unasked) = (&stored, earlier) {
            let lines = pressed.cart.order_lines();
            let earlier = self.ask_about_earlier(visitor, &lines).await?;
            // What i'mport says may change the cart, too.
            return Box::pin(self.try_to_store(visitor, form, draft, now, &earlier)).await;
        }
        Ok((stored, pressed.buyer, paying))
    }

    /// Order, held stock and first attempt, all or nothing. Presses of Pay come one after the other, however many
    /// come at once, so that a later one finds the order of the first.
    async fn store_order(
        &self,
        pressed: &Pressed<'_>,
        paying: &Paying,
        asked: &Earlier,
    ) -> Result<Stored, Error> {
        let Pressed {
            visitor,
            cart,
            seen,
            buyer,
            draft,
            now,
        } = pressed;
        let now = *now;
        let (id, lines) = (keys::new_order_id(&day(now)), cart.order_lines());
        let method = paying.method;
        let totals = in_currency(cart.totals, cart.usd, method)?;
        self.refuse_too_little(method, totals.total)?;
        let order = NewOrder {
            id: &id,
            customer: &visitor.customer,
            lang: visitor.lang,
            buyer,
            lines: &lines,
            totals: cart.totals,
            totals_usd: cart.usd,
            expires_at: now.plus_seconds(self.terms().hold_minutes * 60),
        };
        let mut tx = self.db().begin().await?;
        tx.keep_buyer(&visitor.customer, buyer, draft, now).await?;
        let earlier = tx.unpaid_order(&visitor.customer, now).await?;
        if let Some(earlier) =
            earlier.filter(|earlier| *seen == cart.seen() && earlier.lines == lines)
        {
            tx.commit().await?;
            return Ok(Stored::Earlier(Box::new(earlier)));
        }
        if cart.differs_from(seen) {
            return Ok(Stored::Refused);
        }
        if !take_over::hold(&mut tx, asked, &lines, now).await? {
            return Ok(Stored::TooFew);
        }
        let (uid, paying) = (
            keys::new_merchant_uid(&day(now)),
            self.with_receipt_due(paying, totals.total),
        );
        let order = tx
            .insert_order(order, new_attempt(&uid, &id, &paying, totals, now), now)
            .await?;
        tx.commit().await?;
        tracing::info!(order = %id, merchant_uid = %uid, amount = %totals.total, method = method.code(), "order placed");
        Ok(Stored::New(Box::new(order), uid))
    }

    /// The next page tells old and new, and asks again.
    async fn refuse_changed(
        &self,
        visitor: &Visitor,
        form: &OrderForm,
    ) -> Result<PlaceAnswer, Error> {
        let seen: String = form.seen.chars().take(10_000).collect();
        self.db()
            .keep_refused_seen(&visitor.customer, Some(&seen))
            .await?;
        Err(Error::Changed)
    }

    /// Within a time that somebody waits for who has pressed Pay, whatever i'mport does.
    async fn prepare(&self, uid: &MerchantUid, amount: Money) -> Result<(), Error> {
        let registered = self.iamport().prepare(uid, amount);
        match tokio::time::timeout(PAY_PATIENCE, registered).await {
            Ok(registered) => Ok(registered?),
            Err(_) => Err(iamport::Error::Silent.into()),
        }
    }

    /// Told before a window opens that could only refuse it.
    pub(super) fn refuse_too_little(&self, method: PayMethod, amount: Money) -> Result<(), Error> {
        if amount.minor >= self.smallest_payment(method).minor {
            return Ok(());
        }
        Err(Error::Form(vec![FieldProblem {
            field: Field::Method,
            problem: Problem::TooLittle,
        }]))
    }

    fn read(
        &self,
        form: &OrderForm,
        lang: Lang,
        in_dollars: bool,
    ) -> Result<(Buyer, Paying), Error> {
        let buyer = read_buyer(form, lang, &self.terms().ship_to);
        match (buyer, self.read_paying(form, in_dollars)) {
            (Ok(buyer), Ok(paying)) => Ok((buyer, paying)),
            (buyer, paying) => {
                let mut problems = buyer.err().unwrap_or_default();
                problems.extend(paying.err().unwrap_or_default());
                Err(Error::Form(problems))
            }
        }
    }

    /// Registers the amount and lets the window open. If i'mport cannot be asked, the order stays as it is and
    /// nothing was charged.
    pub(super) async fn open(
        &self,
        seen: Visible,
        uid: MerchantUid,
        method: PayMethod,
        visitor: &Visitor,
    ) -> Result<PlaceAnswer, Error> {
        let totals = in_currency(seen.order.totals, seen.order.totals_usd, method)?;
        self.prepare(&uid, totals.total).await?;
        let amount = totals.total;
        Ok(self.place_answer(Opening {
            seen: &seen,
            merchant_uid: uid,
            method,
            amount,
            visitor,
        }))
    }
}

pub(super) fn new_attempt<'a>(
    merchant_uid: &'a MerchantUid,
    order: &'a OrderId,
    paying: &'a Paying,
    totals: Totals,
    now: Millis,
) -> NewAttempt<'a> {
    let ask_at = now.plus_seconds(FIRST_ASK_SECONDS);
    let Paying { method, receipt } = paying;
    NewAttempt {
        merchant_uid,
        order,
        method: *method,
        amount: totals.total,
        ask_at,
        receipt: receipt.as_ref(),
    }
}

pub(super) fn in_currency(
    krw: Totals,
    usd: Option<Totals>,
    method: PayMethod,
) -> Result<Totals, Error> {
    match method.currency() {
        Currency::Krw => Ok(krw),
        Currency::Usd => usd.ok_or(Error::NotPayable),
    }
}

/// The day in Korea, `20261122`.
pub(super) fn day(now: Millis) -> String {
    now.kst().strftime("%Y%m%d").to_string()
}

/// What is kept of a form, so that no browser can fill the database.
fn bounded(form: &OrderForm) -> OrderForm {
    let cut = |field: Field, text: &str| text.chars().take(field.max()).collect();
    OrderForm {
        name: cut(Field::Name, &form.name),
        tel: cut(Field::Tel, &form.tel),
        email: cut(Field::Email, &form.email),
        country: cut(Field::Country, &form.country),
        postcode: cut(Field::Postcode, &form.postcode),
        addr1: cut(Field::Addr1, &form.addr1),
        addr2: cut(Field::Addr2, &form.addr2),
        memo_preset: cut(Field::Memo, &form.memo_preset),
        memo: cut(Field::Memo, &form.memo),
        method: cut(Field::Method, &form.method),
        receipt: cut(Field::Receipt, &form.receipt),
        receipt_tel: cut(Field::ReceiptTel, &form.receipt_tel),
        receipt_business: cut(Field::ReceiptBusiness, &form.receipt_business),
        agree: String::new(),
        seen: String::new(),
    }
}
