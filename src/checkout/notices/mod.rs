//! i'mport's notices. Stored before they are acknowledged; the looked-up payment, not the notice, decides.

mod queue;

use tokio::time::Instant;

use crate::{
    checkout::{Error, Shop, Source},
    domain::ids::{ImpUid, MerchantUid},
    store::{InboxLimits, JobState, Notice, NoticeId, NoticeRow},
};

pub use self::queue::{Due, NOTICE_LEASE_SECONDS, NoticeQueue, PendingNotice};

/// A notice that i'mport has never heard of is asked about so often, over about half an hour.
const UNKNOWN_TRIES: i64 = 10;
/// While i'mport is in trouble: more than a day.
const TROUBLE_TRIES: i64 = 200;
const ROOM: InboxLimits = InboxLimits {
    each_attempt: 5,
    strangers: 2_000,
};
/// Characters that are kept of a notice for people to look at; i'mport's own have some hundred.
const KEPT: usize = 4_000;

/// A notice as it came in.
#[derive(Clone, Debug)]
pub struct IncomingNotice {
    pub source: String,
    pub body: String,
    pub imp_uid: Option<String>,
    pub merchant_uid: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    Stored,
    /// It names no attempt of ours, and too many of its kind wait already.
    TooMany,
}

impl Shop {
    /// Durable once this answers `Stored`. The work is done afterwards, by a worker: this node's if it has room.
    pub async fn accept_notice(&self, notice: IncomingNotice) -> Result<Acceptance, Error> {
        let (now, received) = (self.clock().now(), Instant::now());
        let imp_uid = notice.imp_uid.and_then(|imp| ImpUid::parse(&imp).ok());
        let merchant_uid = notice
            .merchant_uid
            .and_then(|uid| MerchantUid::parse(&uid).ok());
        let stored = Notice {
            source: notice.source,
            body: notice.body.chars().take(KEPT).collect(),
            imp_uid: imp_uid.as_ref().map(ToString::to_string),
            merchant_uid: merchant_uid.as_ref().map(ToString::to_string),
        };
        let held_until = self
            .notice_queue()
            .has_room()
            .then(|| now.plus_seconds(NOTICE_LEASE_SECONDS));
        let Some(row) = self
            .db()
            .store_notice(&stored, ROOM, now, held_until)
            .await?
        else {
            return Ok(Acceptance::TooMany);
        };
        match (imp_uid, merchant_uid) {
            (Some(imp_uid), Some(merchant_uid)) if row.tries > 0 => {
                self.hand_over(PendingNotice::new(row, imp_uid, merchant_uid, received))
                    .await?;
            }
            (Some(_), _) => self.nudges().inbox.notify_one(),
            // The sweeper looks up what goes by this name.
            (None, Some(merchant_uid)) => self.db().ask_later(&merchant_uid, now).await?,
            (None, None) => {}
        }
        Ok(Acceptance::Stored)
    }

    /// To this node's worker; if it has ended meanwhile, to anybody's.
    async fn hand_over(&self, pending: PendingNotice) -> Result<(), Error> {
        match self.notice_queue().push(pending) {
            Ok(()) => Ok(()),
            Err(pending) => self.release_notice(&pending.notice).await,
        }
    }

    /// A notice that is held for this node, which will not work it off.
    pub async fn release_notice(&self, notice: &NoticeRow) -> Result<(), Error> {
        Ok(self
            .db()
            .release_notice(notice.id, self.clock().now())
            .await?)
    }

    /// Somebody's look-up has answered them.
    pub async fn finish_notices(&self, ids: &[NoticeId], outcome: &str) -> Result<(), Error> {
        Ok(self.db().answer_notices(ids, outcome).await?)
    }

    /// Works off one notice that is held for this node: done, later, or given up for a person to look at.
    pub async fn process_notice(&self, notice: &NoticeRow) -> Result<(), Error> {
        let db = self.db();
        let Some(imp) = notice
            .imp_uid
            .as_deref()
            .and_then(|imp| ImpUid::parse(imp).ok())
        else {
            return Ok(db
                .finish_notice(notice.id, JobState::Dead, "no usable imp_uid")
                .await?);
        };
        match self.settle(&imp, Source::Webhook(notice.id)).await {
            Ok(_) => Ok(()),
            // Nothing was learnt about the notice; its lease runs out by itself.
            Err(e) if e.is_away() => Err(e),
            Err(e) if notice.tries >= most_tries(&e) => {
                tracing::warn!(imp_uid = %imp, error = %crate::telemetry::chain(&e), "a notice is given up");
                Ok(db
                    .finish_notice(notice.id, JobState::Dead, &e.to_string())
                    .await?)
            }
            Err(e) => Ok(db
                .retry_notice(
                    notice.id,
                    self.clock().now().after_tries(notice.tries),
                    &e.to_string(),
                )
                .await?),
        }
    }
}

const fn most_tries(error: &Error) -> i64 {
    match error {
        Error::UnknownPayment => UNKNOWN_TRIES,
        _ => TROUBLE_TRIES,
    }
}
