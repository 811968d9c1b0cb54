//! What several whole-program tests share: a private desktop session, a virtual display, and where
//! the programs are.
//!
//! ```no_run
//! # fn main() -> anyhow::Result<()> {
//! let session = support::PrivateSession::start()?; // own folders, bus, unlocked keyring
//! let mut command = std::process::Command::new(support::program("sixboard")?);
//! session.enter(&mut command);
//! # Ok(())
//! # }
//! ```

use std::fs::OpenOptions;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
pub use xtask::display::{Area, VirtualDisplay, Window};
pub use xtask::poll::until;
pub use xtask::process::Process;
pub use xtask::session::{KEYRING_PASSWORD, PrivateSession};

/// Returns the path of one of our programs (`sixboard`, `sixboard-desktop`), as built for the tests.
///
/// `cargo xtask test` builds them first; when a test is started otherwise and the program is not
/// there, this fails and says how to build it.
pub fn program(name: &str) -> Result<PathBuf> {
    let path = xtask::paths::program("debug", name);
    ensure!(
        path.is_file(),
        "{} is not built: run `cargo xtask test`, or `cargo build -p {}` before this test",
        xtask::paths::shown(&path),
        if name == "sixboard" { "sixboard-cli" } else { name }
    );
    Ok(path)
}

/// Returns the driver of the window, as `cargo xtask setup` installs it.
pub fn window_driver() -> Result<PathBuf> {
    let path = xtask::paths::tools().join("bin").join("tauri-driver");
    ensure!(path.is_file(), "tauri-driver is not there: run `cargo xtask setup`");
    Ok(path)
}

/// Returns a TCP port on which nobody listens now.
///
/// Another program could take it before it is used; tests that need ports run one at a time.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Returns the top folder of the checkout.
pub fn root() -> &'static Path {
    xtask::paths::root()
}

/// Returns the folder of the committed test vectors.
pub fn vectors() -> PathBuf {
    root().join("tests").join("vectors")
}

/// Says that a test leaves something out, and why; `cargo xtask test` lists it in its last lines.
#[allow(clippy::print_stderr, reason = "the only other place where it could be told")]
pub fn not_run(what: &str, why: &str) {
    eprintln!("not run: {what}: {why}");
    let Some(file) = std::env::var_os(xtask::test::NOT_RUN) else { return };
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

    #[test]
    fn a_missing_program_is_named_with_what_builds_it() {
        let error = program("no-such-program").unwrap_err().to_string();
        assert!(error.contains("cargo xtask test"), "{error}");
    }
}
