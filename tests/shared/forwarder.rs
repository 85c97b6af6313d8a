//! A wire between a shop and PostgreSQL that can be cut, frozen, or made to swallow one answer, at will. Each fault
//! happens exactly when a test says so.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::address::free_address;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    Whole,
    /// Everybody is thrown out; nobody listens.
    Cut,
    /// Everybody is thrown out, and whoever comes is let in and thrown out again.
    Slammed,
    /// Nothing passes, and nobody is told.
    Frozen,
    /// The next COMMIT never arrives: its connection breaks first.
    LosesCommit,
    /// The next COMMIT arrives, and its answer is lost.
    LosesAnswerToCommit,
}

#[derive(Clone)]
enum Target {
    Socket(PathBuf),
    Address(String),
}

pub struct Forwarder {
    address: SocketAddr,
    wire: Arc<watch::Sender<Wire>>,
    slammed: Arc<AtomicUsize>,
    end: CancellationToken,
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.end.cancel();
    }
}

impl Forwarder {
    /// To where this address points.
    pub async fn start(database_url: &str) -> Self {
        let options: PgConnectOptions = database_url.parse().unwrap();
        let target = match options.get_socket() {
            Some(folder) => Target::Socket(folder.join(format!(".s.PGSQL.{}", options.get_port()))),
            None => Target::Address(format!("{}:{}", options.get_host(), options.get_port())),
        };
        let listener = TcpListener::bind(free_address()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let forwarder = Self {
            address,
            wire: Arc::new(watch::Sender::new(Wire::Whole)),
            slammed: Arc::default(),
            end: CancellationToken::new(),
        };
        let (wire, slammed) = (forwarder.wire.clone(), forwarder.slammed.clone());
        let work = forwarder
            .end
            .clone()
            .run_until_cancelled_owned(listen(listener, target, wire, slammed));
        TaskTracker::new().spawn(work);
        forwarder
    }

    /// The same database by way of this wire.
    pub fn url(&self, database_url: &str) -> String {
        let mut url = url::Url::parse(database_url).unwrap();
        let kept: Vec<_> = url
            .query_pairs()
            .into_owned()
            .filter(|(name, _)| name != "host" && name != "port")
            .collect();
        url.query_pairs_mut().clear().extend_pairs(kept);
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.address.port())).unwrap();
        url.into()
    }

    pub fn set(&self, wire: Wire) {
        self.wire.send_replace(wire);
    }

    /// Waits until so many have found the door slammed.
    pub async fn until_slammed(&self, times: usize) {
        while self.slammed.load(Ordering::SeqCst) < times {
            tokio::task::yield_now().await;
        }
    }
}

async fn listen(
    listener: TcpListener,
    target: Target,
    wire: Arc<watch::Sender<Wire>>,
    slammed: Arc<AtomicUsize>,
) {
    let address = listener.local_addr().unwrap();
    let (mut listener, mut news) = (Some(listener), wire.subscribe());
    let connections = TaskTracker::new();
    loop {
        let now = *news.borrow_and_update();
        if now == Wire::Cut {
            listener = None;
            news.changed()
                .await
                .expect("because the sender is held here");
            continue;
        }
        if listener.is_none() {
            listener = TcpListener::bind(address).await.ok();
            continue;
        }
        let door = listener.as_ref().expect("because it was bound a line ago");
        tokio::select! {
            _ = news.changed() => {}
            accepted = door.accept() => {
                let (client, _) = accepted.unwrap();
                if now == Wire::Slammed {
                    slammed.fetch_add(1, Ordering::SeqCst);
                } else {
                    connections.spawn(connect(client, target.clone(), wire.clone()));
                }
            }
        }
    }
}

async fn connect(client: TcpStream, target: Target, wire: Arc<watch::Sender<Wire>>) {
    match target {
        Target::Socket(path) => {
            if let Ok(server) = UnixStream::connect(path).await {
                pass(client, server, wire).await;
            }
        }
        Target::Address(address) => {
            if let Ok(server) = TcpStream::connect(address).await {
                pass(client, server, wire).await;
            }
        }
    }
}

/// Ends, and closes both sides, as soon as one side ends or the wire is cut.
async fn pass(
    client: TcpStream,
    server: impl AsyncRead + AsyncWrite,
    wire: Arc<watch::Sender<Wire>>,
) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = tokio::io::split(server);
    let swallow = CancellationToken::new();
    let mut news = wire.subscribe();
    tokio::select! {
        () = requests(from_client, to_server, &wire, &swallow) => {}
        () = answers(from_server, to_client, &wire, &swallow) => {}
        _ = news.wait_for(|wire| matches!(wire, Wire::Cut | Wire::Slammed)) => {}
    }
}

async fn thawed(wire: &watch::Sender<Wire>) {
    let _ = wire
        .subscribe()
        .wait_for(|wire| *wire != Wire::Frozen)
        .await;
}

async fn requests(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    wire: &watch::Sender<Wire>,
    swallow: &CancellationToken,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        thawed(wire).await;
        if bytes[..count].windows(6).any(|word| word == b"COMMIT") {
            // For one COMMIT only, whoever sends it first.
            let mut lost = false;
            wire.send_if_modified(|now| {
                lost = *now == Wire::LosesCommit;
                if *now == Wire::LosesAnswerToCommit {
                    swallow.cancel();
                }
                let once = lost || swallow.is_cancelled();
                if once {
                    *now = Wire::Whole;
                }
                once
            });
            if lost {
                return;
            }
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}

async fn answers(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    wire: &watch::Sender<Wire>,
    swallow: &CancellationToken,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        thawed(wire).await;
        if swallow.is_cancelled() || to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
