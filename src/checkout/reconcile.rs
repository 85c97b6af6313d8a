//! Compares our ledger with i'mport's lists, payment by payment, in both directions. A payment belongs to the
//! period in which it was paid, whatever happened to it later.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    checkout::{Error, Shop, Source},
    clock::Millis,
    domain::{
        ids::ImpUid,
        payment::{BookedPayment, Payment, Standing, Status},
    },
};

const BOOKED_UNTIL: &str = "booked_until";
const CATCH_UP_EVERY_SECONDS: i64 = 3_600;
const CATCHING_UP: &str = "catching_up_until";
/// One node compares the books; if it dies on the way, another does after so long.
const CATCH_UP_LEASE_SECONDS: i64 = 600;
const FIRST_LOOK_BACK_SECONDS: i64 = 3 * 24 * 3_600;
/// i'mport's clock and ours may differ, and lists may lag.
const OVERLAP_SECONDS: i64 = 600;

/// Half-open: from the first moment of it until just before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Millis,
    pub until: Millis,
}

impl Period {
    fn covers(self, paid_at: Option<i64>) -> bool {
        paid_at.is_some_and(|seconds| {
            (self.from.unix_seconds()..self.until.unix_seconds()).contains(&seconds)
        })
    }
}

/// Count and sums of one status in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub count: usize,
    pub amount: Decimal,
    pub cancelled: Decimal,
}

/// Why the two ledgers disagree about a payment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    #[error("i'mport has it, we do not ({})", tell(.0))]
    OnlyTheirs(Box<Payment>),
    #[error("we have it, i'mport does not list it ({})", tell(.0))]
    OnlyOurs(Box<Payment>),
    #[error("ours: {}; i'mport's: {}", tell(.ours), tell(.theirs))]
    Differs {
        ours: Box<Payment>,
        theirs: Box<Payment>,
    },
    #[error("{left} {currency} of it may not be kept and have not gone back yet")]
    MustGoBack { left: Decimal, currency: String },
}

fn tell(payment: &Payment) -> String {
    let Payment {
        status,
        amount,
        cancel_amount,
        currency,
        merchant_uid,
        ..
    } = payment;
    format!(
        "{} {amount} {currency}, {cancel_amount} cancelled, {merchant_uid}",
        status.as_str()
    )
}

type Sums = BTreeMap<(String, String), Sum>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By status and currency.
    pub ours: Sums,
    pub theirs: Sums,
    pub differences: Vec<(ImpUid, Difference)>,
}

impl Report {
    pub fn agrees(&self) -> bool {
        self.differences.is_empty()
    }
}

impl Shop {
    pub async fn reconcile(&self, period: Period) -> Result<Report, Error> {
        let theirs = self.their_captures(period).await?;
        let ours = self
            .db()
            .payments_paid(period.from.unix_seconds(), period.until.unix_seconds())
            .await?;
        Ok(compare(ours, theirs))
    }

    /// Asks i'mport about every payment in the report and books what it says.
    pub async fn repair(&self, report: &Report) -> Result<usize, Error> {
        let mut settled = 0;
        for (imp_uid, _) in &report.differences {
            match self.settle(imp_uid, Source::Reconcile).await {
                Ok(_) => settled += 1,
                Err(Error::UnknownPayment) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(settled)
    }

    /// Books what changed at i'mport since the last time, for when nobody told us: a cancel in i'mport's console whose
    /// notice was lost, above all. Does nothing if the last time is less than an hour ago.
    pub async fn reconcile_recent(&self) -> Result<usize, Error> {
        let now = self.clock().now();
        if self.booked_until().await? > now.unix_seconds() - CATCH_UP_EVERY_SECONDS
            || !self
                .db()
                .claim(CATCHING_UP, now, now.plus_seconds(CATCH_UP_LEASE_SECONDS))
                .await?
        {
            return Ok(0);
        }
        let news = self.book_until(now.unix_seconds()).await;
        self.db().set_number(CATCHING_UP, 0).await?;
        news
    }

    async fn booked_until(&self) -> Result<i64, Error> {
        let booked = self.db().number_setting(BOOKED_UNTIL).await?;
        Ok(booked.unwrap_or_else(|| self.clock().now().unix_seconds() - FIRST_LOOK_BACK_SECONDS))
    }

    async fn book_until(&self, now: i64) -> Result<usize, Error> {
        let (mut news, last) = (0, self.booked_until().await?);
        for status in [Status::Paid, Status::Cancelled] {
            for seen in self
                .iamport()
                .payments_with(&status, last - OVERLAP_SECONDS, now)
                .await?
            {
                news += usize::from(self.book(seen).await?);
            }
        }
        self.db().set_number(BOOKED_UNTIL, now).await?;
        Ok(news)
    }

    /// Whether it was news.
    async fn book(&self, seen: Payment) -> Result<bool, Error> {
        let known = self.db().payment(&seen.imp_uid).await?;
        if known.is_some_and(|row| same(&row.payment, &seen)) {
            return Ok(false);
        }
        let imp_uid = seen.imp_uid.clone();
        match self.record(&imp_uid, seen, Source::Reconcile).await {
            Ok(_) => Ok(true),
            // Another shop's, under the same account.
            Err(Error::UnknownPayment) => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// What was captured in the period; a cancel may have come at any time since.
    async fn their_captures(&self, period: Period) -> Result<BTreeMap<ImpUid, Payment>, Error> {
        let now = self.clock().now().plus_seconds(1).max(period.until);
        let mut found = BTreeMap::new();
        for (status, until) in [(Status::Paid, period.until), (Status::Cancelled, now)] {
            let listed = self
                .iamport()
                .payments_with(&status, period.from.unix_seconds(), until.unix_seconds())
                .await?;
            found.extend(
                listed
                    .into_iter()
                    .filter(|it| period.covers(it.paid_at))
                    .map(|it| (it.imp_uid.clone(), it)),
            );
        }
        Ok(found)
    }
}

fn compare(ours: Vec<BookedPayment>, mut theirs: BTreeMap<ImpUid, Payment>) -> Report {
    let mut report = Report::default();
    theirs
        .values()
        .for_each(|payment| add(&mut report.theirs, payment));
    for BookedPayment {
        standing, payment, ..
    } in ours
    {
        add(&mut report.ours, &payment);
        let imp_uid = payment.imp_uid.clone();
        let difference = match theirs.remove(&imp_uid) {
            None => Some(Difference::OnlyOurs(Box::new(payment))),
            Some(theirs) if !same(&payment, &theirs) => Some(Difference::Differs {
                ours: Box::new(payment),
                theirs: Box::new(theirs),
            }),
            Some(_) => unkept(standing, &payment),
        };
        report
            .differences
            .extend(difference.map(|it| (imp_uid, it)));
    }
    report.differences.extend(
        theirs
            .into_iter()
            .map(|(imp_uid, it)| (imp_uid, Difference::OnlyTheirs(Box::new(it)))),
    );
    report
}

fn same(ours: &Payment, theirs: &Payment) -> bool {
    let figures = |it: &Payment| {
        (
            it.status.clone(),
            it.amount,
            it.cancel_amount,
            it.currency.clone(),
        )
    };
    figures(ours) == figures(theirs) && ours.merchant_uid == theirs.merchant_uid
}

fn unkept(standing: Standing, payment: &Payment) -> Option<Difference> {
    let left = payment.left();
    (standing.is_owed_back() && !left.is_zero()).then(|| Difference::MustGoBack {
        left,
        currency: payment.currency.clone(),
    })
}

fn add(sums: &mut Sums, payment: &Payment) {
    let sum = sums
        .entry((payment.status.as_str().to_owned(), payment.currency.clone()))
        .or_default();
    sum.count += 1;
    sum.amount += payment.amount;
    sum.cancelled += payment.cancel_amount;
}
