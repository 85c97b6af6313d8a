//! Who asks. An order answers only to the browser that made it, or to the holder of its link token.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    checkout::{Error, Shop},
    domain::{
        ids::{CustomerId, OrderId},
        lang::Lang,
        order::Order,
    },
};

/// The browser behind a request: its signed cookie and its language.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub customer: CustomerId,
    pub lang: Lang,
    /// Came without a cookie: nothing is stored for them yet.
    pub newcomer: bool,
    /// By which address the browser has reached the shop, where the settings do not say which is right.
    pub origin: Option<String>,
    pub kept: Kept,
}

impl Visitor {
    /// One whose browser is known already.
    pub fn known(customer: CustomerId, lang: Lang) -> Self {
        Self {
            customer,
            lang,
            newcomer: false,
            origin: None,
            kept: Kept::default(),
        }
    }
}

/// Whether something was stored for a visitor, so that the browser has to keep its cookie.
#[derive(Clone, Debug, Default)]
pub struct Kept(Arc<AtomicBool>);

impl Kept {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A visitor who names an order, perhaps with the token from a link.
#[derive(Clone, Debug)]
pub struct Caller {
    pub visitor: Visitor,
    pub order: OrderId,
    pub token: Option<String>,
}

/// An order together with the right to see it.
#[derive(Clone, Debug)]
pub struct Visible {
    pub order: Order,
    /// The right came from a link alone, which may have been forwarded: personal data stays masked.
    pub by_link: bool,
}

impl Shop {
    /// The order, if the caller may see it. Unknown and foreign orders are the same `NotFound`.
    pub(super) async fn visible(&self, caller: &Caller) -> Result<Visible, Error> {
        let order = self
            .db()
            .order(&caller.order)
            .await?
            .ok_or(Error::NotFound)?;
        if order.customer == caller.visitor.customer {
            return Ok(Visible {
                order,
                by_link: false,
            });
        }
        let fits = caller
            .token
            .as_deref()
            .is_some_and(|token| self.keys().link_token_fits(&order.id, token));
        if fits {
            Ok(Visible {
                order,
                by_link: true,
            })
        } else {
            Err(Error::NotFound)
        }
    }

    /// The order's page for this caller; the token goes along only where it is needed.
    pub(super) fn order_url(&self, seen: &Visible) -> String {
        if seen.by_link {
            return self.link_path(&seen.order.id);
        }
        format!("/orders/{}", seen.order.id)
    }

    /// The order's page with its token: opens it in any browser.
    pub fn link_path(&self, order: &OrderId) -> String {
        format!("/orders/{order}?token={}", self.keys().link_token(order))
    }
}
