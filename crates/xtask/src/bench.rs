//! `cargo xtask bench`: the speed bars of the design, each beside its peer in the same run.
//!
//! Speed is never tested, only measured: the numbers depend on the machine, which the table names.

mod codes;
mod command_line;
mod idle;
mod machine;
mod peer;
mod qr;
mod sample;
mod table;
mod typing;
mod window;

use std::fs;

use anyhow::Result;

use crate::command::heading;
use crate::setup::{self, Need};
use crate::{build, paths};
use table::Row;

/// The profile that is measured: optimised like a release, quicker to build.
const PROFILE: &str = "bench-build";

/// What `cargo xtask bench` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Measure only this; can be given several times
    #[arg(long, value_name = "ROW")]
    only: Vec<Subject>,
    /// How often each command is timed; the table gives the median
    #[arg(long, default_value_t = 30)]
    repeats: usize,
    /// How long idle programs are watched
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    idle_seconds: u64,
    /// Install nothing and do not look whether anything is missing
    #[arg(long)]
    no_setup: bool,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Subject {
    /// Making one code from a key in memory, beside the bare HMAC
    Codes,
    /// `sixboard code` beside keepassxc-cli and oathtool
    CommandLine,
    /// Finding a QR code on a 4K screenshot, beside zxing-cpp
    Qr,
    /// From start to window, beside KeePassXC
    Window,
    /// Type-ahead over 10,000 accounts
    Typing,
    /// Processor use of the idle app with 100 accounts
    Idle,
}

impl Subject {
    const ALL: [Self; 6] =
        [Self::Codes, Self::CommandLine, Self::Qr, Self::Window, Self::Typing, Self::Idle];

    fn measure(self, options: &Options) -> Result<Vec<Row>> {
        match self {
            Self::Codes => codes::measure(),
            Self::CommandLine => command_line::measure(options.repeats),
            Self::Qr => qr::measure(),
            Self::Window => window::measure(options.repeats.div_ceil(3)),
            Self::Typing => typing::measure(),
            Self::Idle => idle::measure(options.idle_seconds),
        }
    }
}

/// Sets up, builds, measures, and writes the table to `target/bench.md`.
///
/// A row that cannot be measured stands in the table with its reason, and fails the command at
/// the end.
pub fn bench(options: &Options) -> Result<()> {
    let wanted = |subject: &Subject| options.only.is_empty() || options.only.contains(subject);
    let subjects: Vec<Subject> = Subject::ALL.into_iter().filter(wanted).collect();
    if !options.no_setup {
        setup::setup(Need::Bench)?;
    }
    if subjects != [Subject::Codes] {
        build::front_end()?;
        build::programs(&["sixboard", "sixboard-desktop"], PROFILE)?;
    }
    let mut rows = Vec::new();
    let mut failure = None;
    for subject in subjects {
        match subject.measure(options) {
            Ok(measured) => rows.extend(measured),
            Err(error) => {
                rows.push(Row::not_measured(&format!("{subject:?}"), &format!("{error:#}")));
                failure.get_or_insert(error.context(format!("{subject:?} was not measured")));
            }
        }
        crate::process::stop_if_interrupted()?;
    }
    let text = table::render(&machine::describe()?, &rows);
    let file = paths::target().join("bench.md");
    fs::write(&file, &text)?;
    heading(&format!("Written to {}", paths::shown(&file)));
    println!("{text}");
    failure.map_or(Ok(()), Err)
}
