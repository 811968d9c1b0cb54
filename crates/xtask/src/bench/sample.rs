//! Timing whole programs, ours and the peer's by turns, so that both see the same machine.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command;

/// A command line that can be run again and again, with what it reads on standard input.
pub struct Timed {
    make: Box<dyn Fn() -> Command>,
    input: String,
    times: Vec<Duration>,
}

impl Timed {
    /// Prepares to time the command that `make` returns; `input` is given to it each time.
    pub fn new(make: impl Fn() -> Command + 'static, input: &str) -> Self {
        Self { make: Box::new(make), input: input.to_owned(), times: Vec::new() }
    }

    /// Runs it once, keeps the time, and returns what it printed.
    pub fn once(&mut self) -> Result<String> {
        let mut command = (self.make)();
        let start = Instant::now();
        let text = say(&mut command, &self.input)?;
        self.times.push(start.elapsed());
        Ok(text)
    }

    /// Returns the median time of the runs so far.
    pub fn median(&self) -> Duration {
        median(&self.times)
    }
}

/// Runs each of `timed` once unmeasured and `repeats` times measured, by turns.
pub fn by_turns(timed: &mut [&mut Timed], repeats: usize) -> Result<()> {
    for one in timed.iter_mut() {
        one.once()?; // brings the program into memory
        one.times.clear();
    }
    for _ in 0..repeats {
        for one in timed.iter_mut() {
            one.once()?;
        }
    }
    Ok(())
}

/// Runs `command` with `input` and returns what it printed.
pub fn say(command: &mut Command, input: &str) -> Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{}`", command::shown(command)))?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that reads no input may have closed it already.
        let _ = pipe.write_all(input.as_bytes());
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", program(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Returns the middle one of `times`; zero when there are none.
pub fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn program(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_moved_by_one_outlier() {
        let times = [3, 1, 900, 2, 4].map(Duration::from_millis);
        assert_eq!(median(&times), Duration::from_millis(3));
    }

    #[test]
    fn what_a_command_says_on_failing_is_in_the_error() {
        let mut command = Command::new("sh");
        let error = say(command.args(["-c", "cat >&2; exit 1"]), "no such label").unwrap_err();
        assert!(error.to_string().contains("no such label"));
    }
}
