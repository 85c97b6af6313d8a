//! Where a process under test may listen.

use std::net::SocketAddr;

/// A port that was free a moment ago; a process that is started anew gets the same one.
pub fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
