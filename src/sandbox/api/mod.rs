//! What REST, windows and console have in common: parameters in, envelopes out.

mod asked;
mod fields;
mod reply;
mod short;

pub use asked::{is_web_address, read as read_asked};
pub use fields::Fields;
pub use reply::{Answer, Reply};
pub use short::short_text;
