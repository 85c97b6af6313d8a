//! A shop on one engine, and orders made by the thousand in plain SQL.

use imp_checkout::{
    catalogue,
    checkout::{Channel, MerchantTerms, Shop},
    clock::Clock,
    domain::{
        buyer::Buyer,
        cart::{Quantity, ShippingPolicy, Totals},
        ids::{CustomerId, MerchantUid, OrderId, ProductId},
        lang::Lang,
        method::PayMethod,
        money::Money,
        payment::Channels,
    },
    iamport,
    keys::Keys,
    store::{Db, NewAttempt, NewOrder},
};

pub use crate::database::Engine;
use crate::{
    database::database,
    stub::{self, AMOUNT},
};

pub struct Store {
    pub shop: Shop,
    pub clock: Clock,
    _folder: tempfile::TempDir,
}

/// What state made orders are in, with their attempt.
pub struct Kind {
    pub order: &'static str,
    pub stock: &'static str,
    pub attempt: &'static str,
    /// The payment counts.
    pub paid: bool,
}

pub const UNPAID: Kind = Kind {
    order: "awaiting_payment",
    stock: "held",
    attempt: "opened",
    paid: false,
};
pub const PAID: Kind = Kind {
    order: "paid",
    stock: "taken",
    attempt: "paid",
    paid: true,
};

const CHAIR: &str = "norway-swivel-chair";

/// The orders `O{from}` to `O{from + count - 1}`, of chairs alone or of every product in turn.
#[derive(Clone, Copy)]
pub struct Batch {
    pub from: i64,
    pub count: i64,
    pub goods: Goods,
}

#[derive(Clone, Copy)]
pub enum Goods {
    Chairs,
    Everything,
}

impl Goods {
    /// The column `lines` for the order of number `n`.
    const fn lines(self) -> &'static str {
        match self {
            Self::Chairs => "lines",
            Self::Everything => {
                "REPLACE(lines, 'norway-swivel-chair',
                         (SELECT id FROM products WHERE position = n % (SELECT COUNT(*) FROM products)))"
            }
        }
    }
}

impl Store {
    pub async fn open(engine: Engine) -> Option<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let url = database(engine, folder.path()).await?;
        Some(Self::open_at(&url, folder).await)
    }

    pub async fn open_at(url: &str, folder: tempfile::TempDir) -> Self {
        let db = Db::open(url).await.unwrap();
        catalogue::load_at_start(&db, None).await.unwrap();
        let clock = Clock::manual(Clock::System.now());
        let access = iamport::Access {
            api_url: stub::start().await,
            imp_key: "k".into(),
            imp_secret: "s".to_owned().into(),
        };
        let client = iamport::Client::new(access, clock.clone()).unwrap();
        let shop = Shop::new(db, client, clock.clone(), Keys::new(&[7; 32]), terms());
        let store = Self {
            shop,
            clock,
            _folder: folder,
        };
        store.plenty_of_stock().await;
        store.template().await;
        store
    }

    pub async fn close(self) {
        self.shop.db().close().await;
    }

    pub async fn run(&self, sql: String) {
        self.shop.db().execute_batch(&sql).await.unwrap();
    }

    async fn ask(&self, sql: &'static str) -> String {
        self.shop
            .db()
            .read("ask the engine", sql)
            .one()
            .await
            .unwrap()
    }

    /// The engine, and how durable it is set to be.
    pub async fn title(&self) -> String {
        match self.shop.db() {
            Db::Sqlite { .. } => {
                format!(
                    "SQLite {} (WAL, synchronous=FULL)",
                    self.ask("SELECT sqlite_version()").await
                )
            }
            Db::Postgres(_) => format!(
                "PostgreSQL {} (fsync={}, synchronous_commit={})",
                self.ask("SHOW server_version").await,
                self.ask("SHOW fsync").await,
                self.ask("SHOW synchronous_commit").await
            ),
        }
    }

    async fn plenty_of_stock(&self) {
        self.run("UPDATE products SET stock = 100000000, held = 50000000".to_owned())
            .await;
    }

    /// The order that all others are copies of.
    async fn template(&self) {
        let db = self.shop.db();
        let chair = db
            .product(&ProductId::parse(CHAIR).unwrap())
            .await
            .unwrap()
            .unwrap();
        let buyer = Buyer {
            name: "홍길동".into(),
            tel: "010-4242-4242".into(),
            email: "gildong@gmail.com".into(),
            country: Default::default(),
            postcode: "01181".into(),
            addr1: "서울시 강남구 신사동 1".into(),
            addr2: "101호".into(),
            memo: String::new(),
        };
        let total = Money::krw(AMOUNT);
        let order = NewOrder {
            id: &OrderId::parse("template").unwrap(),
            customer: &CustomerId::parse("C0").unwrap(),
            lang: Lang::Ko,
            buyer: &buyer,
            lines: &[chair.line(Quantity::new(1).unwrap())],
            totals: Totals {
                items: total,
                shipping: Money::krw(0),
                total,
            },
            totals_usd: None,
            expires_at: self.clock.now().plus_seconds(100 * 86_400),
        };
        let attempt = NewAttempt {
            merchant_uid: &MerchantUid::parse("template").unwrap(),
            order: order.id,
            method: PayMethod::Card,
            amount: total,
            // It is not itself an order that anybody has to ask about.
            ask_at: order.expires_at,
            receipt: None,
        };
        let mut tx = db.begin().await.unwrap();
        tx.insert_order(order, attempt, self.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub fn numbers(&self, Batch { from, count, .. }: Batch) -> String {
        let last = from + count - 1;
        match self.shop.db() {
            Db::Sqlite { .. } => format!(
                "(WITH RECURSIVE s (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s) s"
            ),
            Db::Postgres(_) => {
                format!("(SELECT n FROM generate_series({from}, {last}) AS s (n)) s")
            }
        }
    }

    /// Orders `O{n}`, each of a customer of its own, with the attempt `M{n}`, which is asked about at `ask_at`.
    pub async fn make(&self, kind: &Kind, batch: Batch, ask_at: i64) {
        let Kind {
            order,
            stock,
            attempt,
            paid,
        } = kind;
        let (numbers, lines, now) = (self.numbers(batch), batch.goods.lines(), self.clock.now().0);
        let paid_by = if *paid { "'imp_' || n" } else { "NULL" };
        self.run(format!(
            "INSERT INTO orders (id, customer_id, state, stock_state, lang, buyer, lines, totals, totals_usd, paid_by,
                                 refunded, created_at, updated_at, expires_at)
             SELECT 'O' || n, 'C' || n, '{order}', '{stock}', lang, buyer, {lines}, totals, totals_usd, {paid_by},
                    0, created_at, updated_at, expires_at
               FROM orders, {numbers}
              WHERE id = 'template'"
        ))
        .await;
        self.run(format!(
            "INSERT INTO attempts (merchant_uid, order_id, method, amount, currency, state, imp_uid, ask_at, opened_at)
             SELECT 'M' || n, 'O' || n, 'card', {AMOUNT}, 'KRW', '{attempt}', {paid_by}, {ask_at}, {now}
               FROM {numbers}"
        ))
        .await;
        if *paid {
            self.run(format!(
                "INSERT INTO payments (imp_uid, merchant_uid, order_id, status, standing, details, seen_at)
                 SELECT 'imp_' || n, 'M' || n, 'O' || n, 'paid', 'counts', '{{}}', {now} FROM {numbers}"
            ))
            .await;
            self.run(format!(
                "INSERT INTO history (order_id, merchant_uid, imp_uid, at, who, from_state, to_state)
                 SELECT 'O' || n, 'M' || n, 'imp_' || n, {now}, 'webhook', 'awaiting_payment', 'paid' FROM {numbers}"
            ))
            .await;
        }
    }

    /// What a bulk load leaves to be done later, done now, so that nobody pays for it whom it does not concern.
    pub async fn settle_down(&self) {
        let chores = match self.shop.db() {
            Db::Sqlite { .. } => ["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"],
            Db::Postgres(_) => ["ANALYZE", "CHECKPOINT"],
        };
        for chore in chores {
            self.run(chore.to_owned()).await;
        }
    }

    /// Attempts from this number on, as if they had never been.
    pub async fn forget(&self, from: i64) {
        for table in ["payments", "attempts"] {
            let sql = format!(
                "DELETE FROM {table} WHERE CAST(SUBSTR(merchant_uid, 2) AS BIGINT) >= {from}"
            );
            self.run(sql).await;
        }
    }
}

fn terms() -> MerchantTerms {
    MerchantTerms {
        shop_name: "Bench".into(),
        merchant_code: "imp00000000".into(),
        public_url: "http://127.0.0.1".into(),
        channels: vec![(PayMethod::Card, Channel::Default)],
        mode: Channels::Test,
        confirm: true,
        shipping: ShippingPolicy {
            fee: Money::krw(0),
            free_from: Money::krw(0),
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
