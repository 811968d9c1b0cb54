//! However the list is sorted and filtered, the code of each row is made of the key that was put in
//! under its label.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use app::App;
use app::view::{AccountView, AddOutcome, AddRequest, CopyWhen};
use common::{Desk, START, desk, request};
use data_encoding::BASE32_NOPAD;
use proptest::prelude::*;
use ring::hmac;

/// A key and how its codes are made.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    bytes: Vec<u8>,
    digits: u32,
    period: u64,
}

/// What a person does between putting keys in and looking at the list.
#[derive(Clone, Debug)]
enum Step {
    Add(String, Key),
    Rename(prop::sample::Index, String),
    Replace(prop::sample::Index, Key),
    Copy(prop::sample::Index),
    Remove(prop::sample::Index),
    PutBack(prop::sample::Index),
    Wait(u64),
}

impl Key {
    fn address(&self) -> String {
        let Self { bytes, digits, period } = self;
        let secret = BASE32_NOPAD.encode(bytes);
        format!("otpauth://totp/Test?secret={secret}&digits={digits}&period={period}")
    }

    /// RFC 6238 and RFC 4226, written down once more.
    fn code_at(&self, at: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.bytes);
        let tag = hmac::sign(&key, &(at / self.period).to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[19] & 0xf);
        let cut = u32::from_be_bytes(tag[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:0width$}", cut % 10_u32.pow(self.digits), width = self.digits as usize)
    }
}

/// Words of few letters, so that labels share beginnings and differ in case alone.
fn label() -> impl Strategy<Value = String> {
    "[A-Ca-c]{1,2}( – [A-Ca-c]{1,2}){0,2}"
}

fn key() -> impl Strategy<Value = Key> {
    let bytes = prop::collection::vec(any::<u8>(), 10..32);
    let period = prop::sample::select(vec![30, 60, 45]);
    (bytes, 6..9_u32, period).prop_map(|(bytes, digits, period)| Key { bytes, digits, period })
}

fn step() -> impl Strategy<Value = Step> {
    let account = any::<prop::sample::Index>;
    prop_oneof![
        4 => (label(), key()).prop_map(|(label, key)| Step::Add(label, key)),
        2 => (account(), label()).prop_map(|(account, label)| Step::Rename(account, label)),
        2 => (account(), key()).prop_map(|(account, key)| Step::Replace(account, key)),
        3 => account().prop_map(Step::Copy),
        1 => account().prop_map(Step::Remove),
        1 => account().prop_map(Step::PutBack),
        2 => (1..200_u64).prop_map(Step::Wait),
    ]
}

/// The desk, and what was put in there: label and key of each account by its id.
struct Seen {
    desk: Desk,
    now: u64,
    accounts: BTreeMap<String, (String, Key)>,
    removed: BTreeSet<String>,
}

impl Seen {
    fn new() -> Self {
        let (accounts, removed) = (BTreeMap::new(), BTreeSet::new());
        Self { desk: desk(), now: START, accounts, removed }
    }

    fn do_step(&mut self, step: Step) {
        match step {
            Step::Add(label, key) => self.add(label, key),
            Step::Rename(which, label) => {
                let Some(id) = self.listed(&which) else { return };
                // Refused where another account has the label.
                if self.desk.app.rename(&id, &label).is_ok() {
                    self.accounts.get_mut(&id).unwrap().0 = label;
                }
            }
            Step::Replace(which, key) => self.replace(&which, key),
            Step::Copy(which) => {
                let Some(id) = self.listed(&which) else { return };
                self.desk.app.copy_code(&id, CopyWhen::Now).unwrap();
            }
            Step::Remove(which) => {
                let Some(id) = self.listed(&which) else { return };
                self.desk.app.remove(&id).unwrap();
                self.removed.insert(id);
            }
            Step::PutBack(which) => {
                let removed: Vec<&String> = self.removed.iter().collect();
                let Some(id) = pick(&removed, &which).map(|id| (*id).clone()) else { return };
                // Refused where its label is in use again.
                if self.desk.app.put_back(&id).is_ok() {
                    self.removed.remove(&id);
                }
            }
            Step::Wait(seconds) => {
                self.now += seconds;
                self.desk.clock.set(self.now);
            }
        }
    }

    fn add(&mut self, label: String, key: Key) {
        let draft = self.desk.read(&key.address());
        let added = self.desk.app.add_found(&request(&draft, &label)).unwrap();
        if added.outcome == AddOutcome::Added {
            self.accounts.insert(added.id, (label, key));
        }
    }

    fn replace(&mut self, which: &prop::sample::Index, key: Key) {
        let Some(id) = self.listed(which) else { return };
        let draft = self.desk.read(&key.address());
        let label = &self.accounts[&id].0;
        let request = AddRequest { replace: true, ..request(&draft, label) };
        // Refused while the key before is not decided on.
        let replaced = self.desk.app.add_found(&request);
        if replaced.is_ok_and(|view| view.outcome == AddOutcome::Replaced) {
            self.accounts.get_mut(&id).unwrap().1 = key;
        }
    }

    /// One of the accounts that are in the list.
    fn listed(&self, which: &prop::sample::Index) -> Option<String> {
        let listed: Vec<&String> =
            self.accounts.keys().filter(|id| !self.removed.contains(*id)).collect();
        pick(&listed, which).map(|id| (*id).clone())
    }

    fn key_under(&self, label: &str) -> &Key {
        let mut keys = self.accounts.iter().filter(|(id, _)| !self.removed.contains(*id));
        let (_, (_, key)) = keys.find(|(_, (one, _))| one == label).unwrap();
        key
    }
}

fn pick<'a, T>(all: &'a [T], which: &prop::sample::Index) -> Option<&'a T> {
    (!all.is_empty()).then(|| which.get(all))
}

/// The rows whose label has a word that starts so.
fn filtered(rows: &[AccountView], word: &str) -> Vec<AccountView> {
    let has = |label: &str| label.split(" – ").any(|one| one.to_lowercase().starts_with(word));
    rows.iter().filter(|row| has(&row.label)).cloned().collect()
}

/// Asks for the codes of these rows in one go, as a window does, and gives them by label.
fn codes_of(app: &App, rows: &[AccountView]) -> Vec<(String, String)> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let codes = app.codes(&ids).unwrap();
    let label = |id: &str| rows.iter().find(|row| row.id == id).unwrap().label.clone();
    codes.into_iter().map(|code| (label(&code.id), code.code.unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn sorting_and_filtering_never_part_a_label_from_its_key(
        steps in prop::collection::vec(step(), 1..32),
        word in "[a-c]{0,2}",
    ) {
        let mut seen = Seen::new();
        for step in steps {
            seen.do_step(step);
        }
        let another = seen.desk.another();
        another.unlock(None).unwrap();
        for app in [&seen.desk.app, &another] {
            let mut rows = app.accounts().unwrap().accounts;
            prop_assert_eq!(rows.len(), seen.accounts.len() - seen.removed.len());
            let mut by_label = rows.clone();
            by_label.sort_by_cached_key(|row| row.label.to_lowercase());
            let some = filtered(&rows, &word);
            rows.reverse();
            for list in [rows, by_label, some] {
                let codes = codes_of(app, &list);
                prop_assert_eq!(codes.len(), list.len());
                for (label, code) in codes {
                    prop_assert_eq!(&code, &seen.key_under(&label).code_at(seen.now), "{}", label);
                }
            }
        }
    }
}

#[test]
fn the_codes_that_rows_are_compared_with_are_those_of_the_standard() {
    let key = Key { bytes: b"12345678901234567890".to_vec(), digits: 8, period: 30 };
    assert_eq!([59, 1_111_111_109].map(|at| key.code_at(at)), ["94287082", "07081804"]);
}
