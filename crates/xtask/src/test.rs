//! `cargo xtask test`: every test, and at the end what did not run and why.

mod tally;

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command::{self, cargo, heading};
use crate::setup::{self, Need};
use crate::{build, fuzz, paths};
use tally::Tally;

/// Names the file to which a test adds a line `what: why` when it leaves something out, so that
/// nothing is skipped silently.
pub const NOT_RUN: &str = "SIXBOARD_NOT_RUN";

/// How long each fuzz target runs among the tests.
const SMOKE_SECONDS: u32 = 10;

/// What `cargo xtask test` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Run only this part; can be given several times
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,
    /// Install nothing and do not look whether anything is missing
    #[arg(long)]
    no_setup: bool,
}

/// The parts that the tests are run in, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The front end's type check and unit tests
    Ui,
    /// The tests of all crates, the command line and the tidy tests
    Rust,
    /// Ten seconds of each fuzz target
    Fuzz,
    /// The real window, driven through WebDriver
    Desktop,
}

impl Part {
    const ALL: [Self; 4] = [Self::Ui, Self::Rust, Self::Fuzz, Self::Desktop];

    fn name(self) -> &'static str {
        match self {
            Self::Ui => "ui",
            Self::Rust => "rust",
            Self::Fuzz => "fuzz",
            Self::Desktop => "desktop",
        }
    }

    /// Runs this part and counts into `tally`; what it leaves out is told there.
    fn run(self, tally: &mut Tally) -> Result<()> {
        match self {
            Self::Ui => ui(tally),
            Self::Rust => rust(tally),
            Self::Fuzz => fuzz_smoke(tally),
            Self::Desktop => desktop(tally),
        }
    }
}

/// How one part went.
struct Outcome {
    part: Part,
    tally: Tally,
    took: Duration,
    error: Option<anyhow::Error>,
}

/// Sets up, runs the tests in parts, and sums up; fails when any part failed.
pub fn test(options: &Options) -> Result<()> {
    if !options.no_setup {
        setup::setup(Need::Test)?;
    }
    clear_not_run()?;
    let mut outcomes = Vec::new();
    for part in Part::ALL {
        if options.only.is_empty() || options.only.contains(&part) {
            outcomes.push(run_part(part));
        }
        crate::process::stop_if_interrupted()?;
    }
    sum_up(&outcomes, options)
}

fn run_part(part: Part) -> Outcome {
    let start = Instant::now();
    let mut tally = Tally::default();
    let error = part.run(&mut tally).err();
    if let Some(error) = &error {
        println!("\n{} FAILED: {error:#}", part.name());
    }
    Outcome { part, tally, took: start.elapsed(), error }
}

fn ui(tally: &mut Tally) -> Result<()> {
    if !build::has_front_end() {
        tally.leave_out("front end: there is no ui/package.json");
        return Ok(());
    }
    heading("Front end: types");
    command::run(&mut build::front_end_script("check"))?;
    heading("Front end: unit tests");
    command::run_and_see(&mut build::front_end_script("test"), |line| tally.see_vitest(line))
}

fn rust(tally: &mut Tally) -> Result<()> {
    build::front_end()?;
    build::programs(&["sixboard", "sixboard-backup"], "dev")?; // the command-line tests start them
    heading("Tests of the crates and the command line");
    let mut test = cargo();
    test.args(["test", "--no-fail-fast"]).args(build::EVERYTHING);
    test.env(NOT_RUN, not_run_file());
    command::run_and_see(&mut test, |line| tally.see_cargo(line))
}

fn fuzz_smoke(tally: &mut Tally) -> Result<()> {
    let targets = match fuzz::targets() {
        Ok(targets) => targets,
        Err(why) => {
            tally.leave_out(&format!("fuzzing: {why:#}"));
            return Ok(());
        }
    };
    fuzz::build()?;
    let mut failures = Vec::new();
    for target in targets {
        match fuzz::run_one(&target, SMOKE_SECONDS) {
            Ok(()) => tally.passed += 1,
            Err(error) => {
                tally.failed += 1;
                failures.push(format!("{error:#}"));
            }
        }
    }
    if !failures.is_empty() {
        bail!("{}", failures.join("; "));
    }
    Ok(())
}

fn desktop(tally: &mut Tally) -> Result<()> {
    if !cfg!(target_os = "linux") {
        tally.leave_out("the window: driven on Linux only");
        return Ok(());
    }
    if !paths::root().join("tests/desktop").is_dir() {
        tally.leave_out("the window: there is no tests/desktop");
        return Ok(());
    }
    build::front_end()?;
    build::programs(&["sixboard", "sixboard-desktop"], "dev")?;
    heading("Tests of the window");
    let mut test = cargo();
    test.args(["test", "--no-fail-fast", "--test", "window"]).args(build::EVERYTHING);
    // One window at a time: the driver takes fixed ports, and focus is shared.
    test.args(["--", "--test-threads=1"]).env(NOT_RUN, not_run_file());
    command::run_and_see(&mut test, |line| tally.see_cargo(line))
}

fn not_run_file() -> std::path::PathBuf {
    paths::target().join("not-run.txt")
}

fn clear_not_run() -> Result<()> {
    fs::create_dir_all(paths::target())?;
    fs::write(not_run_file(), "")?;
    Ok(())
}

/// Prints how each part went, what did not run and the total; fails when something failed.
fn sum_up(outcomes: &[Outcome], options: &Options) -> Result<()> {
    heading("Summary");
    let mut total = Tally::default();
    for Outcome { part, tally, took, error } in outcomes {
        let verdict = if error.is_some() { "FAILED" } else { "ok" };
        println!("  {:<8} {verdict:<7} {tally}, {} s", part.name(), took.as_secs());
        total.add(tally);
        if error.is_some() && tally.failed == 0 {
            total.failed += 1; // it did not even get to a test
        }
    }
    println!("Not run: {}", not_run(&total, options)?);
    println!("Total: {total}");
    let failed: Vec<_> =
        outcomes.iter().filter(|outcome| outcome.error.is_some()).map(|o| o.part.name()).collect();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// Lists what was left out and why, in one line.
fn not_run(total: &Tally, options: &Options) -> Result<String> {
    let mut reasons = total.left_out.clone();
    let told = fs::read_to_string(not_run_file())?;
    reasons.extend(told.lines().map(str::to_owned));
    if total.skipped > 0 {
        reasons.push(format!("{} tests marked as ignored or skipped, named above", total.skipped));
    }
    let left: Vec<_> = Part::ALL.into_iter().filter(|part| !options.only.contains(part)).collect();
    if !options.only.is_empty() && !left.is_empty() {
        let names: Vec<_> = left.into_iter().map(Part::name).collect();
        reasons.push(format!("{}: not asked for (--only)", names.join(", ")));
    }
    reasons.sort();
    reasons.dedup();
    if reasons.is_empty() {
        return Ok("nothing was left out".to_owned());
    }
    Ok(reasons.join("; "))
}
