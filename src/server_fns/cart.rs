//! The cart's doors. Plain form posts first: each answers a form with a redirect to the cart.

use leptos::prelude::*;

use super::error::CallError;
use crate::domain::view::CartView;

#[server(name = AddToCart, prefix = "/api", endpoint = "cart/add")]
pub async fn add_to_cart(product: String, quantity: String) -> Result<CartView, CallError> {
    use super::support::{go_to, shop, visitor};
    let visitor = visitor()?;
    let cart = shop()?.add_to_cart(&visitor, &product, &quantity).await?;
    // Whoever arrives there without the cookie that goes with this answer does not keep cookies.
    go_to(if visitor.newcomer {
        "/cart?first=yes"
    } else {
        "/cart"
    });
    Ok(cart)
}

#[server(name = ChangeCart, prefix = "/api", endpoint = "cart/change")]
pub async fn change_cart(product: String, quantity: String) -> Result<CartView, CallError> {
    use super::support::{go_to, shop, visitor};
    let cart = shop()?
        .change_cart(&visitor()?, &product, &quantity)
        .await?;
    go_to("/cart");
    Ok(cart)
}

#[server(name = RemoveFromCart, prefix = "/api", endpoint = "cart/remove")]
pub async fn remove_from_cart(product: String) -> Result<CartView, CallError> {
    use super::support::{go_to, shop, visitor};
    let cart = shop()?.remove_from_cart(&visitor()?, &product).await?;
    go_to("/cart");
    Ok(cart)
}

/// Read by the pages on the server; callable by any client with the cart's cookie.
#[server(name = ReadCart, prefix = "/api", endpoint = "cart")]
pub async fn read_cart() -> Result<CartView, CallError> {
    use super::support::{shop, visitor};
    Ok(shop()?.cart(&visitor()?).await?)
}
