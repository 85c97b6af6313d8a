//! The book beside the ledger: every record that an answer ever showed, and how often each was cancelled and paid into.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Answer, Twin};

use super::steps::{Step, record};

#[derive(Default)]
struct Page {
    /// Cancels that succeeded.
    cancels: usize,
    /// Deposits that were taken.
    deposits: usize,
    /// What an answer showed: cancels by their ids, and when the money came.
    seen_cancels: BTreeMap<String, i64>,
    seen_paid_at: Option<i64>,
}

#[derive(Default)]
pub struct Book(BTreeMap<String, Page>);

fn number(value: &Value) -> i64 {
    value
        .as_i64()
        .unwrap_or_else(|| panic!("{value} is no whole number"))
}

fn cancels_of(payment: &Value) -> BTreeMap<String, i64> {
    let history = payment["cancel_history"].as_array().into_iter().flatten();
    history
        .map(|cancel| {
            (
                cancel["cancellation_id"].to_string(),
                number(&cancel["amount"]),
            )
        })
        .collect()
}

impl Book {
    pub fn records(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    pub fn enter(&mut self, step: &Step, answer: Option<Answer>) {
        let Some((imp_uid, seen)) = answer.and_then(|answer| record(step, &answer)) else {
            return;
        };
        let page = self.0.entry(imp_uid).or_default();
        page.cancels += usize::from(matches!(step, Step::Cancel { .. }));
        page.deposits += usize::from(matches!(step, Step::Deposit { .. }));
        page.seen_cancels.extend(cancels_of(&seen));
        let paid_at = number(&seen["paid_at"]);
        if paid_at > 0 {
            assert_eq!(
                *page.seen_paid_at.get_or_insert(paid_at),
                paid_at,
                "money came once: {seen}"
            );
        }
    }

    pub async fn agrees_with(&self, twin: &Twin) {
        let (mut taken, mut given_back, mut left) = (0, 0, 0);
        for (imp_uid, page) in &self.0 {
            let seen = twin.get(&format!("/payments/{imp_uid}")).await.response();
            page.agrees_with(&seen);
            let balance = twin
                .get(&format!("/payments/{imp_uid}/balance"))
                .await
                .response();
            let parts = ["tax_free", "supply", "vat"].map(|part| number(&balance["primary"][part]));
            left += parts.iter().sum::<i64>();
            if number(&seen["paid_at"]) > 0 {
                taken += number(&seen["amount"]);
                given_back += number(&seen["cancel_amount"]);
            }
        }
        assert_eq!(
            taken - given_back,
            left,
            "what came in and did not go out is there"
        );
        self.lists_agree(twin).await;
    }

    /// Every record is in exactly one list.
    async fn lists_agree(&self, twin: &Twin) {
        let mut listed = Vec::new();
        for status in ["ready", "paid", "cancelled", "failed"] {
            // A window of ninety days around now is the widest there is.
            let page = twin
                .get(&format!("/payments/status/{status}?limit=1000"))
                .await
                .response();
            let list = page["list"].as_array().cloned().unwrap_or_default();
            assert!(
                list.iter().all(|payment| payment["status"] == status),
                "{status}"
            );
            listed.extend(
                list.iter()
                    .map(|payment| payment["imp_uid"].as_str().unwrap_or_default().to_owned()),
            );
        }
        listed.sort();
        assert_eq!(listed, self.records());
    }
}

impl Page {
    fn agrees_with(&self, seen: &Value) {
        let cancels = cancels_of(seen);
        let sum: i64 = cancels.values().sum();
        assert_eq!(
            cancels.len(),
            self.cancels,
            "every cancel that succeeded, and no other: {seen}"
        );
        assert!(
            self.seen_cancels
                .iter()
                .all(|(id, amount)| cancels.get(id) == Some(amount)),
            "no cancel is lost: {seen}"
        );
        assert_eq!(sum, number(&seen["cancel_amount"]), "{seen}");
        assert!(
            sum <= number(&seen["amount"]),
            "nobody gets back more than was paid: {seen}"
        );
        assert!(self.deposits <= 1, "an account is paid once: {seen}");
        let paid_at = number(&seen["paid_at"]);
        assert!(
            self.seen_paid_at.is_none_or(|then| then == paid_at),
            "what was paid stays paid: {seen}"
        );
        if seen["pay_method"] == "vbank" {
            assert_eq!(
                paid_at > 0,
                self.deposits == 1,
                "accounts are paid by deposits alone: {seen}"
            );
        }
        match seen["status"].as_str() {
            Some("ready") => assert!(paid_at == 0 && cancels.is_empty(), "{seen}"),
            Some("failed") => {
                assert!(
                    paid_at == 0
                        && number(&seen["failed_at"]) > 0
                        && seen["fail_reason"].is_string(),
                    "{seen}"
                )
            }
            Some("paid") => assert!(
                paid_at > 0 && seen["failed_at"] == json!(0) && cancels.is_empty(),
                "{seen}"
            ),
            Some("cancelled") => assert!(
                paid_at > 0 && number(&seen["cancelled_at"]) > 0 && sum > 0,
                "{seen}"
            ),
            other => panic!("{other:?} is no state"),
        }
    }
}
