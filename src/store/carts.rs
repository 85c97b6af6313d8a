//! What lies in each customer's cart.

use sqlx::FromRow;

use super::{
    Db, Error, Product, Tx,
    catalogue::ProductRow,
    db::{reading, within, writing},
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

#[derive(Debug, FromRow)]
struct CartRow {
    #[sqlx(flatten)]
    product: ProductRow,
    #[sqlx(try_from = "i64")]
    quantity: Quantity,
    refused_seen: Option<String>,
}

impl Db {
    /// What is no longer sold is left out.
    pub async fn cart(&self, customer: &CustomerId) -> Result<Vec<CartLine>, Error> {
        let rows: Vec<CartRow> =
            reading!(self, |conn| sqlx::query_as(LINES).bind(customer.as_str()).fetch_all(conn).await)
                .map_err(|e| Error::Query("read a cart", e))?;
        let unreadable = |why: String| Error::Row { table: "products", why };
        rows.into_iter()
            .map(|CartRow { product, quantity, refused_seen }| {
                let product = Product::try_from(product).map_err(|e| unreadable(e.to_string()))?;
                Ok(CartLine { product, quantity, refused_seen })
            })
            .collect()
    }

    pub async fn add_to_cart(
        &self,
        customer: &CustomerId,
        product: &ProductId,
        quantity: Quantity,
        now: Millis,
    ) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(ADD)
            .bind(customer.as_str())
            .bind(product.as_str())
            .bind(i64::from(quantity))
            .bind(now)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("add to a cart", e))
    }

    /// Whether the cart had the product.
    pub async fn change_cart(
        &self,
        customer: &CustomerId,
        product: &ProductId,
        quantity: Quantity,
    ) -> Result<bool, Error> {
        writing!(self, |conn| sqlx::query(CHANGE)
            .bind(customer.as_str())
            .bind(product.as_str())
            .bind(i64::from(quantity))
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("change a cart", e))
    }

    pub async fn remove_from_cart(&self, customer: &CustomerId, product: &ProductId) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(REMOVE)
            .bind(customer.as_str())
            .bind(product.as_str())
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("remove from a cart", e))
    }
}

impl Tx {
    /// Takes what an order has bought out of the cart it came from.
    pub async fn empty_cart_of(&mut self, customer: &CustomerId, lines: &[Line]) -> Result<(), Error> {
        for line in lines {
            for statement in [REMOVE_UP_TO, SUBTRACT] {
                let rows = within!(self, |conn| sqlx::query(statement)
                    .bind(customer.as_str())
                    .bind(line.product.as_str())
                    .bind(i64::from(line.quantity))
                    .execute(conn)
                    .await
                    .map(|done| done.rows_affected()))
                .map_err(|e| Error::Query("empty a cart", e))?;
                if rows > 0 {
                    break;
                }
            }
        }
        Ok(())
    }
}
