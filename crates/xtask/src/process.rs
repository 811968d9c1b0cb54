//! Programs that run beside us and must be gone when we are.
//!
//! Three nets: [`Process`] ends its program when dropped; interrupts are turned into an ordinary
//! error, so that everything is dropped; and on Linux the kernel itself ends the program when the
//! thread that started it dies (`setpriv --pdeathsig`), even if we are killed outright.

use std::ffi::OsStr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a program may take to end by itself before it is killed.
const PATIENCE: Duration = Duration::from_secs(3);

/// Returns a command that starts `program` so that the kernel ends it when our thread dies.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    if !cfg!(target_os = "linux") {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

/// A running program that is ended, by its process id, when this value is dropped.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
}

impl Process {
    /// Starts `command`, best one made by [`command`]. `name` is used in messages.
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("could not start {name}"))?;
        Ok(Self { name: name.to_owned(), child })
    }

    /// Starts `command`, gives it `input` on standard input and closes that.
    pub fn start_with_input(name: &str, command: &mut Command, input: &[u8]) -> Result<Self> {
        let mut process = Self::start(name, command.stdin(Stdio::piped()))?;
        if let Some(mut pipe) = process.child.stdin.take() {
            std::io::Write::write_all(&mut pipe, input)?;
        }
        Ok(process)
    }

    /// Returns the process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Fails, with the exit status, when the program has ended.
    pub fn still_runs(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("{} ended early ({status})", self.name);
        }
        Ok(())
    }

    /// Waits until the program ends by itself or the person interrupts.
    ///
    /// # Errors
    /// When it ends otherwise than well.
    pub fn wait(&mut self) -> Result<()> {
        let day = Duration::from_secs(24 * 3600);
        let status = crate::poll::until(&self.name, day, || Ok(self.child.try_wait()?))?;
        if !status.success() {
            bail!("{} ended with {status}", self.name);
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Asks `child` to end, and kills it when it does not.
pub fn end(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    ask_to_end(child);
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill(); // it may have ended this instant
    let _ = child.wait();
}

#[cfg(unix)]
fn ask_to_end(child: &Child) {
    let id = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
}

#[cfg(not(unix))]
fn ask_to_end(child: &mut Child) {
    let _ = child.kill();
}

#[cfg(unix)]
mod interrupts {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, OnceLock};

    use anyhow::{Result, bail};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    static SEEN: OnceLock<Arc<AtomicBool>> = OnceLock::new();

    /// Turns Ctrl+C and its kin into an error that [`stop_if_interrupted`] returns.
    pub fn watch_for_interrupts() -> Result<()> {
        let seen = SEEN.get_or_init(Arc::default);
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // The second one ends us at once, should an orderly end hang.
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(seen))?;
            signal_hook::flag::register(signal, Arc::clone(seen))?;
        }
        Ok(())
    }

    /// Fails when the person has interrupted us.
    pub fn stop_if_interrupted() -> Result<()> {
        if SEEN.get().is_some_and(|seen| seen.load(Ordering::Relaxed)) {
            bail!("interrupted");
        }
        Ok(())
    }
}

#[cfg(not(unix))]
mod interrupts {
    use anyhow::Result;

    /// Does nothing here: the system ends our children with us.
    pub fn watch_for_interrupts() -> Result<()> {
        Ok(())
    }

    /// Never fails here.
    pub fn stop_if_interrupted() -> Result<()> {
        Ok(())
    }
}

pub use interrupts::{stop_if_interrupted, watch_for_interrupts};

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_process_is_gone() {
        let process = Process::start("sleep", command("sleep").arg("600")).unwrap();
        let folder = format!("/proc/{}", process.id());
        assert!(std::path::Path::new(&folder).exists());
        drop(process);
        assert!(!std::path::Path::new(&folder).exists());
    }

    #[test]
    fn a_process_that_ended_early_is_named() {
        let mut process =
            Process::start("the shell", command("sh").args(["-c", "exit 4"])).unwrap();
        process.child.wait().unwrap();
        assert!(process.still_runs().unwrap_err().to_string().contains("the shell ended early"));
    }

    #[test]
    fn the_kernel_ends_a_process_whose_starter_died() {
        let script =
            "setpriv --pdeathsig TERM -- sleep 600 & echo $!; exec 1>&-; sleep 0.2; kill -9 $$";
        let output = Command::new("sh").args(["-c", script]).output().unwrap();
        let id = String::from_utf8(output.stdout).unwrap();
        let folder = format!("/proc/{}/exe", id.trim());
        let gone = || Ok((!std::path::Path::new(&folder).exists()).then_some(()));
        crate::poll::until("its end", Duration::from_secs(5), gone).unwrap();
    }
}
