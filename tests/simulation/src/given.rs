//! No account is shown as safe while a stopped device has been sealed, or a named person given by
//! another route, its current key: from what the world saw done, not from what the log says of it.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{AccountId, Firm, Name, PersonId, Target, VersionRef};

use crate::acts::{Act, Gave};
use crate::checks::{Broken, Facts, heads_of_accounts};

/// The secret keys that left the program, and what each version's is.
#[derive(Debug, Default)]
pub struct Outside {
    /// The secret key of each version.
    keys: BTreeMap<VersionRef, Vec<u8>>,
    /// What was given, by the entry that says so.
    gave: Vec<(Name, Gave)>,
    /// What is lost, by the entry that says so.
    lost: Vec<(Name, VersionRef)>,
}

impl Outside {
    /// Notes what was done, as whoever did it knows.
    pub fn note(&mut self, firm: &mut Firm, act: &Act) {
        if let Some(at) = act.version
            && let Ok(key) = firm.open_secret(at)
        {
            self.keys.insert(at, key.expose().to_vec());
        }
        // Nothing leaves the program before its entry is written, and that is the only one.
        let mut names = act.objects.iter().map(|object| &object.name);
        if let Some(entry) = names.rfind(|name| matches!(name, Name::Entry(..))) {
            self.gave.extend(act.gave.map(|gave| (entry.clone(), gave)));
            self.lost.extend(act.lost.map(|lost| (entry.clone(), lost)));
        }
    }

    /// How much there is to check.
    pub fn count(&self) -> usize {
        self.gave.len() + self.lost.len()
    }

    /// The accounts of which somebody has the current key who should not, when all know all. What
    /// no device told before its disk was lost nobody can know.
    fn unsafe_accounts(&self, facts: &Facts, firm: &mut Firm) -> BTreeMap<AccountId, String> {
        let known: BTreeSet<Name> = firm.objects().map(|object| object.name).collect();
        let current: BTreeSet<(AccountId, &[u8])> = heads_of_accounts(firm)
            .into_iter()
            .filter_map(|at| Some((at.account, self.key(at)?)))
            .collect();
        let state = firm.state();
        let is_current =
            |at: VersionRef| self.key(at).is_some_and(|key| current.contains(&(at.account, key)));
        let mut found = BTreeMap::new();
        for (device, opened) in &facts.opened {
            for at in opened.iter().filter(|at| !state.is_live(*device) && is_current(**at)) {
                found.insert(at.account, format!("{device} was stopped and opens {at:?}"));
            }
        }
        let told = self.gave.iter().filter(|(entry, _)| known.contains(entry));
        for (_, Gave { to, at, held }) in told.filter(|(_, gave)| is_current(gave.at)) {
            let holds = state.person_holds(*to, at.account);
            let administrates = state.administrators().contains(to);
            if state.has_left(*to) || *held && !holds && !administrates {
                found.insert(at.account, format!("{to} is out and was given {at:?}"));
            }
        }
        let told = self.lost.iter().filter(|(entry, _)| known.contains(entry));
        for (_, at) in told.filter(|(_, at)| is_current(*at)) {
            found.insert(at.account, format!("{at:?} is lost"));
        }
        found
    }

    /// Checks the property, and that whoever has a current key is among those who could use it.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn check(&self, facts: &Facts, firm: &mut Firm) -> Result<(), Broken> {
        let marked: BTreeSet<AccountId> =
            firm.must_replace().into_iter().map(|one| one.account).collect();
        for (account, why) in self.unsafe_accounts(facts, firm) {
            if !marked.contains(&account) {
                return Err(format!("S9: {account} is shown as safe, but {why}"));
            }
        }
        all_holders_are_told_of(facts, firm)?;
        all_that_was_opened_is_told_of(facts, firm)
    }

    fn key(&self, at: VersionRef) -> Option<&[u8]> {
        self.keys.get(&at).map(Vec::as_slice)
    }
}

/// Whoever opened a key in use is among those who could make codes with it.
fn all_holders_are_told_of(facts: &Facts, firm: &mut Firm) -> Result<(), Broken> {
    for at in heads_of_accounts(firm) {
        let could: BTreeSet<PersonId> =
            firm.who_could(at.account, None).into_iter().map(|holder| holder.person).collect();
        let devices = &firm.state().devices;
        let opens = facts.opened.iter().filter(|(_, opened)| opened.contains(&at));
        let mut people = opens.filter_map(|(device, _)| Some(devices.get(device)?.person));
        if let Some(person) = people.find(|person| !could.contains(person)) {
            return Err(format!("S9: {person} opens {at:?} and is not told of"));
        }
    }
    Ok(())
}

/// Whatever a device opened at some time is among what it could have had: a certificate is made of
/// that.
fn all_that_was_opened_is_told_of(facts: &Facts, firm: &mut Firm) -> Result<(), Broken> {
    for (device, opened) in &facts.opened {
        let could = firm.could_have(Target::Device(*device));
        let accounts = &firm.state().accounts;
        let known = |at: &&VersionRef| {
            accounts.get(&at.account).is_some_and(|one| one.versions.contains_key(&at.version))
        };
        if let Some(at) = opened.iter().filter(known).find(|at| !could.contains_key(at)) {
            return Err(format!("S9: {device} opened {at:?}, which it could not have had"));
        }
    }
    Ok(())
}
