//! `sixboard list`: the accounts, without touching one key.

use app::messages;
use app::view::{AccountView, AccountsView, CodeKind, KeyStateView, RemovedView};
use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// List the accounts: label, end of the user ID, kind of code, ID
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard list
  sixboard list --json | jq -r '.[].label'")]
pub(crate) struct List {
    /// List the accounts that were removed and can be put back
    #[arg(long)]
    removed: bool,

    /// Print [{"id","label","user_id_hint","type","digits","period","key_version"}] as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    label: &'a str,
    user_id_hint: Option<&'a str>,
    #[serde(rename = "type")]
    kind: CodeKind,
    digits: u8,
    period: Option<u32>,
    key_version: u32,
}

#[derive(Serialize)]
struct RemovedRow<'a> {
    id: &'a str,
    label: &'a str,
    user_id_hint: Option<&'a str>,
    removed_at: u64,
    wiped_at: u64,
}

impl List {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault cannot be read. Records that are damaged are told after all the others.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let mut listed = if context.is_absent() {
            AccountsView { accounts: Vec::new(), damaged: Vec::new(), removed: Vec::new() }
        } else {
            context.open()?;
            context.app.accounts()?
        };
        listed.accounts.sort_by_cached_key(|account| account.label.to_lowercase());
        match (self.removed, self.json) {
            (true, true) => {
                output::print_json(&rows::<RemovedRow<'_>, _>(&listed.removed))?;
            }
            (true, false) => print_removed(&listed.removed)?,
            (false, true) => output::print_json(&rows::<Row<'_>, _>(&listed.accounts))?,
            (false, false) => print(&listed)?,
        }
        tell_damaged(&listed, self.json)
    }
}

impl<'a> From<&'a AccountView> for Row<'a> {
    fn from(account: &'a AccountView) -> Self {
        Self {
            id: &account.id,
            label: &account.label,
            user_id_hint: account.user_id_hint.as_deref(),
            kind: account.kind,
            digits: account.digits,
            period: account.period,
            key_version: key_version(account),
        }
    }
}

impl<'a> From<&'a RemovedView> for RemovedRow<'a> {
    fn from(account: &'a RemovedView) -> Self {
        Self {
            id: &account.id,
            label: &account.label,
            user_id_hint: account.user_id_hint.as_deref(),
            removed_at: account.removed_at,
            wiped_at: account.wiped_at,
        }
    }
}

fn rows<'a, R: From<&'a V>, V>(views: &'a [V]) -> Vec<R> {
    views.iter().map(R::from).collect()
}

/// The number of the key whose codes are shown.
fn key_version(account: &AccountView) -> u32 {
    let number = |state| account.versions.iter().find(|v| v.state == state).map(|v| v.number);
    number(KeyStateView::Unconfirmed).or_else(|| number(KeyStateView::Current)).unwrap_or_default()
}

fn print(listed: &AccountsView) -> Result<(), Failure> {
    if listed.accounts.is_empty() && listed.damaged.is_empty() {
        output::print("No accounts yet.")?;
        output::say("Add your first account: sixboard add --label NAME --qr PICTURE");
        return Ok(());
    }
    let rows: Vec<[String; 4]> = listed
        .accounts
        .iter()
        .map(|account| {
            let AccountView { label, user_id_hint, id, .. } = account;
            [label.clone(), table::hint(user_id_hint.as_deref()), kind_of(account), id.clone()]
        })
        .collect();
    Ok(table::print(&rows)?)
}

fn print_removed(removed: &[RemovedView]) -> Result<(), Failure> {
    if removed.is_empty() {
        return Ok(output::print("No removed accounts.")?);
    }
    let rows: Vec<[String; 4]> = removed
        .iter()
        .map(|account| {
            let until = format!("until {}", messages::day(account.wiped_at));
            let hint = table::hint(account.user_id_hint.as_deref());
            [account.label.clone(), hint, until, account.id.clone()]
        })
        .collect();
    Ok(table::print(&rows)?)
}

fn tell_damaged(listed: &AccountsView, json: bool) -> Result<(), Failure> {
    for damaged in &listed.damaged {
        Failure::tell_problem(&damaged.problem, json);
    }
    let worst = listed.damaged.first().map(|damaged| damaged.problem.kind);
    worst.map_or(Ok(()), |kind| Err(Failure::Told(kind)))
}

fn kind_of(account: &AccountView) -> String {
    match (account.kind, account.period) {
        (CodeKind::Steam, _) => "Steam".to_owned(),
        (CodeKind::Hotp, _) => format!("{} digits, counter", account.digits),
        (CodeKind::Totp, period) => {
            format!("{} digits, {} s", account.digits, period.unwrap_or_default())
        }
    }
}
