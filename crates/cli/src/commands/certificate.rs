//! `sixboard certificate`: what somebody who left had, and how it was replaced, on paper.

use std::path::PathBuf;

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::output;
use crate::secret_file::SecretFile;

/// Write the certificate of somebody's leaving: each key, by which way, and when it was replaced
///
/// It is signed by this device and holds no key. What is not done yet, it says.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard certificate 'Sam Ode' --out sam-ode.pdf
  sixboard certificate 'Sam Ode' --json > sam-ode.json")]
pub(crate) struct Certificate {
    /// Name of the person, or of the lost device
    name: String,

    /// New PDF file to write it to, with the JSON in it
    #[arg(long, value_name = "FILE", required_unless_present = "json")]
    out: Option<PathBuf>,

    /// Print it as JSON
    #[arg(long, conflicts_with = "out")]
    pub(crate) json: bool,
}

impl Certificate {
    /// Runs it.
    ///
    /// # Errors
    /// When nobody of that name leaves, or the file cannot be made.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let made = context.app.certificate(&self.name)?;
        let Some(path) = &self.out else { return Ok(output::print_text(&made.json)?) };
        SecretFile::create(path)?.write(&made.pdf)?;
        Ok(output::print(&format!("Wrote the certificate to {}.", path.display()))?)
    }
}
