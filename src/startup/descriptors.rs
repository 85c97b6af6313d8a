//! How many connections may be open at once. Systems give a program 1,024 descriptors unless it asks for more, and then a
//! thousand slow connections would keep everybody else out.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What a shop in front of which nobody stands needs at least.
const ENOUGH: u64 = 16_384;

/// Asks for as many as the system allows.
pub fn raise() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = Rlimit {
        current: maximum,
        maximum,
    };
    let has = match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => maximum,
        Err(error) => {
            tracing::debug!(%error, "the number of descriptors stays as it is");
            current
        }
    };
    // `None` is no limit.
    if let Some(has) = has.filter(|has| *has < ENOUGH) {
        tracing::warn!(
            "only {has} files and connections may be open at once: raise the limit (ulimit -Hn, LimitNOFILE=) to {ENOUGH}"
        );
    }
}
