//! `cargo xtask run`: the desktop app, on this desktop or in a virtual one.

use std::process::Command;

use anyhow::Result;

use crate::command::heading;
use crate::setup::{self, Need};
use crate::{build, paths, process};

/// What `cargo xtask run` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Use the virtual display even where there is a real one
    #[arg(long)]
    r#virtual: bool,
    /// In the virtual display, keep running after the picture was taken, until Ctrl+C
    #[arg(long)]
    keep: bool,
    /// Install nothing and do not look whether anything is missing
    #[arg(long)]
    no_setup: bool,
    /// Handed on to the app
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Sets up, builds and starts the desktop app; see [`Options`].
pub fn run(options: &Options) -> Result<()> {
    let virtually = options.r#virtual || !has_desktop();
    if !options.no_setup {
        setup::setup(if virtually { Need::Desktop } else { Need::Build })?;
    }
    build::front_end()?;
    build::programs(&["sixboard-desktop"], "dev")?;
    let app = paths::program("debug", "sixboard-desktop");
    if virtually {
        return virtual_desktop::run(&app, options);
    }
    heading("Starting Sixboard");
    let mut app = process::Process::start("Sixboard", Command::new(app).args(&options.arguments))?;
    app.wait()
}

/// Says whether there is a display and a session bus to start the app on.
fn has_desktop() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let has_bus = || {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(std::path::PathBuf::from);
        is_set("DBUS_SESSION_BUS_ADDRESS") || runtime.is_some_and(|at| at.join("bus").exists())
    };
    !cfg!(target_os = "linux") || ((is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) && has_bus())
}

#[cfg(unix)]
mod virtual_desktop {
    use std::path::Path;
    use std::time::Duration;

    use anyhow::{Context, Result};

    use super::Options;
    use crate::command::heading;
    use crate::display::VirtualDisplay;
    use crate::paths;
    use crate::process::Process;
    use crate::session::PrivateSession;

    const TITLE: &str = "Sixboard";
    const LIMIT: Duration = Duration::from_secs(60);

    /// Starts `app` in a session and on a display of its own, and saves a picture of its window.
    pub fn run(app: &Path, options: &Options) -> Result<()> {
        heading("Starting Sixboard in a virtual display, with its own session bus and keyring");
        let session = PrivateSession::start()?;
        let display = VirtualDisplay::start(&session, 1280, 800)?;
        println!("  display {}, folders in {}", display.name(), session.folder().display());
        let mut command = session.command(app);
        display.enter(&mut command);
        let mut app = Process::start("Sixboard", command.args(&options.arguments))?;
        let window = display.wait_for_window(TITLE, LIMIT, &mut app)?;
        let drawn = display.wait_until_drawn(&window, LIMIT);
        let picture = paths::target().join("sixboard-window.png");
        display.picture(&picture)?;
        println!("  a picture of the window is in {}", paths::shown(&picture));
        drawn.context("the window appeared but stayed empty; the picture shows it")?;
        if options.keep {
            println!("  running on display {}; Ctrl+C ends it", display.name());
            return app.wait();
        }
        println!("  the window was shown and drawn; ending (--keep keeps it running)");
        Ok(())
    }
}

#[cfg(not(unix))]
mod virtual_desktop {
    use std::path::Path;

    use anyhow::{Result, bail};

    use super::Options;

    /// Refuses: a virtual display exists on Linux only.
    pub fn run(_app: &Path, _options: &Options) -> Result<()> {
        bail!("a virtual display exists on Linux only");
    }
}
