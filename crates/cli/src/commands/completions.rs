//! `sixboard completions`.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::args::Cli;
use crate::failure::Failure;
use crate::output;

/// Print what makes a shell complete these commands
#[derive(Args)]
#[command(after_help = "\
Example:
  sixboard completions bash > ~/.local/share/bash-completion/completions/sixboard")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Runs it.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut script = Vec::new(); // `generate` panics where its writer fails
        generate(self.shell, &mut Cli::command(), "sixboard", &mut script);
        Ok(output::print_text(&script)?)
    }
}
