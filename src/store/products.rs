//! Products, their prices and what is left of them. `held` pieces belong to orders that may still be paid.

use std::collections::BTreeMap;

use super::{
    Db, Error, Tx,
    statement::{FromRow, Row},
};
use crate::domain::{
    cart::{Line, Quantity},
    ids::ProductId,
    lang::Lang,
    money::Money,
};

const ACTIVE: &str = "
    SELECT id, name_ko, name_en, blurb_ko, blurb_en, picture, price, price_usd, stock - held AS available
      FROM products
     WHERE active
     ORDER BY position, id";
const FIND: &str = "
    SELECT id, name_ko, name_en, blurb_ko, blurb_en, picture, price, price_usd, stock - held AS available
      FROM products
     WHERE id = $1
       AND active";
// A product that is no longer sold still has a name.
const NAMES: &str = "SELECT name_ko, name_en FROM products WHERE id = $1";
// Several nodes may load it at once, beside orders that move stock. SQLite has one writer anyway.
const LOCK: &str = "SELECT 1";
const LOCK_PG: &str = "LOCK TABLE products IN SHARE ROW EXCLUSIVE MODE";
const RETIRE_ALL: &str = "UPDATE products SET active = FALSE";
// A changed number in the file restocks by the difference, so that loading the same file twice sells nothing twice.
const UPSERT: &str = "
    INSERT INTO products (id, name_ko, name_en, blurb_ko, blurb_en, picture, price, price_usd,
                          stock, listed_stock, position, active)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, TRUE)
        ON CONFLICT (id) DO UPDATE
       SET name_ko = excluded.name_ko, name_en = excluded.name_en,
           blurb_ko = excluded.blurb_ko, blurb_en = excluded.blurb_en,
           picture = excluded.picture, price = excluded.price, price_usd = excluded.price_usd,
           stock = CASE
                       WHEN products.stock + excluded.listed_stock - products.listed_stock < products.held
                       THEN products.held
                       ELSE products.stock + excluded.listed_stock - products.listed_stock
                   END,
           listed_stock = excluded.listed_stock, position = excluded.position, active = TRUE";
const HOLD: &str = "
    UPDATE products
       SET held = held + $2
     WHERE id = $1
       AND active
       AND stock - held >= $2";
const RELEASE: &str = "UPDATE products SET held = held - $2 WHERE id = $1";
const TAKE_HELD: &str = "UPDATE products SET stock = stock - $2, held = held - $2 WHERE id = $1";
const TAKE_FREE: &str = "
    UPDATE products
       SET stock = stock - $2
     WHERE id = $1
       AND stock - held >= $2";
const PUT_BACK: &str = "UPDATE products SET stock = stock + $2 WHERE id = $1";

pub(super) const ALL: &[&str] = &[
    ACTIVE, FIND, NAMES, RETIRE_ALL, UPSERT, HOLD, RELEASE, TAKE_HELD, TAKE_FREE, PUT_BACK,
];
pub(super) const DIALECTS: &[(&str, &str)] = &[(LOCK, LOCK_PG)];

/// A product as it is sold now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub name_ko: String,
    pub name_en: String,
    pub blurb_ko: String,
    pub blurb_en: String,
    pub picture: String,
    pub price: Money,
    pub price_usd: Option<Money>,
    /// Pieces neither sold nor held.
    pub available: i64,
}

impl FromRow for Product {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let price_usd: Option<i64> = row.get("price_usd")?;
        Ok(Self {
            id: row.parse("id")?,
            name_ko: row.get("name_ko")?,
            name_en: row.get("name_en")?,
            blurb_ko: row.get("blurb_ko")?,
            blurb_en: row.get("blurb_en")?,
            picture: row.get("picture")?,
            price: Money::krw(row.get("price")?),
            price_usd: price_usd.map(Money::usd_cents),
            available: row.get("available")?,
        })
    }
}

impl Product {
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.name_ko,
            Lang::En => &self.name_en,
        }
    }

    pub fn blurb(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.blurb_ko,
            Lang::En => &self.blurb_en,
        }
    }

    /// So many of it, at today's price.
    pub fn line(&self, quantity: Quantity) -> Line {
        Line {
            product: self.id.clone(),
            name_ko: self.name_ko.clone(),
            name_en: self.name_en.clone(),
            picture: self.picture.clone(),
            unit_price: self.price,
            unit_price_usd: self.price_usd,
            quantity,
        }
    }
}

/// A product as the catalogue file lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductEntry {
    pub id: ProductId,
    pub name_ko: String,
    pub name_en: String,
    pub blurb_ko: String,
    pub blurb_en: String,
    pub picture: String,
    /// Won.
    pub price: i64,
    /// Cents.
    pub price_usd: Option<i64>,
    pub stock: i64,
}

impl Db {
    pub async fn products(&self) -> Result<Vec<Product>, Error> {
        self.read("read the catalogue", ACTIVE).all().await
    }

    /// `None` for what is not, or no longer, sold.
    pub async fn product(&self, id: &ProductId) -> Result<Option<Product>, Error> {
        self.read("read a product", FIND).bind(id).optional().await
    }

    /// The name of a product, sold or no longer sold.
    pub async fn product_name(&self, id: &ProductId, lang: Lang) -> Result<Option<String>, Error> {
        let names: Option<(String, String)> = self
            .read("read a product's name", NAMES)
            .bind(id)
            .optional()
            .await?;
        Ok(names.map(|(ko, en)| match lang {
            Lang::Ko => ko,
            Lang::En => en,
        }))
    }

    /// Makes the catalogue what the file says; what the file no longer lists is no longer sold.
    pub async fn load_catalogue(&self, entries: &[ProductEntry]) -> Result<(), Error> {
        const WHAT: &str = "load the catalogue";
        let mut tx = self.begin().await?;
        let lock = tx.pick(LOCK, LOCK_PG);
        tx.query(WHAT, lock).execute().await?;
        tx.query(WHAT, RETIRE_ALL).execute().await?;
        for (entry, position) in entries.iter().zip(0_i64..) {
            tx.query(WHAT, UPSERT)
                .bind(&entry.id)
                .bind(entry.name_ko.as_str())
                .bind(entry.name_en.as_str())
                .bind(entry.blurb_ko.as_str())
                .bind(entry.blurb_en.as_str())
                .bind(entry.picture.as_str())
                .bind(entry.price)
                .bind(entry.price_usd)
                .bind(entry.stock)
                .bind(position)
                .execute()
                .await?;
        }
        tx.commit().await
    }
}

impl Tx {
    /// Runs one stock statement for each line, in the order of product ids so that two orders cannot deadlock.
    /// The answer is the first line that did not fit.
    async fn each_line<'l>(
        &mut self,
        statement: &'static str,
        lines: &'l [Line],
    ) -> Result<Option<&'l Line>, Error> {
        let mut sorted: Vec<&Line> = lines.iter().collect();
        sorted.sort_by(|a, b| a.product.cmp(&b.product));
        for line in sorted {
            let query = self
                .query("move stock", statement)
                .bind(&line.product)
                .bind(i64::from(line.quantity));
            if query.execute().await? == 0 {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// Holds every line, or names the first of which too few are left; the caller then rolls back.
    pub async fn hold_stock<'l>(&mut self, lines: &'l [Line]) -> Result<Option<&'l Line>, Error> {
        self.each_line(HOLD, lines).await
    }

    /// Lets the pieces of `before` go and holds those of `after`: only the difference moves, all or none, in the order of
    /// product ids as everywhere. The answer is whether there are enough.
    pub async fn exchange_stock(&mut self, before: &[Line], after: &[Line]) -> Result<bool, Error> {
        let mut difference = BTreeMap::new();
        for (lines, sign) in [(before, -1), (after, 1)] {
            for line in lines {
                *difference.entry(&line.product).or_insert(0) += sign * i64::from(line.quantity);
            }
        }
        for (product, pieces) in difference {
            let (statement, pieces) = match pieces {
                0 => continue,
                1.. => (HOLD, pieces),
                _ => (RELEASE, -pieces),
            };
            let query = self
                .query("move stock", statement)
                .bind(product)
                .bind(pieces);
            if query.execute().await? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub async fn release_stock(&mut self, lines: &[Line]) -> Result<(), Error> {
        self.each_line(RELEASE, lines).await.map(drop)
    }

    pub async fn take_held_stock(&mut self, lines: &[Line]) -> Result<(), Error> {
        self.each_line(TAKE_HELD, lines).await.map(drop)
    }

    /// Takes what nobody held, or names the first line of which too few are left. A line that fits may have
    /// been taken by then: `put_back_stock` undoes those before it.
    pub async fn take_free_stock(&mut self, lines: &[Line]) -> Result<bool, Error> {
        let mut taken: Vec<Line> = Vec::new();
        let mut sorted = lines.to_vec();
        sorted.sort_by(|a, b| a.product.cmp(&b.product));
        for line in sorted {
            if self
                .each_line(TAKE_FREE, std::slice::from_ref(&line))
                .await?
                .is_some()
            {
                self.put_back_stock(&taken).await?;
                return Ok(false);
            }
            taken.push(line);
        }
        Ok(true)
    }

    pub async fn put_back_stock(&mut self, lines: &[Line]) -> Result<(), Error> {
        self.each_line(PUT_BACK, lines).await.map(drop)
    }
}
