//! Labels: offered as "service – purpose – office", unique, and never too alike unremarked.

use std::collections::{BTreeMap, BTreeSet};

use vault::{Account, AccountId, Label, LabelError, MAX_LABEL};

use crate::accounts::parse_label;
use crate::error::Result;
use crate::view::{LabelView, LookAlikeView, ServiceView};
use crate::{App, Error, caution, services};

/// Between the parts of a label.
pub(crate) const SEPARATOR: &str = " – ";

impl App {
    /// The services of the naming aid.
    pub fn name_aid(&self) -> Vec<ServiceView> {
        services::views()
    }

    /// What is to be said about a label while it is typed. `renamed` is the account that would get
    /// it, if it exists already.
    ///
    /// # Errors
    /// When the vault is locked, or `renamed` is no account.
    pub fn check_label(&self, label: &str, renamed: Option<&str>) -> Result<LabelView> {
        self.check_label_of(label, "", renamed)
    }

    /// As [`App::check_label`], where the account's own name at its service is known, as it is when
    /// a set-up code was read.
    ///
    /// # Errors
    /// As [`App::check_label`].
    pub fn check_label_of(
        &self,
        label: &str,
        account: &str,
        renamed: Option<&str>,
    ) -> Result<LabelView> {
        let renamed = renamed.map(parse_id).transpose()?;
        let accounts = self.listing()?.accounts;
        let others: Vec<&Account> =
            accounts.iter().filter(|account| Some(account.id) != renamed).collect();
        let checked = match parse_label(label) {
            Ok(checked) => checked,
            Err(error) => return Ok(refused(error)),
        };
        if let Some(taken) = others.iter().find(|other| other.label.fold() == checked.fold()) {
            let suggestion = label_with_office(label, &others);
            let mut error = taken_error(taken);
            if let Some(suggestion) = &suggestion {
                error = error.with("example", suggestion);
            }
            return Ok(LabelView { suggestion, ..refused(error) });
        }
        let look_alike = look_alike(checked.as_str(), others.iter().copied());
        let cautions = caution::of_label(label, account, services::by_label(label));
        Ok(LabelView { problem: None, suggestion: None, look_alike, cautions })
    }
}

/// "Name already used", with the label in the way and since when.
pub(crate) fn taken_error(taken: &Account) -> Error {
    with_taken(Error::new("account.label-taken"), taken)
}

/// Adds to "taken" what is there, since when, and what could be added to the new one's label.
pub(crate) fn with_taken(error: Error, taken: &Account) -> Error {
    let label = taken.label.as_str();
    let add = if office_of(label).is_some() { "more" } else { "office" };
    let example = format!("{label}{SEPARATOR}Leeds");
    error
        .with("label", label)
        .with("since", crate::messages::day(taken.created_at))
        .with("add", add)
        .with("example", example)
}

/// Reads an account id as the window sends it.
pub(crate) fn parse_id(id: &str) -> Result<AccountId> {
    id.parse().map_err(|_| Error::new("account.not-found").with("label", id))
}

/// A label for what was read: the service's name if it is known, then the account's.
pub(crate) fn suggest(issuer: &str, account: &str, accounts: &[Account]) -> String {
    let service = services::by_issuer(issuer).map_or(issuer.trim(), |service| service.name);
    let user_id = hint_of(account).is_some();
    let parts = [service, if user_id { "" } else { account.trim() }];
    let label = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let label = if label.is_empty() { "New account".to_owned() } else { label.join(SEPARATOR) };
    let label: String = label.chars().filter(|c| can_be_seen(*c)).take(MAX_LABEL - 4).collect();
    let taken: Vec<&Account> = accounts.iter().collect();
    if taken.iter().any(|other| is_label(other, &label)) {
        free_label(&label, &taken).unwrap_or(label)
    } else {
        label
    }
}

/// The last four characters of an account name that is a Government Gateway user ID: 12 digits.
pub(crate) fn hint_of(account: &str) -> Option<String> {
    let digits: String = account.chars().filter(|c| !c.is_whitespace()).collect();
    let user_id = digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit());
    user_id.then(|| digits[8..].to_owned())
}

/// The last part of a label of three parts or more: the office.
pub(crate) fn office_of(label: &str) -> Option<String> {
    let parts: Vec<&str> = label.split(SEPARATOR).collect();
    (parts.len() >= 3).then(|| parts[parts.len() - 1].trim().to_owned())
}

/// The first other label that has as many words and differs in just one of them.
pub(crate) fn look_alike<'a>(
    label: &str,
    others: impl IntoIterator<Item = &'a Account>,
) -> Option<LookAlikeView> {
    let ours = words_of(label);
    others.into_iter().find_map(|other| {
        let theirs = words_of(other.label.as_str());
        let differing: Vec<String> = differing(&ours, &theirs)?;
        Some(LookAlikeView { label: other.label.as_str().to_owned(), words: differing })
    })
}

/// Labels by what is left of their words without one of them, so that those which differ in one
/// word are found without comparing each with each.
pub(crate) struct LookAlikes<'a> {
    accounts: &'a [Account],
    near: BTreeMap<String, Vec<usize>>,
}

impl<'a> LookAlikes<'a> {
    pub(crate) fn among(accounts: &'a [Account]) -> Self {
        let mut near: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, account) in accounts.iter().enumerate() {
            for rest in rests_of(account.label.as_str()) {
                near.entry(rest).or_default().push(place);
            }
        }
        Self { accounts, near }
    }

    /// As [`look_alike`], of the others.
    pub(crate) fn of(&self, account: &Account) -> Option<LookAlikeView> {
        let ours = words_of(account.label.as_str());
        let is_alike = |place: &&usize| {
            let other = &self.accounts[**place];
            other.id != account.id && differing(&ours, &words_of(other.label.as_str())).is_some()
        };
        let buckets = rests_of(account.label.as_str()).into_iter().map(|rest| self.near.get(&rest));
        let first = buckets.flatten().filter_map(|places| places.iter().find(is_alike)).min()?;
        look_alike(account.label.as_str(), [&self.accounts[*first]])
    }
}

/// The words of a label in order, all of them and with each one left out.
fn rests_of(label: &str) -> BTreeSet<String> {
    let words: BTreeSet<String> = words_of(label).iter().map(|word| word.to_lowercase()).collect();
    let without = |left_out: Option<&String>| {
        let rest = words.iter().filter(|word| Some(*word) != left_out);
        rest.map(String::as_str).collect::<Vec<_>>().join("\n")
    };
    words.iter().map(Some).chain([None]).map(without).collect()
}

/// Our words that they do not have, when exactly one word differs on the longer side.
fn differing(ours: &[String], theirs: &[String]) -> Option<Vec<String>> {
    if ours.len().abs_diff(theirs.len()) > 1 || ours.len().min(theirs.len()) < 2 {
        return None;
    }
    let fold = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
    let (our_set, their_set): (BTreeSet<String>, BTreeSet<String>) = (fold(ours), fold(theirs));
    let only_ours: Vec<String> =
        ours.iter().filter(|word| !their_set.contains(&word.to_lowercase())).cloned().collect();
    let only_theirs = theirs.iter().filter(|word| !our_set.contains(&word.to_lowercase())).count();
    (only_ours.len().max(only_theirs) == 1).then_some(only_ours)
}

fn words_of(label: &str) -> Vec<String> {
    label
        .split(|c: char| c.is_whitespace() || "–-,/()".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The label with the office that most others are of, where it has none and that makes it free. A
/// number in the place of an office would only be the next look-alike.
pub(crate) fn label_with_office(label: &str, others: &[&Account]) -> Option<String> {
    if office_of(label).is_some() {
        return None;
    }
    let mut offices: BTreeMap<String, usize> = BTreeMap::new();
    for office in others.iter().filter_map(|other| office_of(other.label.as_str())) {
        *offices.entry(office).or_default() += 1;
    }
    let mut offices: Vec<(String, usize)> = offices.into_iter().collect();
    offices.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let with = |(office, _)| format!("{}{SEPARATOR}{office}", label.trim());
    let is_free = |label: &String| {
        Label::new(label).is_ok() && !others.iter().any(|other| is_label(other, label))
    };
    offices.into_iter().map(with).find(is_free)
}

/// The label with the first number that makes it free.
pub(crate) fn free_label(label: &str, others: &[&Account]) -> Option<String> {
    let stem: String = label.trim().chars().take(MAX_LABEL - 4).collect();
    (2..1000)
        .map(|number| format!("{stem} {number}"))
        .find(|candidate| !others.iter().any(|other| is_label(other, candidate)))
}

/// Whether a label may hold it.
fn can_be_seen(c: char) -> bool {
    let alone = Label::new(c.encode_utf8(&mut [0; 4]));
    !c.is_control() && alone != Err(LabelError::Invisible)
}

fn is_label(account: &Account, label: &str) -> bool {
    Label::new(label).is_ok_and(|label| label.fold() == account.label.fold())
}

fn refused(problem: Error) -> LabelView {
    LabelView {
        problem: Some(problem.into()),
        suggestion: None,
        look_alike: None,
        cautions: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(ours: &str, theirs: &str) -> Option<Vec<String>> {
        differing(&words_of(ours), &words_of(theirs))
    }

    #[test]
    fn labels_that_differ_by_one_word_are_alike() {
        let (income, corporation) = (
            "HMRC online services – Income Tax – London",
            "HMRC online services – Corp Tax – London",
        );
        assert_eq!(differ(corporation, income), Some(vec!["Corp".to_owned()]));
        assert_eq!(differ("VAT – Leeds", "VAT – Leeds 2"), Some(vec![]));
        assert_eq!(differ("VAT – Leeds 2", "VAT – Leeds"), Some(vec!["2".to_owned()]));
    }

    #[test]
    fn labels_that_are_alike_share_what_is_left_without_one_word() {
        let labels = [
            "VAT – Leeds",
            "VAT – Leeds 2",
            "Leeds VAT",
            "VAT – York",
            "vat - leeds 2",
            "Xero",
            "HMRC – VAT – Leeds",
            "HMRC – PAYE – Leeds",
            "HMRC – PAYE – York",
            "VAT VAT Leeds",
        ];
        let alike = |one: &str, other: &str| differ(one, other).is_some();
        for one in labels {
            for other in labels {
                let share = !rests_of(one).is_disjoint(&rests_of(other));
                assert!(share || !alike(one, other), "{one} and {other}");
            }
        }
    }

    #[test]
    fn labels_that_differ_by_more_are_not() {
        assert_eq!(differ("HMRC – Income Tax – London", "HMRC – VAT – Leeds"), None);
        assert_eq!(differ("Xero", "Dext"), None, "one word alone is no likeness");
        assert_eq!(differ("VAT – Leeds", "vat - leeds"), None, "the same words");
    }

    #[test]
    fn a_user_id_becomes_a_hint_and_not_a_label() {
        assert_eq!(hint_of("1234 5678 4417").as_deref(), Some("4417"));
        assert_eq!(hint_of("sarah@example.co.uk"), None);
        assert_eq!(suggest("GOV.UK One Login", "s@x.uk", &[]), "GOV.UK One Login – s@x.uk");
        assert_eq!(suggest("HMRC", "123456784417", &[]), "HMRC");
        assert_eq!(suggest("", "", &[]), "New account");
        let seen = suggest("GOV\u{200B}.UK", "me\u{202E}", &[]);
        assert_eq!((seen.as_str(), Label::new(&seen).is_ok()), ("GOV.UK – me", true));
    }

    #[test]
    fn the_third_part_of_a_label_is_the_office() {
        assert_eq!(office_of("HMRC – VAT – Leeds").as_deref(), Some("Leeds"));
        assert_eq!(office_of("HMRC – VAT"), None);
    }
}
