//! Where a process under test may listen.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use rand::RngExt;

/// Below the ports that systems hand to outgoing connections, so that nothing but another test's random choice
/// can take one between its being found free and its being listened on, nor while its process is started anew.
const PORTS: std::ops::Range<u16> = 10_000..32_000;

/// A port that was free a moment ago; a process that is started anew gets the same one.
pub fn free_address() -> SocketAddr {
    let mut choices = std::iter::repeat_with(|| {
        SocketAddr::from((Ipv4Addr::LOCALHOST, rand::rng().random_range(PORTS)))
    });
    choices
        .find(|address| TcpListener::bind(address).is_ok())
        .expect("because the choices do not end")
}
