//! Any sequence of operations, with a keyring that fails at random, against a plain model.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::BTreeMap;

use otp::Params;
use proptest::prelude::*;
use support::{Place, T0, key, label, new};
use vault::keyring::KeyringError;
use vault::keyring::fake::Fault;
use vault::{Accepted, AccountId, AddError, ChangeError, KEPT_FOR, KeyState, UnlockedVault};

const LABELS: [&str; 5] = ["VAT", "vat", "Income Tax", "PAYE", "ＰＡＹＥ"];

#[derive(Clone, Debug)]
enum Step {
    Add { label: usize, key: u8 },
    Replace { account: usize, key: u8 },
    Confirm { account: usize, accepted: bool },
    Rename { account: usize, label: usize },
    Remove { account: usize },
    PutBack { account: usize },
    Purge { account: usize },
    Restart,
}

/// What the vault must be like: an account is its label, its keys with their states, and whether
/// it was removed.
#[derive(Clone, Debug, PartialEq)]
struct Modelled {
    label: String,
    keys: Vec<(KeyState, u8)>,
    removed: bool,
}

impl Modelled {
    /// Where a key stands that came in after the current one and was refused: it may be tried again.
    fn refused(&self, key: u8) -> Option<usize> {
        let current = self.keys.iter().rposition(|(state, _)| *state == KeyState::Current)?;
        (current + 1..self.keys.len()).find(|place| self.keys[*place].1 == key)
    }
}

#[derive(Default)]
struct Model {
    accounts: BTreeMap<AccountId, Modelled>,
    /// Every id there ever was, in the order of adding, so that steps can name them.
    order: Vec<AccountId>,
}

impl Model {
    fn fold(text: &str) -> String {
        label(text).fold()
    }

    fn label_owner(&self, text: &str) -> Option<AccountId> {
        self.live(|account| Self::fold(&account.label) == Self::fold(text))
    }

    fn key_owner(&self, key: u8) -> Option<AccountId> {
        self.live(|account| account.keys.iter().any(|(_, other)| *other == key))
    }

    fn live(&self, test: impl Fn(&Modelled) -> bool) -> Option<AccountId> {
        self.accounts.iter().find(|(_, one)| !one.removed && test(one)).map(|(id, _)| *id)
    }

    fn id(&self, place: usize) -> Option<AccountId> {
        self.order.get(place % self.order.len().max(1)).copied()
    }

    fn alive(&mut self, id: AccountId) -> Result<&mut Modelled, ChangeError> {
        self.accounts.get_mut(&id).filter(|one| !one.removed).ok_or(ChangeError::NotFound)
    }

    fn add(&mut self, text: &str, key: u8) -> Result<Modelled, AddError> {
        if let Some(id) = self.label_owner(text) {
            return Err(AddError::LabelTaken { id });
        }
        if let Some(id) = self.key_owner(key) {
            return Err(AddError::SameKey { id });
        }
        let keys = vec![(KeyState::Current, key)];
        Ok(Modelled { label: text.to_owned(), keys, removed: false })
    }

    fn replace(&mut self, id: AccountId, key: u8) -> Result<Modelled, ChangeError> {
        let mut account = self.alive(id)?.clone();
        if account.keys.iter().any(|(state, _)| *state == KeyState::Unconfirmed) {
            return Err(ChangeError::Undecided);
        }
        let refused = account.refused(key);
        if let Some(id) = self.key_owner(key).filter(|_| refused.is_none()) {
            return Err(ChangeError::SameKey { id });
        }
        for (state, _) in &mut account.keys {
            if *state == KeyState::Current {
                *state = KeyState::Previous;
            }
        }
        match refused {
            Some(place) => account.keys[place].0 = KeyState::Unconfirmed,
            None => account.keys.push((KeyState::Unconfirmed, key)),
        }
        Ok(account)
    }

    fn confirm(&mut self, id: AccountId, accepted: bool) -> Result<(), ChangeError> {
        let account = self.alive(id)?;
        if !account.keys.iter().any(|(state, _)| *state == KeyState::Unconfirmed) {
            return Err(ChangeError::NothingToConfirm);
        }
        for (state, _) in &mut account.keys {
            *state = match (*state, accepted) {
                (KeyState::Unconfirmed, true) | (KeyState::Previous, false) => KeyState::Current,
                (KeyState::Unconfirmed, false) | (KeyState::Previous, true) => {
                    KeyState::Retired { at: T0 }
                }
                (other, _) => other,
            };
        }
        Ok(())
    }

    fn rename(&mut self, id: AccountId, text: &str) -> Result<(), ChangeError> {
        self.alive(id)?;
        match self.label_owner(text) {
            Some(owner) if owner != id => Err(ChangeError::LabelTaken { id: owner }),
            _ => {
                text.clone_into(&mut self.alive(id)?.label);
                Ok(())
            }
        }
    }

    fn put_back(&mut self, id: AccountId) -> Result<(), ChangeError> {
        let account = self.accounts.get(&id).ok_or(ChangeError::NotFound)?.clone();
        if !account.removed {
            return Err(ChangeError::NotRemoved);
        }
        let taken = account.keys.iter().find_map(|(_, key)| self.key_owner(*key));
        if taken.is_some() {
            return Err(ChangeError::SameKey { id });
        }
        if let Some(id) = self.label_owner(&account.label) {
            return Err(ChangeError::LabelTaken { id });
        }
        self.accounts.get_mut(&id).unwrap().removed = false;
        Ok(())
    }

    fn purge(&mut self, id: AccountId) -> Result<(), ChangeError> {
        let account = self.accounts.get(&id).ok_or(ChangeError::NotFound)?;
        if !account.removed {
            return Err(ChangeError::NotRemoved);
        }
        self.accounts.remove(&id);
        Ok(())
    }
}

/// Two refusals agree when they are of one kind: of several accounts in the way, either may be
/// named.
fn kind<T, E: std::fmt::Debug>(result: &Result<T, E>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(error) => format!("{error:?}").split(' ').next().unwrap_or_default().to_owned(),
    }
}

fn is_fault<T, E: std::fmt::Debug>(result: &Result<T, E>) -> bool {
    ["Keyring", "NotKept"].iter().any(|fault| kind(result).starts_with(fault))
}

fn step(place: &Place, vault: &mut UnlockedVault, model: &mut Model, step: &Step) {
    match *step {
        Step::Add { label, key: seed } => add(vault, model, LABELS[label], seed),
        Step::Restart => *vault = restart(place),
        Step::Replace { account, .. }
        | Step::Confirm { account, .. }
        | Step::Rename { account, .. }
        | Step::Remove { account }
        | Step::PutBack { account }
        | Step::Purge { account } => {
            if let Some(id) = model.id(account) {
                change(vault, model, id, step);
            }
        }
    }
}

fn add(vault: &UnlockedVault, model: &mut Model, text: &str, seed: u8) {
    let done = vault.add(new(text), key(seed), T0);
    let expected = model.add(text, seed);
    if expected.is_ok() && is_fault(&done) {
        return;
    }
    assert_eq!(kind(&done), kind(&expected));
    if let (Ok(id), Ok(account)) = (done, expected) {
        model.accounts.insert(id, account);
        model.order.push(id);
    }
}

fn change(vault: &UnlockedVault, model: &mut Model, id: AccountId, step: &Step) {
    match *step {
        Step::Replace { key: seed, .. } => {
            let done = vault.replace(id, key(seed), Params::totp_default(), T0);
            let expected = model.replace(id, seed);
            if expected.is_ok() && is_fault(&done) {
                return;
            }
            assert_eq!(kind(&done), kind(&expected));
            if let Ok(account) = expected {
                model.accounts.insert(id, account);
            }
        }
        Step::Confirm { accepted, .. } => {
            let answer = if accepted { Accepted::Yes } else { Accepted::No };
            let done = vault.confirm(id, answer, T0);
            assert_eq!(kind(&done), kind(&model.confirm(id, accepted)));
        }
        Step::Rename { label: text, .. } => {
            let done = vault.rename(id, label(LABELS[text]));
            assert_eq!(kind(&done), kind(&model.rename(id, LABELS[text])));
        }
        Step::Remove { .. } => {
            let done = vault.remove(id, T0);
            let expected = model.alive(id).map(|account| account.removed = true);
            assert_eq!(kind(&done), kind(&expected));
        }
        Step::PutBack { .. } => {
            assert_eq!(kind(&vault.put_back(id)), kind(&model.put_back(id)));
        }
        Step::Purge { .. } => assert_eq!(kind(&vault.purge(id)), kind(&model.purge(id))),
        Step::Add { .. } | Step::Restart => {}
    }
}

/// A restart whose own reading of the vault key the keyring does not spoil.
fn restart(place: &Place) -> UnlockedVault {
    place.keyring.with_faults([]);
    place.open()
}

/// The vault is what the model says, by every way of looking at it.
fn compare(vault: &UnlockedVault, model: &Model) {
    let listing = vault.accounts().unwrap();
    assert!(listing.damaged.is_empty());
    let mut all = listing.accounts;
    all.extend(vault.removed().unwrap());
    assert_eq!(all.len(), model.accounts.len());
    for account in all {
        let expected = &model.accounts[&account.id];
        assert_eq!(account.label.as_str(), label(&expected.label).as_str());
        assert_eq!(account.removed_at.is_some(), expected.removed);
        let keys = account.versions.iter().map(|version| {
            let key = vault.key(account.id, version.id).unwrap();
            (version.state, key.expose()[0])
        });
        assert_eq!(keys.collect::<Vec<_>>(), expected.keys);
    }
    for text in LABELS {
        assert_eq!(vault.find(&label(text)).unwrap(), model.label_owner(text));
    }
    for seed in 0..8 {
        assert_eq!(vault.find_same_key(&key(seed)).unwrap(), model.key_owner(seed));
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (account, label, key) = (0_usize..8, 0..LABELS.len(), 0_u8..8);
    let one = prop_oneof![
        4 => (label.clone(), key.clone()).prop_map(|(label, key)| Step::Add { label, key }),
        3 => (account.clone(), key).prop_map(|(account, key)| Step::Replace { account, key }),
        2 => (account.clone(), any::<bool>())
            .prop_map(|(account, accepted)| Step::Confirm { account, accepted }),
        1 => (account.clone(), label).prop_map(|(account, label)| Step::Rename { account, label }),
        2 => account.clone().prop_map(|account| Step::Remove { account }),
        1 => account.clone().prop_map(|account| Step::PutBack { account }),
        1 => account.prop_map(|account| Step::Purge { account }),
        1 => Just(Step::Restart),
    ];
    proptest::collection::vec(one, 1..25)
}

fn faults() -> impl Strategy<Value = Vec<Option<Fault>>> {
    let one = prop_oneof![
        6 => Just(None),
        1 => Just(Some(Fault::Fails(KeyringError::Locked))),
        1 => Just(Some(Fault::FailsAfter(KeyringError::Waiting))),
        1 => Just(Some(Fault::Forgets)),
        1 => Just(Some(Fault::Garbles)),
    ];
    proptest::collection::vec(one, 0..60)
}

/// As many as a run of all tests has time for; more with `PROPTEST_CASES`.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]
    #[test]
    fn any_sequence_of_operations_is_what_a_plain_model_says(steps in steps(), faults in faults()) {
        let place = Place::new();
        let mut vault = place.create();
        let mut model = Model::default();
        place.keyring.with_faults(faults);
        for one in &steps {
            step(&place, &mut vault, &mut model, one);
        }
        // Twice: what a first start could not clear away without faults, it does now.
        let vault = { restart(&place); restart(&place) };
        compare(&vault, &model);
        let keys: usize = model.accounts.values().map(|account| account.keys.len()).sum();
        prop_assert_eq!(place.keyring.names().len(), keys + 1, "left over in the keyring");
        for at in [T0 + KEPT_FOR + 1, T0 + 2 * KEPT_FOR] {
            vault.purge_expired(at).unwrap();
        }
        prop_assert!(vault.removed().unwrap().is_empty());
    }
}
