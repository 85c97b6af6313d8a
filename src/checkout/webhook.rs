//! i'mport's notices. Stored before they are acknowledged; the looked-up payment, not the notice, decides.

use super::{Error, Shop, Who};
use crate::{
    domain::ids::ImpUid,
    store::{Notice, NoticeRow},
};

/// A notice that i'mport has never heard of is asked about so often, over about half an hour.
const MAX_TRIES: i64 = 10;

/// A notice as it came in.
#[derive(Clone, Debug)]
pub struct IncomingNotice {
    pub source: String,
    pub body: String,
    pub imp_uid: Option<String>,
}

impl Shop {
    /// Durable once this returns. The work is done afterwards, by a worker.
    pub async fn accept_notice(&self, notice: IncomingNotice) -> Result<(), Error> {
        let imp_uid = notice.imp_uid.filter(|imp| ImpUid::parse(imp).is_ok());
        let notice = Notice { source: notice.source, body: notice.body, imp_uid };
        self.db().store_notice(&notice, self.clock().now()).await?;
        self.nudges().inbox.notify_one();
        Ok(())
    }

    /// Works off one claimed notice: done, later, or given up for a person to look at.
    pub async fn work_off(&self, notice: &NoticeRow) -> Result<(), Error> {
        let db = self.db();
        let Some(imp) = notice.imp_uid.as_deref().and_then(|imp| ImpUid::parse(imp).ok()) else {
            return Ok(db.finish_notice(notice.id, "dead", "no usable imp_uid").await?);
        };
        match self.settle(&imp, Who::Webhook).await {
            Ok(settled) => Ok(db.finish_notice(notice.id, "done", settled.outcome.code()).await?),
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
