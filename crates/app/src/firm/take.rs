//! The firm's keys that this device may use become accounts of its vault, so that their codes can
//! be had without the firm; those that it may no longer use are wiped.

use std::collections::BTreeMap;

use ledger::{AccountUse, Algorithm, CodeKind, Details, Firm, VersionId, VersionRef};
use otp::{Digits, Kind, Params, Period};
use vault::{Account, FirmKey, KeyState, Label, NewAccount, UnlockedVault, UserIdHint};

use super::desk::Desk;
use super::replace::OLD_KEPT;
use crate::error::Result;
use crate::naming::free_label;
use crate::{App, Error, Event};

/// What came of bringing the copies up to date, one by one.
#[derive(Default)]
struct Taken {
    is_changed: bool,
    trouble: Option<Error>,
}

impl App {
    /// Brings the vault's copies of the firm's keys up to date. What is wrong with one of them keeps
    /// no other back.
    ///
    /// # Errors
    /// What was wrong first. The next sync tries again.
    pub(crate) fn take_keys(&self, desk: &mut Desk) -> Result<()> {
        let now = self.now();
        let rightful = rightful(&mut desk.firm);
        let (mut taken, mut here) = (Taken::default(), BTreeMap::new());
        for account in self.with_vault(|vault| Ok(vault.firm_accounts()?))? {
            let Some(firm) = account.firm else { continue };
            if rightful.contains_key(&firm.account) {
                here.insert(firm.account, account);
            } else {
                let dropped = self.with_vault(|vault| Ok(vault.drop_firm_account(account.id)?));
                taken.note(dropped.map(|()| true));
            }
        }
        for (account, version) in &rightful {
            if taken.must_wait() {
                break;
            }
            let key = FirmKey { account: *account, version: *version };
            taken.note(self.with_vault(|vault| match here.get(account) {
                Some(copy) if copy.firm == Some(key) => {
                    let is_settled = is_settled(vault, &mut desk.firm, copy, now)?;
                    let told = desk.firm.open_edit(ledger::AccountId(*account));
                    let told = told.map(|told| is_brought_up_to_date(vault, copy, told));
                    Ok(told.transpose()?.unwrap_or_default() | is_settled)
                }
                Some(copy) => is_replaced(vault, &mut desk.firm, copy, key, now),
                None => is_taken(vault, &mut desk.firm, key, now),
            }));
        }
        if taken.is_changed {
            self.tell(Event::Changed);
        }
        taken.trouble.map_or(Ok(()), Err)
    }
}

impl Taken {
    fn note(&mut self, changed: Result<bool>) {
        match changed {
            Ok(changed) => self.is_changed |= changed,
            Err(error) => drop(self.trouble.get_or_insert(error)),
        }
    }

    /// A keyring that asks the person would be waited for once for each key.
    fn must_wait(&self) -> bool {
        self.trouble.as_ref().is_some_and(|error| error.code() == "keyring.waiting")
    }
}

/// The accounts that this device may use now, each with the version whose codes are shown: the
/// latest, where two came at once.
fn rightful(firm: &mut Firm) -> BTreeMap<[u8; 16], [u8; 16]> {
    let me = firm.device();
    let state = firm.state();
    let mut rightful = BTreeMap::new();
    for (id, account) in &state.accounts {
        if account.state != AccountUse::Live || !state.may_use(me, *id) {
            continue;
        }
        let latest = state
            .heads(*id)
            .into_iter()
            .max_by_key(|version| (account.versions.get(version).map(|known| known.at), *version));
        rightful.extend(latest.map(|version: VersionId| (id.0, version.0)));
    }
    rightful
}

/// Takes in a key that came in place of another, once it has arrived. Until then the other stays.
fn is_replaced(
    vault: &UnlockedVault,
    firm: &mut Firm,
    copy: &Account,
    key: FirmKey,
    now: u64,
) -> Result<bool> {
    let (account, version) = (ledger::AccountId(key.account), VersionId(key.version));
    let params = firm.open_details(account).as_ref().and_then(params_of);
    let secret = firm.open_secret(VersionRef { account, version }).ok();
    let Some((params, secret)) = params.zip(secret) else { return Ok(false) };
    vault.replace_firm_account(copy.id, key, (secret, params), now)?;
    // One that is late, or came back, waits for nobody.
    is_settled(vault, firm, &vault.account(copy.id)?, now)?;
    Ok(true)
}

/// Wipes the key before a new one, once an administrator said that the service takes the new one,
/// or its time is over.
fn is_settled(vault: &UnlockedVault, firm: &mut Firm, copy: &Account, now: u64) -> Result<bool> {
    let (Some(key), Some(shown)) = (copy.firm, copy.shown()) else { return Ok(false) };
    let account = firm.state().accounts.get(&ledger::AccountId(key.account));
    let version = account.and_then(|account| account.versions.get(&VersionId(key.version)));
    let is_confirmed = version.is_some_and(|version| version.confirmed.is_some());
    let is_over = now >= shown.added_at.saturating_add(OLD_KEPT);
    if shown.state != KeyState::Unconfirmed || !(is_confirmed || is_over) {
        return Ok(false);
    }
    vault.settle_firm_account(copy.id)?;
    Ok(true)
}

/// Takes a key in, once it and its label have arrived.
fn is_taken(vault: &UnlockedVault, firm: &mut Firm, key: FirmKey, now: u64) -> Result<bool> {
    let (account, version) = (ledger::AccountId(key.account), VersionId(key.version));
    let Some(details) = firm.open_details(account) else { return Ok(false) };
    let Ok(secret) = firm.open_secret(VersionRef { account, version }) else { return Ok(false) };
    let (Some(params), Ok(label)) = (params_of(&details), Label::new(&details.label)) else {
        return Ok(false);
    };
    let label = match vault.find(&label)? {
        None => label,
        Some(_) => {
            let accounts = vault.accounts()?.accounts;
            let others: Vec<&Account> = accounts.iter().collect();
            let Some(free) = free_label(label.as_str(), &others) else { return Ok(false) };
            Label::new(&free)?
        }
    };
    let new = NewAccount {
        user_id_hint: hint_of(&details),
        note: details.note,
        issuer: details.issuer.unwrap_or_default(),
        service: details.service,
        ..NewAccount::new(label, params)
    };
    vault.add_firm_account(new, key, secret, now)?;
    Ok(true)
}

/// Gives a copy the label that the firm gives the account, where no other account has it, and what
/// else an edit in the firm says of it. Until there is one, what a person noted here stays.
fn is_brought_up_to_date(
    vault: &UnlockedVault,
    copy: &Account,
    (edit, details): (u64, Details),
) -> Result<bool> {
    let mut is_changed = false;
    if let Ok(label) = Label::new(&details.label)
        && label != copy.label
        && vault.find(&label)?.is_none_or(|found| found == copy.id)
    {
        vault.rename(copy.id, label)?;
        is_changed = true;
    }
    if edit == 1 {
        return Ok(is_changed);
    }
    let hint = hint_of(&details);
    if hint != copy.user_id_hint {
        vault.set_hint(copy.id, hint)?;
        is_changed = true;
    }
    if details.note != copy.note {
        vault.set_note(copy.id, details.note)?;
        is_changed = true;
    }
    if details.service != copy.service {
        vault.set_service(copy.id, details.service)?;
        is_changed = true;
    }
    Ok(is_changed)
}

fn hint_of(details: &Details) -> Option<UserIdHint> {
    details.user_id_hint.as_deref().and_then(|hint| UserIdHint::new(hint).ok())
}

/// How codes are made; `None` for what this program does not know.
fn params_of(details: &Details) -> Option<Params> {
    let algorithm = match details.algorithm {
        Algorithm::Sha1 => otp::Algorithm::Sha1,
        Algorithm::Sha256 => otp::Algorithm::Sha256,
        Algorithm::Sha512 => otp::Algorithm::Sha512,
    };
    let kind = match details.kind {
        CodeKind::Totp => Kind::Totp { period: Period::new(details.period.into())? },
        CodeKind::Steam => Kind::Steam,
    };
    Some(Params { kind, algorithm, digits: Digits::new(details.digits.into())? })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use secret::Secret;
    use vault::keyring::fake::FakeKeyring;
    use vault::{AccountId, Home, Opened};

    use super::*;

    const KEY: FirmKey = FirmKey { account: [1; 16], version: [2; 16] };

    fn details(label: &str, note: Option<&str>) -> Details {
        Details {
            label: label.to_owned(),
            user_id_hint: note.map(|_| "1234".to_owned()),
            service: note.map(|_| "hmrc".to_owned()),
            algorithm: Algorithm::Sha1,
            digits: 6,
            period: 30,
            kind: CodeKind::Totp,
            issuer: None,
            note: note.map(str::to_owned),
        }
    }

    /// A vault with a copy of the firm's "Vat", and the person's own "Mine".
    fn vault(folder: &tempfile::TempDir) -> (UnlockedVault, AccountId) {
        let home = Home::new(folder.path().join("vault"));
        let opened = vault::open(&home, Arc::new(FakeKeyring::new())).unwrap();
        let Opened::Absent(absent) = opened else { panic!("it is new") };
        let vault = absent.create(None).unwrap();
        let new = |label| {
            let params = params_of(&details("", None)).unwrap();
            NewAccount::new(Label::new(label).unwrap(), params)
        };
        let copy = vault.add_firm_account(new("Vat"), KEY, Secret::copy_of(b"one"), 1).unwrap();
        vault.add(new("Mine"), Secret::copy_of(b"two"), 1).unwrap();
        (vault, copy)
    }

    #[test]
    fn a_copy_takes_the_label_of_the_firm_in_every_case_and_never_one_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (vault, id) = vault(&folder);
        for (told, label, is_changed) in [
            ("VAT", "VAT", true),
            ("VAT", "VAT", false),
            ("mine", "VAT", false),
            ("", "VAT", false),
        ] {
            let copy = vault.account(id).unwrap();
            let changed = is_brought_up_to_date(&vault, &copy, (1, details(told, None))).unwrap();
            assert_eq!((vault.account(id).unwrap().label.as_str(), changed), (label, is_changed));
        }
    }

    #[test]
    fn an_edit_in_the_firm_brings_all_details_and_until_then_a_persons_own_note_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (vault, id) = vault(&folder);
        vault.set_note(id, Some("my own".to_owned())).unwrap();
        let brought = |edit, note| {
            let copy = vault.account(id).unwrap();
            let told = (edit, details("Vat", note));
            let changed = is_brought_up_to_date(&vault, &copy, told).unwrap();
            let account = vault.account(id).unwrap();
            let hint = account.user_id_hint.map(|hint| hint.as_str().to_owned());
            (changed, account.note, hint, account.service)
        };
        let own = Some("my own".to_owned());
        assert_eq!(brought(1, Some("first")), (false, own, None, None));
        let [note, hint, service] =
            ["ring first", "1234", "hmrc"].map(|text| Some(text.to_owned()));
        let all = (note, hint, service);
        assert_eq!(
            brought(2, Some("ring first")),
            (true, all.0.clone(), all.1.clone(), all.2.clone())
        );
        assert_eq!(brought(2, Some("ring first")), (false, all.0, all.1, all.2));
        assert_eq!(brought(3, None), (true, None, None, None));
    }
}
