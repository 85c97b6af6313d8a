//! An order was called off while its virtual account waited: the account takes no money any more. i'mport is asked
//! first: if the deposit came in the meantime, it is booked, and goes back as every payment does that has no order.

use crate::{
    checkout::{Error, Shop, Source},
    domain::{ids::ImpUid, payment::Status},
};

impl Shop {
    pub async fn close_account(&self, imp_uid: &ImpUid) -> Result<(), Error> {
        let payment = self.settle(imp_uid, Source::Refund).await?.payment;
        if payment.status != Status::Ready || payment.vbank.is_none() {
            return Ok(());
        }
        let closed = self.iamport().close_account(&payment).await?;
        let settled = self.record(imp_uid, closed, Source::Refund).await?;
        tracing::info!(order = %settled.order, %imp_uid, "the virtual account of a cancelled order is closed");
        Ok(())
    }
}
