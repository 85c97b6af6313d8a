//! Attempts to pay an order. A change of state is a compare-and-set, as with orders.

use super::{
    Db, Error, Tx,
    payments::joined,
    statement::{FromRow, Row},
};
use crate::{
    clock::Millis,
    domain::{
        attempt::Attempt,
        ids::{ImpUid, MerchantUid, OrderId},
        method::PayMethod,
        money::{Currency, Money},
        order::AttemptState,
        payment::BookedPayment,
    },
};

const FIND_ATTEMPT: &str = "SELECT * FROM attempts WHERE merchant_uid = $1";
const FIND_ATTEMPT_AND_PAYMENT: &str = "
    SELECT a.*, p.standing, p.mismatch, p.details,
           (SELECT COUNT(*)
              FROM attempts o
             WHERE o.order_id = a.order_id
               AND o.merchant_uid <> a.merchant_uid
               AND o.state = 'ready') AS other_accounts
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
const ATTEMPTS_OF: &str =
    "SELECT * FROM attempts WHERE order_id = $1 ORDER BY opened_at, merchant_uid";
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

impl FromRow for Attempt {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let currency = row.word("currency", Currency::from_code)?;
        Ok(Self {
            merchant_uid: row.parse("merchant_uid")?,
            order_id: row.parse("order_id")?,
            method: row.word("method", PayMethod::from_code)?,
            amount: Money::new(row.get("amount")?, currency),
            state: row.parse("state")?,
            imp_uid: row.parse_optional("imp_uid")?,
            fail_reason: row.get("fail_reason")?,
            browser_hint: row.get("browser_hint")?,
            doubt_since: row.get("doubt_since")?,
            ask_at: row.get("ask_at")?,
            asked: row.get("asked")?,
            opened_at: row.get("opened_at")?,
            receipt: row.json_optional("receipt")?,
        })
    }
}

/// An attempt joined with a payment, if there is one.
struct PaidAttempt(Attempt, Option<BookedPayment>);

impl FromRow for PaidAttempt {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self(Attempt::from_row(row)?, joined(row)?))
    }
}

/// An attempt whose order is locked, with a payment and with what else its order waits for.
struct LockedAttempt(Attempt, Option<BookedPayment>, bool);

impl FromRow for LockedAttempt {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let PaidAttempt(attempt, payment) = PaidAttempt::from_row(row)?;
        let others: i64 = row.get("other_accounts")?;
        Ok(Self(attempt, payment, others > 0))
    }
}

const READ_ATTEMPT: &str = "read an attempt";

impl Db {
    pub async fn attempt(&self, uid: &MerchantUid) -> Result<Option<Attempt>, Error> {
        self.read(READ_ATTEMPT, FIND_ATTEMPT)
            .bind(uid)
            .optional()
            .await
    }

    pub async fn latest_attempt(&self, order: &OrderId) -> Result<Option<Attempt>, Error> {
        self.read(READ_ATTEMPT, LATEST_ATTEMPT)
            .bind(order)
            .optional()
            .await
    }

    /// The latest one last.
    pub async fn attempts_of(&self, order: &OrderId) -> Result<Vec<Attempt>, Error> {
        self.read(READ_ATTEMPT, ATTEMPTS_OF).bind(order).all().await
    }

    /// Everything known of an order's payment; the latest attempt last.
    pub async fn attempts_and_payments(
        &self,
        order: &OrderId,
    ) -> Result<(Vec<Attempt>, Vec<BookedPayment>), Error> {
        let rows: Vec<PaidAttempt> = self
            .read(READ_ATTEMPT, ATTEMPTS_AND_PAYMENTS)
            .bind(order)
            .all()
            .await?;
        let mut attempts = Vec::<Attempt>::new();
        let mut payments = Vec::new();
        for PaidAttempt(attempt, payment) in rows {
            payments.extend(payment);
            if attempts
                .last()
                .is_none_or(|last| last.merchant_uid != attempt.merchant_uid)
            {
                attempts.push(attempt);
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
        let query = self.write("mark an attempt as unconfirmed", DOUBT_ATTEMPT);
        query
            .bind(uid)
            .bind(now)
            .bind(imp)
            .bind(ask_at)
            .execute()
            .await
            .map(drop)
    }

    /// The claim came to nothing.
    pub async fn clear_unconfirmed(&self, uid: &MerchantUid) -> Result<(), Error> {
        self.write("unmark an attempt", TRUST_ATTEMPT)
            .bind(uid)
            .execute()
            .await
            .map(drop)
    }

    pub async fn record_browser_error(&self, uid: &MerchantUid, hint: &str) -> Result<(), Error> {
        self.write("keep what the browser said", HINT_ATTEMPT)
            .bind(uid)
            .bind(hint)
            .execute()
            .await
            .map(drop)
    }

    /// Open attempts that are due to be asked about; each is this caller's until `until`.
    pub async fn claim_attempts(
        &self,
        now: Millis,
        until: Millis,
        limit: i64,
    ) -> Result<Vec<Attempt>, Error> {
        let statement = self.pick(CLAIM_ATTEMPTS, CLAIM_ATTEMPTS_PG);
        self.write("claim attempts", statement)
            .bind(now)
            .bind(until)
            .bind(limit)
            .all()
            .await
    }

    /// Whether the caller is the one to ask about this attempt now; nobody else is before `until`.
    pub async fn claim_attempt(
        &self,
        uid: &MerchantUid,
        now: Millis,
        until: Millis,
    ) -> Result<bool, Error> {
        self.write("claim an attempt", CLAIM_ONE)
            .bind(uid)
            .bind(now)
            .bind(until)
            .changes_one()
            .await
    }

    pub async fn ask_later(&self, uid: &MerchantUid, at: Millis) -> Result<(), Error> {
        self.write("put off an attempt", ASK_LATER)
            .bind(uid)
            .bind(at)
            .execute()
            .await
            .map(drop)
    }
}

impl Tx {
    /// An attempt, what is stored of a payment, and whether accounts of other attempts of the order wait for a deposit.
    pub async fn attempt_and_payment(
        &mut self,
        uid: &MerchantUid,
        imp: &ImpUid,
    ) -> Result<Option<(Attempt, Option<BookedPayment>, bool)>, Error> {
        let query = self.query(READ_ATTEMPT, FIND_ATTEMPT_AND_PAYMENT);
        let found: Option<LockedAttempt> = query.bind(uid).bind(imp).optional().await?;
        Ok(found.map(|LockedAttempt(attempt, payment, others)| (attempt, payment, others)))
    }

    pub async fn latest_attempt(&mut self, order: &OrderId) -> Result<Option<Attempt>, Error> {
        self.query(READ_ATTEMPT, LATEST_ATTEMPT)
            .bind(order)
            .optional()
            .await
    }

    pub async fn attempts_of(&mut self, order: &OrderId) -> Result<Vec<Attempt>, Error> {
        self.query(READ_ATTEMPT, ATTEMPTS_OF)
            .bind(order)
            .all()
            .await
    }

    /// Moves an attempt on, if it still is where the caller believes.
    pub async fn set_attempt_state(
        &mut self,
        uid: &MerchantUid,
        (from, to): (AttemptState, AttemptState),
        imp: &ImpUid,
        reason: Option<&str>,
        now: Millis,
    ) -> Result<bool, Error> {
        let query = self
            .query("move an attempt", SET_ATTEMPT_STATE)
            .bind(uid)
            .bind(from.as_str())
            .bind(to.as_str());
        query.bind(imp).bind(reason).bind(now).changes_one().await
    }

    /// Remembers which payment an attempt became, so that it can be asked about by name.
    pub async fn set_imp_uid(&mut self, uid: &MerchantUid, imp: &ImpUid) -> Result<(), Error> {
        self.query("name an attempt's payment", NAME_ATTEMPT)
            .bind(uid)
            .bind(imp)
            .execute()
            .await
            .map(drop)
    }
}
