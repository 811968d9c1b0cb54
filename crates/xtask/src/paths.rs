//! Where things are in the checkout.

use std::path::{Path, PathBuf};

/// Returns the top folder of the checkout.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap_or(here)
}

/// Returns the folder where cargo builds.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Returns the path of one of our programs as built in `profile`, a folder name below the target
/// folder such as `debug`. Says nothing about whether it is there.
pub fn program(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Returns where `cargo xtask setup` puts tools that cargo installs.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// Returns the front end's folder.
pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Returns `path` relative to the checkout where it lies inside, for messages.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
