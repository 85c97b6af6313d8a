//! Whatever shoppers, staff, banks and shops do, in whatever order and at the same moment, the ledger's sums hold.
//! A book kept beside it, from the answers alone, must agree with the ledger in the end.

mod book;
mod steps;

use futures::future::join_all;
use proptest::prelude::*;

use super::support::Twin;

use book::Book;
use steps::{Step, step, take};

/// Steps of one batch are taken at once; batches follow each other.
async fn play(batches: &[Vec<Step>]) {
    let twin = Twin::start().await;
    let mut book = Book::default();
    for batch in batches {
        // A step of the last batch may have moved the clock past the token's end.
        twin.forget_token();
        let opened = book.records();
        let answers = join_all(batch.iter().map(|step| take(&twin, &opened, step))).await;
        for (step, answer) in batch.iter().zip(answers) {
            book.enter(step, answer);
        }
    }
    twin.forget_token();
    book.agrees_with(&twin).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_calls_breaks_the_sums(batches in prop::collection::vec(prop::collection::vec(step(), 1..5), 1..20)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        runtime.block_on(play(&batches));
    }
}
