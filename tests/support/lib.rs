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

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
pub use xtask::aid::{free_port, not_run};
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

/// Returns the top folder of the checkout.
pub fn root() -> &'static Path {
    xtask::paths::root()
}

/// Returns the folder of the committed test vectors.
pub fn vectors() -> PathBuf {
    root().join("tests").join("vectors")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_what_builds_it() {
        let error = program("no-such-program").unwrap_err().to_string();
        assert!(error.contains("cargo xtask test"), "{error}");
    }
}
