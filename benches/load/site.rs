//! The programs under load: one sandbox, one shop or three on one database, all of them release builds on the loopback.

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use clap::ValueEnum;
use tempfile::TempDir;
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep},
};

use crate::{
    address::free_address,
    database::{Engine, database},
    machine,
    plenty::plenty,
    shopper::Ask,
    wire::Wire,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// One shop on SQLite
    Sqlite,
    /// One shop on PostgreSQL
    Postgres,
    /// Three shops on one PostgreSQL; each request goes to the next one
    Nodes,
}

impl Style {
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Nodes];

    pub const fn engine(self) -> Engine {
        match self {
            Self::Sqlite => Engine::Sqlite,
            Self::Postgres | Self::Nodes => Engine::Postgres,
        }
    }

    const fn nodes(self) -> usize {
        match self {
            Self::Sqlite | Self::Postgres => 1,
            Self::Nodes => 3,
        }
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite, one node",
            Self::Postgres => "PostgreSQL, one node",
            Self::Nodes => "PostgreSQL, three nodes",
        })
    }
}

pub struct Site {
    pub database_url: String,
    nodes: Vec<Program>,
    sandbox: Program,
    /// Of PostgreSQL.
    postmaster: Option<u32>,
    cold_start: Duration,
    next: AtomicUsize,
    _folder: TempDir,
}

struct Program {
    child: Child,
    pid: u32,
    url: String,
    log: PathBuf,
}

/// Processor time used so far, by whom.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    pub shops: Duration,
    pub sandbox: Duration,
    pub database: Duration,
    pub load: Duration,
}

impl Site {
    /// `None` where the style needs a PostgreSQL that nobody named.
    pub async fn open(style: Style, program: &Path) -> Option<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let database_url = database(style.engine(), folder.path()).await?;
        std::fs::write(folder.path().join("catalogue.toml"), plenty()).unwrap();
        let sandbox = Program::start(program, folder.path(), |command, address| {
            command.args(["sandbox", "--sandbox-addr", &address.to_string()]);
        });
        sandbox.wait_for("/healthz").await;
        let mut nodes = Vec::new();
        let mut cold_start = Duration::ZERO;
        for number in 0..style.nodes() {
            let began = Instant::now();
            let node = Program::start(program, folder.path(), |command, address| {
                shop(command, address, &database_url, &sandbox.url);
            });
            node.wait_for("/").await;
            if number == 0 {
                cold_start = began.elapsed();
            }
            nodes.push(node);
        }
        let postmaster = postmaster(style.engine(), &database_url).await;
        Some(Self {
            database_url,
            nodes,
            sandbox,
            postmaster,
            cold_start,
            next: AtomicUsize::new(0),
            _folder: folder,
        })
    }

    /// From the start of the first node's process until its first page was served, on an empty database.
    pub fn cold_start(&self) -> Duration {
        self.cold_start
    }

    /// The next in turn: no node is special.
    pub fn next_node(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed) % self.nodes.len()
    }

    /// A connection to each node, and one to the sandbox.
    pub fn wires(&self) -> (Vec<Wire>, Wire) {
        (
            self.nodes.iter().map(|node| Wire::to(&node.url)).collect(),
            Wire::to(&self.sandbox.url),
        )
    }

    pub fn used(&self) -> Used {
        Used {
            shops: self.nodes.iter().map(|node| machine::cpu(node.pid)).sum(),
            sandbox: machine::cpu(self.sandbox.pid),
            database: self
                .postmaster
                .map(machine::cpu_of_family)
                .unwrap_or_default(),
            load: machine::cpu(std::process::id()),
        }
    }

    /// Of the largest node, in bytes.
    pub fn peak_memory(&self) -> u64 {
        self.nodes
            .iter()
            .map(|node| machine::peak_memory(node.pid))
            .max()
            .unwrap_or_default()
    }

    pub async fn close(mut self) {
        for node in &mut self.nodes {
            node.child.kill().await.unwrap();
        }
        self.sandbox.child.kill().await.unwrap();
    }
}

impl Program {
    fn start(program: &Path, folder: &Path, set: impl FnOnce(&mut Command, SocketAddr)) -> Self {
        let address = free_address();
        let log_path = folder.join(format!("{}.log", address.port()));
        let log = std::fs::File::create(&log_path).unwrap();
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .env_clear()
            .env("RUST_LOG", "warn")
            .kill_on_drop(true);
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        set(&mut command, address);
        let child = command.spawn().unwrap();
        Self {
            pid: child.id().unwrap(),
            child,
            url: format!("http://{address}"),
            log: log_path,
        }
    }

    async fn wait_for(&self, path: &str) {
        let mut wire = Wire::to(&self.url);
        for _ in 0..20_000 {
            let ask = Ask {
                path: path.to_owned(),
                cookie: None,
                body: None,
            };
            if wire.ask(ask).await.is_ok_and(|answer| answer.status == 200) {
                return;
            }
            sleep(Duration::from_millis(1)).await;
        }
        panic!(
            "{} did not start: {}",
            self.url,
            std::fs::read_to_string(&self.log).unwrap_or_default()
        );
    }
}

/// A shop that takes the sandbox for i'mport.
fn shop(command: &mut Command, address: SocketAddr, database_url: &str, sandbox: &str) {
    command
        .env("DATABASE_URL", database_url)
        .env("LEPTOS_SITE_ADDR", address.to_string())
        .env(
            "LEPTOS_SITE_ROOT",
            concat!(env!("CARGO_MANIFEST_DIR"), "/target/site"),
        )
        .env("CATALOGUE", "catalogue.toml")
        .env("IMP_MERCHANT_ID", "imp00000000")
        .env("IMP_REST_KEY", "sandbox_key")
        .env("IMP_REST_SECRET", "sandbox_secret")
        .env("IMP_API_URL", sandbox)
        .env("IMP_SDK_URL", format!("{sandbox}/v1/iamport.js"))
        .env("IMP_TEST_CHANNELS", "true")
        .env("CHANNEL_CARD", "html5_inicis.INIpayTest");
}

/// The server's first process, if it runs here.
async fn postmaster(engine: Engine, url: &str) -> Option<u32> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            let pool = sqlx::PgPool::connect(url).await.unwrap();
            let mut connection = pool.acquire().await.unwrap();
            let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
                .fetch_one(&mut *connection)
                .await
                .unwrap();
            machine::parent_of(u32::try_from(pid).ok()?)
        }
    }
}
