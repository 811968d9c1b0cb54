//! Python programs beside these tests that play a part of the desktop and say what happened.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::Result;
use support::{PrivateSession, Process, VirtualDisplay, until};

use crate::window::LIMIT;

/// A running one. Ended when dropped.
pub struct Helper {
    _program: Process,
    said: PathBuf,
}

impl Helper {
    /// Starts the one of this file name.
    pub fn start(
        session: &PrivateSession,
        display: Option<&VirtualDisplay>,
        file: &str,
    ) -> Result<Self> {
        let said = session.folder().join(file).with_extension("said");
        // The system's Python: the bindings come from its packages.
        let mut program = session.command("/usr/bin/python3");
        program.arg(support::root().join("tests/desktop").join(file));
        // Appended, so that what was forgotten leaves no gap.
        let said_to = fs::File::options().create(true).append(true).open(&said)?;
        program.stdin(Stdio::null()).stdout(said_to);
        if let Some(display) = display {
            display.enter(&mut program);
        }
        Ok(Self { _program: Process::start(file, &mut program)?, said })
    }

    /// Waits until the last line that it said is one of these, and gives it.
    pub fn wait_for(&self, lines: &[&str]) -> Result<String> {
        until(&format!("{lines:?}"), LIMIT, || {
            let last = self.last()?;
            Ok(lines.contains(&last.as_str()).then_some(last))
        })
    }

    /// The last line that it said.
    pub fn last(&self) -> Result<String> {
        let said = fs::read_to_string(&self.said)?;
        Ok(said.lines().last().unwrap_or_default().to_owned())
    }

    /// Forgets what it said so far.
    pub fn forget(&self) -> Result<()> {
        Ok(fs::File::options().write(true).open(&self.said)?.set_len(0)?)
    }
}
