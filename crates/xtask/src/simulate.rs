//! `cargo xtask simulate`: random histories of a firm on stores that misbehave.

use anyhow::Result;

use crate::command::{self, cargo, heading};

/// What `cargo xtask simulate` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many histories
    #[arg(long, default_value_t = 1000, conflicts_with = "story")]
    seeds: u64,
    /// The seed of the first
    #[arg(long, default_value_t = 0, conflicts_with = "story")]
    from: u64,
    /// Tell the history of this seed, line by line
    #[arg(long, value_name = "SEED")]
    story: Option<u64>,
}

/// Runs the histories; fails when one of them goes wrong.
pub fn simulate(options: &Options) -> Result<()> {
    let mut simulation = cargo();
    simulation.args(["run", "--quiet", "--package", "sixboard-simulation", "--"]);
    match options.story {
        Some(seed) => simulation.args(["story", &seed.to_string()]),
        None => {
            let (from, seeds) = (options.from, options.seeds);
            heading(&format!("{seeds} histories from seed {from}"));
            simulation.args(["run", &from.to_string(), &seeds.to_string()])
        }
    };
    command::run(&mut simulation)
}
