//! Notices that came to this node a moment ago. They are stored as held for it, so that nobody has to claim them, and wait
//! here for its worker. Whatever is lost with the process is anybody's once its lease runs out.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use crate::store::NoticeRow;

/// More are stored for whoever comes.
const ROOM: usize = 1_000;

#[derive(Debug, Default)]
pub struct Arrivals {
    /// `None` while no worker takes from here.
    waiting: Mutex<Option<VecDeque<NoticeRow>>>,
    pub news: Notify,
}

impl Arrivals {
    pub fn open(&self) {
        self.lock().get_or_insert_default();
    }

    /// Takes no more; what nobody has taken yet.
    pub fn close(&self) -> Vec<NoticeRow> {
        self.lock().take().into_iter().flatten().collect()
    }

    pub fn has_room(&self) -> bool {
        self.lock().as_ref().is_some_and(|waiting| waiting.len() < ROOM)
    }

    /// Gives it back if no worker takes from here any more.
    pub fn put(&self, notice: NoticeRow) -> Result<(), NoticeRow> {
        match self.lock().as_mut() {
            Some(waiting) => waiting.push_back(notice),
            None => return Err(notice),
        }
        self.news.notify_one();
        Ok(())
    }

    /// The oldest.
    pub fn take(&self) -> Option<NoticeRow> {
        self.lock().as_mut()?.pop_front()
    }

    fn lock(&self) -> MutexGuard<'_, Option<VecDeque<NoticeRow>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(id: i64) -> NoticeRow {
        NoticeRow { id, imp_uid: None, tries: 1 }
    }

    #[test]
    fn what_is_not_taken_is_given_back() {
        let arrivals = Arrivals::default();
        assert!(!arrivals.has_room());
        assert_eq!(arrivals.put(notice(1)), Err(notice(1)));
        arrivals.open();
        assert!(arrivals.has_room());
        for id in 1..=3 {
            assert_eq!(arrivals.put(notice(id)), Ok(()));
        }
        assert_eq!(arrivals.take(), Some(notice(1)));
        assert_eq!(arrivals.close(), [notice(2), notice(3)]);
        assert_eq!(arrivals.put(notice(4)), Err(notice(4)));
        assert_eq!(arrivals.take(), None);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let arrivals = Arrivals::default();
        arrivals.open();
        for id in 0..1_000 {
            assert!(arrivals.has_room(), "{id}");
            assert_eq!(arrivals.put(notice(id)), Ok(()));
        }
        assert!(!arrivals.has_room());
    }
}
