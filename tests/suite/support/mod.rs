//! One shop with one sandbox for one test, and a browser to use it with.

mod browser;
pub mod door;
mod shop;

pub use self::{
    browser::{Browser, Placed, client, form, imp_uid},
    shop::{TestShop, folder, terms},
};
pub use crate::database::{Engine, database};

/// Runs each named test on both engines.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let shop = crate::support::TestShop::start(crate::support::Engine::Sqlite).await;
                super::$name(&shop.expect("because SQLite is built in")).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(shop) = crate::support::TestShop::start(crate::support::Engine::Postgres).await else {
                    crate::skip::skip(crate::skip::NO_SERVER);
                    return;
                };
                super::$name(&shop).await;
            })+
        }
    };
}
pub(crate) use on_both_engines;

/// Runs each named test behind a pooler in transaction mode, too.
macro_rules! behind_a_pooler {
    ($($name:ident),+ $(,)?) => {
        mod pooled {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(pooled) = crate::pooler::Pooled::start().await else { return };
                super::$name(&pooled.shop).await;
            })+
        }
    };
}
pub(crate) use behind_a_pooler;
