//! What a page may ask of the server. Doors, not rooms: each body finds the shop and the visitor, makes
//! one call and translates the error. Plain form posts work without JavaScript: after success a browser
//! is sent on, after a refusal it is sent back with the error in the address (`__err`).

pub mod cart;
pub mod catalogue;
pub mod error;
pub mod language;
pub mod orders;
#[cfg(feature = "ssr")]
mod support;

#[cfg(feature = "ssr")]
pub use self::support::LANG_COOKIE;
