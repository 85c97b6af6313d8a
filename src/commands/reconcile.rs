//! Prints the comparison of the two ledgers.

use crate::checkout::{Error, Period, Report, Shop, Sum};

/// Whether the ledgers agree, after a repair if one is wanted.
pub async fn reconcile(shop: &Shop, period: Period, repair: Repair) -> Result<bool, Error> {
    let mut report = shop.reconcile(period).await?;
    if repair == Repair::Yes && !report.agrees() {
        let settled = shop.repair(&report).await?;
        println!("{settled} payments were looked up again and booked.");
        report = shop.reconcile(period).await?;
    }
    print(&report, period);
    Ok(report.agrees())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    Yes,
    No,
}

fn print(report: &Report, period: Period) {
    println!(
        "Payments paid from {} until before {} (Korean time)",
        period.from.kst(),
        period.until.kst()
    );
    println!(
        "{:<11} {:<4} {:>7} {:>14} {:>14}   {:>7} {:>14} {:>14}",
        "status", "cur.", "ours", "amount", "cancelled", "theirs", "amount", "cancelled"
    );
    let keys: std::collections::BTreeSet<_> =
        report.ours.keys().chain(report.theirs.keys()).collect();
    for key in keys {
        let of =
            |sums: &std::collections::BTreeMap<_, Sum>| sums.get(key).copied().unwrap_or_default();
        let (ours, theirs) = (of(&report.ours), of(&report.theirs));
        println!(
            "{:<11} {:<4} {:>7} {:>14} {:>14}   {:>7} {:>14} {:>14}",
            key.0,
            key.1,
            ours.count,
            ours.amount,
            ours.cancelled,
            theirs.count,
            theirs.amount,
            theirs.cancelled
        );
    }
    for (imp_uid, difference) in &report.differences {
        println!("{imp_uid}: {difference}");
    }
    match report.differences.len() {
        0 => println!("The ledgers agree."),
        count => println!("{count} differences."),
    }
}
