//! What must hold once everything has drained.

use std::collections::{HashMap, HashSet};

use imp_checkout::{
    checkout::{Caller, Visitor},
    domain::{
        ids::{ImpUid, OrderId},
        order::{Order, OrderState, StockState},
    },
    keys,
};
use reqwest::Method as Http;
use serde_json::Value;

use super::world::World;

/// A payment as the sandbox knows it.
struct Captured {
    amount: i64,
    cancelled: i64,
    paid: bool,
    status: String,
}

impl Captured {
    fn left(&self) -> i64 {
        if self.paid {
            self.amount - self.cancelled
        } else {
            0
        }
    }
}

macro_rules! hold {
    ($condition:expr, $($what:tt)+) => {
        if !$condition {
            return Err(format!($($what)+));
        }
    };
}

impl World<'_> {
    pub async fn check(&self) -> Result<(), String> {
        let ledger = self.ledger().await;
        let given_up = self.given_up().await;
        for id in self.orders() {
            self.check_order(id, &ledger, &given_up).await?;
        }
        self.check_goods().await?;
        self.check_messages(&ledger).await
    }

    /// Each once: an order that gave way may be its shopper's again, when the next one has ended.
    fn orders(&self) -> HashSet<&OrderId> {
        let wished = self.wishes.iter().filter_map(|wish| wish.order.as_ref());
        wished.chain(&self.rivals).collect()
    }

    async fn ledger(&self) -> HashMap<String, Vec<(ImpUid, Captured)>> {
        let list = self
            .shop
            .console(Http::GET, "payments?limit=10000", Value::Null)
            .await;
        let mut ledger: HashMap<String, Vec<_>> = HashMap::new();
        for it in list.as_array().unwrap() {
            let number = |field: &str| it[field].as_f64().map(|n| n as i64).unwrap_or_default();
            let captured = Captured {
                amount: number("amount"),
                cancelled: number("cancel_amount"),
                paid: number("paid_at") != 0,
                status: it["status"].as_str().unwrap().to_owned(),
            };
            let imp = ImpUid::parse(it["imp_uid"].as_str().unwrap()).unwrap();
            ledger
                .entry(it["merchant_uid"].as_str().unwrap().to_owned())
                .or_default()
                .push((imp, captured));
        }
        ledger
    }

    /// Payments whose way back only a person can open: a deposit goes back to an account that we do not know.
    async fn given_up(&self) -> HashSet<String> {
        let list = self.shop.shop.db().given_up_effects(100_000).await.unwrap();
        list.into_iter()
            .filter_map(|it| it.key.strip_prefix("give_back:").map(str::to_owned))
            .collect()
    }

    async fn check_order(
        &self,
        id: &OrderId,
        ledger: &HashMap<String, Vec<(ImpUid, Captured)>>,
        given_up: &HashSet<String>,
    ) -> Result<(), String> {
        let db = self.shop.shop.db();
        let order = db.order(id).await.unwrap().unwrap();
        let mut kept = 0;
        for attempt in db.attempts_of(id).await.unwrap() {
            for (imp, it) in ledger
                .get(attempt.merchant_uid.as_str())
                .into_iter()
                .flatten()
            {
                if order.paid_by.as_ref() == Some(imp) {
                    hold!(
                        it.paid,
                        "order {id} is paid by {imp}, which was never captured ({})",
                        it.status
                    );
                    hold!(
                        it.amount == attempt.amount.minor,
                        "order {id} is paid by {imp} with another amount"
                    );
                    kept += it.left();
                } else if it.left() != 0 {
                    hold!(
                        given_up.contains(imp.as_str()),
                        "{} of {imp} are kept beside order {id} ({:?})",
                        it.left(),
                        order.state
                    );
                }
            }
        }
        self.check_receipt(&order).await?;
        self.check_masks(&order).await?;
        check_state(&order, kept)
    }

    /// Whoever wanted a receipt for cash that was kept has one.
    async fn check_receipt(&self, order: &Order) -> Result<(), String> {
        let db = self.shop.shop.db();
        let kept = matches!(order.state, OrderState::Paid | OrderState::PartlyRefunded);
        let Some(imp) = order.paid_by.as_ref().filter(|_| kept) else {
            return Ok(());
        };
        let paid = db.payment(imp).await.unwrap().unwrap().payment;
        let wanted = db
            .attempt(&paid.merchant_uid)
            .await
            .unwrap()
            .unwrap()
            .receipt
            .is_some();
        hold!(
            !wanted || db.receipt(imp).await.unwrap().is_some(),
            "order {} has no receipt for {imp}",
            order.id
        );
        Ok(())
    }

    /// However an order went, a forwarded link tells nothing of its buyer.
    async fn check_masks(&self, order: &Order) -> Result<(), String> {
        let caller = Caller {
            visitor: Visitor::known(keys::new_customer_id(), order.lang),
            order: order.id.clone(),
            token: Some(self.shop.shop.keys().link_token(&order.id)),
        };
        let view = self.shop.shop.order(&caller, true).await;
        let told = serde_json::to_string(&view.map_err(|e| e.to_string())?).unwrap();
        for secret in ["길동", "4242-4242", "gildong", "\"01181\"", "신사동"] {
            hold!(
                !told.contains(secret),
                "the link of order {} ({:?}) tells {secret}",
                order.id,
                order.state
            );
        }
        Ok(())
    }

    async fn check_goods(&self) -> Result<(), String> {
        let db = self.shop.shop.db();
        let mut sold: HashMap<String, i64> = HashMap::new();
        for id in self.orders() {
            let order = db.order(id).await.unwrap().unwrap();
            hold!(
                order.stock != StockState::Held,
                "order {id} ({:?}) still holds its pieces",
                order.state
            );
            if order.stock == StockState::Taken {
                for line in &order.lines {
                    *sold.entry(line.product.to_string()).or_default() +=
                        i64::from(line.quantity.get());
                }
            }
        }
        for wish in &self.wishes {
            let sold = sold.get(&wish.product).copied().unwrap_or_default();
            let left = self.shop.available(&wish.product).await;
            hold!(
                left >= 0 && left + sold == wish.pieces,
                "{}: {left} left, {sold} sold of {}",
                wish.product,
                wish.pieces
            );
        }
        Ok(())
    }

    /// Each issued account and each sum that went back is told once; a worker that died in between may tell it once
    /// more. Two sums of one order may be alike, so texts are counted, not compared.
    async fn check_messages(
        &self,
        ledger: &HashMap<String, Vec<(ImpUid, Captured)>>,
    ) -> Result<(), String> {
        let list = self.shop.console(Http::GET, "messages", Value::Null).await;
        let accounts = self.shop.rows("outbox WHERE key LIKE 'vbank:%'").await;
        let refunds = self.shop.rows("outbox WHERE key LIKE 'refunded:%'").await;
        let texts = i64::try_from(list.as_array().map_or(0, Vec::len)).unwrap_or(i64::MAX);
        let again = texts - accounts - refunds;
        hold!(
            again <= self.crashes as i64,
            "{again} messages were sent again, with {} crashes",
            self.crashes
        );
        let went_back = ledger
            .values()
            .flatten()
            .filter(|(_, payment)| payment.cancelled > 0)
            .count();
        hold!(
            refunds >= went_back as i64,
            "{went_back} payments went back, {refunds} refunds were told"
        );
        Ok(())
    }
}

fn check_state(order: &Order, kept: i64) -> Result<(), String> {
    let (id, total) = (&order.id, order.totals.total.minor);
    let ended = matches!(
        order.state,
        OrderState::Refunded | OrderState::Expired | OrderState::Disputed
    );
    hold!(
        order.cancel_asked_at.is_none() || ended,
        "order {id} was cancelled and is {:?}",
        order.state
    );
    hold!(
        order.cancel_asked_at.is_none() || order.dispatched_at.is_none(),
        "order {id} was cancelled and sent"
    );
    match order.state {
        OrderState::Paid | OrderState::PartlyRefunded => {
            hold!(
                kept == total - order.refunded,
                "order {id} keeps {kept} of {total}, {} refunded",
                order.refunded
            );
            hold!(
                kept > 0,
                "order {id} is {:?} with nothing left",
                order.state
            );
            hold!(
                (order.state == OrderState::Paid) == (order.refunded == 0),
                "order {id} hides a refund"
            );
            hold!(
                order.stock == StockState::Taken,
                "order {id} is paid without goods"
            );
        }
        OrderState::Refunded => {
            hold!(
                kept == 0 && order.refunded == total,
                "order {id} is refunded, but keeps {kept}"
            );
            hold!(
                order.stock == StockState::Free,
                "order {id} is refunded, but has the goods"
            );
        }
        OrderState::Expired | OrderState::Disputed => {
            hold!(
                order.paid_by.is_none() && kept == 0,
                "order {id} is {:?}, but keeps {kept}",
                order.state
            );
        }
        OrderState::AwaitingPayment | OrderState::AwaitingDeposit => {
            return Err(format!("order {id} still waits: {:?}", order.state));
        }
    }
    Ok(())
}
