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

use super::NOTICE_LEASE_SECONDS;
use crate::{
    domain::ids::{ImpUid, MerchantUid},
    store::NoticeRow,
};

/// How long a notice waits for somebody who looks its payment up anyway.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long a page waits for the notice that it asked to be worked off before its time.
const PAGE_PATIENCE: Duration = Duration::from_secs(1);
/// How long a notice is held for this node alone.
const HELD: Duration = Duration::from_secs(NOTICE_LEASE_SECONDS.unsigned_abs());
/// More are stored for whoever comes.
const ROOM: usize = 1_000;
/// How long it is remembered that a payment was looked up: longer than a notice takes to be stored, and then waits.
const MEMORY: Duration = Duration::from_secs(1);
const MOST_REMEMBERED: usize = 2_000;

#[derive(Debug, Default)]
pub struct Arrivals {
    /// `None` while no worker takes from here.
    desk: Mutex<Option<Desk>>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Desk {
    waiting: Vec<Arrival>,
    answered: HashMap<ImpUid, Answer>,
}

/// A notice that waits.
#[derive(Debug)]
pub struct Arrival {
    pub notice: NoticeRow,
    pub imp_uid: ImpUid,
    pub merchant_uid: MerchantUid,
    pub received: Instant,
    /// Dropped with it, once it is worked off.
    hurry: Vec<oneshot::Sender<()>>,
}

/// An answer of i'mport's that was applied.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// When i'mport was asked.
    asked: Instant,
    outcome: &'static str,
}

/// Whose time has come.
#[derive(Debug, Default)]
pub struct Due {
    /// Ids of those that a look-up has answered, by its outcome.
    pub answered: HashMap<&'static str, Vec<i64>>,
    pub others: Vec<Arrival>,
}

impl Arrival {
    pub const fn new(notice: NoticeRow, imp_uid: ImpUid, merchant_uid: MerchantUid, received: Instant) -> Self {
        Self { notice, imp_uid, merchant_uid, received, hurry: Vec::new() }
    }

    fn due(&self) -> Instant {
        if self.hurry.is_empty() { self.received + PATIENCE } else { self.received }
    }
}

fn answer_to(answered: &HashMap<ImpUid, Answer>, arrival: &Arrival) -> Option<&'static str> {
    let answer = answered.get(&arrival.imp_uid)?;
    (answer.asked > arrival.received).then_some(answer.outcome)
}

impl Desk {
    fn answer(&mut self, imp_uid: &ImpUid, answer: Answer) {
        if self.answered.len() >= MOST_REMEMBERED {
            self.answered.retain(|_, old| answer.asked.duration_since(old.asked) < MEMORY);
        }
        let newer = self.answered.get(imp_uid).is_none_or(|old| old.asked < answer.asked);
        if newer && self.answered.len() < MOST_REMEMBERED {
            self.answered.insert(imp_uid.clone(), answer);
        }
    }

    /// Whoever is answered already, and at most so many of the others whose time has come.
    fn sweep(&mut self, most: usize, now: Instant) -> Due {
        let mut due = Due::default();
        for arrival in std::mem::take(&mut self.waiting) {
            match answer_to(&self.answered, &arrival) {
                Some(outcome) => due.answered.entry(outcome).or_default().push(arrival.notice.id),
                // While i'mport is slow, so many wait that this one is anybody's by now.
                None if arrival.received + HELD <= now => {}
                None if arrival.due() <= now && due.others.len() < most => due.others.push(arrival),
                None => self.waiting.push(arrival),
            }
        }
        due
    }
}

impl Arrivals {
    pub fn open(&self) {
        self.lock().get_or_insert_default();
    }

    /// Takes no more; what nobody has taken yet.
    pub fn close(&self) -> Vec<Arrival> {
        self.lock().take().map(|desk| desk.waiting).unwrap_or_default()
    }

    pub fn has_room(&self) -> bool {
        self.lock().as_ref().is_some_and(|desk| desk.waiting.len() < ROOM)
    }

    /// Gives it back if no worker takes from here any more.
    pub fn put(&self, arrival: Arrival) -> Result<(), Box<Arrival>> {
        let mut desk = self.lock();
        let Some(desk) = desk.as_mut() else { return Err(Box::new(arrival)) };
        desk.waiting.push(arrival);
        // Else the worker waits for one that came before.
        if desk.waiting.len() == 1 {
            self.news.notify_one();
        }
        Ok(())
    }

    /// i'mport was asked about a payment at that moment, and what it said was applied.
    pub fn answer(&self, imp_uid: &ImpUid, asked: Instant, outcome: &'static str) {
        if let Some(desk) = self.lock().as_mut() {
            desk.answer(imp_uid, Answer { asked, outcome });
        }
    }

    /// Waits, but not for long, until those about this attempt are worked off, if any are not answered yet.
    pub async fn hurry(&self, merchant_uid: &MerchantUid) -> bool {
        let mut waits = Vec::new();
        if let Some(Desk { waiting, answered }) = self.lock().as_mut() {
            let about = waiting.iter_mut().filter(|arrival| &arrival.merchant_uid == merchant_uid);
            for arrival in about.filter(|arrival| answer_to(answered, arrival).is_none()) {
                let (done, wait) = oneshot::channel();
                arrival.hurry.push(done);
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
    pub async fn due(&self, most: usize) -> Due {
        loop {
            let next = self.lock().as_ref().and_then(|desk| desk.waiting.iter().map(Arrival::due).min());
            match next {
                None => self.news.notified().await,
                Some(next) if next <= Instant::now() => {
                    if let Some(desk) = self.lock().as_mut() {
                        return desk.sweep(most, Instant::now());
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

    fn lock(&self) -> MutexGuard<'_, Option<Desk>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(1);

    fn arrival(id: i64, received: Instant) -> Arrival {
        Arrival::new(NoticeRow { id, imp_uid: None, tries: 1 }, imp(id), attempt(id), received)
    }

    fn imp(id: i64) -> ImpUid {
        ImpUid::parse(&format!("imp_{id}")).unwrap()
    }

    fn attempt(id: i64) -> MerchantUid {
        MerchantUid::parse(&format!("M{id}")).unwrap()
    }

    fn ids(arrivals: &[Arrival]) -> Vec<i64> {
        arrivals.iter().map(|arrival| arrival.notice.id).collect()
    }

    #[test]
    fn what_is_not_taken_is_given_back() {
        let (arrivals, now) = (Arrivals::default(), Instant::now());
        assert!(!arrivals.has_room());
        assert_eq!(arrivals.put(arrival(1, now)).unwrap_err().notice.id, 1);
        arrivals.open();
        for id in 0..1_000 {
            assert!(arrivals.has_room(), "{id}");
            arrivals.put(arrival(id, now)).unwrap();
        }
        assert!(!arrivals.has_room());
        assert_eq!(arrivals.close().len(), 1_000);
        assert_eq!(arrivals.put(arrival(4, now)).unwrap_err().notice.id, 4);
        assert!(arrivals.due(1).now_or_never().is_none());
    }

    #[test]
    fn only_a_look_up_that_began_later_answers_a_notice() {
        let (mut desk, received) = (Desk::default(), Instant::now());
        desk.waiting.extend((1..=3).map(|id| arrival(id, received)));
        desk.answer(&imp(1), Answer { asked: received, outcome: "open" });
        let due = desk.sweep(9, received + MOMENT);
        assert!(due.answered.is_empty() && due.others.is_empty(), "they have a moment yet");
        desk.answer(&imp(2), Answer { asked: received + MOMENT, outcome: "paid" });
        let due = desk.sweep(1, received + PATIENCE);
        assert_eq!((due.answered, ids(&due.others)), (HashMap::from([("paid", vec![2])]), vec![1]));
        assert_eq!(ids(&desk.sweep(1, received + PATIENCE).others), [3]);
        desk.answer(&imp(2), Answer { asked: received, outcome: "open" });
        desk.waiting.push(arrival(2, received));
        assert_eq!(desk.sweep(9, received).answered.len(), 1, "the later answer is kept");
    }

    #[test]
    fn what_has_waited_too_long_is_left_to_whoever_claims_it() {
        let (mut desk, received) = (Desk::default(), Instant::now());
        desk.waiting.extend((1..=2).map(|id| arrival(id, received)));
        assert_eq!(ids(&desk.sweep(1, received + HELD - MOMENT).others), [1]);
        assert!(desk.sweep(1, received + HELD).others.is_empty() && desk.waiting.is_empty());
    }

    #[test]
    fn what_is_forgotten_is_looked_up_once_more() {
        let (mut desk, asked) = (Desk::default(), Instant::now() + MOMENT);
        desk.waiting.extend((0..2).map(|id| arrival(id, asked - MOMENT)));
        for id in 1..=2_001 {
            desk.answer(&imp(id), Answer { asked, outcome: "paid" });
        }
        assert_eq!(desk.answered.len(), MOST_REMEMBERED);
        assert!(!desk.answered.contains_key(&imp(2_001)));
        desk.answer(&imp(3_000), Answer { asked: asked + MEMORY, outcome: "paid" });
        assert_eq!(desk.answered.len(), 1);
        assert_eq!(ids(&desk.sweep(9, asked + PATIENCE).others), [0, 1]);
    }

    #[tokio::test]
    async fn a_page_has_its_notice_worked_off_first() {
        let (arrivals, now) = (Arrivals::default(), Instant::now());
        arrivals.open();
        // Received a while later, so that their time cannot have come by itself.
        let later = now + Duration::from_secs(3_600);
        arrivals.put(arrival(1, later)).unwrap();
        arrivals.put(arrival(2, now)).unwrap();
        assert!(!arrivals.hurry(&attempt(9)).await);
        let worker = async { assert_eq!(ids(&arrivals.due(9).await.others), [2]) };
        let second = attempt(2);
        assert!(tokio::join!(arrivals.hurry(&second), worker).0);
        assert_eq!(ids(&arrivals.close()), [1]);
    }
}
