//! An order was called off while its virtual account waited: the account takes no money any more. i'mport is asked
//! first: if the deposit came in the meantime, it is booked, and goes back as every payment does that has no order.

use super::{Error, Shop, Who};
use crate::domain::{ids::ImpUid, payment::Status};

impl Shop {
    pub async fn close_account(&self, imp_uid: &ImpUid) -> Result<(), Error> {
        let seen = self.iamport().payment(imp_uid).await?;
        let waits = seen.status == Status::Ready && seen.vbank.is_some();
        self.apply(imp_uid, seen.clone(), Who::Refund).await?;
        if !waits {
            return Ok(());
        }
        let after = self.iamport().close_account(&seen).await?;
        let settled = self.apply(imp_uid, after, Who::Refund).await?;
        tracing::info!(order = %settled.order, %imp_uid, "the virtual account of a cancelled order is closed");
        Ok(())
    }
}
