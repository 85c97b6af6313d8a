//! The holder of a browser's cookie: the form as last typed, and the virtual account issued last, so that
//! staff and messages find it.

use super::{
    Db, Error, Tx,
    statement::{FromRow, Json, Row},
    to_json,
};
use crate::{
    clock::Millis,
    domain::{
        buyer::Buyer, form::OrderForm, ids::CustomerId, payment::Vbank, refused::RefusedForm,
    },
};

const KEEP_DRAFT: &str = "
    INSERT INTO customers (id, draft, created_at)
    VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET draft = excluded.draft";
// Until the transaction ends, nobody else gets past this for the same customer.
const KEEP_BUYER: &str = "
    INSERT INTO customers (id, name, tel, email, draft, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE
       SET name = excluded.name, tel = excluded.tel, email = excluded.email,
           draft = excluded.draft, refused_seen = NULL";
const KEEP_VBANK: &str = "
    UPDATE customers
       SET vbank_num = $2, vbank_code = $3, vbank_name = $4, vbank_holder = $5, vbank_date = $6
     WHERE id = $1";
const DRAFT: &str = "SELECT draft FROM customers WHERE id = $1";
const KEEP_REFUSED: &str = "UPDATE customers SET refused_seen = $2 WHERE id = $1";
const REFUSED: &str = "SELECT refused_seen FROM customers WHERE id = $1";
const KEEP_REFUSED_FORM: &str = "
    INSERT INTO customers (id, refused_form, created_at)
    VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET refused_form = excluded.refused_form";
const FORGET_REFUSED_FORM: &str =
    "UPDATE customers SET refused_form = NULL WHERE id = $1 AND refused_form IS NOT NULL";
const REFUSED_FORM: &str = "SELECT refused_form FROM customers WHERE id = $1";
// A cart that begins anew is perhaps somebody else's, unless an order still waits for its payment.
const IS_DONE: &str = "
    SELECT CAST(1 AS BIGINT)
      FROM customers
     WHERE id = $1
       AND (draft IS NOT NULL OR refused_form IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM cart_lines WHERE customer_id = $1)
       AND NOT EXISTS (SELECT 1
                         FROM orders
                        WHERE customer_id = $1
                          AND state = 'awaiting_payment'
                          AND expires_at > $2)";
const FORGET: &str =
    "UPDATE customers SET draft = NULL, refused_form = NULL, refused_seen = NULL WHERE id = $1";
const FIND: &str = "
    SELECT name, tel, email, vbank_num, vbank_code, vbank_name, vbank_holder, vbank_date
      FROM customers
     WHERE id = $1";

pub(super) const ALL: &[&str] = &[
    KEEP_DRAFT,
    KEEP_BUYER,
    KEEP_VBANK,
    DRAFT,
    KEEP_REFUSED,
    REFUSED,
    KEEP_REFUSED_FORM,
    FORGET_REFUSED_FORM,
    REFUSED_FORM,
    IS_DONE,
    FORGET,
    FIND,
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    pub name: Option<String>,
    pub tel: Option<String>,
    pub email: Option<String>,
    pub vbank_num: Option<String>,
    pub vbank_code: Option<String>,
    pub vbank_name: Option<String>,
    pub vbank_holder: Option<String>,
    /// Unix seconds.
    pub vbank_date: Option<i64>,
}

impl FromRow for Customer {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            name: row.get("name")?,
            tel: row.get("tel")?,
            email: row.get("email")?,
            vbank_num: row.get("vbank_num")?,
            vbank_code: row.get("vbank_code")?,
            vbank_name: row.get("vbank_name")?,
            vbank_holder: row.get("vbank_holder")?,
            vbank_date: row.get("vbank_date")?,
        })
    }
}

impl Db {
    pub async fn keep_draft(
        &self,
        id: &CustomerId,
        form: &OrderForm,
        now: Millis,
    ) -> Result<(), Error> {
        let draft = to_json(form);
        self.write("keep a form", KEEP_DRAFT)
            .bind(id)
            .bind(draft)
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    pub async fn draft(&self, id: &CustomerId) -> Result<Option<OrderForm>, Error> {
        let draft: Option<Json<OrderForm>> =
            self.read("read a form", DRAFT).bind(id).optional().await?;
        Ok(draft.and_then(|Json(form)| form))
    }

    /// What the page showed on which Pay was refused because it was no longer true; `None` once that is settled.
    pub async fn keep_refused_seen(
        &self,
        id: &CustomerId,
        seen: Option<&str>,
    ) -> Result<(), Error> {
        self.write("keep what a page showed", KEEP_REFUSED)
            .bind(id)
            .bind(seen)
            .execute()
            .await
            .map(drop)
    }

    pub async fn refused_seen(&self, id: &CustomerId) -> Result<Option<String>, Error> {
        let text: Option<Option<String>> = self
            .read("read what a page showed", REFUSED)
            .bind(id)
            .optional()
            .await?;
        Ok(text.flatten())
    }

    /// One for each browser: the last one.
    pub async fn keep_refused_form(
        &self,
        id: &CustomerId,
        form: &RefusedForm,
        now: Millis,
    ) -> Result<(), Error> {
        let form = to_json(form);
        self.write("keep a refused form", KEEP_REFUSED_FORM)
            .bind(id)
            .bind(form)
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    pub async fn forget_refused_form(&self, id: &CustomerId) -> Result<(), Error> {
        self.write("forget a refused form", FORGET_REFUSED_FORM)
            .bind(id)
            .execute()
            .await
            .map(drop)
    }

    pub async fn refused_form(&self, id: &CustomerId) -> Result<Option<RefusedForm>, Error> {
        let refused: Option<Json<RefusedForm>> = self
            .read("read a refused form", REFUSED_FORM)
            .bind(id)
            .optional()
            .await?;
        Ok(refused.and_then(|Json(form)| form))
    }

    /// Whether something typed is kept that nothing is left for: no cart, no order to be paid.
    pub async fn form_is_done(&self, id: &CustomerId, now: Millis) -> Result<bool, Error> {
        let done: Option<i64> = self
            .read("look for an old form", IS_DONE)
            .bind(id)
            .bind(now)
            .optional()
            .await?;
        Ok(done.is_some())
    }

    /// What was typed into any form is forgotten.
    pub async fn forget_forms(&self, id: &CustomerId) -> Result<(), Error> {
        self.write("forget what was typed", FORGET)
            .bind(id)
            .execute()
            .await
            .map(drop)
    }

    pub async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>, Error> {
        self.read("read a customer", FIND).bind(id).optional().await
    }
}

impl Tx {
    /// Who ordered, with the form as typed; whatever was refused before is settled. Until this transaction ends,
    /// nobody else places an order for this customer.
    pub async fn keep_buyer(
        &mut self,
        id: &CustomerId,
        buyer: &Buyer,
        form: &OrderForm,
        now: Millis,
    ) -> Result<(), Error> {
        let draft = to_json(form);
        self.query("keep a customer", KEEP_BUYER)
            .bind(id)
            .bind(&buyer.name)
            .bind(&buyer.tel)
            .bind(&buyer.email)
            .bind(draft)
            .bind(now)
            .execute()
            .await
            .map(drop)
    }

    pub async fn keep_vbank(&mut self, id: &CustomerId, vbank: &Vbank) -> Result<(), Error> {
        self.query("keep a virtual account", KEEP_VBANK)
            .bind(id)
            .bind(&vbank.vbank_num)
            .bind(&vbank.vbank_code)
            .bind(&vbank.vbank_name)
            .bind(&vbank.vbank_holder)
            .bind(vbank.vbank_date)
            .execute()
            .await
            .map(drop)
    }
}
