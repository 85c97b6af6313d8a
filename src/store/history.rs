//! Append-only: who changed an order, when, because of which payment.

use super::{
    Db, Error, Tx,
    statement::{FromRow, Row},
};
use crate::{
    clock::Millis,
    domain::{
        actor::Actor,
        ids::{ImpUid, MerchantUid, OrderId},
        order::{Order, OrderState},
    },
};

const APPEND: &str = "
    INSERT INTO history (order_id, merchant_uid, imp_uid, at, who, from_state, to_state, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const OF_ORDER: &str = "
    SELECT at, who, merchant_uid, imp_uid, from_state, to_state, note
      FROM history
     WHERE order_id = $1
     ORDER BY id";

pub(super) const ALL: &[&str] = &[APPEND, OF_ORDER];

/// One line to be written down.
#[derive(Clone, Debug)]
pub struct HistoryEntry<'a> {
    pub order: &'a OrderId,
    pub actor: Actor,
    /// The attempt and the payment that brought it about.
    pub merchant_uid: Option<&'a MerchantUid>,
    pub imp_uid: Option<&'a ImpUid>,
    pub from: OrderState,
    pub to: OrderState,
    /// What a later reader should know besides the states.
    pub note: Option<String>,
}

impl<'a> HistoryEntry<'a> {
    /// Somebody, not a payment, moves the order.
    pub const fn moved(order: &'a Order, actor: Actor, to: OrderState) -> Self {
        Self {
            order: &order.id,
            actor,
            merchant_uid: None,
            imp_uid: None,
            from: order.state,
            to,
            note: None,
        }
    }

    /// Something that moves no state.
    pub fn noted(order: &'a Order, actor: Actor, note: impl Into<String>) -> Self {
        let imp_uid = order.paid_by.as_ref();
        Self {
            imp_uid,
            note: Some(note.into()),
            ..Self::moved(order, actor, order.state)
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    pub at: Millis,
    pub who: String,
    pub merchant_uid: Option<String>,
    pub imp_uid: Option<String>,
    pub from_state: String,
    pub to_state: String,
    pub note: Option<String>,
}

impl FromRow for HistoryRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            at: row.get("at")?,
            who: row.get("who")?,
            merchant_uid: row.get("merchant_uid")?,
            imp_uid: row.get("imp_uid")?,
            from_state: row.get("from_state")?,
            to_state: row.get("to_state")?,
            note: row.get("note")?,
        })
    }
}

impl Tx {
    pub async fn append_history(
        &mut self,
        entry: HistoryEntry<'_>,
        now: Millis,
    ) -> Result<(), Error> {
        self.query("write history", APPEND)
            .bind(entry.order)
            .bind(entry.merchant_uid)
            .bind(entry.imp_uid)
            .bind(now)
            .bind(entry.actor.as_str())
            .bind(entry.from.as_str())
            .bind(entry.to.as_str())
            .bind(entry.note)
            .execute()
            .await
            .map(drop)
    }
}

impl Db {
    pub async fn history(&self, order: &OrderId) -> Result<Vec<HistoryRow>, Error> {
        self.read("read history", OF_ORDER).bind(order).all().await
    }
}
