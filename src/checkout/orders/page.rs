//! What an order's page shows to this caller.

use crate::{
    checkout::{
        Caller, Error, Shop, Visitor,
        access::Visible,
        orders::masks::{masked, plain},
        place::in_currency,
        window::Opening,
    },
    domain::{
        attempt::Attempt,
        buyer::Buyer,
        cart::{Line, Totals},
        form::OrderForm,
        lang::Lang,
        method::PayMethod,
        money::{Currency, Money},
        order::{AttemptState, Order, OrderState, Stage},
        pay_request::PlaceAnswer,
        payment::{BookedPayment, Payment, Standing},
        receipt::ReceiptKind,
        view::{OrderLineView, OrderView, PaymentView, ReturnProgress, ReturnView, VbankView},
    },
};

/// An order with everything known of its payment.
pub(in crate::checkout) struct Known {
    pub seen: Visible,
    /// The latest one last.
    pub attempts: Vec<Attempt>,
    pub payments: Vec<BookedPayment>,
}

impl Shop {
    /// `opening`: the page shall open the window of the latest attempt by itself.
    pub async fn order(&self, caller: &Caller, opening: bool) -> Result<OrderView, Error> {
        let Known {
            seen,
            attempts,
            payments,
        } = self.up_to_date(caller).await?;
        let receipt = self.receipt_view(&seen, &attempts, &payments).await?;
        let latest = attempts.last();
        let stage = Stage::of(&seen.order, latest);
        let cancel = self.cancel_view(&seen, stage, &payments).await?;
        let pay_now = latest
            .filter(|_| opening && stage == Stage::Payable)
            .and_then(|latest| self.pay_now(&seen, latest, &caller.visitor));
        let Visible { order, by_link } = seen;
        let left_account = matches!(order.state, OrderState::AwaitingPayment | OrderState::Paid)
            && attempts
                .iter()
                .any(|attempt| attempt.state == AttemptState::Ready);
        let lang = caller.visitor.lang;
        let totals = if stage.payable() {
            order.totals
        } else {
            shown_totals(&order, latest)
        };
        let currency = totals.total.currency;
        Ok(OrderView {
            stage,
            state: order.state,
            lines: order
                .lines
                .iter()
                .filter_map(|line| line_view(line, currency, lang))
                .collect(),
            totals,
            usd: order.totals_usd,
            refunded: (order.refunded > 0).then(|| Money::new(order.refunded, currency)),
            placed_at: order.created_at.0,
            buyer: if by_link {
                masked(&order.buyer, lang)
            } else {
                plain(&order.buyer, lang)
            },
            payment: order
                .paying(&payments)
                .map(|seen| payment_view(seen, totals.total))
                // A PG's slip may name the buyer.
                .map(|view| PaymentView {
                    receipt_url: view.receipt_url.filter(|_| !by_link),
                    ..view
                }),
            vbank: latest.and_then(|attempt| vbank_view(attempt, &payments)),
            returns: payments
                .iter()
                .filter(|row| !order.is_paid_by(row))
                .filter_map(return_view)
                .collect(),
            goods_gone: order.state == OrderState::Disputed
                && payments.iter().all(|row| row.mismatch.is_none()),
            came_back: latest.is_some_and(|attempt| came_back(attempt, &payments)),
            fail_reason: latest.and_then(|attempt| attempt.fail_reason.clone()),
            browser_hint: latest.and_then(|attempt| attempt.browser_hint.clone()),
            receipt,
            cancel,
            left_account,
            pay_now,
            form: form_again(&order, latest, by_link),
            methods: self.methods_for(&order),
            token: if by_link { caller.token.clone() } else { None },
            lang: order.lang,
            id: order.id,
        })
    }
}

impl Shop {
    /// Whoever has an account already chooses among the other ways.
    fn methods_for(&self, order: &Order) -> Vec<PayMethod> {
        let mut methods = self.methods(order.totals_usd.is_some());
        if order.state == OrderState::AwaitingDeposit {
            methods.retain(|method| *method != PayMethod::Vbank);
        }
        methods
    }

    /// The attempt's window as it was opened first; the amount is registered already.
    fn pay_now(&self, seen: &Visible, latest: &Attempt, visitor: &Visitor) -> Option<PlaceAnswer> {
        (latest.state == AttemptState::Opened).then(|| {
            self.place_answer(Opening {
                seen,
                merchant_uid: latest.merchant_uid.clone(),
                method: latest.method,
                amount: latest.amount,
                visitor,
            })
        })
    }

    /// While no money is seen, a notice that has just come in is worked off first.
    pub(in crate::checkout) async fn up_to_date(&self, caller: &Caller) -> Result<Known, Error> {
        let known = self.known(caller).await?;
        let waits = match known.seen.order.state {
            OrderState::AwaitingPayment | OrderState::AwaitingDeposit => true,
            OrderState::Paid
            | OrderState::PartlyRefunded
            | OrderState::Refunded
            | OrderState::Expired
            | OrderState::Disputed => false,
        };
        match known.attempts.last() {
            Some(latest) if waits && self.notice_queue().expedite(&latest.merchant_uid).await => {
                self.known(caller).await
            }
            Some(_) | None => Ok(known),
        }
    }

    async fn known(&self, caller: &Caller) -> Result<Known, Error> {
        let seen = self.visible(caller).await?;
        let (attempts, payments) = self.db().attempts_and_payments(&seen.order.id).await?;
        Ok(Known {
            seen,
            attempts,
            payments,
        })
    }
}

/// In the currency it was paid in, or is being paid in.
fn shown_totals(order: &Order, latest: Option<&Attempt>) -> Totals {
    latest
        .and_then(|attempt| in_currency(order.totals, order.totals_usd, attempt.method).ok())
        .unwrap_or(order.totals)
}

fn line_view(line: &Line, currency: Currency, lang: Lang) -> Option<OrderLineView> {
    let unit_price = match currency {
        Currency::Krw => line.unit_price,
        Currency::Usd => line.unit_price_usd?,
    };
    let name = match lang {
        Lang::Ko => &line.name_ko,
        Lang::En => &line.name_en,
    };
    Some(OrderLineView {
        name: name.clone(),
        picture: line.picture.clone(),
        unit_price,
        quantity: line.quantity.get(),
        sum: line.sum(currency)?,
    })
}

fn came_back(attempt: &Attempt, payments: &[BookedPayment]) -> bool {
    let of_attempt = |row: &&BookedPayment| attempt.imp_uid.as_ref() == Some(&row.payment.imp_uid);
    attempt.state == AttemptState::Cancelled
        && payments
            .iter()
            .find(of_attempt)
            .is_some_and(|row| !row.payment.cancel_amount.is_zero())
}

/// `None` where no money had come.
fn return_view(row: &BookedPayment) -> Option<ReturnView> {
    let seen = &row.payment;
    let progress = match row.standing {
        Standing::Duplicate | Standing::Forged | Standing::OutOfStock => {
            (!seen.left().is_zero()).then_some(ReturnProgress::UnderWay)?
        }
        Standing::Inactive => (!seen.cancel_amount.is_zero()).then_some(ReturnProgress::Done {
            at: seen.cancelled_at,
        })?,
        Standing::Open | Standing::Counts => return None,
    };
    Some(ReturnView {
        amount: Money::from_major(seen.amount, &seen.currency)?,
        progress,
    })
}

/// Easy-pays with a contract of their own name no second provider.
fn easy_pay(seen: &Payment) -> Option<String> {
    let provider = seen.pg_provider.as_deref()?;
    let known = matches!(
        PayMethod::from_code(provider),
        Some(PayMethod::Kakaopay | PayMethod::Naverpay | PayMethod::Tosspay)
    );
    known.then(|| provider.to_owned())
}

fn payment_view(seen: &Payment, amount: Money) -> PaymentView {
    PaymentView {
        amount,
        pay_method: seen.pay_method.clone(),
        easy_pay: seen.emb_pg_provider.clone().or_else(|| easy_pay(seen)),
        card_name: seen.card_name.clone(),
        card_number: seen.card_number.clone(),
        card_quota: seen.card_quota,
        apply_num: seen.apply_num.clone(),
        bank_name: seen.bank_name.clone(),
        receipt_url: seen
            .receipt_url
            .clone()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        paid_at: seen.paid_at,
    }
}

fn vbank_view(attempt: &Attempt, payments: &[BookedPayment]) -> Option<VbankView> {
    let imp = attempt.imp_uid.as_ref()?;
    let vbank = payments
        .iter()
        .find(|row| &row.payment.imp_uid == imp)?
        .payment
        .vbank
        .clone()?;
    Some(VbankView {
        amount: attempt.amount,
        vbank_num: vbank.vbank_num,
        vbank_name: vbank.vbank_name,
        vbank_holder: vbank.vbank_holder,
        vbank_date: vbank.vbank_date,
    })
}

/// The form as it was, for paying again. Whoever came by a link gets no personal data in it.
fn form_again(order: &Order, latest: Option<&Attempt>, by_link: bool) -> OrderForm {
    let method = latest
        .map(|attempt| attempt.method.code().to_owned())
        .unwrap_or_default();
    if by_link {
        return OrderForm {
            method,
            ..OrderForm::default()
        };
    }
    let wish = latest
        .and_then(|attempt| attempt.receipt.as_ref())
        .filter(|wish| !wish.is_unasked());
    let number = |kind| {
        wish.filter(|wish| wish.kind == kind)
            .map(|wish| wish.identifier.clone())
            .unwrap_or_default()
    };
    let Buyer {
        name,
        tel,
        email,
        country,
        postcode,
        addr1,
        addr2,
        memo,
    } = order.buyer.clone();
    OrderForm {
        name,
        tel,
        email,
        country: country.code().to_owned(),
        postcode,
        addr1,
        addr2,
        memo,
        method,
        receipt: wish
            .map(|wish| wish.kind.code().to_owned())
            .unwrap_or_default(),
        receipt_tel: number(ReceiptKind::Person),
        receipt_business: number(ReceiptKind::Company),
        ..OrderForm::default()
    }
}
