//! `sixboard-simulation run FROM COUNT` and `sixboard-simulation story SEED`, behind
//! `cargo xtask simulate`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "reports on the terminal")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u64>().ok();
    match arguments[..] {
        ["run", from, count] => match (number(from), number(count)) {
            (Some(from), Some(count)) => run(from, count),
            _ => usage(),
        },
        ["story", seed] => number(seed).map_or_else(usage, story),
        _ => usage(),
    }
}

fn run(from: u64, count: u64) -> ExitCode {
    std::panic::set_hook(Box::new(|_| {})); // a panic is told with its story
    let (mut failed, mut steps, mut entries) = (Vec::new(), 0, 0);
    for seed in from..from.saturating_add(count) {
        match simulation::run(seed) {
            Ok(summary) => {
                steps += summary.steps;
                entries += summary.entries;
            }
            Err(failure) => {
                println!("seed {seed}: {}", failure.what);
                failed.push(seed);
            }
        }
    }
    println!("{count} histories, {steps} steps, {entries} entries; {} went wrong", failed.len());
    match failed.first() {
        None => ExitCode::SUCCESS,
        Some(seed) => {
            eprintln!("Read one: cargo xtask simulate --story {seed}");
            ExitCode::FAILURE
        }
    }
}

fn story(seed: u64) -> ExitCode {
    let (ended, story) = simulation::tell(seed);
    println!("{story}");
    match ended {
        Ok(summary) => {
            println!("{summary:?}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{}", failure.what);
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("sixboard-simulation run FROM COUNT | story SEED");
    ExitCode::FAILURE
}
