//! From Pay to the order page.

use leptos::prelude::*;

use super::error::CallError;
use crate::domain::{
    form::{AccountForm, OrderForm},
    pay_request::PlaceAnswer,
    refused::{FindForm, RefusedForm},
    view::{CheckoutView, OrderView, StageAnswer},
};

/// The checkout page: cart, form as last typed, ways to pay.
#[server(name = ReadCheckout, prefix = "/api", endpoint = "checkout")]
pub async fn read_checkout() -> Result<CheckoutView, CallError> {
    use super::support::{shop, visitor};
    Ok(shop()?.checkout(&visitor()?).await?)
}

/// Pay: freezes the cart into an order, stores an attempt and registers its amount with i'mport. The form's
/// fields are those of `OrderForm`. A plain form is sent on to the order page, which opens the window.
#[server(name = PlaceOrder, prefix = "/api", endpoint = "orders/place")]
pub async fn place_order(#[server(flatten)] form: OrderForm) -> Result<PlaceAnswer, CallError> {
    use super::support::{go_to, pays_at, shop, visitor};
    let answer = shop()?.place(&visitor()?, form).await?;
    go_to(&pays_at(&answer.order_url));
    Ok(answer)
}

/// Pays an order that is still payable: a fresh attempt, the goods and prices as frozen.
#[server(name = RetryPayment, prefix = "/api", endpoint = "orders/retry")]
pub async fn retry_payment(
    order_id: String,
    #[server(default)] token: String,
    #[server(flatten)] form: OrderForm,
) -> Result<PlaceAnswer, CallError> {
    use super::support::{caller, go_to, pays_at, shop};
    let answer = shop()?.retry(&caller(&order_id, &token)?, &form).await?;
    go_to(&pays_at(&answer.order_url));
    Ok(answer)
}

/// The window's callback, passed on: looks the payment up, whatever the window claims.
#[server(name = CompletePayment, prefix = "/api", endpoint = "orders/complete")]
pub async fn complete_payment(
    order_id: String,
    #[server(default)] token: String,
    #[server(default)] merchant_uid: String,
    #[server(default)] imp_uid: String,
    #[server(default)] claims_success: bool,
    #[server(default)] error_code: String,
    #[server(default)] error_msg: String,
) -> Result<StageAnswer, CallError> {
    use super::support::{caller, shop};
    let hint = crate::checkout::Claim {
        merchant_uid,
        imp_uid,
        claims_success,
        error_code,
        error_msg,
    };
    Ok(shop()?.complete(&caller(&order_id, &token)?, hint).await?)
}

/// Where an order stands; asks i'mport again, at a bounded rate, while a result is unconfirmed.
#[server(name = ReadStage, prefix = "/api", endpoint = "orders/stage")]
pub async fn read_stage(
    order_id: String,
    #[server(default)] token: String,
) -> Result<StageAnswer, CallError> {
    use super::support::{caller, shop};
    Ok(shop()?.stage(&caller(&order_id, &token)?).await?)
}

/// The order page's content; unknown, foreign and mistyped orders all answer `NotFound`. `opening`: with the window that
/// the page is to open by itself.
#[server(name = ReadOrder, prefix = "/api", endpoint = "orders/read")]
pub async fn read_order(
    order_id: String,
    #[server(default)] token: String,
    #[server(default)] opening: bool,
) -> Result<OrderView, CallError> {
    use super::support::{caller, shop};
    Ok(shop()?.order(&caller(&order_id, &token)?, opening).await?)
}

/// What this browser has typed is forgotten; the order form is empty again.
#[server(name = ForgetForms, prefix = "/api", endpoint = "orders/forget")]
pub async fn forget_forms() -> Result<(), CallError> {
    use super::support::{go_to, shop, visitor};
    shop()?.forget_forms(&visitor()?).await?;
    go_to("/checkout?forgotten=yes");
    Ok(())
}

/// The shopper does not want the goods any more: all that was paid goes back, or the account that waits is closed.
/// A plain form; the account counts only where the money cannot go back by itself.
#[server(name = CancelOrder, prefix = "/api", endpoint = "orders/cancel")]
pub async fn cancel_order(
    order_id: String,
    #[server(default)] confirm: String,
    #[server(flatten)] account: AccountForm,
) -> Result<StageAnswer, CallError> {
    use super::support::{caller, go_to, shop};
    let (shop, caller) = (shop()?, caller(&order_id, "")?);
    shop.cancel(&caller, &confirm, &account).await?;
    let answer = shop.stage(&caller).await?;
    go_to(&answer.order_url);
    Ok(answer)
}

/// Where money goes back to that is due and could not go back by itself.
#[server(name = NameAccount, prefix = "/api", endpoint = "orders/refund-account")]
pub async fn name_account(
    order_id: String,
    #[server(flatten)] account: AccountForm,
) -> Result<StageAnswer, CallError> {
    use super::support::{caller, go_to, shop};
    let (shop, caller) = (shop()?, caller(&order_id, "")?);
    shop.name_account(&caller, &account).await?;
    let answer = shop.stage(&caller).await?;
    go_to(&answer.order_url);
    Ok(answer)
}

/// Where the order's page is for somebody who knows its number and the buyer's phone number.
#[server(name = FindOrder, prefix = "/api", endpoint = "orders/find")]
pub async fn find_order(#[server(flatten)] form: FindForm) -> Result<String, CallError> {
    use super::support::{address, go_to, shop, visitor};
    let order_url = shop()?.find(&visitor()?, &address(), &form).await?;
    go_to(&order_url);
    Ok(order_url)
}

/// What this browser typed into the form that was refused last, for the page that shows it again.
#[server(name = ReadRefused, prefix = "/api", endpoint = "orders/refused")]
pub async fn read_refused() -> Result<Option<RefusedForm>, CallError> {
    use super::support::{shop, visitor};
    Ok(shop()?.refused_form(&visitor()?).await?)
}
