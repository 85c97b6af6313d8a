//! What happens at i'mport: in its windows and its console, the trouble it has, and the news that come of it.

use imp_checkout::{
    checkout::{Caller, Claim, ConfirmRequest, IncomingNotice, ReturnAddress},
    domain::ids::ImpUid,
};
use reqwest::Method as Http;
use serde_json::{Value, json};

use super::{
    act::{Console, InWindow, News, Trouble, Which},
    world::{Window, World, accept},
};
use crate::support::TestShop;

impl World<'_> {
    pub(super) async fn in_window(&mut self, at: usize, which: Which, what: InWindow) {
        let windows = &mut self.wishes[at].windows;
        let window = match which {
            Which::First => windows.first_mut(),
            Which::Latest => windows.last_mut(),
        };
        let Some(window) = window else { return };
        let outcome = match (what, window.pay_method) {
            (InWindow::Paid | InWindow::Vbank, "vbank") => "vbank",
            (InWindow::Paid | InWindow::Vbank, _) => "paid",
            (InWindow::Failed, _) => "failed",
            (InWindow::Cancelled, _) => "cancelled_by_user",
            (InWindow::Abandoned, _) => "abandoned",
        };
        pay(self.shop, window, outcome).await;
    }

    pub(super) async fn tell(&self, at: usize, news: News) {
        let (which, swapped) = match news {
            News::Browser(which) | News::Return(which) | News::Webhook(which) => (which, false),
            News::Forged => (Which::Latest, false),
            News::Swapped => (Which::Latest, true),
        };
        let (Some(window), Some(order)) = (self.window(at, which), &self.wishes[at].order) else {
            return;
        };
        let named = if swapped {
            self.window((at + 1) % self.wishes.len(), which)
        } else {
            Some(window)
        };
        let imp = named
            .and_then(|window| window.payments.last())
            .map(ImpUid::to_string)
            .unwrap_or_default();
        let hint = Claim {
            merchant_uid: window.uid.to_string(),
            imp_uid: imp.clone(),
            claims_success: true,
            ..Claim::default()
        };
        let caller = Caller {
            visitor: self.wishes[at].visitor.clone(),
            order: order.clone(),
            token: None,
        };
        let shop = &self.shop.shop;
        let notice = |imp: String| IncomingNotice {
            source: "52.78.100.19".to_owned(),
            body: String::new(),
            imp_uid: Some(imp),
            merchant_uid: Some(window.uid.to_string()),
        };
        match news {
            News::Browser(_) | News::Swapped => drop(accept(shop.complete(&caller, hint).await)),
            News::Return(_) => {
                let back = ReturnAddress {
                    visitor: caller.visitor,
                    order: order.to_string(),
                    token: None,
                };
                drop(accept(shop.payment_return(&back, &hint).await))
            }
            News::Webhook(_) => drop(accept(shop.accept_notice(notice(imp)).await)),
            News::Forged => drop(accept(
                shop.accept_notice(notice("imp_000000000000".to_owned()))
                    .await,
            )),
        }
    }

    pub(super) async fn confirm(&self, at: usize) {
        let Some(window) = self.window(at, Which::Latest) else {
            return;
        };
        let request = ConfirmRequest {
            merchant_uid: window.uid.to_string(),
            amount: Some(window.amount.to_string()),
        };
        accept(self.shop.shop.confirm(&request).await);
    }

    pub(super) async fn in_console(&self, at: usize, what: Console) {
        let Some(imp) = self
            .window(at, Which::Latest)
            .and_then(|window| window.payments.last())
        else {
            return;
        };
        let (action, body) = match what {
            Console::Deposit => ("deposit", json!({})),
            Console::ExpireAccount => ("expire", json!({})),
            Console::ApproveLate => ("approve_late", json!({})),
            Console::CancelPart => ("cancel", json!({ "amount": 100 })),
            Console::CancelWhole => ("cancel", json!({})),
        };
        ask_console(self.shop, &format!("payments/{imp}/{action}"), &body).await;
    }

    pub(super) async fn trouble(&self, at: usize, what: Trouble) {
        let Some(window) = self.window(at, Which::Latest) else {
            return;
        };
        let (times, fault) = match what {
            Trouble::Html502 => (Some(1), json!({ "rest_status": 502 })),
            Trouble::ResetBefore => (Some(1), json!({ "connection_reset": "before" })),
            Trouble::ResetAfter => (Some(1), json!({ "connection_reset": "after" })),
            Trouble::EmptyBody => (Some(1), json!({ "empty_body": true })),
            Trouble::RecordMissing => (Some(2), json!({ "lookup_missing": true })),
            Trouble::WrongAmount => (None, json!({ "approve_amount": 150 })),
            Trouble::WrongCurrency => (None, json!({ "approve_currency": "USD" })),
            Trouble::CancelRefused => (Some(1), json!({ "gateway_refunded": true })),
        };
        self.shop.fault(window.uid.as_str(), times, fault).await;
    }
}

/// What a shopper does in a window; the sandbox refuses what i'mport would.
pub async fn pay(shop: &TestShop, window: &mut Window, outcome: &str) {
    let body = json!({
        "merchant_uid": window.uid,
        "amount": window.amount,
        "pay_method": window.pay_method,
        "pg": "html5_inicis.INIpayTest",
        "outcome": outcome,
    });
    let answer = ask_console(shop, "payments", &body).await;
    if let Some(imp) = answer["response"]["imp_uid"].as_str() {
        window.payments.push(ImpUid::parse(imp).unwrap());
    }
}

async fn ask_console(shop: &TestShop, path: &str, body: &Value) -> Value {
    shop.ask_console(Http::POST, path, body).await
}
