//! The shop: store, i'mport client, clock, keys, and the terms it sells on.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::{
    checkout::{
        notices::NoticeQueue,
        settle::{LookedUp, Lookups},
        unknown_claims::UnknownClaims,
    },
    clock::Clock,
    domain::{
        cart::ShippingPolicy, country::Country, ids::ImpUid, method::PayMethod, money::Money,
        payment::Channels,
    },
    iamport,
    keys::Keys,
    store::Db,
};

/// Which PG contract a payment method goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// `provider` or `provider.MID`, for the `pg` parameter.
    Pg(String),
    /// `channel-key-…`, for the `channelKey` parameter.
    Key(String),
    /// Whatever the merchant registered first at i'mport.
    Default,
}

/// How the shop can be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub tel: String,
    pub email: String,
}

/// What the merchant decides.
#[derive(Clone, Debug)]
pub struct MerchantTerms {
    pub shop_name: String,
    /// The merchant code for `IMP.init`, `imp00000000`.
    pub merchant_code: String,
    /// How browsers and i'mport reach us, without a trailing slash.
    pub public_url: String,
    /// Ways to pay, each with its contract; what is absent is not offered.
    pub channels: Vec<(PayMethod, Channel)>,
    pub mode: Channels,
    /// Ask i'mport to call `/payments/confirm` before each approval (enabled by their support in live shops).
    pub confirm: bool,
    pub shipping: ShippingPolicy,
    /// How long an unpaid order holds its stock.
    pub hold_minutes: i64,
    /// How long a virtual account waits for the money.
    pub vbank_days: i64,
    /// Countries that goods are sent to; the first is taken where none is chosen.
    pub ship_to: Vec<Country>,
    /// What a PG is told about whoever pays by a link, and need not be the buyer: the shop's own.
    pub contact: Contact,
    /// From this sum on a payment in cash gets its receipt unasked.
    pub receipts_unasked_from: Option<Money>,
}

/// Wakes workers before their time. Only a shortcut: they come by themselves too.
#[derive(Debug, Default)]
pub struct Nudges {
    pub inbox: Notify,
    pub outbox: Notify,
}

/// Cheap to clone; everything that serves a request or works in the background holds one.
#[derive(Clone)]
pub struct Shop {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    iamport: Arc<iamport::Client>,
    clock: Clock,
    keys: Keys,
    terms: MerchantTerms,
    nudges: Nudges,
    notice_queue: NoticeQueue,
    lookups: Lookups,
    unknown_claims: UnknownClaims,
}

impl Shop {
    pub fn new(
        db: Db,
        iamport: iamport::Client,
        clock: Clock,
        keys: Keys,
        terms: MerchantTerms,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                db,
                iamport: Arc::new(iamport),
                clock,
                keys,
                terms,
                nudges: Nudges::default(),
                notice_queue: NoticeQueue::default(),
                lookups: Lookups::default(),
                unknown_claims: UnknownClaims::default(),
            }),
        }
    }

    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Whether the database answers, and has room for what comes. Why it does not answer is told best by a read.
    pub async fn check_database(&self) -> Result<(), crate::store::Error> {
        self.db().ping().await?;
        self.db().can_write().await
    }

    pub fn iamport(&self) -> &iamport::Client {
        &self.inner.iamport
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    pub fn terms(&self) -> &MerchantTerms {
        &self.inner.terms
    }

    /// What i'mport says of a payment now; callers at the same time share one call.
    pub(super) async fn look_up(&self, imp_uid: &ImpUid) -> Result<LookedUp, Arc<iamport::Error>> {
        self.inner
            .lookups
            .payment(&self.inner.iamport, imp_uid)
            .await
    }

    pub(super) fn unknown_claims(&self) -> &UnknownClaims {
        &self.inner.unknown_claims
    }

    pub fn nudges(&self) -> &Nudges {
        &self.inner.nudges
    }

    pub fn notice_queue(&self) -> &NoticeQueue {
        &self.inner.notice_queue
    }
}
