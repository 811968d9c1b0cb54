//! `sixboard audit`: the firm's log, and checking it anywhere.

use std::path::{Path, PathBuf};

use app::firm::views::{AuditView, LogFilter, LogLine, LogView};
use app::firm::{CheckedCertificate, check_certificate, prove_certificate, verify_audit};
use app::moment::Moment;
use app::{Error, messages};
use clap::{Args, Subcommand};

use super::firm::count;
use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output, table};

/// Show the firm's log: who did what, and when
///
/// Administrators and auditors read everybody's lines, others their own. Copied codes are among
/// them: each device reports them with its next sync. That somebody copied a code is no proof that
/// anybody signed in. Without --from, copied codes of the last three months are shown.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  sixboard audit --who 'Carol Diaz' --from 2026-03-01
  sixboard audit --account 'VAT – Leeds' --what given
  sixboard audit --csv > log.csv
  sixboard audit export log.json         a file that anybody can check
  sixboard audit verify log.json         checks it, without vault and network
  sixboard audit verify certificate.json --log log.json")]
pub(crate) struct Audit {
    #[command(subcommand)]
    act: Option<Act>,

    /// Only what this person did
    #[arg(long, value_name = "NAME")]
    who: Option<String>,

    /// Only what is about this account
    #[arg(long, value_name = "LABEL")]
    account: Option<String>,

    /// Only this kind of line, as --json calls it, or its first part: key, given, shared, ...
    #[arg(long, value_name = "KIND")]
    what: Option<String>,

    /// Not before this day or moment: 2026-03-14, '2026-03-14 10:40' or Unix seconds
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    from: Option<Moment>,

    /// Not after it
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    to: Option<Moment>,

    /// Also what only keeps the firm's keys in order
    #[arg(long)]
    all: bool,

    /// Print it for a spreadsheet; what looks like a formula gets an apostrophe in front
    #[arg(long, conflicts_with = "json")]
    csv: bool,

    /// Print it as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
enum Act {
    Export(Export),
    Verify(Verify),
}

/// Write the whole log to a file that anybody can check
///
/// Each entry comes with the key of its own content, so that the file can be read without the
/// firm's keys. No secret key of an account and no key of the firm is in it. An entry that holds
/// the sign-in to the firm's folder is kept back: its signature and its place are still checked.
#[derive(Args)]
struct Export {
    /// Where to write it
    file: PathBuf,

    /// Replace an earlier file without asking
    #[arg(long)]
    yes: bool,
}

/// Check an exported log, or a leaver certificate: needs no vault and no network
///
/// Of a log, every signature, the chain of each device's entries, every rule of the firm, and all
/// that stands beside the entries is checked, from the firm's first entry on. Compare that entry, or
/// the firm's code, with what a device of the firm shows: the file alone cannot say which firm is
/// meant. A certificate is compared with the export of the log that --log names: what the leaver
/// had and who replaced it when is worked out again from the log. Without --log all that can be
/// said is that nobody changed the file since it was made, and not who made it.
#[derive(Args)]
struct Verify {
    /// The file
    file: PathBuf,

    /// The hash that the firm's first entry must have
    #[arg(long, value_name = "HASH")]
    first: Option<String>,

    /// For a certificate: an export of the firm's log that is not older
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

impl Audit {
    /// Whether it needs a vault.
    pub(crate) fn needs_vault(&self) -> bool {
        !matches!(self.act, Some(Act::Verify(_)))
    }

    /// Checks a file, where that is what was asked for.
    ///
    /// # Errors
    /// When the file does not hold.
    pub(crate) fn run_without_vault(self) -> Result<(), Failure> {
        match self.act {
            Some(Act::Verify(verify)) => verify.run(self.json),
            _ => Ok(()),
        }
    }

    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or others' lines are asked for that are not for this person.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        if let Some(Act::Export(export)) = self.act {
            return export.run(context);
        }
        let view = context.app.log(&LogFilter {
            who: self.who,
            account: self.account,
            what: self.what,
            from: self.from.map(|moment| moment.first),
            to: self.to.map(|moment| moment.last),
            routine: self.all,
        })?;
        if self.json {
            return Ok(output::print_json(&view)?);
        }
        if self.csv {
            return Ok(output::print_text(&view.csv())?);
        }
        let rows: Vec<[String; 6]> = view.lines.iter().map(line).collect();
        table::print(&rows)?;
        remark(context, &view);
        Ok(())
    }
}

fn line(line: &LogLine) -> [String; 6] {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let counts = if line.counts { "" } else { "does not count" };
    [
        messages::moment(line.at),
        line.person.clone().unwrap_or_else(|| "Recovery kit".to_owned()),
        line.words(),
        text(&line.account),
        text(&line.detail),
        counts.to_owned(),
    ]
}

fn remark(context: &Context, view: &LogView) {
    let since = view.since.map_or_else(String::new, |at| format!(" since {}", messages::day(at)));
    let chain = if view.alarms.is_empty() { "chain unbroken" } else { "with alarms, see below" };
    context.note(&format!("{}, {chain}{since}.", count(view.entries, "entry", "entries")));
    if view.own {
        context.note("These are your own lines. Others' are for administrators and auditors.");
    }
    for one in &view.silent {
        let seen = one.last_seen.map_or_else(|| "never".to_owned(), messages::day);
        let (person, device) = (&one.person, &one.device);
        context.note(&format!(
            "{person}'s '{device}' last reported: {seen}. What was done there since may be missing."
        ));
    }
    if view.unread > 0 {
        context.note(&format!(
            "{} of use could not be opened: they were made before this device was let in to read them, or are damaged.",
            count(view.unread, "daily record", "daily records")
        ));
    }
    if view.is_part {
        context.note("There are more records of use. Ask for a shorter time: --from, --to");
    }
    if let Some(problem) = &view.unreached {
        context.note("Other devices' records of use are not here:");
        output::warn_of(context.json, problem);
    }
    for alarm in &view.alarms {
        context.note(&format!("Warning: {}", messages::of_alarm(alarm)));
    }
    context.note("\"Copied a code\" is no proof that somebody signed in.");
}

impl Export {
    fn run(self, context: &Context) -> Result<(), Failure> {
        if self.file.exists() {
            let question = format!("{} is there already. Replace it?", self.file.display());
            input::need_yes(self.yes, &question)?;
        }
        let (bytes, view) = context.app.export_audit()?;
        std::fs::write(&self.file, bytes).map_err(Failure::Output)?;
        if context.json {
            return Ok(output::print_json(&view)?);
        }
        let entries = count(view.entries, "entry", "entries");
        output::print(&format!("Wrote {entries} to {}.", self.file.display()))?;
        output::print(&format!("First entry: {}", view.first))?;
        say_kept_back(&view)?;
        context.note(&format!("To check it: sixboard audit verify {}", self.file.display()));
        Ok(())
    }
}

impl Verify {
    fn certificate(&self, bytes: &[u8], json: bool) -> Result<(), Failure> {
        let first = self.first.as_deref();
        let told = match &self.log {
            Some(log) => prove_certificate(bytes, &read(log)?, first)?,
            None => check_certificate(bytes, first)?,
        };
        if json { Ok(output::print_json(&told)?) } else { say_proven(&told) }
    }

    fn run(self, json: bool) -> Result<(), Failure> {
        let bytes = read(&self.file)?;
        if app::firm::is_certificate(&bytes) {
            return self.certificate(&bytes, json);
        }
        if self.log.is_some() {
            return Err(Error::new("certificate.not").into());
        }
        let view = verify_audit(&bytes, self.first.as_deref())?;
        if json {
            return Ok(output::print_json(&view)?);
        }
        let entries = count(view.entries, "entry", "entries");
        let writers = count(view.writers, "device", "devices");
        let since = view.since.map_or_else(String::new, messages::day);
        let last = view.last.map_or_else(String::new, messages::day);
        output::print(&format!(
            "{}: {entries} of {writers} hold, from the first one on {since} to {last}.",
            view.name
        ))?;
        output::print(
            "Each is signed by a device that was in the firm, follows the one before, and says what stands beside it.",
        )?;
        say_kept_back(&view)?;
        if view.void > 0 {
            output::print(&format!(
                "{} of them were made by a device after it was removed, and do not count.",
                view.void
            ))?;
        }
        output::print(&format!(
            "Exported by {} ('{}') on {}.",
            view.exported_by.as_deref().unwrap_or("a recovery kit"),
            view.exported_on,
            messages::moment(view.exported_at)
        ))?;
        output::print(&format!("First entry: {}", view.first))?;
        output::print(&format!("Firm code: {}", view.team_code))?;
        for alarm in &view.alarms {
            output::say(&format!("Warning: {}", messages::of_alarm(alarm)));
        }
        Ok(())
    }
}

fn say_kept_back(view: &AuditView) -> Result<(), Failure> {
    for entry in &view.kept_back {
        output::print(&format!(
            "Entry {entry} is kept back, as it holds a sign-in: who signed it and its place are known, and not what it says."
        ))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| {
        let path = file.display().to_string();
        let refused = Error::new("cli.file").with("path", path);
        Failure::from(refused.with("cause", error.kind().to_string()))
    })
}

/// Reads a day or a moment.
pub(super) fn read_moment(text: &str) -> Result<Moment, String> {
    app::moment::read(text)
        .ok_or_else(|| "write a day as 2026-03-14, or a moment as '2026-03-14 10:40'".to_owned())
}

/// Says what a certificate proves.
fn say_proven(told: &CheckedCertificate) -> Result<(), Failure> {
    let accounts = count(told.accounts, "account", "accounts");
    let (by, at) = (&told.made_by, messages::moment(told.made_at));
    output::print(&format!(
        "Leaver certificate of {}, for {}: {accounts}.",
        told.firm, told.person
    ))?;
    output::print(&if told.proven {
        format!(
            "{by} made it on {at}, and the firm's log says the same, as far as {by} knew it then."
        )
    } else {
        format!(
            "Unchanged since it was made, by {by} on {at} as it says. Who really made it, and whether \
             what it says is so, this file alone cannot show: check it with --log."
        )
    })?;
    output::print(match (told.complete, &told.signed_off_by) {
        (true, Some(_)) => "Everything was done, and a second administrator signed it off.",
        (true, None) => "Everything was done; nobody has signed it off yet.",
        (false, _) => "Something was left to do when it was made.",
    })?;
    if told.proven {
        if told.unknown > 0 {
            output::print(&format!(
                "{} of that log from before then {by} did not know, or left out. Ask for a new certificate.",
                count(told.unknown, "entry", "entries")
            ))?;
        }
        output::print(
            "Not in the log are which devices reported the new key, and what was answered and signed: that is sealed, and only who wrote it and when is shown.",
        )?;
    }
    Ok(output::print(&format!("First entry of the firm: {}", told.first_entry))?)
}
