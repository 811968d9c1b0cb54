//! What comes out later: a key that somebody who leaves, or who lost a device, had besides what the
//! register says. It joins the register, and is to be replaced like the others.

use std::collections::BTreeSet;

use ledger::{
    AccountId, Context, Departure, Fate, Firm, Giving, LeavingAnswer, Object, Target, VersionRef,
};

use super::had::had;
use super::holders::{number, versions};
use super::leavers::owner;
use super::views::RouteView;
use crate::Error;
use crate::error::Result;

/// Writes into the register what came out: of one account, or of all that they had.
///
/// # Errors
/// `leaver.key` for a key that the account never had.
pub(crate) fn found_besides(
    firm: &mut Firm,
    leaving: &Departure,
    (answer, route, key): (&LeavingAnswer, Option<RouteView>, Option<u32>),
    ctx: &mut Context<'_>,
) -> Result<Vec<Object>> {
    let (Some(person), _) = owner(firm.state(), leaving.who) else { return Ok(Vec::new()) };
    let route = route.and_then(RouteView::logged).unwrap_or(ledger::Route::Other);
    let had: BTreeSet<VersionRef> = had(firm, leaving).into_keys().collect();
    let accounts: BTreeSet<AccountId> = match answer.account {
        Some(account) => [account].into(),
        None => had.iter().map(|at| at.account).collect(),
    };
    let mut objects = Vec::new();
    for account in accounts {
        for at in versions_meant(firm, account, &had, key)? {
            // The words are sealed for administrators and auditors; the register is not.
            let reason = String::new();
            let giving = Giving { at, to: person, route, due: None, reason, request: None };
            let (given, written) = firm.found_given(&giving, ctx)?;
            objects.extend(written);
            if is_not_theirs(firm, leaving.who, account) {
                objects.extend(firm.set_given(given, Fate::Lost, ctx)?);
            }
        }
    }
    Ok(objects)
}

/// Whether nobody meant them to have it: it went with a lost device, or belongs to an account that
/// who stays in the firm has no right to any more. Of who left, every key is to be replaced anyway.
fn is_not_theirs(firm: &mut Firm, who: Target, account: AccountId) -> bool {
    let state = firm.state();
    match who {
        Target::Device(_) => true,
        Target::Person(person) => {
            let may =
                state.person_holds(person, account) || state.administrators().contains(&person);
            !may && !state.has_left(person)
        }
    }
}

/// The key of that number; or else the newest one that they had, or else those in use.
fn versions_meant(
    firm: &mut Firm,
    account: AccountId,
    had: &BTreeSet<VersionRef>,
    key: Option<u32>,
) -> Result<Vec<VersionRef>> {
    let state = firm.state();
    let order = versions(state, account);
    let at = |version| VersionRef { account, version };
    if let Some(key) = key {
        let mut numbered = order.iter().zip(1..).filter(|(_, place)| number(*place) == key);
        let none = || Error::new("leaver.key").with("key", key.to_string());
        return Ok(vec![at(*numbered.next().ok_or_else(none)?.0)]);
    }
    let newest = order.iter().rev().find(|version| had.contains(&at(**version)));
    Ok(match newest {
        Some(newest) => vec![at(*newest)],
        None => state.heads(account).into_iter().map(at).collect(),
    })
}
