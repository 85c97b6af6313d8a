//! What a process has used so far, as Linux counts it.

use std::{fs, time::Duration};

/// The kernel's unit for processor time towards programs, on every platform that Linux runs on today.
const TICKS_A_SECOND: u32 = 100;

/// Processor time of a process, without that of its children.
pub fn cpu(pid: u32) -> Duration {
    ticks(pid, [11, 12])
}

/// Of PostgreSQL: the postmaster, those it waited for, and those that live.
pub fn cpu_of_family(parent: u32) -> Duration {
    let children = processes().filter(|pid| parent_of(*pid) == Some(parent));
    ticks(parent, [11, 12]) + ticks(parent, [13, 14]) + children.map(cpu).sum::<Duration>()
}

/// The most memory that a process has held at once, in bytes.
pub fn peak_memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or("0 kB");
    line.trim()
        .trim_end_matches(" kB")
        .parse::<u64>()
        .unwrap_or_default()
        * 1024
}

pub fn parent_of(pid: u32) -> Option<u32> {
    fields(pid)?.get(1)?.parse().ok()
}

fn processes() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// The fields of `/proc/{pid}/stat` after the name, which may itself hold blanks; the state is number 0.
fn fields(pid: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    Some(fields.split(' ').map(str::to_owned).collect())
}

fn ticks(pid: u32, indices: [usize; 2]) -> Duration {
    let fields = fields(pid).unwrap_or_default();
    let count = |index: usize| {
        fields
            .get(index)
            .and_then(|field| field.parse::<u32>().ok())
            .unwrap_or_default()
    };
    Duration::from_secs(1) * indices.map(count).iter().sum::<u32>() / TICKS_A_SECOND
}
