//! The shop's door: closing it turns nobody away who has come in already.
//!
//! A listener that is closed resets the connections that the kernel has accepted for it and that nobody has taken up
//! yet, perhaps with a request on them that no proxy may repeat elsewhere. So the kernel first lets nobody else in, then
//! whoever waits is taken up, and only then the listener is closed. Who knocks meanwhile is not refused but unheard,
//! knocks again a second later by TCP's own rule, and finds the next edition of this node there, or is sent to another.

use std::{io, time::Duration};

use socket2::{SockRef, Socket};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Time for taking up whoever waits; shorter than it takes to knock again.
const LINGER: Duration = Duration::from_millis(250);

pub struct Door(Socket);

impl Door {
    pub fn of(listener: &TcpListener) -> io::Result<Self> {
        SockRef::from(listener).try_clone().map(Self)
    }

    /// Ends when the listener may be closed.
    pub async fn closing(self, stop: CancellationToken) {
        stop.cancelled().await;
        match let_nobody_in(&self.0) {
            Ok(()) => tokio::time::sleep(LINGER).await,
            Err(e) => tracing::debug!(error = %e, "the door closes at once"),
        }
    }
}

/// Drops what asks for a new connection: a TCP segment with SYN and without ACK.
#[cfg(target_os = "linux")]
fn let_nobody_in(listener: &Socket) -> io::Result<()> {
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
    listener.attach_filter(&[
        SockFilter::new(LOAD_BYTE, 0, 0, FLAGS_AT),
        SockFilter::new(AND, 0, 0, SYN_AND_ACK),
        SockFilter::new(JUMP_IF_EQUAL, 0, 1, SYN),
        SockFilter::new(RETURN, 0, 0, NOTHING),
        SockFilter::new(RETURN, 0, 0, EVERYTHING),
    ])
}

/// Only Linux can; elsewhere the shop is developed, not restarted under load.
#[cfg(not(target_os = "linux"))]
fn let_nobody_in(_: &Socket) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::{ErrorKind, Write},
        net::TcpStream,
    };

    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn who_waits_at_the_door_is_taken_up_and_who_comes_later_is_not_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let waiting = std::thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(b"an order").unwrap();
        });
        waiting.join().unwrap();
        let_nobody_in(&Door::of(&listener).unwrap().0).unwrap();
        let late = TcpStream::connect_timeout(&address, Duration::from_millis(200)).unwrap_err();
        assert_eq!(late.kind(), ErrorKind::TimedOut, "unheard, not refused");

        let (mut stream, _) = listener.accept().await.unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        assert_eq!(said, "an order");
        drop(listener);
        let after = TcpStream::connect_timeout(&address, Duration::from_millis(200)).unwrap_err();
        assert_eq!(after.kind(), ErrorKind::ConnectionRefused, "closed");
    }
}
