//! What a firm of 5,000 people costs, in a folder and in PostgreSQL, and how that grows from one of
//! ten; measured by `tests/bench-firm`, each thing in a process of its own.

mod bars;
mod figures;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::PROFILE;
use super::table::{Growth, Row};
use crate::command::{self, heading};
use crate::server::Postgres;
use crate::{build, paths, process};
use figures::{All, Figures};

const PACKAGE: &str = "sixboard-bench-firm";

/// How many people the firms have. The bars are for the last.
const SIZES: [usize; 4] = [10, 100, 1_000, 5_000];

/// How many people the firm has that came to be by one act at a time: building it takes long.
const GROWN: usize = 1_000;

/// What is measured, in this order: the last two change the store.
const MEASURED: [&str; 6] = ["open", "first-sync", "look", "idle", "new-key", "remove"];

/// Where what is derived stands in the place of a store.
const DERIVED: &str = "ten years old";

/// What an administrator of the database runs before a firm uses it.
const SETUP: &str = "crates/store-remote/src/postgres/setup.sql";

/// The password protects nothing but the server of this run.
const MEMBER: &str = "CREATE ROLE ann LOGIN PASSWORD 'ann of the bench' IN ROLE sixboard_member";
const SIGN_IN: &str = "ann\nann of the bench";

/// Measures in processes of their own. Returns the rows, and how everything grows.
pub fn measure() -> Result<(Vec<Row>, Growth)> {
    heading("A firm of up to 5,000 people");
    build::programs(&[PACKAGE], PROFILE)?;
    let database = Database::start()?;
    let mut all = All::default();
    for people in SIZES {
        measure_on_both(&database, ("build", people), &MEASURED, &mut all)?;
    }
    let mut grown = All::default();
    measure_on_both(&database, ("grow", GROWN), &["first-sync"], &mut grown)?;
    let mut rows = bars::rows(&all)?;
    rows.extend(bars::grown_rows(&grown, GROWN)?);
    Ok((rows, figures::growth(&all, &SIZES)))
}

/// Measures what is derived when somebody leaves a firm that is ten years old, on the device of an
/// administrator. Returns the rows, and how it grows.
pub fn leaver() -> Result<(Vec<Row>, Growth)> {
    heading("Somebody leaves a firm of up to 5,000 people after ten years");
    build::programs(&[PACKAGE], PROFILE)?;
    let mut all = All::default();
    for people in SIZES {
        let firm = TempDir::with_prefix("sixboard-firm-")?;
        let folder = firm.path().to_string_lossy().into_owned();
        run(&["age", &people.to_string(), &folder])?;
        for (name, figures) in run(&["measure", "leaver", &folder, &format!("{folder}/store")])? {
            all.entry((name, DERIVED)).or_default().insert(people, figures);
        }
    }
    Ok((bars::leaver_rows(&all)?, figures::growth(&all, &SIZES)))
}

/// Measures things of one firm, on both stores.
fn measure_on_both(
    database: &Database,
    (how, people): (&str, usize),
    what: &[&str],
    all: &mut All,
) -> Result<()> {
    let firm = TempDir::with_prefix("sixboard-firm-")?;
    let folder = firm.path().to_string_lossy().into_owned();
    run(&[how, &people.to_string(), &folder])?;
    let url = database.make(&format!("{how}_{people}"))?;
    run(&["copy", &folder, &url])?;
    // The folder last: what is measured there changes what the devices begin with.
    for (store, url) in [("PostgreSQL", url), ("folder", format!("{folder}/store"))] {
        for what in what {
            for (name, figures) in run(&["measure", what, &folder, &url])? {
                all.entry((name, store)).or_default().insert(people, figures);
            }
        }
    }
    Ok(())
}

/// A server with a database for each firm.
struct Database(Postgres);

impl Database {
    fn start() -> Result<Self> {
        let server = Postgres::start()?.context("PostgreSQL is not installed")?;
        server.run("codes", &setup()?)?;
        server.run("codes", MEMBER)?;
        Ok(Self(server))
    }

    /// Makes the one for a firm. Returns its URL.
    fn make(&self, name: &str) -> Result<String> {
        self.0.run("postgres", &format!("CREATE DATABASE {name}"))?;
        self.0.run(name, &setup()?)?;
        Ok(format!("postgres://127.0.0.1:{}/{name}", self.0.port()))
    }
}

fn setup() -> Result<String> {
    Ok(fs::read_to_string(paths::root().join(SETUP))?)
}

/// Runs the measuring program and returns the figures that it tells, with their names.
fn run(arguments: &[&str]) -> Result<Vec<(String, Figures)>> {
    process::stop_if_interrupted()?;
    let program = paths::program(PROFILE, PACKAGE);
    let mut command = process::command(Path::new(&program));
    command.args(arguments);
    if arguments.iter().any(|argument| argument.starts_with("postgres:")) {
        command.env("SIXBOARD_BENCH_SIGN_IN", SIGN_IN);
    }
    let mut told = Vec::new();
    command::run_and_see(&mut command, |line| {
        told.extend(line.strip_prefix("figures: ").map(str::to_owned));
    })?;
    told.iter().map(|line| Figures::read(line)).collect()
}
