//! Catalogue and cart. Prices come from the database, never from the browser.

use crate::{
    checkout::{Error, Shop, Visitor, forms::canonical},
    domain::{
        cart::{Line, Quantity, Totals, totals},
        form::{Seen, SeenLine},
        ids::ProductId,
        lang::Lang,
        method::PayMethod,
        money::Currency,
        view::{CartLineView, CartView, CatalogueView, CheckoutView, ProductView},
    },
    store::{CartLine, Product},
};

/// A cart with today's prices. Lines whose product is no longer sold are left out.
pub(super) struct PricedCart {
    pub lines: Vec<(Line, Product)>,
    /// Pay was refused on a page that showed this, and the shopper has not answered yet.
    refused_seen: Option<String>,
    pub totals: Totals,
    pub usd: Option<Totals>,
}

impl PricedCart {
    pub fn order_lines(&self) -> Vec<Line> {
        self.lines.iter().map(|(line, _)| line.clone()).collect()
    }

    pub fn seen(&self) -> Seen {
        let lines = self
            .lines
            .iter()
            .map(|(line, _)| SeenLine {
                product: line.product.to_string(),
                quantity: i64::from(line.quantity),
                unit_price: line.unit_price.minor,
            })
            .collect();
        Seen {
            lines,
            total: self.totals.total.minor,
        }
    }

    /// Whether it is not what a page showed, or cannot be had.
    pub fn differs_from(&self, seen: &Seen) -> bool {
        let now = self.seen();
        let same = seen.total == now.total
            && seen.lines.len() == now.lines.len()
            && seen.lines.iter().all(|line| now.lines.contains(line));
        !same
            || self
                .lines
                .iter()
                .any(|(line, product)| product.available < i64::from(line.quantity))
    }

    fn view(&self, shop: &Shop, lang: Lang) -> CartView {
        let lines = self
            .lines
            .iter()
            .filter_map(|(line, product)| line_view(line, product, lang))
            .collect();
        CartView {
            lines,
            totals: self.totals,
            usd: self.usd,
            free_shipping_from: shop.terms().shipping.free_from,
            count: self.lines.iter().map(|(line, _)| line.quantity.get()).sum(),
            seen: self.seen().to_text(),
        }
    }
}

fn line_view(line: &Line, product: &Product, lang: Lang) -> Option<CartLineView> {
    Some(CartLineView {
        product: line.product.clone(),
        name: product.name(lang).to_owned(),
        picture: line.picture.clone(),
        unit_price: line.unit_price,
        quantity: line.quantity.get(),
        sum: line.sum(Currency::Krw)?,
        available: product.available,
    })
}

impl Shop {
    pub async fn catalogue(&self, visitor: &Visitor) -> Result<CatalogueView, Error> {
        let mut products = self.db().products().await?;
        self.add_own_hold(visitor, Quantity::MAX.into(), &mut products)
            .await?;
        let products = products
            .iter()
            .map(|product| product_view(product, visitor.lang))
            .collect();
        let shipping = self.terms().shipping;
        Ok(CatalogueView {
            products,
            shipping_fee: shipping.fee,
            free_shipping_from: shipping.free_from,
        })
    }

    pub async fn add_to_cart(
        &self,
        visitor: &Visitor,
        product: &str,
        quantity: &str,
    ) -> Result<CartView, Error> {
        let (product, quantity) = self.wanted(visitor, product, quantity).await?;
        let now = self.clock().now();
        // A cart that begins anew is perhaps the next user's of this browser.
        if !visitor.newcomer && self.db().form_is_done(&visitor.customer, now).await? {
            self.db().forget_forms(&visitor.customer).await?;
        }
        self.db()
            .add_to_cart(&visitor.customer, &product, quantity, now)
            .await?;
        visitor.kept.set();
        self.cart_was_touched(visitor).await
    }

    pub async fn change_cart(
        &self,
        visitor: &Visitor,
        product: &str,
        quantity: &str,
    ) -> Result<CartView, Error> {
        let (product, quantity) = self.wanted(visitor, product, quantity).await?;
        if !self
            .db()
            .change_cart(&visitor.customer, &product, quantity)
            .await?
        {
            return Err(Error::UnknownProduct);
        }
        self.cart_was_touched(visitor).await
    }

    /// What is not in the cart is gone already.
    pub async fn remove_from_cart(
        &self,
        visitor: &Visitor,
        product: &str,
    ) -> Result<CartView, Error> {
        let product = ProductId::parse(product).map_err(|_| Error::UnknownProduct)?;
        self.db()
            .remove_from_cart(&visitor.customer, &product)
            .await?;
        self.cart_was_touched(visitor).await
    }

    /// Whoever changes the cart knows that it changed: old differences need no telling any more.
    async fn cart_was_touched(&self, visitor: &Visitor) -> Result<CartView, Error> {
        let cart = self.priced_cart(visitor).await?;
        let refused = match &cart.refused_seen {
            None if cart.lines.is_empty() => {
                self.db().refused_seen(&visitor.customer).await?.is_some()
            }
            told => told.is_some(),
        };
        if refused {
            self.db().keep_refused_seen(&visitor.customer, None).await?;
        }
        Ok(cart.view(self, visitor.lang))
    }

    pub async fn cart(&self, visitor: &Visitor) -> Result<CartView, Error> {
        Ok(self.priced_cart(visitor).await?.view(self, visitor.lang))
    }

    /// The order form: the cart, what was typed last, and what has changed since Pay was pressed on it.
    pub async fn checkout(&self, visitor: &Visitor) -> Result<CheckoutView, Error> {
        let cart = self.priced_cart(visitor).await?;
        // Whoever has nothing to pay here is perhaps the next user of this browser.
        let form = if cart.lines.is_empty() {
            None
        } else {
            self.db().draft(&visitor.customer).await?
        };
        let form = form.unwrap_or_default();
        let refused = self.db().refused_seen(&visitor.customer).await?;
        let changes = match refused.as_deref().and_then(Seen::from_text) {
            Some(seen) => self.changes(&seen, &cart, visitor.lang).await?,
            None => Vec::new(),
        };
        let methods = self.methods(cart.usd.is_some());
        Ok(CheckoutView {
            cart: cart.view(self, visitor.lang),
            form,
            methods,
            ship_to: self.terms().ship_to.clone(),
            changes,
        })
    }

    /// The ways to pay that can be offered; those in dollars only for carts with a dollar price.
    pub(super) fn methods(&self, in_dollars: bool) -> Vec<PayMethod> {
        self.terms()
            .channels
            .iter()
            .map(|(method, _)| *method)
            .filter(|method| in_dollars || method.currency() == Currency::Krw)
            .collect()
    }

    pub(super) async fn priced_cart(&self, visitor: &Visitor) -> Result<PricedCart, Error> {
        let mut refused_seen = None;
        let (mut quantities, mut products) = (Vec::new(), Vec::new());
        let rows = if visitor.newcomer {
            Vec::new()
        } else {
            self.db().cart(&visitor.customer).await?
        };
        for CartLine {
            product,
            quantity,
            refused_seen: refused,
        } in rows
        {
            quantities.push(quantity);
            products.push(product);
            refused_seen = refused;
        }
        let most = quantities.iter().copied().map(i64::from).max();
        self.add_own_hold(visitor, most.unwrap_or(0), &mut products)
            .await?;
        let lines: Vec<(Line, Product)> = products
            .into_iter()
            .zip(quantities)
            .map(|(product, quantity)| (product.line(quantity), product))
            .collect();
        let priced: Vec<Line> = lines.iter().map(|(line, _)| line.clone()).collect();
        let shipping = &self.terms().shipping;
        Ok(PricedCart {
            totals: totals(&priced, shipping, Currency::Krw).ok_or(Error::Overflow)?,
            usd: totals(&priced, shipping, Currency::Usd).filter(|t| t.items.minor > 0),
            lines,
            refused_seen,
        })
    }

    /// A product that is sold, in a number that can be had.
    async fn wanted(
        &self,
        visitor: &Visitor,
        product: &str,
        quantity: &str,
    ) -> Result<(ProductId, Quantity), Error> {
        let id = ProductId::parse(product.trim()).map_err(|_| Error::UnknownProduct)?;
        let product = self.db().product(&id).await?.ok_or(Error::UnknownProduct)?;
        let quantity = read_quantity(quantity)?;
        let mut product = [product];
        self.add_own_hold(visitor, quantity.into(), &mut product)
            .await?;
        let available = product[0].available;
        if available < i64::from(quantity) {
            return Err(Error::TooFew {
                left: available.max(0),
            });
        }
        Ok((id, quantity))
    }
}

fn product_view(product: &Product, lang: Lang) -> ProductView {
    ProductView {
        id: product.id.clone(),
        name: product.name(lang).to_owned(),
        blurb: product.blurb(lang).to_owned(),
        picture: product.picture.clone(),
        price: product.price,
        price_usd: product.price_usd,
        available: product.available.max(0),
    }
}

fn read_quantity(text: &str) -> Result<Quantity, Error> {
    let count: i64 = canonical(text).parse().map_err(|_| Error::Quantity)?;
    Quantity::new(count).map_err(|_| Error::Quantity)
}
