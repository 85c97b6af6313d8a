//! What lies in each customer's cart.

use super::{
    Db, Error, Product, Tx,
    statement::{FromRow, Row},
};
use crate::{
    clock::Millis,
    domain::{
        cart::{Line, Quantity},
        ids::{CustomerId, ProductId},
    },
};

const LINES: &str = "
    SELECT p.id, p.name_ko, p.name_en, p.blurb_ko, p.blurb_en, p.picture, p.price, p.price_usd,
           p.stock - p.held AS available, c.quantity, u.refused_seen
      FROM cart_lines c
      JOIN products p ON p.id = c.product_id AND p.active
      LEFT JOIN customers u ON u.id = c.customer_id
     WHERE c.customer_id = $1
     ORDER BY c.added_at, c.product_id";
// Adding what is there already adds up, and stops at the most that a cart takes.
const ADD: &str = "
    INSERT INTO cart_lines (customer_id, product_id, quantity, added_at)
    VALUES ($1, $2, $3, $4)
        ON CONFLICT (customer_id, product_id) DO UPDATE
       SET quantity = CASE
                          WHEN cart_lines.quantity + excluded.quantity > 99 THEN 99
                          ELSE cart_lines.quantity + excluded.quantity
                      END";
const CHANGE: &str = "
    UPDATE cart_lines
       SET quantity = $3
     WHERE customer_id = $1
       AND product_id = $2";
const REMOVE: &str = "DELETE FROM cart_lines WHERE customer_id = $1 AND product_id = $2";
// What was bought leaves the cart; what was added meanwhile stays.
const SUBTRACT: &str = "
    UPDATE cart_lines
       SET quantity = quantity - $3
     WHERE customer_id = $1
       AND product_id = $2
       AND quantity > $3";
const REMOVE_UP_TO: &str = "
    DELETE FROM cart_lines
     WHERE customer_id = $1
       AND product_id = $2
       AND quantity <= $3";

pub(super) const ALL: &[&str] = &[LINES, ADD, CHANGE, REMOVE, SUBTRACT, REMOVE_UP_TO];

/// A product in a cart, as it is sold now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartLine {
    pub product: Product,
    pub quantity: Quantity,
    /// Pay was refused on a page that showed this, because it was no longer true.
    pub refused_seen: Option<String>,
}

impl FromRow for CartLine {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let quantity: i64 = row.get("quantity")?;
        Ok(Self {
            product: Product::from_row(row)?,
            quantity: Quantity::try_from(quantity).map_err(|e| row.unreadable("quantity", e))?,
            refused_seen: row.get("refused_seen")?,
        })
    }
}

impl Db {
    /// What is no longer sold is left out.
    pub async fn cart(&self, customer: &CustomerId) -> Result<Vec<CartLine>, Error> {
        self.read("read a cart", LINES).bind(customer).all().await
    }

    pub async fn add_to_cart(
        &self,
        customer: &CustomerId,
        product: &ProductId,
        quantity: Quantity,
        now: Millis,
    ) -> Result<(), Error> {
        let query = self
            .write("add to a cart", ADD)
            .bind(customer)
            .bind(product);
        query
            .bind(i64::from(quantity))
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    /// Whether the cart had the product.
    pub async fn change_cart(
        &self,
        customer: &CustomerId,
        product: &ProductId,
        quantity: Quantity,
    ) -> Result<bool, Error> {
        let query = self
            .write("change a cart", CHANGE)
            .bind(customer)
            .bind(product);
        query.bind(i64::from(quantity)).changes_one().await
    }

    pub async fn remove_from_cart(
        &self,
        customer: &CustomerId,
        product: &ProductId,
    ) -> Result<(), Error> {
        self.write("remove from a cart", REMOVE)
            .bind(customer)
            .bind(product)
            .execute()
            .await
            .map(drop)
    }
}

impl Tx {
    /// Takes what an order has bought out of the cart it came from.
    pub async fn empty_cart_of(
        &mut self,
        customer: &CustomerId,
        lines: &[Line],
    ) -> Result<(), Error> {
        for line in lines {
            for statement in [REMOVE_UP_TO, SUBTRACT] {
                let query = self
                    .query("empty a cart", statement)
                    .bind(customer)
                    .bind(&line.product);
                if query.bind(i64::from(line.quantity)).execute().await? > 0 {
                    break;
                }
            }
        }
        Ok(())
    }
}
