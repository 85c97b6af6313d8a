//! Everything that reads outside bytes, fed with what is nearly right and with what is not at all: never a 5xx,
//! never a panic, nothing stored for rubbish. `PROPTEST_CASES` asks for more cases than the usual ones.
//!
//! What once failed is a line in `tests/fixtures/fuzz` and is replayed before anything new is made up.

mod answers;
mod doors;
mod nearly;
mod probes;

use std::fmt::Debug;

use proptest::{
    strategy::Strategy,
    test_runner::{Config, TestCaseError, TestRunner},
};
use serde::{Serialize, de::DeserializeOwned};
use tokio::runtime::Handle;

/// Replays the corpus, then makes up so many inputs for each two cases that proptest is to try. A failure is shrunk,
/// and told as the line to be added to the corpus.
fn fuzz<T, F>(corpus: &str, per_two: u32, inputs: &impl Strategy<Value = T>, check: impl Fn(T) -> F)
where
    T: Serialize + DeserializeOwned + Clone + Debug,
    F: Future<Output = Result<(), String>>,
{
    let run = |input: T| {
        let line = serde_json::to_string(&input).unwrap();
        let outcome = tokio::task::block_in_place(|| Handle::current().block_on(check(input)));
        outcome
            .map_err(|why| format!("{why}\nkeep it in tests/fixtures/fuzz/{corpus}.jsonl:\n{line}"))
    };
    for line in kept(corpus).lines() {
        run(serde_json::from_str(line).unwrap()).unwrap_or_else(|why| panic!("{why}"));
    }
    let usual = Config::default();
    let config = Config {
        cases: usual.cases * per_two / 2,
        failure_persistence: None,
        ..usual
    };
    let outcome =
        TestRunner::new(config).run(inputs, |input| run(input).map_err(TestCaseError::fail));
    outcome.unwrap_or_else(|e| panic!("{e}"));
}

fn kept(corpus: &str) -> String {
    let path = format!(
        "{}/tests/fixtures/fuzz/{corpus}.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}
