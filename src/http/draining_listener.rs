//! The shop's door: closing it turns nobody away who has come in already.
//!
//! A listener that is closed resets the connections that the kernel has accepted for it and that nobody has taken up
//! yet, perhaps with a request on them that no proxy may repeat elsewhere. So the kernel first lets nobody else in, then
//! whoever waits is taken up, and only then the listener is closed. Who knocks meanwhile is not refused but unheard,
//! knocks again a second later by TCP's own rule, and finds the next edition of this node there, or is sent to another.

use std::{future::pending, io, net::SocketAddr};

use axum::serve::Listener;
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpStream},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::drain::{Drain, LINGER};

/// Listens until the drain begins. Who had connected by then is let in.
pub struct DrainingListener {
    listener: Option<TcpListener>,
    address: SocketAddr,
    begun: CancellationToken,
    /// Set once nobody else is let in.
    closes_at: Option<Instant>,
}

impl DrainingListener {
    pub fn new(listener: TcpListener, drain: &Drain) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self {
            listener: Some(listener),
            address,
            begun: drain.begun.clone(),
            closes_at: None,
        })
    }
}

impl Listener for DrainingListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        while let Some(listener) = self.listener.as_mut() {
            let closes_at = self.closes_at;
            tokio::select! {
                biased;
                accepted = Listener::accept(listener) => return accepted,
                () = self.begun.cancelled(), if closes_at.is_none() => self.closes_at = Some(closing_time(listener)),
                () = tokio::time::sleep_until(closes_at.unwrap_or_else(Instant::now)), if closes_at.is_some() => {
                    self.listener = None;
                }
            }
        }
        pending().await
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Where nobody can be kept out without being refused, as soon as nobody waits.
fn closing_time(listener: &TcpListener) -> Instant {
    match reject_new_syns(listener) {
        Ok(()) => Instant::now() + LINGER,
        Err(e) => {
            tracing::debug!(error = %e, "the door closes at once");
            Instant::now()
        }
    }
}

/// Drops what asks for a new connection: a TCP segment with SYN and without ACK.
#[cfg(target_os = "linux")]
fn reject_new_syns(listener: &TcpListener) -> io::Result<()> {
    use socket2::SockFilter;

    const LOAD_BYTE: u16 = 0x30;
    const AND: u16 = 0x54;
    const JUMP_IF_EQUAL: u16 = 0x15;
    const RETURN: u16 = 0x06;
    const FLAGS_AT: u32 = 13;
    const SYN: u32 = 0x02;
    const SYN_AND_ACK: u32 = 0x12;
    const NOTHING: u32 = 0;
    const EVERYTHING: u32 = u32::MAX;
    SockRef::from(listener).attach_filter(&[
        SockFilter::new(LOAD_BYTE, 0, 0, FLAGS_AT),
        SockFilter::new(AND, 0, 0, SYN_AND_ACK),
        SockFilter::new(JUMP_IF_EQUAL, 0, 1, SYN),
        SockFilter::new(RETURN, 0, 0, NOTHING),
        SockFilter::new(RETURN, 0, 0, EVERYTHING),
    ])
}

/// Only Linux can; elsewhere the shop is developed, not restarted under load.
#[cfg(not(target_os = "linux"))]
fn reject_new_syns(_: &TcpListener) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::{ErrorKind, Write},
        net,
        time::Duration,
    };

    use tokio::io::AsyncReadExt;

    use super::*;

    /// The kernel knocks again after a second at the earliest.
    async fn knock(address: SocketAddr) -> Option<ErrorKind> {
        let knock = move || net::TcpStream::connect_timeout(&address, Duration::from_millis(200));
        tokio::task::spawn_blocking(knock)
            .await
            .ok()?
            .err()
            .map(|refusal| refusal.kind())
    }

    #[tokio::test]
    async fn who_waits_at_the_door_is_taken_up_and_who_comes_later_is_not_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        net::TcpStream::connect(address)
            .unwrap()
            .write_all(b"an order")
            .unwrap();
        let closes_at = Some(closing_time(&listener));
        assert_eq!(knock(address).await, Some(ErrorKind::TimedOut), "unheard");

        let begun = CancellationToken::new();
        begun.cancel();
        let mut door = DrainingListener {
            listener: Some(listener),
            address,
            begun,
            closes_at,
        };
        let (mut stream, _) = door.accept().await;
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        assert_eq!(said, "an order");

        let nobody = tokio::time::timeout(LINGER * 4, door.accept()).await;
        assert!(
            nobody.is_err() && door.listener.is_none(),
            "it has closed by then"
        );
        assert_eq!(knock(address).await, Some(ErrorKind::ConnectionRefused));
    }
}
