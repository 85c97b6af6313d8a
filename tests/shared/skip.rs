//! What a test says that cannot run here.

use std::io::Write;

/// Why the PostgreSQL halves are not run.
pub const NO_SERVER: &str = "TEST_POSTGRES_URL is not set (`make test` sets it)";

/// Says why a test proves nothing; where `FORBID_SKIPS` is set, as `make test` does, that is a failure.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests have no configuration but this"
)]
pub fn skip(why: &str) {
    assert!(std::env::var_os("FORBID_SKIPS").is_none(), "not run: {why}");
    // Past the test harness, which shows what a passing test prints to nobody.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
