//! Sentences for the values of the domain: one text for each, so that a new value does not compile
//! before it has words.

use super::{money, text, text_with};
use crate::domain::{
    form::Problem, lang::Lang, method::PayMethod, receipt::ReceiptKind, view::Change,
};

/// What to tell beside a field of the form.
pub fn field_problem(lang: Lang, problem: Problem) -> String {
    text(lang, &format!("field-{}", problem.code()))
}

/// A way to pay, as its radio button is called.
pub fn method_name(lang: Lang, method: PayMethod) -> String {
    text(lang, &format!("method-{}", method.code()))
}

/// What a cash receipt is good for.
pub fn receipt_kind(lang: Lang, kind: ReceiptKind) -> String {
    match kind {
        ReceiptKind::Person => text(lang, "receipt-person"),
        ReceiptKind::Company => text(lang, "receipt-company"),
    }
}

/// A way it was paid, by i'mport's word; words that are new to us are shown as they are.
pub fn paid_with(lang: Lang, word: &str) -> String {
    const KNOWN: [&str; 12] = [
        "card", "trans", "vbank", "phone", "point", "paypal", "kakaopay", "naverpay", "tosspay",
        "payco", "samsung", "applepay",
    ];
    if KNOWN.contains(&word) {
        text(lang, &format!("paid-{word}"))
    } else {
        word.to_owned()
    }
}

/// One difference between what a page showed and what is true now, old and new.
pub fn change(lang: Lang, change: &Change) -> String {
    match change {
        Change::Price { name, old, new } => text_with(
            lang,
            "change-price",
            [
                ("name", name.as_str().into()),
                ("old", money(lang, *old).into()),
                ("new", money(lang, *new).into()),
            ],
        ),
        Change::Stock { name, wanted, left } => text_with(
            lang,
            "change-stock",
            [
                ("name", name.as_str().into()),
                ("wanted", (*wanted).into()),
                ("left", (*left).into()),
            ],
        ),
        Change::Gone { name } => text_with(lang, "change-gone", [("name", name.as_str().into())]),
        Change::Quantity { name, old, new } => text_with(
            lang,
            "change-quantity",
            [
                ("name", name.as_str().into()),
                ("old", (*old).into()),
                ("new", (*new).into()),
            ],
        ),
        Change::Total { old, new } => text_with(
            lang,
            "change-total",
            [
                ("old", money(lang, *old).into()),
                ("new", money(lang, *new).into()),
            ],
        ),
    }
}
