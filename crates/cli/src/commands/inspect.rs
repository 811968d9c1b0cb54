//! `sixboard inspect`: what would come in, and what would not and why. Stores nothing.

use std::fmt;
use std::path::PathBuf;

use app::inspect::{self, Account, Inspection, Progress, Skipped};
use app::view::ErrorKind;
use app::{Error, messages};
use clap::Args;
use secret::Secret;
use serde::{Serialize, Serializer};

use super::counter_of;
use crate::failure::Failure;
use crate::input::Input;
use crate::output;

/// Show what a set-up code, a list of them or a picture holds; store nothing
///
/// Needs no vault. Exits with 1 where nothing in it could be added.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard inspect --qr code.png
  sixboard inspect - < set-up-codes.txt
  sixboard inspect --file export.txt --json")]
pub(crate) struct Inspect {
    #[command(flatten)]
    source: Source,

    /// Print {"accounts":[{"type","issuer","account","label_issuer","algorithm","digits","period",
    /// "counter"}],"skipped":[{"where","why","code"}]} as JSON
    ///
    /// "period" is null for hotp, "counter" for the others. "transfer":{"read","size"} is there only
    /// where parts of a transfer are missing.
    #[arg(long)]
    pub(crate) json: bool,

    /// Show the secret keys too: whoever sees one can make codes until it is replaced
    #[arg(long)]
    show_key: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// Set-up code (otpauth://... or otpauth-migration://...); - for standard input, any number of them
    #[arg(value_name = "URI|-")]
    uri: Option<String>,

    /// Picture file with QR codes, PNG or JPEG
    #[arg(long, value_name = "FILE")]
    qr: Option<PathBuf>,

    /// File with set-up codes, one a line, or a picture: its content says which
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report<'a> {
    accounts: Vec<AccountRow<'a>>,
    skipped: Vec<SkippedRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<Transfer>,
}

#[derive(Serialize)]
struct AccountRow<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    issuer: &'a str,
    account: &'a str,
    label_issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    secret_hex: Option<Hex<'a>>,
    algorithm: &'static str,
    digits: u8,
    period: Option<u64>,
    counter: Option<u64>,
}

#[derive(Serialize)]
struct SkippedRow {
    #[serde(rename = "where")]
    place: String,
    why: String,
    code: &'static str,
}

#[derive(Serialize)]
struct Transfer {
    read: usize,
    size: usize,
}

/// A key that was asked for, written in hexadecimal without a copy on the way.
struct Hex<'a>(&'a Secret);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expose().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Inspect {
    /// Runs it.
    ///
    /// # Errors
    /// When standard input cannot be read, or nothing in it could be added.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut found = self.found()?;
        if found.accounts.is_empty() && found.skipped.is_empty() {
            found = whole_refused("text", Error::new("uri.not-a-uri"));
        }
        if self.json {
            output::print_json(&self.report(&found))?;
        } else {
            self.print(&found)?;
        }
        if found.accounts.is_empty() { Err(Failure::Told(ErrorKind::User)) } else { Ok(()) }
    }

    fn found(&self) -> Result<Inspection, Failure> {
        let (read, place) = match &self.source {
            Source { qr: Some(path), .. } => (inspect::picture(path), "picture"),
            Source { file: Some(path), .. } => (inspect::file(path), "file"),
            Source { uri, .. } => {
                let uri = uri.as_deref().unwrap_or("-");
                let text = Input::default().secret(uri, "Set-up code", self.json)?;
                (Ok(inspect::text(&text)), "text")
            }
        };
        Ok(read.unwrap_or_else(|problem| whole_refused(place, problem)))
    }

    fn report<'a>(&self, found: &'a Inspection) -> Report<'a> {
        Report {
            accounts: found.accounts.iter().map(|account| self.row(account)).collect(),
            skipped: found.skipped.iter().map(skipped_row).collect(),
            transfer: found.batch.map(|Progress { read, size, .. }| Transfer { read, size }),
        }
    }

    fn row<'a>(&self, account: &'a Account) -> AccountRow<'a> {
        AccountRow {
            kind: account.params.kind.name(),
            issuer: &account.issuer,
            account: &account.account,
            label_issuer: account.label_issuer.as_deref(),
            secret_hex: self.show_key.then_some(Hex(&account.secret)),
            algorithm: account.params.algorithm.name(),
            digits: account.params.digits.value(),
            period: account.params.period(),
            counter: counter_of(account.params.kind),
        }
    }

    fn print(&self, found: &Inspection) -> Result<(), Failure> {
        for (index, account) in found.accounts.iter().enumerate() {
            output::print(&describe(account))?;
            for remark in found.remarks(index) {
                output::print(&format!("  {}", messages::text(&remark, []).unwrap_or_default()))?;
            }
            if self.show_key {
                output::print(&format!("  secret key (hexadecimal) {}", Hex(&account.secret)))?;
            }
        }
        for skipped in &found.skipped {
            let words = messages::of(&skipped.problem);
            output::print(&format!("Left out, {}: {} {}", skipped.place, words.what, words.next))?;
        }
        if let Some(Progress { read, size, .. }) = found.batch {
            output::print(&format!("This is {read} of {size} parts of a transfer."))?;
        }
        Ok(())
    }
}

/// A picture or file that cannot be read at all, as something that would not come in.
fn whole_refused(place: &str, problem: Error) -> Inspection {
    Inspection {
        skipped: vec![Skipped { place: place.to_owned(), problem }],
        ..Inspection::default()
    }
}

fn skipped_row(skipped: &Skipped) -> SkippedRow {
    let why = messages::of(&skipped.problem).what;
    SkippedRow { place: skipped.place.clone(), why, code: skipped.problem.code() }
}

fn describe(account: &Account) -> String {
    let named = |name: &str| if name.is_empty() { "(none)" } else { name }.to_owned();
    let organisation = account.label_issuer.as_ref();
    let organisation = organisation.map_or_else(String::new, |name| format!(" ({name})"));
    let params = account.params;
    let moves = match (params.period(), counter_of(params.kind)) {
        (_, Some(counter)) => format!("counter {counter}"),
        (period, None) => format!("{} seconds", period.unwrap_or_default()),
    };
    format!(
        "service {}{organisation}, account {}: {}, {}, {} digits, {moves}",
        named(&account.issuer),
        named(&account.account),
        params.kind.name(),
        params.algorithm.name(),
        params.digits.value(),
    )
}

fn as_text<S: Serializer>(hex: &Option<Hex<'_>>, serializer: S) -> Result<S::Ok, S::Error> {
    match hex {
        Some(hex) => serializer.collect_str(hex),
        None => serializer.serialize_none(),
    }
}
