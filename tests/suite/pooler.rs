//! pgbouncer in transaction mode between shop and PostgreSQL, with fewer sessions than the shop has connections: each
//! transaction may meet a session that another one used before. Its version may well know nothing of prepared
//! statements.

use std::{fs, path::Path, process::Stdio};

use imp_checkout::{keys, store::Db};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use tokio::process::{Child, Command};

use crate::address::free_address;
use crate::skip::{NO_SERVER, skip};
use crate::support::{Browser, TestShop, folder};

/// A shop behind a pooler of its own, on a database of its own.
pub struct Pooled {
    pub shop: TestShop,
    url: String,
    _pooler: Child,
}

impl Pooled {
    /// `None`, and a word about it, where PostgreSQL or pgbouncer is missing.
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests have no configuration but this"
    )]
    pub async fn start() -> Option<Self> {
        let Some(server) = std::env::var("TEST_POSTGRES_URL")
            .ok()
            .filter(|url| !url.is_empty())
        else {
            skip(NO_SERVER);
            return None;
        };
        let Some(program) = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"]
            .into_iter()
            .find(|at| Path::new(at).exists())
        else {
            skip("pgbouncer is not installed");
            return None;
        };
        let folder = folder();
        let direct = new_database(&server).await;
        let port = free_address().port();
        let pooler = start_pooler(program, &direct, &server, port, folder.path());
        let name = direct.get_database().unwrap();
        let url = format!(
            "postgres://{}@127.0.0.1:{port}/{name}?pooler=transaction",
            direct.get_username()
        );
        Some(Self {
            shop: TestShop::start_on(&url, folder).await,
            url,
            _pooler: pooler,
        })
    }
}

/// A pooler takes no `search_path` from its clients, so a schema is not enough.
async fn new_database(server: &str) -> PgConnectOptions {
    let options: PgConnectOptions = server.parse().unwrap();
    let name = format!("t{}", keys::random_text(12).to_lowercase());
    let mut session = PgConnection::connect_with(&options).await.unwrap();
    session
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .unwrap();
    session.close().await.unwrap();
    options.database(&name)
}

fn start_pooler(
    program: &str,
    direct: &PgConnectOptions,
    server: &str,
    port: u16,
    folder: &Path,
) -> Child {
    let host = direct.get_socket().map_or_else(
        || direct.get_host().to_owned(),
        |path| path.display().to_string(),
    );
    let password = url::Url::parse(server)
        .unwrap()
        .password()
        .map(|it| format!(" password={it}"))
        .unwrap_or_default();
    let settings = format!(
        "[databases]\n* = host={host} port={} user={}{password}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 4\nmax_client_conn = 100\n\
         ignore_startup_parameters = \n",
        direct.get_port(),
        direct.get_username(),
    );
    let file = folder.join("pgbouncer.ini");
    fs::write(&file, settings).unwrap();
    let mut command = Command::new(program);
    // It refuses to be root.
    if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        open_to_all(folder);
        command.args(["-u", "postgres"]);
    }
    command
        .arg("-q")
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.kill_on_drop(true).spawn().unwrap()
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_session_leaks_through_the_pooler() {
    let Some(pooled) = Pooled::start().await else {
        return;
    };
    let starts = (0..6).map(|_| Db::open(&pooled.url));
    for node in futures::future::join_all(starts).await {
        node.unwrap().close().await;
    }
    let browser = Browser::new(&pooled.shop).await;
    browser.place().await;
    let plain = format!(
        "{}&application_name=probe",
        pooled
            .url
            .replace("?pooler=transaction", "?sslmode=disable")
    );
    let options = plain
        .parse::<PgConnectOptions>()
        .unwrap()
        .extra_float_digits(None);
    // Every session that the pooler keeps.
    let mut probes = Vec::new();
    for _ in 0..4 {
        let mut probe = PgConnection::connect_with(&options).await.unwrap();
        probe.execute("BEGIN").await.unwrap();
        probes.push(probe);
    }
    for probe in &mut probes {
        let ask = "DO $$ BEGIN
            ASSERT (SELECT COUNT(*) FROM pg_prepared_statements) = 0, 'statements are left';
            ASSERT (SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) = 0, 'a lock is left';
            ASSERT current_setting('statement_timeout') = '0', 'a setting is left';
        END $$";
        probe.execute(ask).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_that_nobody_named_is_found_out_at_the_start() {
    let Some(pooled) = Pooled::start().await else {
        return;
    };
    let unnamed = pooled.url.replace("?pooler=transaction", "");
    let refused = Db::open(&unnamed).await.unwrap_err();
    let words = imp_checkout::telemetry::chain(&refused);
    assert!(words.contains("pooler=transaction"), "{words}");
}
