//! `cargo xtask fuzz`: libFuzzer on the stable toolchain.
//!
//! libFuzzer needs compiler switches that only the nightly toolchain offers by itself;
//! `RUSTC_BOOTSTRAP` makes the stable one accept them, for this build alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::command::{self, cargo, heading};
use crate::paths;

/// What `cargo xtask fuzz` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How long each target runs
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// One target; without it, all of them
    target: Option<String>,
}

/// The address sanitiser works on these platforms without further set-up.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Zsanitizer=address";

/// Runs the fuzz targets; fails when one of them finds something.
pub fn fuzz(options: &Options) -> Result<()> {
    let wanted = |target: &String| options.target.as_ref().is_none_or(|name| name == target);
    let targets: Vec<String> = targets()?.into_iter().filter(wanted).collect();
    ensure!(!targets.is_empty(), "no such fuzz target; there are: {}", self::targets()?.join(", "));
    build()?;
    for target in targets {
        run_one(&target, options.seconds)?;
    }
    Ok(())
}

/// Returns the names of the fuzz targets, or why they cannot run here.
pub fn targets() -> Result<Vec<String>> {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        bail!("fuzzing is set up for {PLATFORM} only");
    }
    let folder = folder().join("fuzz_targets");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("there is no {}", paths::shown(&folder)))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Builds all fuzz targets, with their own lock file and below the common target folder.
pub fn build() -> Result<()> {
    heading("Building the fuzz targets");
    let mut build = cargo();
    build.current_dir(folder()).args(["build", "--release", "--bins", "--target", PLATFORM]);
    build.env("CARGO_TARGET_DIR", target_folder());
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", FLAGS);
    command::run(&mut build)
}

/// Runs one built target for `seconds`, beginning with what `tests/vectors` has to offer.
pub fn run_one(target: &str, seconds: u32) -> Result<()> {
    heading(&format!("Fuzzing {target} for {seconds} s"));
    let corpus = folder().join("corpus").join(target);
    let findings = target_folder().join("findings").join(target);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&findings)?;
    let program = target_folder().join(PLATFORM).join("release").join(target);
    let mut fuzzer = Command::new(program);
    // A hang, not a slow machine: a picture takes seconds under the sanitiser.
    fuzzer.arg(format!("-max_total_time={seconds}")).arg("-timeout=60");
    fuzzer.args(["-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0"]);
    fuzzer.arg(format!("-artifact_prefix={}/", findings.display()));
    fuzzer.arg(corpus).args(seeds(target)?);
    command::run(&mut fuzzer).with_context(|| {
        format!("{target} found something; the input is in {}", paths::shown(&findings))
    })
}

/// Returns the folders with examples for `target`: those of its name in `tests/fuzz/seeds` and
/// `tests/vectors`, and those of `tests/vectors` that a line of its source names, as in
/// `//! Seeds: qr, otp`.
fn seeds(target: &str) -> Result<Vec<PathBuf>> {
    let source = folder().join("fuzz_targets").join(format!("{target}.rs"));
    let text = fs::read_to_string(&source)?;
    let named = text.lines().find_map(|line| line.strip_prefix("//! Seeds:")).unwrap_or_default();
    let vectors = paths::root().join("tests").join("vectors");
    let mut folders = vec![folder().join("seeds").join(target), vectors.join(target)];
    folders.extend(named.split(',').map(|name| vectors.join(name.trim())));
    Ok(folders.into_iter().filter(|folder| folder.is_dir() && *folder != vectors).collect())
}

fn folder() -> PathBuf {
    Path::new(paths::root()).join("tests").join("fuzz")
}

fn target_folder() -> PathBuf {
    paths::target().join("fuzz")
}
