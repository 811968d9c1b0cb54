//! A copied code that outlives the command and is taken off the clipboard again at its time.
//!
//! On X11 and Wayland the program that copied must go on to serve the text, and somewhere the
//! clock must run. So the command starts itself once more, detached, and hands the code over
//! through a pipe: it is never an argument.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use app::Error;
use app::host::{Clipboard, Clock, SystemClipboard, SystemClock};
use secret::SecretText;

use crate::failure::Failure;

/// Name of the hidden subcommand.
pub(crate) const SERVE: &str = "serve-clipboard";

/// What the detached program says when the clipboard can be used, and when it holds the code.
const READY: &str = "ready";

/// How often the detached program looks at the clock; the computer may sleep in between.
const STEP: Duration = Duration::from_millis(500);

/// The detached program, before it has a code.
pub(crate) struct Keeper {
    child: Child,
    code: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Keeper {
    /// Starts it, and makes sure that the clipboard can be used at all.
    ///
    /// # Errors
    /// When it cannot.
    pub(crate) fn start() -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe().map_err(refused)?);
        command.arg(SERVE).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        detach(&mut command);
        let mut child = command.spawn().map_err(refused)?;
        let (Some(code), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::new("bug.unexpected").into());
        };
        let mut keeper = Self { child, code, answers: BufReader::new(answers) };
        keeper.wait_for_ready()?;
        Ok(keeper)
    }

    /// Has `code` copied, to be cleared at a Unix time if it is still there then.
    ///
    /// # Errors
    /// When the clipboard refuses.
    pub(crate) fn copy(mut self, code: &SecretText, clear_at: u64) -> Result<(), Failure> {
        writeln!(self.code, "{clear_at}").map_err(refused)?;
        writeln!(self.code, "{}", code.expose()).map_err(refused)?;
        self.wait_for_ready()
    }

    fn wait_for_ready(&mut self) -> Result<(), Failure> {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).map_err(refused)?;
        if answer.trim_end() == READY {
            return Ok(());
        }
        // It has ended, or is about to.
        let _ = self.child.wait();
        Err(Error::new("clipboard.failed").into())
    }
}

/// The detached program: takes a time and a code from standard input and keeps the code on the
/// clipboard until then.
///
/// # Errors
/// When the clipboard refuses; the command that started it says so.
pub(crate) fn serve() -> Result<(), Failure> {
    leave_terminal();
    let clipboard = SystemClipboard::default();
    clipboard.open().map_err(refused)?;
    answer()?;
    let Some((clear_at, code)) = take_code()? else { return Ok(()) };
    clipboard.put(&code).map_err(refused)?;
    answer()?;
    while SystemClock.now() < clear_at {
        thread::sleep(STEP.min(clear_at.saturating_sub(SystemClock.now())));
    }
    clipboard.clear_if(&code).map_err(refused)?;
    Ok(())
}

/// The time and the code; `None` when the command ended without copying.
fn take_code() -> Result<Option<(Duration, SecretText)>, Failure> {
    let mut lines = io::stdin().lock();
    let mut line = || -> io::Result<SecretText> {
        let mut line = String::with_capacity(64);
        lines.read_line(&mut line)?;
        let taken = SecretText::copy_of(line.trim_end());
        drop(SecretText::new(line));
        Ok(taken)
    };
    let clear_at = line()?;
    let Ok(clear_at) = clear_at.expose().parse() else { return Ok(None) };
    Ok(Some((Duration::from_secs(clear_at), line()?)))
}

fn answer() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{READY}")?;
    out.flush()
}

fn refused(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Error::new("clipboard.failed").because(error).into()
}

/// A window that closes, or Ctrl+C in it, ends what belongs to it.
#[cfg(unix)]
fn leave_terminal() {
    // Refused only to the leader of a process group, which `detach` sees to that this is not.
    let _ = rustix::process::setsid();
}

#[cfg(not(unix))]
fn leave_terminal() {}

#[cfg(windows)]
fn detach(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const DETACHED_PROCESS: u32 = 0x8;
    command.creation_flags(DETACHED_PROCESS);
}

/// On Unix it leaves the terminal by itself, once it runs.
#[cfg(not(windows))]
fn detach(_: &mut Command) {}
