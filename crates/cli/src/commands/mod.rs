//! One file per subcommand.

mod add;
mod approval;
mod approve;
mod audit;
mod backup;
mod certificate;
mod code;
mod completions;
mod confirm;
mod device;
mod doctor;
mod done;
mod firm;
mod give;
mod handout;
mod hint;
mod holders;
mod inspect;
mod invite;
mod join;
mod kit;
mod leaver;
mod list;
mod lock;
mod naming;
mod note;
mod passphrase;
mod people;
mod put_back;
mod recover;
mod redo;
mod remove;
mod rename;
mod replace;
mod report;
mod requests;
mod restore;
mod role;
mod share;
mod source;
mod sync;
mod team;
mod unshare;
mod verify;
mod who;

use app::Kind;
use clap::Subcommand;

use crate::args::Cli;
use crate::clipboard;
use crate::context::Context;
use crate::failure::Failure;

/// What `sixboard` can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Add(add::Add),
    List(list::List),
    Code(code::Code),
    Inspect(inspect::Inspect),
    Replace(replace::Replace),
    Confirm(confirm::Confirm),
    Rename(rename::Rename),
    Note(note::Note),
    Hint(hint::Hint),
    Remove(remove::Remove),
    PutBack(put_back::PutBack),
    Lock(lock::Lock),
    Passphrase(passphrase::Passphrase),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Doctor(doctor::Doctor),
    Recover(recover::Recover),
    Firm(firm::Firm),
    Invite(invite::Invite),
    Join(join::Join),
    Requests(requests::Requests),
    Approve(approve::Approve),
    People(people::People),
    Device(device::Device),
    Team(team::Team),
    Share(share::Share),
    Unshare(unshare::Unshare),
    Holders(holders::Holders),
    Leaver(leaver::Leaver),
    Give(give::Give),
    Handout(handout::Handout),
    Approval(approval::Approval),
    Certificate(certificate::Certificate),
    Sync(sync::Sync),
    Kit(kit::Kit),
    Verify(verify::Verify),
    Audit(audit::Audit),
    Who(who::Who),
    Report(report::Report),
    Redo(redo::Redo),
    Completions(completions::Completions),
    /// Keeps a copied code on the clipboard until its time; started by `code --copy`
    #[command(name = clipboard::SERVE, hide = true)]
    ServeClipboard,
}

impl Command {
    /// Whether `--json` was given.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Add(add) => add.json,
            Self::List(list) => list.json,
            Self::Code(code) => code.json,
            Self::Inspect(inspect) => inspect.json,
            Self::Replace(replace) => replace.json,
            Self::Doctor(doctor) => doctor.json,
            Self::Backup(backup) => backup.json,
            Self::Restore(restore) => restore.json,
            Self::Firm(firm) => firm.json(),
            Self::Invite(invite) => invite.json,
            Self::Join(join) => join.json,
            Self::Requests(requests) => requests.json,
            Self::Approve(approve) => approve.json,
            Self::People(people) => people.json,
            Self::Device(device) => device.json(),
            Self::Team(team) => team.json(),
            Self::Share(share) => share.json,
            Self::Unshare(unshare) => unshare.json,
            Self::Holders(holders) => holders.json,
            Self::Leaver(leaver) => leaver.json,
            Self::Give(give) => give.json,
            Self::Handout(handout) => handout.json,
            Self::Approval(approval) => approval.json,
            Self::Certificate(certificate) => certificate.json,
            Self::Sync(sync) => sync.json,
            Self::Kit(kit) => kit.json(),
            Self::Verify(verify) => verify.json,
            Self::Audit(audit) => audit.json,
            Self::Who(who) => who.json,
            Self::Report(report) => report.json,
            Self::Redo(redo) => redo.json,
            _ => false,
        }
    }
}

impl Cli {
    /// Does it.
    ///
    /// # Errors
    /// What the command says of itself.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let json = self.command.wants_json();
        let context = || Context::new(self.global, json);
        match self.command {
            Command::Inspect(inspect) => inspect.run(),
            Command::Audit(audit) if !audit.needs_vault() => audit.run_without_vault(),
            Command::Completions(completions) => completions.run(),
            Command::ServeClipboard => clipboard::serve(),
            Command::Add(add) => add.run(&context()?),
            Command::List(list) => list.run(&context()?),
            Command::Code(code) => code.run(&context()?),
            Command::Replace(replace) => replace.run(&context()?),
            Command::Confirm(confirm) => confirm.run(&context()?),
            Command::Rename(rename) => rename.run(&context()?),
            Command::Note(note) => note.run(&context()?),
            Command::Hint(hint) => hint.run(&context()?),
            Command::Remove(remove) => remove.run(&context()?),
            Command::PutBack(put_back) => put_back.run(&context()?),
            Command::Lock(lock) => lock.run(&context()?),
            Command::Passphrase(passphrase) => passphrase.run(&context()?),
            Command::Backup(backup) => backup.run(&context()?),
            Command::Restore(restore) => restore.run(&context()?),
            Command::Doctor(doctor) => doctor.run(&context()?),
            Command::Recover(recover) => recover.run(&context()?),
            Command::Firm(firm) => firm.run(&context()?),
            Command::Invite(invite) => invite.run(&context()?),
            Command::Join(join) => join.run(&context()?),
            Command::Requests(requests) => requests.run(&context()?),
            Command::Approve(approve) => approve.run(&context()?),
            Command::People(people) => people.run(&context()?),
            Command::Device(device) => device.run(&context()?),
            Command::Team(team) => team.run(&context()?),
            Command::Share(share) => share.run(&context()?),
            Command::Unshare(unshare) => unshare.run(&context()?),
            Command::Holders(holders) => holders.run(&context()?),
            Command::Leaver(leaver) => leaver.run(&context()?),
            Command::Give(give) => give.run(&context()?),
            Command::Handout(handout) => handout.run(&context()?),
            Command::Approval(approval) => approval.run(&context()?),
            Command::Certificate(certificate) => certificate.run(&context()?),
            Command::Sync(sync) => sync.run(&context()?),
            Command::Kit(kit) => kit.run(&context()?),
            Command::Verify(verify) => verify.run(&context()?),
            Command::Audit(audit) => audit.run(&context()?),
            Command::Who(who) => who.run(&context()?),
            Command::Report(report) => report.run(&context()?),
            Command::Redo(redo) => redo.run(&context()?),
        }
    }
}

/// The counter of a counter code.
fn counter_of(kind: Kind) -> Option<u64> {
    if let Kind::Hotp { counter } = kind { Some(counter) } else { None }
}

/// So many accounts, in words.
fn accounts(count: u32) -> String {
    if count == 1 { "1 account".to_owned() } else { format!("{count} accounts") }
}

/// Several names in one line; a dash for none.
fn listed(names: &[String]) -> String {
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

/// The address of a firm's store: a path becomes a full one.
pub(crate) fn place(store: &str) -> String {
    if store.contains("://") {
        return store.to_owned();
    }
    std::path::absolute(store).map_or_else(|_| store.to_owned(), |path| path.display().to_string())
}
