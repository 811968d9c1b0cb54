//! When somebody's leaving is done: what is left to do, and since when no key of theirs works.

use ledger::{Choice, Departure, DepartureKind, Question, Target};

use super::views::{DepartureAccountView, ReplacingView, StepAnswerView};

/// What is left to do, as ids of words in the message file, worst first.
pub(crate) fn left(
    leaving: &Departure,
    accounts: &[DepartureAccountView],
    removed: bool,
    away: bool,
) -> Vec<String> {
    use ReplacingView::{Begun, Captured, NotBegun, Planned, Rivals};
    let mut left = Vec::new();
    let mut add = |is: bool, id: &str| {
        if is {
            left.push(id.to_owned());
        }
    };
    let is_out = matches!(
        leaving.kind,
        DepartureKind::Leaving | DepartureKind::CutOff | DepartureKind::LostDevice
    );
    add(is_out && !removed, "left-remove");
    let open = |states: &[ReplacingView]| accounts.iter().any(|one| states.contains(&one.state));
    add(open(&[NotBegun, Begun, Planned]), "left-keys");
    add(open(&[Rivals]), "left-rivals");
    add(open(&[Captured]), "left-confirm");
    let replaced = accounts.iter().filter(|one| one.state == ReplacingView::Replaced);
    let password =
        |one: &DepartureAccountView| matches!(one.password, None | Some(StepAnswerView::NotYet));
    let knew = leaving.answers.get(&(Question::KnewPasswords, None));
    let knew = knew.is_none_or(|one| one.answer.choice != Choice::No);
    add(knew && replaced.clone().any(password), "left-passwords");
    let person = matches!(leaving.who, Target::Person(_)) && leaving.kind != DepartureKind::Away;
    let unanswered = |question| !leaving.answers.contains_key(&(question, None));
    let asked = [
        Question::AnythingElse,
        Question::KnewPasswords,
        Question::ServiceAdministrator,
        Question::PhoneNumber,
        Question::FirmPhone,
        Question::OwnSignIns,
        Question::Told,
    ];
    add(person && asked.into_iter().any(unanswered), "left-questions");
    add(leaving.kind == DepartureKind::Away && away, "left-away");
    left
}

/// When the last key that they had was replaced; none while one is not, or is not tried.
pub(crate) fn open_until(accounts: &[DepartureAccountView], from: u64) -> Option<u64> {
    use ReplacingView::{Begun, Captured, Excepted, NotBegun, Planned, Rivals};
    // A new key that the service has not been seen to take may leave the old one working.
    let is_open = accounts
        .iter()
        .any(|one| matches!(one.state, NotBegun | Begun | Planned | Rivals | Excepted | Captured));
    let last = accounts.iter().filter_map(|one| one.replaced_at).max();
    (!is_open).then(|| last.unwrap_or(from).max(from))
}
