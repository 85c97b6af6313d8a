//! What has changed since a page was shown, told old and new.

use crate::{
    checkout::{Error, Shop, cart::PricedCart},
    domain::{
        form::{Seen, SeenLine},
        ids::ProductId,
        lang::Lang,
        money::Money,
        view::Change,
    },
};

impl Shop {
    /// What differs between a page and the truth, in the shopper's language; empty if nothing does.
    pub(super) async fn changes(
        &self,
        seen: &Seen,
        cart: &PricedCart,
        lang: Lang,
    ) -> Result<Vec<Change>, Error> {
        let now = cart.seen();
        let mut changes = Vec::new();
        for old in &seen.lines {
            match now.lines.iter().find(|line| line.product == old.product) {
                None => changes.push(Change::Gone {
                    name: self.name_of(&old.product, lang).await?,
                }),
                Some(line) => changes.extend(line_changes(
                    old,
                    line,
                    &self.name_of(&old.product, lang).await?,
                )),
            }
        }
        for (line, product) in &cart.lines {
            let wanted = i64::from(line.quantity);
            let name = product.name(lang).to_owned();
            if product.available < wanted {
                changes.push(Change::Stock {
                    name,
                    wanted,
                    left: product.available.max(0),
                });
            } else if !seen
                .lines
                .iter()
                .any(|old| old.product == line.product.as_str())
            {
                changes.push(Change::Quantity {
                    name,
                    old: 0,
                    new: wanted,
                });
            }
        }
        if seen.total != now.total {
            changes.push(Change::Total {
                old: Money::krw(seen.total),
                new: Money::krw(now.total),
            });
        }
        Ok(changes)
    }

    async fn name_of(&self, product: &str, lang: Lang) -> Result<String, Error> {
        let Ok(id) = ProductId::parse(product) else {
            return Ok(String::new());
        };
        let name = self.db().product_name(&id, lang).await?;
        Ok(name.unwrap_or_else(|| product.to_owned()))
    }
}

fn line_changes(old: &SeenLine, new: &SeenLine, name: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.unit_price != new.unit_price {
        changes.push(Change::Price {
            name: name.to_owned(),
            old: Money::krw(old.unit_price),
            new: Money::krw(new.unit_price),
        });
    }
    if old.quantity != new.quantity {
        changes.push(Change::Quantity {
            name: name.to_owned(),
            old: old.quantity,
            new: new.quantity,
        });
    }
    changes
}
