//! Folders that somebody else's program keeps in step, and that are behind: two administrators do things
//! that do not go together.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use app::firm::views::RoleView;
use app::firm::{Leaver, Place, With};
use common::firm::enrolled;
use common::office::{DAY, NEW_KEYS, Office};
use common::{Desk, START};
use ledger::GroupId;

/// What a program does that keeps two folders in step: files only come, as here none is changed.
fn keep_in_step(one: &Path, other: &Path) {
    for (from, to) in [(one, other), (other, one)] {
        copy_what_is_missing(from, to);
    }
}

fn copy_what_is_missing(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_what_is_missing(&entry.path(), &there);
        } else if !there.exists() {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}

fn place(path: &Path) -> Place {
    Place::open(path.display().to_string())
}

fn is_at(desk: &Desk) -> String {
    desk.app.firm().unwrap().place
}

/// Alice and Bob each have the firm's folder on their own computer, kept in step by a service. While
/// it is behind, Alice moves the firm to one place and Bob to another.
#[test]
fn two_who_move_the_firm_at_once_and_all_others_meet_in_one_place() {
    let office = Office::new();
    let root = tempfile::tempdir().unwrap();
    let alices = office.alice.folder.path().join("share");
    let [bobs, first, second] = ["bobs", "first", "second"].map(|name| root.path().join(name));
    copy_what_is_missing(&alices, &bobs);
    office.bob.app.set_place_here(&place(&bobs)).unwrap();
    fs::create_dir_all(&first).unwrap();
    fs::create_dir_all(&second).unwrap();

    office.alice.app.move_firm(&place(&first)).unwrap();
    office.bob.app.move_firm(&place(&second)).unwrap();
    // Sam hears of one of them, and goes there, before the folders are in step again.
    office.sam.app.sync().unwrap();
    assert_eq!(is_at(&office.sam), is_at(&office.alice));
    assert_ne!(is_at(&office.alice), is_at(&office.bob));
    keep_in_step(&alices, &bobs);
    for _ in 0..2 {
        office.alice.app.sync().unwrap();
        office.bob.app.sync().unwrap();
        office.sam.app.sync().unwrap();
    }
    assert_eq!(is_at(&office.alice), is_at(&office.bob));
    assert_eq!(is_at(&office.sam), is_at(&office.bob));

    office.alice.add("PAYE", NEW_KEYS[0]);
    office.alice.app.share("PAYE", &With::Team("Tax".to_owned())).unwrap();
    office.sam.app.sync().unwrap();
    office.sam.app.find_whole("PAYE").unwrap();
}

/// Bob removes Sam, and does not know that Alice, who became an administrator before him, removed Bob.
#[test]
fn who_was_removed_by_somebody_who_was_out_already_gets_the_codes_back() {
    let office = Office::new();
    let root = tempfile::tempdir().unwrap();
    let alices = office.alice.folder.path().join("share");
    for (name, role) in [("Cy", RoleView::Administrator), ("Eve", RoleView::Staff)] {
        enrolled(&office.alice, &alices.display().to_string(), name, role);
    }
    office.bob.app.sync().unwrap();
    let bobs = root.path().join("bobs");
    copy_what_is_missing(&alices, &bobs);
    for desk in [&office.bob, &office.sam] {
        desk.app.set_place_here(&place(&bobs)).unwrap();
    }
    let person = |name: &str| Leaver::Person(name.to_owned());
    // With Eve goes everyone's key: that Bob is out is written under the next one.
    office.alice.app.remove_leaver(&person("Eve"), "").unwrap();
    office.alice.app.remove_leaver(&person("Bob"), "").unwrap();
    office.bob.app.remove_leaver(&person("Sam"), "").unwrap();
    assert_eq!(office.sam.app.sync().unwrap_err().code(), "firm.removed");
    assert!(office.sam.app.find_whole("VAT").is_err(), "the keys are gone with it");

    keep_in_step(&alices, &bobs);
    office.alice.app.sync().unwrap();
    office.sam.app.sync().unwrap();
    office.sam.app.find_whole("VAT").unwrap();
    assert!(!office.sam.app.firm().unwrap().removed);
}

/// The files of the folder that wrap an administrators' key to devices.
fn wraps_for_administrators(folder: &Path) -> BTreeSet<PathBuf> {
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = all.partition(|path| path.is_dir());
    let mut found: BTreeSet<_> =
        folders.iter().flat_map(|one| wraps_for_administrators(one)).collect();
    // A list that begins with the firm's id, 32 bytes, and the group's, 16.
    let group = [&[0x50], &GroupId::ADMINISTRATORS.0[..]].concat();
    found.extend(
        files.into_iter().filter(|path| fs::read(path).unwrap().get(35..52) == Some(&group[..])),
    );
    found
}

/// Bob's device makes new keys and is lost, and with it, in the folder, the administrators' new one.
#[test]
fn a_key_that_was_lost_with_its_maker_is_made_anew() {
    let office = Office::new();
    let folder = office.alice.folder.path().join("share");
    let cy = enrolled(&office.alice, &folder.display().to_string(), "Cy", RoleView::Administrator);
    office.bob.app.sync().unwrap();
    let before = wraps_for_administrators(&folder);
    assert!(!before.is_empty());
    office.bob.app.remove_leaver(&Leaver::Person("Sam".to_owned()), "").unwrap();
    let made = wraps_for_administrators(&folder);
    let lost: Vec<&PathBuf> = made.difference(&before).collect();
    assert!(!lost.is_empty());
    lost.iter().for_each(|path| fs::remove_file(path).unwrap());

    let tax = With::Team("Tax".to_owned());
    office.alice.app.sync().unwrap();
    office.alice.add("PAYE", NEW_KEYS[0]);
    office.alice.app.share("PAYE", &tax).unwrap_err();
    for seconds in [DAY, 2 * DAY] {
        office.alice.clock.set(START + seconds);
        cy.clock.set(START + seconds);
        office.alice.app.sync().unwrap();
        cy.app.sync().unwrap();
    }
    office.alice.app.share("PAYE", &tax).unwrap();
    cy.app.sync().unwrap();
    cy.app.find_whole("PAYE").unwrap();
}
