//! `cargo xtask bench`: the speed bars of the design, each beside its peer in the same run.
//!
//! Speed is never tested, only measured: the numbers depend on the machine, which the table names.

mod codes;
mod command_line;
mod firm;
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
use table::{Growth, Row};

/// The profile that is measured: optimised like a release, quicker to build.
const PROFILE: &str = "bench-build";

/// What `cargo xtask bench` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Measure only these
    #[arg(value_name = "ROW")]
    rows: Vec<Subject>,
    /// Measure only this, too; can be given several times
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
    /// A firm of 10, 100, 1,000 and 5,000 people in a folder and in PostgreSQL
    Firm,
    /// Somebody leaves such a firm after ten years
    Leaver,
}

/// What was measured.
#[derive(Debug, Default)]
struct Measured {
    rows: Vec<Row>,
    growths: Vec<Growth>,
}

impl Subject {
    const ALL: [Self; 8] = [
        Self::Codes,
        Self::CommandLine,
        Self::Qr,
        Self::Window,
        Self::Typing,
        Self::Idle,
        Self::Firm,
        Self::Leaver,
    ];

    /// Whether what is measured is a program that people start.
    fn needs_programs(self) -> bool {
        !matches!(self, Self::Codes | Self::Qr | Self::Firm | Self::Leaver)
    }

    fn measure(self, options: &Options, measured: &mut Measured) -> Result<()> {
        measured.rows.extend(match self {
            Self::Codes => codes::measure()?,
            Self::CommandLine => command_line::measure(options.repeats)?,
            Self::Qr => qr::measure()?,
            Self::Window => window::measure(options.repeats.div_ceil(3))?,
            Self::Typing => typing::measure()?,
            Self::Idle => idle::measure(options.idle_seconds)?,
            Self::Firm | Self::Leaver => {
                let what = if self == Self::Firm { firm::measure()? } else { firm::leaver()? };
                let (rows, growth) = what;
                measured.growths.push(growth);
                rows
            }
        });
        Ok(())
    }
}

/// Sets up, builds, measures, and writes the table to `target/bench.md`.
///
/// A row that cannot be measured stands in the table with its reason, and fails the command at
/// the end.
pub fn bench(options: &Options) -> Result<()> {
    let named: Vec<&Subject> = options.rows.iter().chain(&options.only).collect();
    let wanted = |subject: &Subject| named.is_empty() || named.contains(&subject);
    let subjects: Vec<Subject> = Subject::ALL.into_iter().filter(wanted).collect();
    if !options.no_setup {
        setup::setup(Need::Bench)?;
    }
    if subjects.iter().any(|subject| subject.needs_programs()) {
        build::front_end()?;
        build::programs(&["sixboard", "sixboard-desktop"], PROFILE)?;
    }
    let mut measured = Measured::default();
    let mut failure = None;
    for subject in subjects {
        if let Err(error) = subject.measure(options, &mut measured) {
            let row = Row::not_measured(&format!("{subject:?}"), &format!("{error:#}"));
            measured.rows.push(row);
            failure.get_or_insert(error.context(format!("{subject:?} was not measured")));
        }
        crate::process::stop_if_interrupted()?;
    }
    let text = table::render(&machine::describe()?, &measured.rows, &measured.growths);
    let file = paths::target().join("bench.md");
    fs::write(&file, &text)?;
    heading(&format!("Written to {}", paths::shown(&file)));
    println!("{text}");
    failure.map_or(Ok(()), Err)
}
