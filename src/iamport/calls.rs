//! The calls, one function each. A call whose token is refused gets one fresh token and one more try.

use backon::{ExponentialBuilder, Retryable};
use reqwest::Method;
use rust_decimal::Decimal;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{Client, Error, envelope, lenient::Fields, wire};
use crate::domain::{
    ids::{ImpUid, MerchantUid},
    money::Money,
    payment::{Payment, Status},
};

/// A cancel. `checksum` is what we believe can still be cancelled; i'mport does nothing if it knows better, which
/// makes a repeated cancel harmless.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cancel {
    pub imp_uid: ImpUid,
    #[serde(with = "wire::number")]
    pub amount: Decimal,
    #[serde(with = "wire::number")]
    pub checksum: Decimal,
    pub reason: String,
    #[serde(flatten)]
    pub refund_to: Option<RefundTo>,
}

/// Where the money of a deposit goes; a card or a transfer needs none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefundTo {
    pub refund_holder: String,
    /// By the PG's own table of banks.
    pub refund_bank: String,
    pub refund_account: String,
    /// Asked for by Smartro.
    pub refund_tel: String,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    list: Option<Vec<Value>>,
    /// 0 at the end.
    #[serde(default)]
    next: Value,
}

impl Page {
    fn next(&self) -> u32 {
        Fields::of(&json!({ "next": self.next })).count("next")
    }
}

/// i'mport lists at most so long a time at once.
const LONGEST_LIST_SECONDS: i64 = 90 * 24 * 3_600;

#[derive(Deserialize)]
struct Prepared {
    #[serde(with = "wire::number")]
    amount: Decimal,
    #[serde(default)]
    currency: Option<String>,
}

fn listed(record: &Value) -> Result<Payment, Error> {
    let unreadable = |e: serde_json::Error| Error::Unreadable {
        what: "list payments",
        http: 200,
        why: e.to_string(),
    };
    wire::Payment::deserialize(record)
        .map_err(unreadable)?
        .try_into()
}

impl Client {
    /// The payment, as i'mport knows it now.
    pub async fn payment(&self, imp_uid: &ImpUid) -> Result<Payment, Error> {
        let path = format!("/payments/{imp_uid}?include_sandbox=true");
        self.read::<wire::Payment>("look up a payment", &path)
            .await?
            .try_into()
    }

    /// Every payment made under one `merchant_uid`, oldest first; empty if there is none. One window can leave
    /// several records: each failed or abandoned try is one.
    pub async fn payments_of(&self, merchant_uid: &MerchantUid) -> Result<Vec<Payment>, Error> {
        let path = format!(
            "/payments/findAll/{merchant_uid}?sorting=started&limit=100&include_sandbox=true"
        );
        match self.read::<Page>("find an attempt's payments", &path).await {
            Ok(page) => page.list.iter().flatten().map(listed).collect(),
            Err(Error::NotFound { .. }) => Ok(Vec::new()),
            Err(e) => Err(e),
        }
    }

    /// Every payment that came into `status` from `from` until before `until` (Unix seconds). Payments of other
    /// shops under the same account are left out, and so is what cannot be read, with a line in the log.
    pub async fn payments_with(
        &self,
        status: &Status,
        from: i64,
        until: i64,
    ) -> Result<Vec<Payment>, Error> {
        let mut found = Vec::new();
        let mut start = from;
        while start < until {
            let end = until.min(start + LONGEST_LIST_SECONDS);
            let mut page = 1;
            while page != 0 {
                let path = format!(
                    "/payments/status/{}?page={page}&limit=100&from={start}&to={}&sorting=started&include_sandbox=true",
                    status.as_str(),
                    end - 1
                );
                let listing: Page = self.read("list payments", &path).await?;
                for record in listing.list.iter().flatten() {
                    match listed(record) {
                        Ok(payment) => found.push(payment),
                        Err(Error::NotFound { .. }) => {}
                        // One that nobody understands must not hide all others.
                        Err(error) => {
                            let imp_uid: String =
                                record["imp_uid"].to_string().chars().take(40).collect();
                            tracing::warn!(%error, imp_uid, "a payment in i'mport's list cannot be read");
                        }
                    }
                }
                page = listing.next();
            }
            start = end;
        }
        Ok(found)
    }

    /// Registers the amount that an attempt may have; a window asking for another will not open. Safe to repeat.
    pub async fn prepare(&self, merchant_uid: &MerchantUid, amount: Money) -> Result<(), Error> {
        const WHAT: &str = "register an amount";
        let body = json!({
            "merchant_uid": merchant_uid,
            "amount": amount.to_json(),
            "currency": amount.currency.code(),
        });
        match self
            .call::<Value>(WHAT, Method::POST, "/payments/prepare", Some(&body))
            .await
        {
            Ok(_) => Ok(()),
            // Registered already, perhaps by our own call whose answer was lost: the same figures are fine.
            Err(refusal @ Error::Refused { .. }) => {
                let path = format!("/payments/prepare/{merchant_uid}");
                let there: Prepared = self.read(WHAT, &path).await?;
                let same = there.amount == amount.major()
                    && there
                        .currency
                        .as_deref()
                        .is_none_or(|c| c.eq_ignore_ascii_case(amount.currency.code()));
                if same { Ok(()) } else { Err(refusal) }
            }
            Err(e) => Err(e),
        }
    }

    /// Gives money back. The answer is the payment after it.
    pub async fn cancel(&self, cancel: &Cancel) -> Result<Payment, Error> {
        let body = serde_json::to_value(cancel).expect("because a cancel is plain data");
        self.call::<wire::Payment>(
            "cancel a payment",
            Method::POST,
            "/payments/cancel",
            Some(&body),
        )
        .await?
        .try_into()
    }

    /// A call without effect: tried up to three times within a second when the trouble may pass.
    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        what: &'static str,
        path: &str,
    ) -> Result<T, Error> {
        (|| self.call(what, Method::GET, path, None))
            .retry(
                ExponentialBuilder::default()
                    .with_min_delay(std::time::Duration::from_millis(100))
                    .with_max_times(2),
            )
            .when(
                |e: &Error| matches!(e, Error::Unreachable { source, .. } if !source.is_timeout()),
            )
            .await
            .map_err(Error::of_question)
    }

    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        what: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, Error> {
        let token = self.token().await?;
        let (http, answer) = self
            .send(what, method.clone(), path, body, token.expose_secret())
            .await?;
        if http != 401 {
            return envelope::open(what, http, &answer);
        }
        self.forget(&token).await;
        let token = self.token().await?;
        let (http, answer) = self
            .send(what, method, path, body, token.expose_secret())
            .await?;
        envelope::open(what, http, &answer)
    }

    async fn send(
        &self,
        what: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
        token: &str,
    ) -> Result<(u16, Vec<u8>), Error> {
        let unreachable = |source| Error::Unreachable { what, source };
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.access.api_url));
        request = request.header(reqwest::header::AUTHORIZATION, token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(unreachable)?;
        let http = answer.status().as_u16();
        let bytes = answer.bytes().await.map_err(unreachable)?;
        Ok((http, bytes.to_vec()))
    }
}
