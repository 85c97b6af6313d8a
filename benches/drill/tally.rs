//! What shoppers saw, by phase.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// What shoppers may see besides right pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    Nothing,
    /// A 503 with a sentence.
    Refusal,
    /// A request on its way to the node that is killed.
    BreakingOff,
}

#[derive(Clone, Debug)]
struct Phase {
    name: &'static str,
    allowed: Allowed,
    purchases: usize,
    refusals: usize,
    broken_off: usize,
    declined: usize,
    longest: Duration,
    wrong: Vec<String>,
}

#[derive(Clone, Default)]
pub struct Tally(Arc<Mutex<Vec<Phase>>>);

impl Tally {
    fn lock(&self) -> MutexGuard<'_, Vec<Phase>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self, note: impl FnOnce(&mut Phase)) {
        if let Some(phase) = self.lock().last_mut() {
            note(phase);
        }
    }

    pub fn begin(&self, name: &'static str, allowed: Allowed) {
        println!("- {name}");
        let longest = Duration::ZERO;
        self.lock().push(Phase {
            name,
            allowed,
            purchases: 0,
            refusals: 0,
            broken_off: 0,
            declined: 0,
            longest,
            wrong: Vec::new(),
        });
    }

    pub fn bought(&self, took: Duration) {
        self.now(|phase| {
            phase.purchases += 1;
            phase.longest = phase.longest.max(took);
        });
    }

    pub fn refused(&self, began: usize, what: String) {
        self.judge(began, Allowed::Refusal, what);
    }

    pub fn broke_off(&self, began: usize, what: String) {
        self.judge(began, Allowed::BreakingOff, what);
    }

    /// A payment that was not approved because the shop could not be asked about it; nothing was charged.
    pub fn was_declined(&self, what: String) {
        self.now(|phase| match phase.allowed {
            Allowed::Nothing => phase.wrong.push(what),
            Allowed::Refusal | Allowed::BreakingOff => phase.declined += 1,
        });
    }

    /// Which phase it is.
    pub fn phase(&self) -> usize {
        self.lock().len()
    }

    /// An answer belongs to every phase that it was under way in.
    fn judge(&self, began: usize, seen: Allowed, what: String) {
        let mut phases = self.lock();
        let allowed = phases[began.saturating_sub(1)..]
            .iter()
            .any(|phase| phase.allowed == seen);
        let Some(phase) = phases.last_mut() else {
            return;
        };
        match (allowed, seen) {
            (true, Allowed::Refusal) => phase.refusals += 1,
            (true, Allowed::BreakingOff) => phase.broken_off += 1,
            (_, _) => phase.wrong.push(what),
        }
    }

    pub fn saw_wrong(&self, what: String) {
        self.now(|phase| phase.wrong.push(what));
    }

    pub fn wrong(&self) -> usize {
        self.lock().iter().map(|phase| phase.wrong.len()).sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Phase {
            name,
            purchases,
            refusals,
            broken_off,
            declined,
            longest,
            wrong,
            ..
        } in self.lock().iter()
        {
            let seconds = longest.as_secs_f64();
            writeln!(
                f,
                "{name}: {purchases} purchases, the longest {seconds:.1} s; {refusals} times asked to come back, \
                 {broken_off} requests broken off and made again, {declined} payments declined and made again, \
                 {} wrong answers",
                wrong.len()
            )?;
            for what in wrong.iter().take(5) {
                writeln!(f, "    {what}")?;
            }
        }
        Ok(())
    }
}
