//! Attempts to pay an order. A change of state is a compare-and-set, as with orders.

use sqlx::FromRow;

use super::{
    Db, Error, Tx,
    db::{reading, within, writing},
    from_json,
    payments::MaybePaymentRow,
    to_json,
};
use crate::{
    clock::Millis,
    domain::{
        attempt::Attempt,
        ids::{ImpUid, MerchantUid, OrderId},
        method::PayMethod,
        money::{Currency, Money},
        order::AttemptState,
        receipt::ReceiptWish,
        standing::BookedPayment,
    },
};

const INSERT_ATTEMPT: &str = "
    INSERT INTO attempts (merchant_uid, order_id, method, amount, currency, state, ask_at, opened_at, receipt)
    VALUES ($3, $1, $4, $5, $6, 'opened', $7, $2, $8)";
const FIND_ATTEMPT: &str = "SELECT * FROM attempts WHERE merchant_uid = $1";
const FIND_ATTEMPT_AND_PAYMENT: &str = "
    SELECT a.*, p.standing, p.mismatch, p.details
      FROM attempts a
      LEFT JOIN payments p ON p.imp_uid = $2
     WHERE a.merchant_uid = $1";
// An attempt stands as often as it has payments, or once.
const ATTEMPTS_AND_PAYMENTS: &str = "
    SELECT a.*, p.standing, p.mismatch, p.details
      FROM attempts a
      LEFT JOIN payments p ON p.merchant_uid = a.merchant_uid
     WHERE a.order_id = $1
     ORDER BY a.opened_at, a.merchant_uid, p.seen_at, p.imp_uid";
const LATEST_ATTEMPT: &str = "
    SELECT *
      FROM attempts
     WHERE order_id = $1
     ORDER BY opened_at DESC, merchant_uid DESC
     LIMIT 1";
const ATTEMPTS_OF: &str = "SELECT * FROM attempts WHERE order_id = $1 ORDER BY opened_at, merchant_uid";
const SET_ATTEMPT_STATE: &str = "
    UPDATE attempts
       SET state = $3, imp_uid = $4, fail_reason = $5, doubt_since = NULL, settled_at = $6
     WHERE merchant_uid = $1
       AND state = $2";
const NAME_ATTEMPT: &str = "
    UPDATE attempts
       SET imp_uid = $2
     WHERE merchant_uid = $1
       AND imp_uid IS NULL";
const DOUBT_ATTEMPT: &str = "
    UPDATE attempts
       SET doubt_since = COALESCE(doubt_since, $2), imp_uid = COALESCE(imp_uid, $3), ask_at = $4
     WHERE merchant_uid = $1
       AND state IN ('opened', 'failed')";
const TRUST_ATTEMPT: &str = "UPDATE attempts SET doubt_since = NULL WHERE merchant_uid = $1";
const HINT_ATTEMPT: &str = "UPDATE attempts SET browser_hint = $2 WHERE merchant_uid = $1";
// Leased by moving `ask_at`: whoever claims asks, and if it dies somebody asks again a little later.
const CLAIM_ATTEMPTS: &str = "
    UPDATE attempts
       SET ask_at = $2, asked = asked + 1
     WHERE merchant_uid IN (SELECT merchant_uid
                              FROM attempts
                             WHERE (state IN ('opened', 'ready', 'failed') OR doubt_since IS NOT NULL)
                               AND ask_at <= $1
                             ORDER BY ask_at
                             LIMIT $3)
 RETURNING *";
const CLAIM_ATTEMPTS_PG: &str = "
    UPDATE attempts
       SET ask_at = $2, asked = asked + 1
     WHERE merchant_uid IN (SELECT merchant_uid
                              FROM attempts
                             WHERE (state IN ('opened', 'ready', 'failed') OR doubt_since IS NOT NULL)
                               AND ask_at <= $1
                             ORDER BY ask_at
                             LIMIT $3
                               FOR UPDATE SKIP LOCKED)
 RETURNING *";
const ASK_LATER: &str = "UPDATE attempts SET ask_at = $2 WHERE merchant_uid = $1";
// Of several askers at once only the first goes on to ask i'mport.
const CLAIM_ONE: &str = "
    UPDATE attempts
       SET ask_at = $3, asked = asked + 1
     WHERE merchant_uid = $1
       AND ask_at <= $2";

pub(super) const ALL: &[&str] = &[
    INSERT_ATTEMPT,
    FIND_ATTEMPT,
    FIND_ATTEMPT_AND_PAYMENT,
    ATTEMPTS_AND_PAYMENTS,
    LATEST_ATTEMPT,
    ATTEMPTS_OF,
    SET_ATTEMPT_STATE,
    NAME_ATTEMPT,
    DOUBT_ATTEMPT,
    TRUST_ATTEMPT,
    HINT_ATTEMPT,
    ASK_LATER,
    CLAIM_ONE,
];

pub(super) const DIALECTS: &[(&str, &str)] = &[(CLAIM_ATTEMPTS, CLAIM_ATTEMPTS_PG)];

#[derive(Debug, FromRow)]
struct AttemptRow {
    merchant_uid: String,
    order_id: String,
    method: String,
    amount: i64,
    currency: String,
    state: String,
    imp_uid: Option<String>,
    fail_reason: Option<String>,
    browser_hint: Option<String>,
    doubt_since: Option<Millis>,
    ask_at: Millis,
    asked: i64,
    opened_at: Millis,
    receipt: Option<String>,
}

#[derive(Debug, FromRow)]
struct PaidAttemptRow {
    #[sqlx(flatten)]
    attempt: AttemptRow,
    #[sqlx(flatten)]
    payment: MaybePaymentRow,
}

impl TryFrom<AttemptRow> for Attempt {
    type Error = Error;

    fn try_from(row: AttemptRow) -> Result<Self, Error> {
        let unreadable = |why: String| Error::Row { table: "attempts", why };
        let currency = Currency::from_code(&row.currency).ok_or_else(|| unreadable(row.currency.clone()))?;
        Ok(Self {
            merchant_uid: MerchantUid::try_from(row.merchant_uid).map_err(|e| unreadable(e.to_string()))?,
            order_id: OrderId::try_from(row.order_id).map_err(|e| unreadable(e.to_string()))?,
            method: PayMethod::from_code(&row.method).ok_or_else(|| unreadable(row.method.clone()))?,
            amount: Money::new(row.amount, currency),
            state: AttemptState::try_from(row.state).map_err(|e| unreadable(e.to_string()))?,
            imp_uid: row.imp_uid.map(ImpUid::try_from).transpose().map_err(|e| unreadable(e.to_string()))?,
            fail_reason: row.fail_reason,
            browser_hint: row.browser_hint,
            doubt_since: row.doubt_since,
            ask_at: row.ask_at,
            asked: row.asked,
            opened_at: row.opened_at,
            receipt: row.receipt.map(|text| from_json("attempts", &text)).transpose()?,
        })
    }
}

/// One opening of the payment window, stored before it opens.
#[derive(Debug)]
pub struct NewAttempt<'a> {
    pub merchant_uid: &'a MerchantUid,
    pub order: &'a OrderId,
    pub method: PayMethod,
    pub amount: Money,
    /// When the sweeper asks about it first.
    pub ask_at: Millis,
    pub receipt: Option<&'a ReceiptWish>,
}

/// The six that follow the order and the time, which both texts bind first.
macro_rules! attempt_bound {
    ($query:expr, $attempt:expr) => {
        $query
            .bind($attempt.merchant_uid.as_str())
            .bind($attempt.method.code())
            .bind($attempt.amount.minor)
            .bind($attempt.amount.currency.code())
            .bind($attempt.ask_at)
            .bind($attempt.receipt.map(to_json))
    };
}

pub(super) use attempt_bound;

const READ_ATTEMPT: &str = "read an attempt";

impl Db {
    pub async fn attempt(&self, uid: &MerchantUid) -> Result<Option<Attempt>, Error> {
        let row: Option<AttemptRow> =
            reading!(self, |conn| sqlx::query_as(FIND_ATTEMPT).bind(uid.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        row.map(Attempt::try_from).transpose()
    }

    pub async fn latest_attempt(&self, order: &OrderId) -> Result<Option<Attempt>, Error> {
        let row: Option<AttemptRow> =
            reading!(self, |conn| sqlx::query_as(LATEST_ATTEMPT).bind(order.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        row.map(Attempt::try_from).transpose()
    }

    /// The latest one last.
    pub async fn attempts_of(&self, order: &OrderId) -> Result<Vec<Attempt>, Error> {
        let rows: Vec<AttemptRow> =
            reading!(self, |conn| sqlx::query_as(ATTEMPTS_OF).bind(order.as_str()).fetch_all(conn).await)
                .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        rows.into_iter().map(Attempt::try_from).collect()
    }

    /// Everything known of an order's payment; the latest attempt last.
    pub async fn attempts_and_payments(&self, order: &OrderId) -> Result<(Vec<Attempt>, Vec<BookedPayment>), Error> {
        let rows: Vec<PaidAttemptRow> =
            reading!(self, |conn| sqlx::query_as(ATTEMPTS_AND_PAYMENTS).bind(order.as_str()).fetch_all(conn).await)
                .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        let (mut attempts, mut payments) = (Vec::<Attempt>::new(), Vec::new());
        for PaidAttemptRow { attempt, payment } in rows {
            payments.extend(payment.read()?);
            if attempts.last().is_none_or(|last| last.merchant_uid.as_str() != attempt.merchant_uid) {
                attempts.push(attempt.try_into()?);
            }
        }
        Ok((attempts, payments))
    }

    /// Somebody claims a result that i'mport does not confirm yet; it is asked again at `ask_at`.
    pub async fn mark_unconfirmed(
        &self,
        uid: &MerchantUid,
        imp: Option<&ImpUid>,
        now: Millis,
        ask_at: Millis,
    ) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(DOUBT_ATTEMPT)
            .bind(uid.as_str())
            .bind(now)
            .bind(imp.map(ImpUid::as_str))
            .bind(ask_at)
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("mark an attempt as unconfirmed", e))
    }

    /// The claim came to nothing.
    pub async fn clear_unconfirmed(&self, uid: &MerchantUid) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(TRUST_ATTEMPT).bind(uid.as_str()).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("unmark an attempt", e))
    }

    pub async fn record_browser_error(&self, uid: &MerchantUid, hint: &str) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(HINT_ATTEMPT).bind(uid.as_str()).bind(hint).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("keep what the browser said", e))
    }

    /// Open attempts that are due to be asked about; each is this caller's until `until`.
    pub async fn claim_attempts(&self, now: Millis, until: Millis, limit: i64) -> Result<Vec<Attempt>, Error> {
        let statement = self.pick(CLAIM_ATTEMPTS, CLAIM_ATTEMPTS_PG);
        let rows: Vec<AttemptRow> =
            writing!(self, |conn| sqlx::query_as(statement).bind(now).bind(until).bind(limit).fetch_all(conn).await)
                .map_err(|e| Error::Query("claim attempts", e))?;
        rows.into_iter().map(Attempt::try_from).collect()
    }

    /// Whether the caller is the one to ask about this attempt now; nobody else is before `until`.
    pub async fn claim_attempt(&self, uid: &MerchantUid, now: Millis, until: Millis) -> Result<bool, Error> {
        writing!(self, |conn| sqlx::query(CLAIM_ONE)
            .bind(uid.as_str())
            .bind(now)
            .bind(until)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("claim an attempt", e))
    }

    pub async fn ask_later(&self, uid: &MerchantUid, at: Millis) -> Result<(), Error> {
        writing!(self, |conn| sqlx::query(ASK_LATER).bind(uid.as_str()).bind(at).execute(conn).await.map(drop))
            .map_err(|e| Error::Query("put off an attempt", e))
    }
}

impl Tx {
    pub async fn insert_attempt(&mut self, attempt: NewAttempt<'_>, now: Millis) -> Result<(), Error> {
        within!(self, |conn| {
            let one = sqlx::query(INSERT_ATTEMPT).bind(attempt.order.as_str()).bind(now);
            attempt_bound!(one, attempt).execute(conn).await.map(drop)
        })
        .map_err(|e| Error::Query("store an attempt", e))
    }

    /// An attempt, and what is stored of a payment.
    pub async fn attempt_and_payment(
        &mut self,
        uid: &MerchantUid,
        imp: &ImpUid,
    ) -> Result<Option<(Attempt, Option<BookedPayment>)>, Error> {
        let row: Option<PaidAttemptRow> = within!(self, |conn| sqlx::query_as(FIND_ATTEMPT_AND_PAYMENT)
            .bind(uid.as_str())
            .bind(imp.as_str())
            .fetch_optional(conn)
            .await)
        .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        let Some(PaidAttemptRow { attempt, payment }) = row else { return Ok(None) };
        Ok(Some((attempt.try_into()?, payment.read()?)))
    }

    pub async fn latest_attempt(&mut self, order: &OrderId) -> Result<Option<Attempt>, Error> {
        let row: Option<AttemptRow> =
            within!(self, |conn| sqlx::query_as(LATEST_ATTEMPT).bind(order.as_str()).fetch_optional(conn).await)
                .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        row.map(Attempt::try_from).transpose()
    }

    pub async fn attempts_of(&mut self, order: &OrderId) -> Result<Vec<Attempt>, Error> {
        let rows: Vec<AttemptRow> =
            within!(self, |conn| sqlx::query_as(ATTEMPTS_OF).bind(order.as_str()).fetch_all(conn).await)
                .map_err(|e| Error::Query(READ_ATTEMPT, e))?;
        rows.into_iter().map(Attempt::try_from).collect()
    }

    /// Moves an attempt on, if it still is where the caller believes.
    pub async fn set_attempt_state(
        &mut self,
        attempt: &Attempt,
        next: AttemptState,
        imp: &ImpUid,
        reason: Option<&str>,
        now: Millis,
    ) -> Result<bool, Error> {
        within!(self, |conn| sqlx::query(SET_ATTEMPT_STATE)
            .bind(attempt.merchant_uid.as_str())
            .bind(attempt.state.as_str())
            .bind(next.as_str())
            .bind(imp.as_str())
            .bind(reason)
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1))
        .map_err(|e| Error::Query("move an attempt", e))
    }

    /// Remembers which payment an attempt became, so that it can be asked about by name.
    pub async fn set_imp_uid(&mut self, uid: &MerchantUid, imp: &ImpUid) -> Result<(), Error> {
        within!(self, |conn| sqlx::query(NAME_ATTEMPT)
            .bind(uid.as_str())
            .bind(imp.as_str())
            .execute(conn)
            .await
            .map(drop))
        .map_err(|e| Error::Query("name an attempt's payment", e))
    }
}
