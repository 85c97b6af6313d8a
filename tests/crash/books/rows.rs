//! The shop's books, a row each as the database has it.

use imp_checkout::store::{Error, FromRow, Row};

pub struct OrderRow {
    pub id: String,
    pub state: String,
    pub stock_state: String,
    pub lines: String,
    pub paid_by: Option<String>,
    pub refunded: i64,
}

impl FromRow for OrderRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            state: row.get("state")?,
            stock_state: row.get("stock_state")?,
            lines: row.get("lines")?,
            paid_by: row.get("paid_by")?,
            refunded: row.get("refunded")?,
        })
    }
}

pub struct AttemptRow {
    pub merchant_uid: String,
    pub order_id: String,
    pub amount: i64,
}

impl FromRow for AttemptRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            merchant_uid: row.get("merchant_uid")?,
            order_id: row.get("order_id")?,
            amount: row.get("amount")?,
        })
    }
}

pub struct ProductRow {
    pub id: String,
    pub stock: i64,
    pub held: i64,
    pub listed_stock: i64,
}

impl FromRow for ProductRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            stock: row.get("stock")?,
            held: row.get("held")?,
            listed_stock: row.get("listed_stock")?,
        })
    }
}

pub struct EffectRow {
    pub key: String,
    pub state: String,
    pub note: Option<String>,
}

impl FromRow for EffectRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            key: row.get("key")?,
            state: row.get("state")?,
            note: row.get("note")?,
        })
    }
}

pub struct MoveRow {
    pub order_id: String,
    pub to_state: String,
}

impl FromRow for MoveRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            order_id: row.get("order_id")?,
            to_state: row.get("to_state")?,
        })
    }
}
