//! Notices that came to this node a moment ago. Each is stored as held for this node, so that nobody has to claim it, and
//! waits here for a moment: the browser usually brings the same news, and a look-up that began after the notice came in
//! answers it, too. What nobody answered is worked off by this node. Whatever is lost with the process is anybody's once
//! its lease runs out.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, oneshot},
    time::{Instant, sleep_until, timeout},
};

use crate::{
    domain::ids::{ImpUid, MerchantUid},
    store::{NoticeId, NoticeRow},
};

/// For which a notice is nobody else's: longer than a look-up with all its tries may take.
pub const NOTICE_LEASE_SECONDS: i64 = 60;
/// How long a notice waits for somebody who looks its payment up anyway.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long a page waits for the notice that it asked to be worked off before its time.
const PAGE_PATIENCE: Duration = Duration::from_secs(1);
/// How long a notice is held for this node alone.
const HELD: Duration = Duration::from_secs(NOTICE_LEASE_SECONDS.unsigned_abs());
/// How many notices may wait here; beyond that they are stored for whichever node claims them.
const ROOM: usize = 1_000;
/// How long it is remembered that a payment was looked up: longer than a notice takes to be stored, and then waits.
const MEMORY: Duration = Duration::from_secs(1);
const MOST_REMEMBERED: usize = 2_000;

#[derive(Debug, Default)]
pub struct NoticeQueue {
    /// `None` while no worker takes notices from the queue.
    state: Mutex<Option<QueueState>>,
    news: Notify,
}

#[derive(Debug, Default)]
struct QueueState {
    waiting: Vec<PendingNotice>,
    answered: HashMap<ImpUid, AppliedLookup>,
}

/// A notice that waits.
#[derive(Debug)]
pub struct PendingNotice {
    pub notice: NoticeRow,
    pub imp_uid: ImpUid,
    pub merchant_uid: MerchantUid,
    pub received: Instant,
    /// Pages that wait for it: each sender is dropped, which wakes its page, once the notice is processed.
    expedite: Vec<oneshot::Sender<()>>,
}

/// An answer of i'mport's that was applied.
#[derive(Clone, Copy, Debug)]
struct AppliedLookup {
    /// When i'mport was asked.
    asked: Instant,
    outcome: &'static str,
}

/// Notices whose time has come.
#[derive(Debug, Default)]
pub struct Due {
    /// Ids of those that a look-up has answered, by its outcome.
    pub answered: HashMap<&'static str, Vec<NoticeId>>,
    pub others: Vec<PendingNotice>,
}

impl PendingNotice {
    pub const fn new(
        notice: NoticeRow,
        imp_uid: ImpUid,
        merchant_uid: MerchantUid,
        received: Instant,
    ) -> Self {
        Self {
            notice,
            imp_uid,
            merchant_uid,
            received,
            expedite: Vec::new(),
        }
    }

    fn due(&self) -> Instant {
        if self.expedite.is_empty() {
            self.received + PATIENCE
        } else {
            self.received
        }
    }
}

fn answer_to(
    answered: &HashMap<ImpUid, AppliedLookup>,
    pending: &PendingNotice,
) -> Option<&'static str> {
    let answer = answered.get(&pending.imp_uid)?;
    (answer.asked > pending.received).then_some(answer.outcome)
}

impl QueueState {
    fn answer(&mut self, imp_uid: &ImpUid, answer: AppliedLookup) {
        if self.answered.len() >= MOST_REMEMBERED {
            self.answered
                .retain(|_, old| answer.asked.duration_since(old.asked) < MEMORY);
        }
        let newer = self
            .answered
            .get(imp_uid)
            .is_none_or(|old| old.asked < answer.asked);
        if newer && self.answered.len() < MOST_REMEMBERED {
            self.answered.insert(imp_uid.clone(), answer);
        }
    }

    /// Whoever is answered already, and at most so many of the others whose time has come.
    fn sweep(&mut self, most: usize, now: Instant) -> Due {
        let mut due = Due::default();
        for pending in std::mem::take(&mut self.waiting) {
            match answer_to(&self.answered, &pending) {
                Some(outcome) => due
                    .answered
                    .entry(outcome)
                    .or_default()
                    .push(pending.notice.id),
                // While i'mport is slow, so many wait that this one is anybody's by now.
                None if pending.received + HELD <= now => {}
                None if pending.due() <= now && due.others.len() < most => due.others.push(pending),
                None => self.waiting.push(pending),
            }
        }
        due
    }
}

impl NoticeQueue {
    pub fn open(&self) {
        self.lock().get_or_insert_default();
    }

    /// Takes no more; what nobody has taken yet.
    pub fn close(&self) -> Vec<PendingNotice> {
        self.lock()
            .take()
            .map(|state| state.waiting)
            .unwrap_or_default()
    }

    pub fn has_room(&self) -> bool {
        self.lock()
            .as_ref()
            .is_some_and(|state| state.waiting.len() < ROOM)
    }

    /// Gives it back if no worker takes from here any more.
    pub fn push(&self, pending: PendingNotice) -> Result<(), Box<PendingNotice>> {
        let mut state = self.lock();
        let Some(state) = state.as_mut() else {
            return Err(Box::new(pending));
        };
        state.waiting.push(pending);
        // Else the worker waits for one that came before.
        if state.waiting.len() == 1 {
            self.news.notify_one();
        }
        Ok(())
    }

    /// i'mport was asked about a payment at that moment, and what it said was applied.
    pub fn resolve(&self, imp_uid: &ImpUid, asked: Instant, outcome: &'static str) {
        if let Some(state) = self.lock().as_mut() {
            state.answer(imp_uid, AppliedLookup { asked, outcome });
        }
    }

    /// Waits, but not for long, until those about this attempt are worked off, if any are not answered yet.
    pub async fn expedite(&self, merchant_uid: &MerchantUid) -> bool {
        let mut waits = Vec::new();
        if let Some(QueueState { waiting, answered }) = self.lock().as_mut() {
            let about = waiting
                .iter_mut()
                .filter(|pending| &pending.merchant_uid == merchant_uid);
            for pending in about.filter(|pending| answer_to(answered, pending).is_none()) {
                let (done, wait) = oneshot::channel();
                pending.expedite.push(done);
                waits.push(wait);
            }
        }
        if waits.is_empty() {
            return false;
        }
        self.news.notify_one();
        // That a notice takes longer changes nothing but what the page can tell.
        let _ = timeout(PAGE_PATIENCE, futures::future::join_all(waits)).await;
        true
    }

    /// Waits until somebody's time has come. With `most`, how many of those who are not answered can be taken.
    pub async fn next_batch(&self, most: usize) -> Due {
        loop {
            let next = self
                .lock()
                .as_ref()
                .and_then(|state| state.waiting.iter().map(PendingNotice::due).min());
            match next {
                None => self.news.notified().await,
                Some(next) if next <= Instant::now() => {
                    if let Some(state) = self.lock().as_mut() {
                        return state.sweep(most, Instant::now());
                    }
                }
                Some(next) => {
                    tokio::select! {
                        () = sleep_until(next) => {}
                        () = self.news.notified() => {}
                    }
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<QueueState>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
