//! What is to happen later, in the sandbox's time: webhooks to send, late approvals to make.
//! A sorted list and nothing else; `scheduler` looks at it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// Send the delivery with this number.
    Deliver(u64),
    /// A payment that failed is approved after all.
    ApproveLate(String),
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(Moment, Job)>", into = "Vec<(Moment, Job)>")]
pub struct Agenda {
    jobs: BTreeMap<(Moment, u64), Job>,
    next: u64,
}

impl Agenda {
    pub fn add(&mut self, due: Moment, job: Job) {
        self.next += 1;
        self.jobs.insert((due, self.next), job);
    }

    /// Takes out everything that is due.
    pub fn take_due(&mut self, now: Moment) -> Vec<Job> {
        let later = self.jobs.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.jobs, later)
            .into_values()
            .collect()
    }

    /// When the next job is due.
    pub fn next_due(&self) -> Option<Moment> {
        self.jobs.keys().next().map(|(due, _)| *due)
    }

    pub fn clear(&mut self) {
        self.jobs.clear();
    }
}

impl From<Vec<(Moment, Job)>> for Agenda {
    fn from(jobs: Vec<(Moment, Job)>) -> Self {
        let mut agenda = Self::default();
        jobs.into_iter().for_each(|(due, job)| agenda.add(due, job));
        agenda
    }
}

impl From<Agenda> for Vec<(Moment, Job)> {
    fn from(agenda: Agenda) -> Self {
        agenda
            .jobs
            .into_iter()
            .map(|((due, _), job)| (due, job))
            .collect()
    }
}
