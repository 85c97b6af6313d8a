//! What lies in each customer's cart.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
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
    SELECT product_id, quantity
      FROM cart_lines
     WHERE customer_id = $1
     ORDER BY added_at, product_id";
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

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct CartRow {
    #[sqlx(try_from = "String")]
    pub product_id: ProductId,
    #[sqlx(try_from = "i64")]
    pub quantity: Quantity,
}

impl Db {
    pub async fn cart(&self, customer: &CustomerId) -> Result<Vec<CartRow>, Error> {
        reading!(self, |conn| sqlx::query_as(LINES).bind(customer.as_str()).fetch_all(conn).await)
            .map_err(|e| Error::Query("read a cart", e))
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
