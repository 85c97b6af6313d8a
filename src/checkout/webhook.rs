//! i'mport's notices. Stored before they are acknowledged; the looked-up payment, not the notice, decides.

use super::{Error, Shop};
use crate::{
    domain::ids::{ImpUid, MerchantUid},
    store::{Notice, NoticeRow, Rank},
};

/// A notice that i'mport has never heard of is asked about so often, over about half an hour.
const MAX_TRIES: i64 = 10;
/// So many notices about one attempt may wait before more of them count as a stranger's.
const MAX_WAITING: i64 = 5;
/// Notices of strangers that are kept; each is up to 64 kB.
const MAX_STRANGERS: i64 = 2_000;

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
    /// Durable once this answers `Stored`. The work is done afterwards, by a worker.
    pub async fn accept_notice(&self, notice: IncomingNotice) -> Result<Acceptance, Error> {
        let merchant_uid = notice.merchant_uid.and_then(|uid| MerchantUid::parse(&uid).ok());
        let rank = self.rank(merchant_uid.as_ref()).await?;
        if rank == Rank::Stranger && self.db().strangers_waiting().await? >= MAX_STRANGERS {
            return Ok(Acceptance::TooMany);
        }
        let imp_uid = notice.imp_uid.filter(|imp| ImpUid::parse(imp).is_ok());
        let merchant_uid = merchant_uid.map(|uid| uid.to_string());
        let notice = Notice { source: notice.source, body: notice.body, imp_uid, merchant_uid, rank };
        self.db().store_notice(&notice, self.clock().now()).await?;
        self.nudges().inbox.notify_one();
        Ok(Acceptance::Stored)
    }

    /// Real notices name an attempt of ours, and few come for each.
    async fn rank(&self, merchant_uid: Option<&MerchantUid>) -> Result<Rank, Error> {
        let Some(uid) = merchant_uid else { return Ok(Rank::Stranger) };
        let waiting = self.db().notices_waiting(uid).await?;
        Ok(if waiting.is_some_and(|waiting| waiting < MAX_WAITING) { Rank::Known } else { Rank::Stranger })
    }

    /// Works off one claimed notice: done, later, or given up for a person to look at.
    pub async fn work_off(&self, notice: &NoticeRow) -> Result<(), Error> {
        let db = self.db();
        let Some(imp) = notice.imp_uid.as_deref().and_then(|imp| ImpUid::parse(imp).ok()) else {
            return Ok(db.finish_notice(notice.id, "dead", "no usable imp_uid").await?);
        };
        match self.settle_for_notice(notice.id, &imp).await {
            Ok(_) => Ok(()),
            // Nothing was learnt about the notice; its lease runs out by itself.
            Err(e) if e.is_away() => Err(e),
            Err(e) if notice.tries >= MAX_TRIES => {
                tracing::warn!(imp_uid = %imp, error = %crate::telemetry::chain(&e), "a notice is given up");
                Ok(db.finish_notice(notice.id, "dead", &e.to_string()).await?)
            }
            Err(e) => {
                let wait = 2_i64.saturating_pow(u32::try_from(notice.tries).unwrap_or(u32::MAX)).min(600);
                Ok(db.retry_notice(notice.id, self.clock().now().plus_seconds(wait), &e.to_string()).await?)
            }
        }
    }
}
