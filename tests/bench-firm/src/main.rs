//! `sixboard-bench-firm`, behind `cargo xtask bench firm`: builds a firm in a folder, and measures
//! one thing in a process of its own, so that its memory is its own too.
//!
//! - `build PEOPLE FOLDER`: the firm, its store in `FOLDER/store`; `grow` in its place: the same firm,
//!   come to be by one act at a time; `age`: the first, ten years on.
//! - `copy FOLDER URL`: puts the same objects into another store.
//! - `measure WHAT FOLDER URL`: prints `figures: …` for each thing that was measured.
//!
//! The sign-in of a store that wants one is in the environment, as `SIXBOARD_BENCH_SIGN_IN`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "reports on the terminal")]

mod acks;
mod cost;
mod counted;
mod kept;
mod measure;
mod seeded;
mod town;
mod years;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use kept::Kept;
use town::{Past, Size};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sixboard-bench-firm: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["build", people, folder] => build(people, Past::MovedIn, folder),
        ["grow", people, folder] => build(people, Past::Grew, folder),
        ["age", people, folder] => build(people, Past::Old, folder),
        ["copy", folder, url] => measure::copy(&Kept::new(folder), url),
        ["measure", what, folder, url] => measure::measure(what, &Kept::new(folder), url),
        _ => bail!("build|grow|age PEOPLE FOLDER | copy FOLDER URL | measure WHAT FOLDER URL"),
    }
}

fn build(people: &str, past: Past, folder: &str) -> Result<()> {
    town::build(Size::of(people.parse()?), past, Path::new(folder))
}
