//! Small things that tests of several packages need.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result};

/// Returns a TCP port on which nobody listens now.
///
/// Another program could take it before it is used; that is rare, and the start then fails.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Says that a test leaves something out, and why; `cargo xtask test` lists it in its last lines.
pub fn not_run(what: &str, why: &str) {
    eprintln!("not run: {what}: {why}");
    let Some(file) = std::env::var_os(crate::test::NOT_RUN) else { return };
    if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(file) {
        // Told on standard error already; a full disk fails the tests elsewhere.
        let _ = writeln!(file, "{what}: {why}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_can_be_listened_on() {
        let port = free_port().unwrap();
        assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok());
    }
}
