//! What the firm said last of each account: what changes there is changed here, and what a person
//! noted here stays otherwise.

use std::collections::BTreeMap;

use ledger::Details;
use secret::Secret;
use serde::{Deserialize, Serialize};
use vault::{
    Account, AccountId, DocumentError, FirmChange, FirmId, Label, UnlockedVault, UserIdHint,
};

use super::desk::TOLD;
use crate::Error;
use crate::error::Result;

/// What the firm said last of the accounts that are here, by the copy of each.
#[derive(Default)]
pub(crate) struct Told {
    said: BTreeMap<String, Said>,
    is_kept: bool,
}

/// What the firm says of an account beside its label.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    hint: Option<String>,
    note: Option<String>,
    service: Option<String>,
}

impl Told {
    /// What was kept of it. Of what cannot be read it is as if the firm said it for the first time.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub(crate) fn read(vault: &UnlockedVault) -> Result<Self> {
        let kept = match vault.document(TOLD) {
            Err(DocumentError::Damaged) => None,
            kept => kept?,
        };
        let said = kept.and_then(|kept| serde_json::from_slice(kept.expose()).ok());
        Ok(Self { said: said.unwrap_or_default(), is_kept: true })
    }

    /// Gives a copy the label that the firm gives the account, where no other account has it, and
    /// what else the firm says otherwise than before. Says whether the copy changed.
    ///
    /// # Errors
    /// When the vault cannot be changed.
    pub(crate) fn bring(
        &mut self,
        vault: &UnlockedVault,
        copy: &Account,
        details: &Details,
    ) -> Result<bool> {
        let mut is_changed = false;
        if let Ok(label) = Label::new(&details.label)
            && label != copy.label
            && vault.find(&label)?.is_none_or(|found| found == copy.id)
        {
            vault.rename(copy.id, label)?;
            is_changed = true;
        }
        let (place, now) = (copy.id.to_string(), Said::of(details));
        if self.said.get(&place) == Some(&now) {
            return Ok(is_changed);
        }
        if let Some(before) = self.said.get(&place) {
            before.change(vault, copy, details)?;
            is_changed = true;
        }
        self.said.insert(place, now);
        self.is_kept = false;
        Ok(is_changed)
    }

    /// Forgets what was said of an account whose copy is gone.
    pub(crate) fn forget(&mut self, copy: AccountId) {
        self.is_kept &= self.said.remove(&copy.to_string()).is_none();
    }

    /// Keeps it, where something was said anew.
    ///
    /// # Errors
    /// When the vault cannot be changed.
    pub(crate) fn keep(&self, vault: &UnlockedVault, firm: FirmId) -> Result<()> {
        if self.is_kept {
            return Ok(());
        }
        let bytes = serde_json::to_vec(&self.said);
        let bytes = bytes.map_err(|error| Error::new("bug.unexpected").because(error))?;
        let documents = vec![(TOLD, Some(Secret::new(bytes)))];
        Ok(vault.change_firm(&FirmChange { documents, ..FirmChange::of(firm) })?)
    }
}

impl Said {
    fn of(details: &Details) -> Self {
        let Details { user_id_hint, note, service, .. } = details.clone();
        Self { hint: user_id_hint, note, service }
    }

    /// Changes in the copy what the firm says otherwise now.
    fn change(&self, vault: &UnlockedVault, copy: &Account, now: &Details) -> Result<()> {
        if self.hint != now.user_id_hint {
            vault.set_hint(copy.id, hint_of(now))?;
        }
        if self.note != now.note {
            vault.set_note(copy.id, now.note.clone())?;
        }
        if self.service != now.service {
            vault.set_service(copy.id, now.service.clone())?;
        }
        Ok(())
    }
}

/// The end of the user ID, where it is one.
pub(crate) fn hint_of(details: &Details) -> Option<UserIdHint> {
    details.user_id_hint.as_deref().and_then(|hint| UserIdHint::new(hint).ok())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ledger::{Algorithm, CodeKind};
    use vault::keyring::fake::FakeKeyring;
    use vault::{FirmKey, Home, NewAccount, Opened};

    use super::*;
    use crate::firm::take::params_of;

    const FIRM: FirmId = FirmId::from_bytes([7; 32]);
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

    /// A vault in a firm, with a copy of the firm's "Vat", and the person's own "Mine".
    fn vault(folder: &tempfile::TempDir) -> (UnlockedVault, AccountId) {
        let home = Home::new(folder.path().join("vault"));
        let opened = vault::open(&home, Arc::new(FakeKeyring::new())).unwrap();
        let Opened::Absent(absent) = opened else { panic!("it is new") };
        let vault = absent.create(None).unwrap();
        vault.enter_firm(&Secret::new(vec![5; 64]), &FirmChange::of(FIRM)).unwrap();
        let new = |label| {
            let params = params_of(&details("", None)).unwrap();
            NewAccount::new(Label::new(label).unwrap(), params)
        };
        let copy = vault.add_firm_account(new("Vat"), KEY, Secret::copy_of(b"one"), 1).unwrap();
        vault.add(new("Mine"), Secret::copy_of(b"two"), 1).unwrap();
        (vault, copy)
    }

    /// Tells a copy what the firm says of it, as a sync does. Says whether that changed it.
    fn told(vault: &UnlockedVault, id: AccountId, details: &Details) -> bool {
        let mut told = Told::read(vault).unwrap();
        let changed = told.bring(vault, &vault.account(id).unwrap(), details).unwrap();
        told.keep(vault, FIRM).unwrap();
        changed
    }

    #[test]
    fn a_copy_takes_the_label_of_the_firm_in_every_case_and_never_one_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (vault, id) = vault(&folder);
        for (said, label, is_changed) in [
            ("VAT", "VAT", true),
            ("VAT", "VAT", false),
            ("mine", "VAT", false),
            ("", "VAT", false),
        ] {
            let changed = told(&vault, id, &details(said, None));
            assert_eq!((vault.account(id).unwrap().label.as_str(), changed), (label, is_changed));
        }
    }

    #[test]
    fn what_the_firm_says_otherwise_is_changed_and_what_a_person_noted_stays_until_then() {
        let folder = tempfile::tempdir().unwrap();
        let (vault, id) = vault(&folder);
        let here = || {
            let Account { note, user_id_hint, service, .. } = vault.account(id).unwrap();
            (note, user_id_hint.map(|hint| hint.as_str().to_owned()), service)
        };
        let some = |text: &str| Some(text.to_owned());
        vault.set_note(id, some("my own")).unwrap();
        assert!(!told(&vault, id, &details("Vat", None)), "said for the first time");
        assert!(told(&vault, id, &details("VAT", None)), "another label");
        assert_eq!(here(), (some("my own"), None, None));
        assert!(told(&vault, id, &details("VAT", Some("ring first"))));
        assert_eq!(here(), (some("ring first"), some("1234"), some("hmrc")));
        vault.set_note(id, some("my own")).unwrap();
        assert!(!told(&vault, id, &details("VAT", Some("ring first"))));
        let other = Details { service: None, ..details("VAT", Some("ring first")) };
        assert!(told(&vault, id, &other));
        assert_eq!(here(), (some("my own"), some("1234"), None), "only what is another now");
        assert!(told(&vault, id, &details("VAT", None)));
        assert_eq!(here(), (None, None, None));
        let mut kept = Told::read(&vault).unwrap();
        kept.forget(id);
        kept.keep(&vault, FIRM).unwrap();
        vault.set_note(id, some("my own")).unwrap();
        assert!(!told(&vault, id, &details("VAT", None)), "as if for the first time");
        assert_eq!(here(), (some("my own"), None, None));
    }
}
