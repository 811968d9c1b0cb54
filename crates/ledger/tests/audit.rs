//! The log as it is read, and its export, which is checked without a key of the firm.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeMap;

use ledger::op::{Note, StoreSet};
use ledger::{
    Audit, AuditError, AuditFault, Depart, DepartureId, DepartureKind, Firm, LeavingAct, Op,
    Removal, StoreText, Target,
};
use secret::{Secret, SecretText};
use town::{Town, staff, two};

/// A firm with some life, and a store whose sign-in went through the log.
fn lived(seed: u64) -> (Town, Firm, Firm) {
    let (mut town, mut alice, mut bob, team, account) = two(seed);
    let sam = town.enrol(&mut alice, staff("Sam", &[team]));
    town.new_key(&mut alice, account, b"seed two");
    let set = StoreSet { text: StoreText::new(SecretText::copy_of("postgres://db\nann\nhunter2")) };
    let objects = alice.author(vec![set.into()], Vec::new(), &mut town.ctx()).unwrap();
    town.upload(objects);
    let person = alice.state().devices[&sam.device()].person;
    let depart = Depart {
        departure: DepartureId([4; 16]),
        who: Target::Person(person),
        kind: DepartureKind::Leaving,
        last_day: None,
        note: "pension".to_owned(),
    };
    let acts = [LeavingAct::Depart(depart)];
    let objects = alice.write_leaving(&acts, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.remove(&mut alice, Target::Person(person));
    town.sync(&mut bob);
    town.repair(&mut bob);
    let objects = bob.checkpoint(&mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut alice);
    (town, alice, bob)
}

fn audit(firm: &mut Firm) -> Audit {
    firm.audit(town::START).unwrap()
}

fn fault(audit: &Audit) -> (Option<usize>, AuditFault) {
    let AuditError { entry, fault } = audit.check().err().unwrap();
    (entry, fault)
}

#[test]
fn the_log_says_who_did_what_and_what_counts() {
    let (mut town, mut alice, mut bob) = lived(1);
    // Bob is out, and works on before his device hears of it.
    let person = alice.state().devices[&bob.device()].person;
    let target = Target::Person(person);
    let removal =
        Removal { targets: vec![target], cuts: BTreeMap::new(), reason: "left".to_owned() };
    let out = alice.remove(&removal, &mut town.ctx()).unwrap();
    let note = Note { account: None, text: "late".to_owned() };
    let late = bob.author(vec![note.into()], Vec::new(), &mut town.ctx()).unwrap();
    town.upload(out);
    town.upload(late);
    town.sync(&mut alice);
    let log = alice.log();
    assert_eq!(log.len(), alice.entry_count());
    let late: Vec<_> = log.iter().filter(|entry| !entry.counts).collect();
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].at.device, late[0].person), (bob.device(), Some(person)));
    assert!(matches!(&late[0].ops[0].op, Op::Note(note) if note.text == "late"));
    assert!(!late[0].ops[0].counts);
    assert!(matches!(log[0].ops[0].op, Op::Genesis(_)) && log[0].ops[0].counts);
    assert_eq!(log.iter().map(|entry| entry.leaving.len()).sum::<usize>(), 1);
}

#[test]
fn an_export_gives_the_same_firm_to_who_has_no_key_of_it() {
    let (_, mut alice, _) = lived(2);
    let audit = audit(&mut alice);
    let mut firm = audit.check().unwrap();
    assert_eq!(firm.heads(), alice.heads());
    assert_eq!(firm.team_code(), alice.team_code());
    assert_eq!(firm.state().people, alice.state().people);
    assert_eq!(firm.state().losses, alice.state().losses);
    assert_eq!(firm.register().given, alice.register().given);
    let account = *firm.state().accounts.keys().next().unwrap();
    assert_eq!(firm.open_details(account).unwrap().label, "VAT");
    let log = firm.log();
    assert_eq!(log.iter().filter(|entry| entry.kept_back).count(), 1);
    assert!(log.iter().all(|entry| entry.leaving.is_empty()), "it stays sealed");
    assert_eq!(firm.group_keys().len(), 0);
    assert_eq!(firm.check_audited_states(), Ok(0), "a sign-in went into that state");
}

#[test]
fn what_was_stated_of_the_firm_is_compared_where_all_of_it_is_known() {
    let (mut town, mut alice, _, _, _) = two(3);
    let objects = alice.checkpoint(&mut town.ctx()).unwrap();
    town.upload(objects);
    let mut firm = audit(&mut alice).check().unwrap();
    assert_eq!(firm.check_audited_states(), Ok(1));
    assert!(firm.log().iter().all(|entry| !entry.kept_back));
}

#[test]
fn the_key_of_an_entry_opens_no_other_and_no_key_of_a_group_is_in_the_export() {
    let (_, mut alice, _) = lived(4);
    let whole = audit(&mut alice);
    let memory = alice.memory();
    for entry in &whole.entries {
        let Some(content) = &entry.content else { continue };
        assert_eq!(content.expose().len(), 32);
        let is_kept = memory.expose().windows(32).any(|part| part == content.expose());
        assert!(!is_kept, "a key of everyone");
    }
    let (mut one, mut other) = (audit(&mut alice), audit(&mut alice));
    std::mem::swap(&mut one.entries[3].content, &mut other.entries[4].content);
    assert_eq!(fault(&one), (Some(4), AuditFault::Content));
}

#[test]
fn a_changed_byte_of_any_entry_is_found_at_that_entry() {
    let (_, mut alice, _) = lived(5);
    let count = audit(&mut alice).entries.len();
    for index in 0..count {
        let mut bad = audit(&mut alice);
        bad.entries[index].signature[7] ^= 1;
        assert_eq!(fault(&bad), (Some(index + 1), AuditFault::Signature));
        let mut bad = audit(&mut alice);
        let end = bad.entries[index].header.len() - 8;
        bad.entries[index].header[end] ^= 1;
        assert_eq!(fault(&bad).0, Some(index + 1), "{:?}", fault(&bad).1);
        let mut bad = audit(&mut alice);
        let Some(content) = bad.entries[index].content.take() else { continue };
        let mut bytes = content.expose().to_vec();
        bytes[31] ^= 1;
        bad.entries[index].content = Some(Secret::new(bytes));
        assert_eq!(fault(&bad), (Some(index + 1), AuditFault::Content));
    }
}

#[test]
fn what_is_left_out_put_elsewhere_or_kept_back_later_is_found() {
    let (_, mut alice, _) = lived(6);
    let last = audit(&mut alice).entries.len() - 1;
    let mut bad = audit(&mut alice);
    bad.entries.remove(2);
    assert!(matches!(fault(&bad), (Some(3), AuditFault::Missing(_))), "{:?}", fault(&bad));
    let mut bad = audit(&mut alice);
    bad.entries.remove(last);
    assert_eq!(fault(&bad), (None, AuditFault::Statement));
    let mut bad = audit(&mut alice);
    bad.entries.remove(0);
    assert_eq!(fault(&bad), (Some(1), AuditFault::NotFirst));
    let mut bad = audit(&mut alice);
    bad.entries.clear();
    assert_eq!(fault(&bad), (Some(1), AuditFault::NotFirst));
    let mut bad = audit(&mut alice);
    bad.entries.swap(3, 4);
    assert_eq!(fault(&bad), (Some(5), AuditFault::Order));
    let mut bad = audit(&mut alice);
    bad.entries[last].content = None;
    assert_eq!(fault(&bad), (None, AuditFault::Statement));
    let mut bad = audit(&mut alice);
    bad.labels.clear();
    assert_eq!(fault(&bad), (None, AuditFault::Statement));
    let mut bad = audit(&mut alice);
    bad.labels[0].content = Secret::new(vec![1; 32]);
    assert_eq!(fault(&bad), (None, AuditFault::Label));
    let mut bad = audit(&mut alice);
    bad.statement.at.0 += 1;
    assert_eq!(fault(&bad), (None, AuditFault::Statement));
}

#[test]
fn an_export_of_another_firm_is_not_taken_for_this_one() {
    let (_, mut alice, _) = lived(7);
    let (_, mut other, _) = lived(8);
    let mut bad = audit(&mut alice);
    bad.pin.genesis = other.pin().genesis;
    assert_eq!(fault(&bad), (Some(1), AuditFault::NotFirst));
    let mut bad = audit(&mut alice);
    bad.pin = other.pin();
    assert_eq!(fault(&bad), (Some(1), AuditFault::Malformed));
    // Nobody of this firm signed the other one's statement.
    let mut bad = audit(&mut alice);
    bad.statement = audit(&mut other).statement;
    assert_eq!(fault(&bad), (None, AuditFault::Statement));
}

#[test]
fn a_log_that_forked_is_exported_with_both_ends() {
    let (mut town, mut alice, _, _, _) = two(9);
    let (mut one, mut other) = town::enrol_twice(&mut town, &mut alice);
    for (firm, text) in [(&mut one, "one"), (&mut other, "other")] {
        let note = Note { account: None, text: text.to_owned() };
        let objects = firm.author(vec![note.into()], Vec::new(), &mut town.ctx()).unwrap();
        town.upload(objects);
    }
    town.sync(&mut alice);
    let mut firm = audit(&mut alice).check().unwrap();
    assert_eq!(firm.entry_count(), alice.entry_count());
    assert!(firm.alarms().any(|alarm| matches!(alarm, ledger::Alarm::Fork { .. })));
    assert_eq!(firm.log().iter().filter(|entry| !entry.counts).count(), 2);
}
