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

use tokio::time::Instant;

use crate::{
    domain::{ids::ImpUid, payment::Payment},
    iamport::{self, Client},
};

/// What i'mport said, and since when it is true.
#[derive(Clone, Debug)]
pub struct LookedUp {
    pub asked_at: Instant,
    pub payment: Payment,
}

type Outcome = Result<LookedUp, Arc<iamport::Error>>;
type Call = Shared<BoxFuture<'static, Outcome>>;

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
    pub async fn payment(&self, iamport: &Arc<Client>, imp_uid: &ImpUid) -> Outcome {
        self.join(iamport, imp_uid).await
    }

    fn join(&self, iamport: &Arc<Client>, imp_uid: &ImpUid) -> Call {
        let mut slots = self.lock();
        let slot = slots.entry(imp_uid.clone()).or_default();
        if let Some(next) = &slot.next {
            return next.clone();
        }
        let call = self
            .clone()
            .ask(iamport.clone(), imp_uid.clone(), slot.turn.clone())
            .boxed()
            .shared();
        slot.next = Some(call.clone());
        call
    }

    async fn ask(
        self,
        iamport: Arc<Client>,
        imp_uid: ImpUid,
        turn: Arc<tokio::sync::Mutex<()>>,
    ) -> Outcome {
        let _turn = turn.lock().await;
        let _running = Running::start(&self, &imp_uid);
        let asked_at = Instant::now();
        let payment = iamport.payment(&imp_uid).await.map_err(Arc::new)?;
        Ok(LookedUp { asked_at, payment })
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
        if slots
            .get(self.imp_uid)
            .is_some_and(|slot| slot.next.is_none())
        {
            slots.remove(self.imp_uid);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{Json, Router, routing::post};
    use serde_json::json;
    use tokio::sync::{Semaphore, mpsc};
    use tokio_util::task::TaskTracker;

    use super::*;
    use crate::clock::Clock;

    /// Tells of each question, and answers it when it is let.
    struct Slow {
        client: Arc<Client>,
        asked: mpsc::UnboundedReceiver<()>,
        answers: Arc<Semaphore>,
    }

    impl Slow {
        async fn start() -> Self {
            let (tell, asked) = mpsc::unbounded_channel();
            let answers = Arc::new(Semaphore::new(0));
            let let_me = answers.clone();
            let unknown = move || async move {
                tell.send(()).unwrap();
                let_me.acquire().await.unwrap().forget();
                Json(
                    json!({ "code": -1, "message": "존재하지 않는 결제정보입니다.", "response": null }),
                )
            };
            let grant = json!({ "access_token": "t", "now": 1_000, "expired_at": 2_800 });
            let token = Json(json!({ "code": 0, "message": null, "response": grant }));
            let router = Router::new()
                .route("/users/getToken", post(token))
                .fallback(unknown);
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let api_url = format!("http://{}", listener.local_addr().unwrap());
            let access = iamport::Access {
                api_url,
                imp_key: "k".into(),
                imp_secret: "s".to_owned().into(),
            };
            let client = Arc::new(Client::new(access, Clock::System).unwrap());
            TaskTracker::new().spawn(async { axum::serve(listener, router).await.unwrap() });
            Self {
                client,
                asked,
                answers,
            }
        }

        fn asked_again(&mut self) -> bool {
            self.asked.try_recv().is_ok()
        }
    }

    #[tokio::test]
    async fn many_who_ask_at_once_share_a_call() {
        let (lookups, imp, mut slow) = (
            Lookups::default(),
            ImpUid::parse("imp_1").unwrap(),
            Slow::start().await,
        );
        let first = TaskTracker::new().spawn(lookups.join(&slow.client, &imp));
        slow.asked.recv().await.unwrap();
        let others: Vec<_> = (0..50).map(|_| lookups.join(&slow.client, &imp)).collect();
        slow.answers.add_permits(1_000);
        assert!(
            futures::future::join_all(others)
                .await
                .iter()
                .all(Result::is_err)
        );
        assert!(first.await.unwrap().is_err());
        assert!(
            slow.asked_again(),
            "what was on its way may be older than their news"
        );
        assert!(!slow.asked_again(), "one call answers all of them");
        assert!(lookups.payment(&slow.client, &imp).await.is_err());
        assert!(
            slow.asked_again(),
            "news that comes later is looked up anew"
        );
        assert!(lookups.lock().is_empty());
    }
}
