//! The holder of a browser's cookie: the form as last typed, and the virtual account issued last, so that
//! staff and messages find it.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within, writing},
    from_json, to_json,
};
use crate::{
    clock::Millis,
    domain::{buyer::Buyer, form::OrderForm, ids::CustomerId, payment::Vbank, refused::RefusedForm},
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
const FORGET_REFUSED_FORM: &str = "UPDATE customers SET refused_form = NULL WHERE id = $1 AND refused_form IS NOT NULL";
const REFUSED_FORM: &str = "SELECT refused_form FROM customers WHERE id = $1";
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
    FIND,
];

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
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

impl Db {
    pub async fn keep_draft(&self, id: &CustomerId, form: &OrderForm, now: Millis) -> Result<(), Error> {
        let draft = to_json(form);
        writing!(self, |conn| sqlx::query(KEEP_DRAFT)
            .bind(id.as_str())
            .bind(draft)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("keep a form", e))
    }

    pub async fn draft(&self, id: &CustomerId) -> Result<Option<OrderForm>, Error> {
        let text: Option<Option<String>> =
            reading!(self, |conn| sqlx::query_scalar(DRAFT).bind(id.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query("read a form", e))?;
        text.flatten().map(|text| from_json("customers", &text)).transpose()
    }

    /// What the page showed on which Pay was refused because it was no longer true; `None` once that is settled.
    pub async fn keep_refused_seen(&self, id: &CustomerId, seen: Option<&str>) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(KEEP_REFUSED).bind(id.as_str()).bind(seen).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("keep what a page showed", e))
    }

    pub async fn refused_seen(&self, id: &CustomerId) -> Result<Option<String>, Error> {
        let text: Option<Option<String>> =
            reading!(self, |conn| sqlx::query_scalar(REFUSED).bind(id.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query("read what a page showed", e))?;
        Ok(text.flatten())
    }

    /// One for each browser: the last one.
    pub async fn keep_refused_form(&self, id: &CustomerId, form: &RefusedForm, now: Millis) -> Result<(), Error> {
        let form = to_json(form);
        writing!(self, |conn| sqlx::query(KEEP_REFUSED_FORM)
            .bind(id.as_str())
            .bind(form)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("keep a refused form", e))
    }

    pub async fn forget_refused_form(&self, id: &CustomerId) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(FORGET_REFUSED_FORM).bind(id.as_str()).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("forget a refused form", e))
    }

    pub async fn refused_form(&self, id: &CustomerId) -> Result<Option<RefusedForm>, Error> {
        let text: Option<Option<String>> =
            reading!(self, |conn| sqlx::query_scalar(REFUSED_FORM).bind(id.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query("read a refused form", e))?;
        text.flatten().map(|text| from_json("customers", &text)).transpose()
    }

    pub async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>, Error> {
        reading!(self, |conn| sqlx::query_as(FIND).bind(id.as_str()).fetch_optional(conn).await)
            .map_err(|e| Error::Query("read a customer", e))
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
        within!(self, |conn| sqlx::query(KEEP_BUYER)
            .bind(id.as_str())
            .bind(&buyer.name)
            .bind(&buyer.tel)
            .bind(&buyer.email)
            .bind(draft)
            .bind(now)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("keep a customer", e))
    }

    pub async fn keep_vbank(&mut self, id: &CustomerId, vbank: &Vbank) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(KEEP_VBANK)
            .bind(id.as_str())
            .bind(&vbank.vbank_num)
            .bind(&vbank.vbank_code)
            .bind(&vbank.vbank_name)
            .bind(&vbank.vbank_holder)
            .bind(vbank.vbank_date)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("keep a virtual account", e))
    }
}
