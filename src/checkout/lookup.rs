//! Many who ask about one payment at once share one call. Only a call that starts after they asked can serve
//! them: what is on its way already may be older than the news that made them ask. So there are at most two calls
//! for one payment: one that runs, and one that waits for it and then answers everybody who came meanwhile.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};

use crate::{
    domain::{ids::ImpUid, payment::Payment},
    iamport::{self, Client},
};

type Answer = Result<Payment, Arc<iamport::Error>>;
type Call = Shared<BoxFuture<'static, Answer>>;

#[derive(Clone, Default)]
pub struct Lookups {
    slots: Arc<Mutex<HashMap<ImpUid, Slot>>>,
}

#[derive(Clone, Default)]
struct Slot {
    /// Held by the call that runs.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// The call that has not started yet.
    next: Option<Call>,
}

impl Lookups {
    pub async fn payment(&self, iamport: &Arc<Client>, imp_uid: &ImpUid) -> Answer {
        self.join(iamport, imp_uid).await
    }

    fn join(&self, iamport: &Arc<Client>, imp_uid: &ImpUid) -> Call {
        let mut slots = self.lock();
        let slot = slots.entry(imp_uid.clone()).or_default();
        if let Some(next) = &slot.next {
            return next.clone();
        }
        let call = self.clone().ask(iamport.clone(), imp_uid.clone(), slot.turn.clone()).boxed().shared();
        slot.next = Some(call.clone());
        call
    }

    async fn ask(self, iamport: Arc<Client>, imp_uid: ImpUid, turn: Arc<tokio::sync::Mutex<()>>) -> Answer {
        let _turn = turn.lock().await;
        let _running = Running::start(&self, &imp_uid);
        iamport.payment(&imp_uid).await.map_err(Arc::new)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ImpUid, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// While a call runs; leaves nothing behind, whether it ended or was given up.
struct Running<'a> {
    lookups: &'a Lookups,
    imp_uid: &'a ImpUid,
}

impl<'a> Running<'a> {
    fn start(lookups: &'a Lookups, imp_uid: &'a ImpUid) -> Self {
        if let Some(slot) = lookups.lock().get_mut(imp_uid) {
            slot.next = None;
        }
        Self { lookups, imp_uid }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut slots = self.lookups.lock();
        if slots.get(self.imp_uid).is_some_and(|slot| slot.next.is_none()) {
            slots.remove(self.imp_uid);
        }
    }
}
