//! How a test stops a program as an operator would. A bare machine has no program `kill`.

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;

/// SIGTERM: it finishes what runs, and ends.
pub fn ask_to_stop(child: &Child) {
    let pid = child
        .id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(Pid::from_raw);
    kill_process(pid.expect("because it is running"), Signal::TERM).expect("because it is ours");
}
