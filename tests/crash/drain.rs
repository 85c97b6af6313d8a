//! The days after: the same workers on the same database, with a clock that runs ahead until nothing is left to do.

use imp_checkout::{
    checkout::{Channel, MerchantTerms, Shop},
    clock::Clock,
    domain::{cart::ShippingPolicy, method::PayMethod, money::Money, payment::Channels},
    iamport,
    keys::Keys,
    notify::{Carrier, Notifier, SolapiAccount},
    store::Db,
    telemetry,
    workers::Workers,
};

use crate::plant::Plant;

/// Retries and leases, holds of unpaid orders, and at last the deadlines of virtual accounts.
const LATER: [i64; 12] = [
    0,
    70,
    700,
    700,
    700,
    700,
    2_000,
    4_000,
    86_400,
    4 * 86_400,
    700,
    30 * 86_400,
];

pub async fn everything(plant: &Plant) {
    let clock = Clock::manual(Clock::System.now());
    let workers = workers(plant, &clock).await;
    for seconds in LATER {
        clock.advance_seconds(seconds);
        workers.drain().await.unwrap();
    }
    // Those about which i'mport could not be asked are due again.
    clock.advance_seconds(70);
    let (shop, until) = (&workers.shop, clock.now().plus_seconds(60));
    for order in shop
        .db()
        .claim_overdue_orders(clock.now(), until, 100)
        .await
        .unwrap()
    {
        let given_up = shop.expire(&order, until).await;
        given_up.unwrap_or_else(|e| {
            panic!("order {order} cannot be given up: {}", telemetry::chain(&e))
        });
    }
    workers.shop.db().close().await;
}

async fn workers(plant: &Plant, clock: &Clock) -> Workers {
    let db = Db::open(&plant.database_url).await.unwrap();
    let access = iamport::Access {
        api_url: plant.sandbox.clone(),
        imp_key: "sandbox_key".into(),
        imp_secret: "sandbox_secret".to_owned().into(),
    };
    let client = iamport::Client::new(access, clock.clone()).unwrap();
    let secret = db.setting_or("secret_key", "").await.unwrap();
    let shop = Shop::new(
        db,
        client,
        clock.clone(),
        Keys::new(secret.as_bytes()),
        terms(&plant.shop),
    );
    let account = SolapiAccount {
        api_url: plant.phones().url().to_owned(),
        api_key: "k".into(),
        api_secret: "s".to_owned().into(),
        from: "0212345678".into(),
    };
    Workers {
        shop,
        notifier: Notifier::new(Carrier::Solapi(account), clock.clone()).unwrap(),
    }
}

/// As the program was started with; what a worker does not need is left at nothing.
fn terms(url: &str) -> MerchantTerms {
    let free = Money::krw(0);
    MerchantTerms {
        shop_name: "Crash".into(),
        merchant_code: "imp00000000".into(),
        public_url: url.to_owned(),
        channels: vec![
            (PayMethod::Card, Channel::Default),
            (PayMethod::Vbank, Channel::Default),
        ],
        mode: Channels::Test,
        confirm: true,
        shipping: ShippingPolicy {
            fee: free,
            free_from: free,
            fee_usd: Money::usd_cents(0),
            free_from_usd: Money::usd_cents(0),
        },
        hold_minutes: 30,
        vbank_days: 3,
        ship_to: vec![imp_checkout::domain::country::Country::KOREA],
        contact: Default::default(),
        receipts_unasked_from: None,
    }
}
