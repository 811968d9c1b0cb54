//! What a malicious store, and malicious people who use it, can do to a firm: for each attack what
//! comes of it, with the very words of the alarm. What people read of each alarm, with what to do
//! about it, is tested in the application's `firm/alarms.rs`.
//!
//! P prevented, D detected, L limited:
//!
//! | | attack | | test |
//! |---|---|---|---|
//! | 1 | the store reads everything | P | `the_store_holds_no_secret_key_and_no_name` in `hostile.rs` |
//! | 2 | objects are altered or forged | P | `attack_2_…` |
//! | 3 | secret keys are swapped | P, D | `attack_3_…` |
//! | 4 | entries or blobs are dropped or delayed | D | `attack_4_…`, two |
//! | 5 | one device is frozen | D | `attack_5_…` |
//! | 6 | the whole store is put back | D, healed | `attack_6_…`, two |
//! | 7 | two groups are shown different histories | D | `attack_7_…` |
//! | 8 | everything is deleted | D, healed | `attack_8_…` |
//! | 9 | an old receipt is played again | D | `attack_9_…` |
//! | 10 | a device's keys are substituted at enrolment | P | `attack_10_…` |
//! | 11 | a new computer is lured into a fake firm | P | `attack_11_…` |
//! | 12 | an invite is used twice, or raced for | P | `attack_12_…`, two |
//! | 13 | a removed colleague reads new keys | P | `a_colleague_gets_the_key_and_a_leaver_gets_nothing_new` in `stories.rs` |
//! | 14 | an unsynced administrator seals to the leaver | D | `an_unsynced_administrator_seals_…` in `stories.rs` |
//! | 16 | a removed administrator back-dates | P | `attack_16_…` |
//! | 17 | a removal is hidden from one administrator | L, D | `attack_17_…` |
//! | 18 | an accomplice was let in before the cut | D | `attack_18_…` |
//! | 19 | a junior administrator removes a senior one | P | `attack_19_…` |
//! | 20 | the senior administrator goes bad | L | `the_senior_administrator_goes_bad_…` in `stories.rs` |
//! | 21 | an administrator raises themself | P | `attack_21_…` |
//! | 22 | people are given different keys | D | `attack_22_…`, two |
//! | 23 | a device signs two histories | D | `attack_23_…` |
//! | 24 | a false checkpoint | D | `attack_24_…` |
//! | 28 | an older or newer format | P | `attack_28_…` |
//! | 29 | a flood of objects, or of claims | L | `attack_29_…`, three |
//! | 30 | names that lead elsewhere | P | `attack_30_…` |
//! | 31 | packs of entries lie, or are left out | P | `packs.rs`; the application's `packs.rs` |
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeMap;

use ledger::op::{
    Checkpoint, DeviceAdd, Epoch, Promote, RecoveryNew, Seals, Shard, Stop, TeamPeople, Version,
};
use ledger::{
    AccountId, Alarm, AuthorError, Compared, EpochId, Firm, GroupId, Hash, InviteError,
    InviteSecret, Joining, KitReach, Lamport, LogPoint, Name, Object, Origin, Outcome, Rank,
    Removal, SealPlace, SecretError, Seq, ShortHash, Target, Time, VersionId, VersionRef,
    WITHHELD_AFTER_SECONDS,
};
use minicbor::bytes::ByteVec;
use seal::{Label, SigningKey};
use secret::{Secret, SecretText};
use town::forge::{Header, op};
use town::{START, Town, admin, enrol_twice, listing, must, opens, staff, sync_from, two};

/// What a person reads.
fn words(firm: &Firm) -> Vec<String> {
    firm.alarms().map(ToString::to_string).collect()
}

fn take(town: &Town, firm: &mut Firm, object: &Object) -> Result<Outcome, Alarm> {
    firm.intake(&object.name.to_string(), &object.bytes, town.now)
}

fn head_of(firm: &Firm, other: &Firm) -> LogPoint {
    firm.heads().into_iter().find(|head| head.device == other.device()).unwrap()
}

fn entry_names(town: &Town) -> Vec<String> {
    town.store.keys().filter(|name| name.contains("/log/")).cloned().collect()
}

/// The one secret key of an account that is in use.
fn version_of(firm: &mut Firm, account: AccountId) -> VersionRef {
    let heads = firm.state().heads(account);
    VersionRef { account, version: *heads.first().unwrap() }
}

/// Where it lies, sealed.
fn place_of(firm: &mut Firm, account: AccountId) -> SealPlace {
    let at = version_of(firm, account);
    *firm.state().accounts[&account].versions[&at.version].seals.first().unwrap()
}

fn stop(target: Target, cuts: Vec<LogPoint>) -> Stop {
    Stop { target, cuts, reason: String::new() }
}

#[test]
fn attack_2_altered_and_forged_objects_are_passed_over_and_the_true_ones_still_taken() {
    let (mut town, mut alice, mut bob, _, account) = two(2);
    town.new_key(&mut alice, account, b"seed two");
    town.ack(&mut alice);
    let whole = town.store.clone();
    let before = bob.state().hash();
    for (name, bytes) in &whole {
        if bob.holds(&Name::parse(name).unwrap()) {
            continue;
        }
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            assert_ne!(bob.intake(name, &bytes[..cut], town.now), Ok(Outcome::Accepted));
        }
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            assert_ne!(bob.intake(name, &altered, town.now), Ok(Outcome::Accepted), "{name} {at}");
        }
        let elsewhere = whole.keys().find(|other| *other != name).unwrap();
        assert_ne!(bob.intake(elsewhere, bytes, town.now), Ok(Outcome::Accepted));
    }
    // Whoever knows everyone's key and signs for another is nobody.
    let header = town.begin(&mut alice);
    let stranger = SigningKey::derive(&Secret::new(vec![9; 32])).unwrap();
    let rename = ledger::op::FirmSet { name: "Mine".to_owned(), lock_after_days: None };
    let forged = town.forge_as(&mut alice, header, &[op(19, &rename)], &stranger);
    assert_eq!(take(&town, &mut alice, &forged), Ok(Outcome::Ignored));
    assert_eq!(bob.state().hash(), before);
    town.sync(&mut bob);
    assert_eq!(bob.state().hash(), alice.state().hash());
    assert_eq!(bob.acks().len(), 1);
    assert_eq!((words(&alice), words(&bob)), (vec![], vec![]), "a forger can blame nobody");
}

#[test]
fn attack_3_swapped_secret_keys_open_nowhere_and_are_told() {
    let (mut town, mut alice, mut bob, team, account) = two(3);
    let other = town.team(&mut alice, "Tax");
    let second = town.add_account(&mut alice, b"seed tax", &[other]);
    town.sync(&mut bob);
    let (one, two) = (place_of(&mut bob, account), place_of(&mut bob, second));
    // The store swaps two blobs: the name is the hash.
    let name = |blob: Hash| Name::Blob(blob).to_string();
    let swapped = town.store[&name(two.blob)].clone();
    assert_eq!(bob.intake(&name(one.blob), &swapped, town.now), Ok(Outcome::Ignored));
    // Another firm's entry is no entry here.
    let (mut strangers, _) = Town::new(77).found(KitReach::Decrypts);
    for object in strangers.objects().collect::<Vec<_>>() {
        assert_ne!(take(&town, &mut bob, &object), Ok(Outcome::Accepted));
    }
    assert_ne!(strangers.state().hash(), bob.state().hash());
    // Somebody who may write points at the record of another account, of another team's, and of
    // an earlier version.
    let commitment = {
        let at = version_of(&mut bob, second);
        bob.state().accounts[&second].versions[&at.version].commitment
    };
    for (number, place, group) in [(1, two, other), (2, two, team), (3, one, team)] {
        let at = VersionRef { account, version: VersionId([number; 16]) };
        let replaces = bob.state().heads(account).into_iter().collect();
        let epoch = if group == team { one.epoch } else { two.epoch };
        let (version, origin) = (at.version, Origin::Fresh);
        let ops = vec![
            Version { account, version, replaces, origin, commitment }.into(),
            Seals { group, epoch, blob: place.blob, items: vec![at] }.into(),
        ];
        let objects = bob.author(ops, vec![], &mut town.ctx()).unwrap();
        town.upload(objects);
        town.sync(&mut alice);
        assert_eq!(alice.open_secret(at), Err(SecretError::WrongCommitment), "{number}");
        let alarm = Alarm::WrongCommitment { account, version };
        assert!(alice.alarms().any(|raised| *raised == alarm));
    }
    assert_eq!(words(&alice), ["a secret key is not the one that was announced"; 3]);
    let error = SecretError::WrongCommitment.to_string();
    assert_eq!(error, "the secret key is not the one that was announced");
    town.new_key(&mut alice, account, b"seed two");
    assert_eq!(opens(&mut alice, account), [b"seed two"]);
    assert_eq!(opens(&mut alice, second), [b"seed tax"]);
}

#[test]
fn attack_4_a_dropped_entry_holds_back_what_was_built_on_it_and_is_told_after_a_day() {
    let (mut town, mut alice, mut bob, ..) = two(4);
    let known = entry_names(&town);
    let first = town.team(&mut alice, "One");
    town.team(&mut alice, "Two");
    let withheld = entry_names(&town).into_iter().find(|name| !known.contains(name)).unwrap();
    let mut partial = town.store.clone();
    partial.remove(&withheld);
    sync_from(&partial, &mut bob, town.now);
    assert!(!bob.state().teams.contains_key(&first));
    assert!(bob.wanted().contains(&Name::parse(&withheld).unwrap()));
    let missing = bob.missing()[0];
    assert_eq!(bob.watch(&listing(&bob), town.now), []);
    let later = Time(town.now.0 + WITHHELD_AFTER_SECONDS + 1);
    assert_eq!(bob.watch(&listing(&bob), later), [Alarm::Withheld(missing)]);
    assert_eq!(words(&bob), ["the store has withheld an entry for more than a day"]);
    town.sync(&mut bob);
    assert_eq!(bob.state().hash(), alice.state().hash());
}

#[test]
fn attack_4_a_dropped_blob_is_asked_for_and_shows_in_the_receipts() {
    let (mut town, mut alice, mut bob, _, account) = two(104);
    let at = town.new_key(&mut alice, account, b"seed two");
    let place = place_of(&mut alice, account);
    let name = Name::Blob(place.blob);
    let mut partial = town.store.clone();
    partial.remove(&name.to_string());
    sync_from(&partial, &mut bob, town.now);
    assert_eq!(bob.open_secret(at), Err(SecretError::NoKey));
    assert_eq!(SecretError::NoKey.to_string(), "the key has not arrived");
    assert!(bob.wanted().contains(&name));
    town.ack(&mut bob);
    town.sync(&mut alice);
    assert!(alice.receipts(at).lack.contains_key(&bob.device()));
    town.sync(&mut bob);
    assert!(bob.open_secret(at).is_ok());
}

#[test]
fn attack_5_a_frozen_device_says_since_when_it_has_no_news() {
    let (mut town, mut alice, mut bob, ..) = two(5);
    town.ack(&mut alice);
    town.sync(&mut bob);
    let heard = town.now;
    town.now = Time(heard.0 + 12 * 86_400);
    town.team(&mut alice, "Unheard of");
    town.ack(&mut alice);
    // The store shows Bob what it showed him twelve days ago: as if he were offline.
    assert_eq!(bob.watch(&listing(&bob), town.now), []);
    assert_eq!(bob.last_news(town.now), Some(heard));
    assert_eq!(words(&bob), Vec::<String>::new());
    town.sync(&mut bob);
    assert_eq!(bob.last_news(town.now), Some(town.now));
}

#[test]
fn attack_6_a_store_that_was_put_back_is_told_and_healed() {
    let (mut town, mut alice, mut bob, ..) = two(6);
    let old = town.store.clone();
    let listed = listing(&bob);
    town.team(&mut alice, "One");
    town.sync(&mut bob);
    let heads = bob.heads();
    let (device, shows) = (alice.device(), listed[&alice.device()]);
    let known = head_of(&bob, &alice).seq;
    assert_eq!(bob.watch(&listed, town.now), [Alarm::RolledBack { device, shows, known }]);
    assert_eq!(words(&bob), ["the store shows less of a log than before"]);
    town.store = old;
    town.sync(&mut bob);
    assert_eq!(bob.heads(), heads, "nothing known is ever let go");
    let all: Vec<Object> = bob.objects().collect();
    town.upload(all);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[]));
    assert_eq!(carol.state().teams.len(), 2);
}

#[test]
fn attack_6_a_new_device_asks_for_the_entry_that_let_it_in() {
    let (mut town, mut alice, _, team, _) = two(106);
    let old = town.store.clone();
    let (invitation, offer) = alice.invite(staff("Priya", &[team]), 60, &mut town.ctx()).unwrap();
    let code = InviteSecret::read(&invitation.secret().code()).unwrap();
    let joining = Joining::open(code, &offer.bytes, town.now).unwrap();
    let keys = town.keys();
    let (join, digits) = joining.answer(&keys, "PC", &mut town.entropy).unwrap();
    let answer = alice.read_answers(&invitation, &[join.bytes], town.now).unwrap().unwrap();
    let compared = Compared::Digits(digits.to_string());
    let objects = alice.approve(&invitation, &answer, &compared, &mut town.ctx()).unwrap();
    let mut priya = joining.welcome(&objects.last().unwrap().bytes, keys).unwrap();
    town.upload(objects);
    // The store shows her the welcome, and beside it how all was before.
    sync_from(&old, &mut priya, town.now);
    let missing = priya.missing();
    assert_eq!(missing.iter().map(|point| point.device).collect::<Vec<_>>(), [alice.device()]);
    assert_eq!(priya.watch(&listing(&priya), town.now), []);
    let later = Time(town.now.0 + WITHHELD_AFTER_SECONDS + 1);
    assert_eq!(priya.watch(&listing(&priya), later), [Alarm::Withheld(missing[0])]);
    assert_eq!(words(&priya), ["the store has withheld an entry for more than a day"]);
    town.sync(&mut priya);
    assert_eq!(priya.missing(), []);
    assert!(priya.person().is_some());
}

#[test]
fn attack_7_two_histories_are_told_at_the_first_contact() {
    let (mut town, mut alice, mut bob, ..) = two(7);
    let (mut cy, mut twin) = enrol_twice(&mut town, &mut alice);
    town.sync(&mut bob);
    let mut other = Town::new(99);
    other.store = town.store.clone();
    other.now = town.now;
    let one = cy.set_team(None, "A", &mut town.ctx()).unwrap().1;
    town.upload(one);
    let two = twin.set_team(None, "B", &mut other.ctx()).unwrap().1;
    other.upload(two);
    town.sync(&mut alice);
    other.sync(&mut bob);
    assert_ne!(alice.team_code(), bob.team_code(), "read over the telephone");
    let holds = head_of(&alice, &cy);
    let ack = alice.ack("1.0", &mut town.ctx()).unwrap();
    let alarm = Alarm::Disagreement { by: alice.device(), holds };
    assert_eq!(take(&town, &mut bob, &ack), Err(alarm));
    assert_eq!(words(&bob), ["two devices were shown different histories"]);
}

#[test]
fn attack_8_a_store_that_was_emptied_is_told_and_filled_again() {
    let (mut town, mut alice, mut bob, _, account) = two(8);
    town.team(&mut bob, "Tax");
    town.sync(&mut alice);
    let hash = alice.state().hash();
    town.store.clear();
    town.sync(&mut bob);
    assert_eq!(bob.state().hash(), hash, "nothing here is deleted because something there is");
    let raised = bob.watch(&BTreeMap::new(), town.now);
    let (device, known) = (alice.device(), head_of(&bob, &alice).seq);
    assert_eq!(raised, [Alarm::RolledBack { device, shows: Seq(0), known }]);
    assert_eq!(words(&bob), ["the store shows less of a log than before"]);
    let all: Vec<Object> = bob.objects().collect();
    town.upload(all);
    let mut cy = town.enrol(&mut alice, admin("Cy", 3));
    assert_eq!(cy.state().teams.len(), 2);
    assert_eq!(opens(&mut cy, account), [b"seed one"]);
}

#[test]
fn attack_9_an_old_receipt_played_again_is_told_and_hides_nothing() {
    let (mut town, mut alice, mut bob, _, account) = two(9);
    let at = version_of(&mut alice, account);
    let first = bob.ack("1.0", &mut town.ctx()).unwrap();
    let second = bob.ack("1.0", &mut town.ctx()).unwrap();
    assert_eq!(take(&town, &mut alice, &second), Ok(Outcome::Accepted));
    assert_eq!(take(&town, &mut alice, &second), Ok(Outcome::Accepted));
    let receipt = alice.receipts(at);
    let device = bob.device();
    assert!(receipt.have.contains(&device));
    assert_eq!(take(&town, &mut alice, &first), Err(Alarm::AckWentBack(device)));
    assert_eq!(words(&alice), ["a device's receipt went back"]);
    assert_eq!(alice.receipts(at), receipt);
    assert_eq!(alice.acks()[&device].prev, bob.acks()[&device].prev);
    let renamed = Object { name: Name::Ack(alice.device()), bytes: second.bytes };
    assert_eq!(take(&town, &mut alice, &renamed), Ok(Outcome::Ignored));
}

#[test]
fn attack_10_whoever_answers_with_keys_of_their_own_shows_other_digits() {
    let (mut town, mut alice, _, team, _) = two(10);
    let (invitation, offer) = alice.invite(staff("Priya", &[team]), 60, &mut town.ctx()).unwrap();
    let code = invitation.secret().code();
    let joining = Joining::open(InviteSecret::read(&code).unwrap(), &offer.bytes, town.now);
    let joining = joining.unwrap();
    let (mine, thief) = (town.keys(), town.keys());
    let (_, read_out) = joining.answer(&mine, "PC", &mut town.entropy).unwrap();
    // Without the code nobody can answer at all.
    let junk = [b"junk".to_vec(), offer.bytes];
    assert_eq!(alice.read_answers(&invitation, &junk, town.now), Ok(None));
    // With the stolen code, and Priya's answer kept back, the digits give it away.
    let (stolen, _) = joining.answer(&thief, "PC", &mut town.entropy).unwrap();
    let answer = alice.read_answers(&invitation, &[stolen.bytes], town.now).unwrap().unwrap();
    let compared = Compared::Digits(read_out.to_string());
    let refused = alice.approve(&invitation, &answer, &compared, &mut town.ctx());
    assert_eq!(refused, Err(InviteError::DigitsDiffer));
    assert_eq!(InviteError::DigitsDiffer.to_string(), "the digits are not the same");
    assert_eq!(alice.state().devices.len(), 2);
}

#[test]
fn attack_11_a_fake_firm_cannot_invite_and_no_other_can_be_put_in_its_place() {
    let (mut town, mut alice, _, team, _) = two(11);
    let (invitation, offer) =
        alice.invite(staff("Priya", &[team]), u64::MAX, &mut town.ctx()).unwrap();
    assert_eq!(invitation.expires(), Time(town.now.0 + ledger::MAX_INVITE_SECONDS));
    let code = invitation.secret().code();
    assert_eq!(code.expose().len(), 26);
    let typed = format!(" {}-{} ", code.expose()[..9].to_uppercase(), &code.expose()[9..]);
    let read = |text: &str| InviteSecret::read(&SecretText::copy_of(text));
    assert_eq!(read(&typed).unwrap().id(), invitation.secret().id());
    assert_eq!(read(&typed[..20]).unwrap_err(), InviteError::BadCode);
    let wrong = if code.expose().starts_with('a') { "b" } else { "a" };
    let other = read(&format!("{wrong}{}", &code.expose()[1..])).unwrap();
    // The offer of a firm that does not know the code.
    let refused = Joining::open(other, &offer.bytes, town.now).unwrap_err();
    assert_eq!(refused, InviteError::Refused);
    assert_eq!(refused.to_string(), "this does not belong to the invite");
    let open = |now| Joining::open(read(&typed).unwrap(), &offer.bytes, now);
    assert_eq!(open(Time(invitation.expires().0 + 1)).unwrap_err(), InviteError::Expired);
    let joining = open(town.now).unwrap();
    assert_eq!(joining.pin(), alice.pin());
    let kept = ledger::Invitation::from_secret(&invitation.to_secret()).unwrap();
    assert_eq!(kept.secret().id(), invitation.secret().id());
}

#[test]
fn attack_12_two_answers_to_one_invite_burn_it() {
    let (mut town, mut alice, _, team, _) = two(12);
    let (invitation, offer) = alice.invite(staff("Priya", &[team]), 60, &mut town.ctx()).unwrap();
    let code = invitation.secret().code();
    let joining = Joining::open(InviteSecret::read(&code).unwrap(), &offer.bytes, town.now);
    let joining = joining.unwrap();
    let (mine, thief) = (town.keys(), town.keys());
    let (join, digits) = joining.answer(&mine, "PC", &mut town.entropy).unwrap();
    let (stolen, _) = joining.answer(&thief, "PC", &mut town.entropy).unwrap();
    let answers = [join.bytes.clone(), join.bytes.clone(), b"junk".to_vec()];
    let answer = alice.read_answers(&invitation, &answers, town.now).unwrap().unwrap();
    assert_eq!(answer.safety, digits);
    let both = [join.bytes, stolen.bytes];
    assert_eq!(alice.read_answers(&invitation, &both, town.now), Err(InviteError::Burnt));
    assert_eq!(words(&alice), ["two different devices answered one invite"]);
    let id = invitation.secret().id();
    assert!(alice.alarms().any(|alarm| *alarm == Alarm::InviteBurnt(id)));
    let compared = Compared::Digits(digits.to_string());
    let refused = alice.approve(&invitation, &answer, &compared, &mut town.ctx());
    assert_eq!(refused, Err(InviteError::Burnt));
    assert_eq!(InviteError::Burnt.to_string(), "two different devices answered this invite");
    let one = std::slice::from_ref(&both[1]);
    let again = alice.read_answers(&invitation, one, town.now);
    assert_eq!(again, Err(InviteError::Burnt), "one of the answers was taken away");
    let (other, _) = alice.invite(staff("Zoe", &[team]), 60, &mut town.ctx()).unwrap();
    let late = Time(other.expires().0 + 1);
    assert_eq!(alice.read_answers(&other, &[], late), Err(InviteError::Expired));
    assert_eq!(InviteError::Expired.to_string(), "the invite has expired");
}

#[test]
fn attack_12_an_invite_that_let_one_device_in_lets_no_other_in() {
    let (mut town, mut alice, _, team, _) = two(112);
    let (invitation, offer) = alice.invite(staff("Priya", &[team]), 60, &mut town.ctx()).unwrap();
    let code = invitation.secret().code();
    let joining = Joining::open(InviteSecret::read(&code).unwrap(), &offer.bytes, town.now);
    let joining = joining.unwrap();
    let (mine, thief) = (town.keys(), town.keys());
    let (join, digits) = joining.answer(&mine, "PC", &mut town.entropy).unwrap();
    let answer = alice.read_answers(&invitation, std::slice::from_ref(&join.bytes), town.now);
    let answer = answer.unwrap().unwrap();
    let compared = Compared::Digits(digits.to_string());
    alice.approve(&invitation, &answer, &compared, &mut town.ctx()).unwrap();
    // The store takes the first answer away and shows the second alone.
    let (stolen, _) = joining.answer(&thief, "PC", &mut town.entropy).unwrap();
    let again = alice.read_answers(&invitation, &[stolen.bytes], town.now);
    assert_eq!(again, Err(InviteError::Burnt));
    assert_eq!(words(&alice), ["two different devices answered one invite"]);
    assert_eq!(alice.state().devices.len(), 3);
}

/// Alice --stop Bob (cut at b1)------------------------->
/// Bob   -b1--stop Alice x--stop Cy x--promote Carol x-->
#[test]
fn attack_16_what_a_removed_administrator_back_dates_never_counts() {
    let (mut town, mut alice, mut bob, team, _) = two(16);
    let mut cy = town.enrol(&mut alice, admin("Cy", 3));
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    town.sync(&mut bob);
    let person = bob.person().unwrap();
    let a = alice.person().unwrap();
    let (c, friend) = (cy.person().unwrap(), carol.person().unwrap());
    let own = town.keys().public();
    town.remove(&mut alice, Target::Person(person));
    let hash = alice.state().hash();
    let ops = [
        op(5, &stop(Target::Person(a), vec![])),
        op(5, &stop(Target::Person(c), vec![])),
        op(4, &Promote { person: friend, devices: vec![carol.device()], rank: Rank(3) }),
        op(
            3,
            &DeviceAdd {
                person: friend,
                keys: own,
                label: "PC".to_owned(),
                invite: None,
                rank: Some(Rank(3)),
            },
        ),
    ];
    for part in ops.chunks(1) {
        let mut header = town.begin(&mut bob);
        header.wall = Time(START.0 - 365 * 86_400);
        let forged = town.forge(&mut bob, header, part);
        assert_eq!(take(&town, &mut bob, &forged), Ok(Outcome::Accepted), "he believes it");
        town.upload(vec![forged]);
    }
    for firm in [&mut alice, &mut cy, &mut carol] {
        town.sync(firm);
        assert_eq!(firm.state().hash(), hash);
        assert_eq!(firm.void_entries().len(), 4, "kept, and without effect");
        assert_eq!(words(firm), Vec::<String>::new());
    }
}

/// Alice --stop Bob--------------------------------------->
/// Cy    --(the store keeps it from him) new key V-------->  Bob opens V
#[test]
fn attack_17_a_removal_that_the_store_hides_from_one_administrator_comes_out_at_the_first_contact()
{
    let (mut town, mut alice, mut bob, _, account) = two(17);
    let mut cy = town.enrol(&mut alice, admin("Cy", 3));
    town.sync(&mut bob);
    let person = bob.person().unwrap();
    let hidden = town.store.clone();
    town.remove(&mut alice, Target::Person(person));
    let shown_to_alice = std::mem::replace(&mut town.store, hidden);
    town.new_key(&mut cy, account, b"seed two");
    town.sync(&mut bob);
    assert_eq!(opens(&mut bob, account), [b"seed two"], "limited: Cy cannot know");
    assert_eq!(must(&mut cy), []);
    // Alice's receipt is enough for Cy to learn that something is kept from him.
    let ack = alice.ack("1.0", &mut town.ctx()).unwrap();
    assert_eq!(take(&town, &mut cy, &ack), Ok(Outcome::Pending), "sealed under the new key");
    town.store.extend(shown_to_alice);
    for firm in [&mut alice, &mut cy] {
        town.sync(firm);
        assert_eq!(must(firm), [account], "the flag returns");
        assert_eq!(words(firm), Vec::<String>::new());
    }
    town.repair(&mut alice);
    town.new_key(&mut alice, account, b"seed three");
    town.sync(&mut bob);
    assert_ne!(opens(&mut bob, account), [b"seed three"]);
    assert_eq!(must(&mut alice), []);
}

#[test]
fn attack_18_an_accomplice_from_before_the_cut_is_listed_when_the_leaver_is_removed() {
    let (mut town, mut alice, mut bob, team, account) = two(18);
    let mut mallory = town.enrol(&mut bob, staff("Mallory", &[team]));
    town.sync(&mut alice);
    let leaver = Target::Person(bob.person().unwrap());
    let preview = alice.preview_removal(leaver, town.now);
    assert_eq!(preview.added.keys().copied().collect::<Vec<_>>(), [mallory.device()]);
    let accomplice = Target::Person(mallory.person().unwrap());
    let removal =
        Removal { targets: vec![leaver, accomplice], cuts: BTreeMap::new(), reason: String::new() };
    let objects = alice.remove(&removal, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.new_key(&mut alice, account, b"seed two");
    for firm in [&mut bob, &mut mallory] {
        town.sync(firm);
        assert!(firm.is_removed());
        assert_ne!(opens(firm, account), [b"seed two"]);
    }
}

#[test]
fn attack_19_a_junior_administrator_cannot_remove_a_senior_one() {
    let (mut town, mut alice, mut bob, ..) = two(19);
    let person = alice.person().unwrap();
    let removal = Removal {
        targets: vec![Target::Person(person)],
        cuts: BTreeMap::new(),
        reason: String::new(),
    };
    let refused = bob.remove(&removal, &mut town.ctx()).unwrap_err();
    assert_eq!(refused, AuthorError::NotAllowed);
    assert_eq!(refused.to_string(), "this is not for this person to do");
    let hash = bob.state().hash();
    for target in [Target::Person(person), Target::Device(alice.device())] {
        let header = town.begin(&mut bob);
        let cut = head_of(&bob, &alice);
        let forged = town.forge(&mut bob, header, &[op(5, &stop(target, vec![cut]))]);
        town.upload(vec![forged]);
        for firm in [&mut alice, &mut bob] {
            town.sync(firm);
            assert_eq!(firm.state().people[&person].stopped, None);
            assert_eq!(firm.state().hash(), hash);
        }
    }
    assert_eq!(alice.rank(), Some(Rank::FIRST));
}

#[test]
fn attack_21_nobody_lets_in_a_device_of_their_own_or_raises_themself() {
    let (mut town, mut alice, mut bob, team, _) = two(21);
    let mut own = staff("Alice", &[]);
    own.person = alice.person();
    assert_eq!(alice.invite(own, 60, &mut town.ctx()).err(), Some(AuthorError::NotAllowed));
    let senior = bob.invite(admin("Sam", 2), 60, &mut town.ctx());
    assert_eq!(senior.err(), Some(AuthorError::NotAllowed));
    let (person, hash) = (bob.person().unwrap(), alice.state().hash());
    let keys = town.keys().public();
    let label = "PC".to_owned();
    let ops = [
        op(3, &DeviceAdd { person, keys, label, invite: None, rank: Some(Rank(3)) }),
        op(4, &Promote { person, devices: vec![bob.device()], rank: Rank(1) }),
        op(7, &TeamPeople { group: team, add: vec![person], remove: vec![] }),
        op(17, &RecoveryNew { keys, reach: KitReach::Decrypts }),
    ];
    for part in ops.chunks(1) {
        let header = town.begin(&mut bob);
        let forged = town.forge(&mut bob, header, part);
        assert_eq!(take(&town, &mut bob, &forged), Ok(Outcome::Accepted));
        assert_eq!(take(&town, &mut alice, &forged), Ok(Outcome::Accepted));
        town.upload(vec![forged]);
        assert_eq!(alice.state().hash(), hash, "without effect");
        assert_eq!(bob.state().hash(), hash);
    }
    assert_eq!(bob.rank(), Some(Rank(2)));
}

/// A team's key made by hand, to say one thing and give another.
struct Made {
    key: Secret,
    epoch: EpochId,
    commitment: Hash,
}

fn made(firm: &Firm, group: GroupId, byte: u8) -> Made {
    let (key, epoch) = (Secret::new(vec![byte; 32]), EpochId([byte; 16]));
    let place = [&firm.pin().firm.0[..], &group.0].concat();
    let commitment = seal::derive_commitment(&key, &epoch.0, Label::KEY_COMMITMENT, &place);
    Made { key, epoch, commitment: Hash(commitment.unwrap()) }
}

/// Announces `made` and wraps `given` to one device.
fn announce(
    town: &mut Town,
    author: &mut Firm,
    to: &Firm,
    made: &Made,
    given: &Secret,
    group: GroupId,
) {
    let (firm, device) = (author.pin().firm, to.device());
    let kem = author.state().devices[&device].keys.kem;
    let place = [&firm.0[..], &group.0, &made.epoch.0].concat();
    let info = [Label::WRAP.bytes(), &place, &made.commitment.0].concat();
    let wrapped = seal::wrap(&mut town.entropy, kem, &info, &device.0, given).unwrap();
    let wraps = vec![(device, ByteVec::from(wrapped.to_vec()))];
    let blob = minicbor::to_vec((firm, group, made.epoch, made.commitment, wraps)).unwrap();
    let object = blob_object(blob);
    let Name::Blob(hash) = object.name else { panic!("a blob") };
    let epoch = Epoch {
        group,
        epoch: made.epoch,
        commitment: made.commitment,
        shards: vec![Shard { first: device, blob: hash }],
        archive: None,
        chain: vec![],
    };
    let objects = author.author(vec![epoch.into()], vec![object], &mut town.ctx()).unwrap();
    town.upload(objects);
}

fn blob_object(bytes: Vec<u8>) -> Object {
    Object { name: Name::Blob(Hash(seal::sha256(&bytes))), bytes }
}

#[test]
fn attack_22_different_group_keys_for_different_people_are_told() {
    let (mut town, mut alice, mut bob, team, account) = two(22);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    town.sync(&mut bob);
    let made = made(&bob, team, 9);
    announce(&mut town, &mut bob, &carol, &made, &Secret::new(vec![8; 32]), team);
    town.sync(&mut carol);
    let alarm = Alarm::WrongGroupKey { group: team, epoch: made.epoch };
    assert_eq!(carol.alarms().collect::<Vec<_>>(), [&alarm]);
    assert_eq!(words(&carol), ["a group key is not the one that was announced"]);
    assert_eq!(opens(&mut carol, account), [b"seed one"]);
}

#[test]
fn attack_22_different_secret_keys_for_different_people_are_told() {
    let (mut town, mut alice, mut bob, team, account) = two(122);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    town.sync(&mut bob);
    let made = made(&bob, team, 9);
    announce(&mut town, &mut bob, &carol, &made, &made.key, team);
    // What the version commits to, and what Carol's team is given.
    let at = VersionRef { account, version: VersionId([5; 16]) };
    let (firm, blind) = (bob.pin().firm, [1; 32]);
    let (id, version) = (&account.0[..], &at.version.0[..]);
    let parts = [&firm.0[..], id, version, &blind, b"the right one"];
    let commitment = Hash(seal::digest(Label::COMMIT, &parts));
    let place = [&firm.0[..], &team.0, &made.epoch.0].concat();
    let (plain, aad) = ([&blind[..], b"the wrong one"].concat(), [id, version].concat());
    let salt = [2; 32];
    let sealed =
        seal::seal_content(&made.key, Label::SEAL_SECRETS, &place, &salt, &aad, &plain).unwrap();
    let record = (ByteVec::from(salt.to_vec()), ByteVec::from(sealed));
    let object = blob_object(minicbor::to_vec((firm, team, made.epoch, vec![record])).unwrap());
    let Name::Blob(blob) = object.name else { panic!("a blob") };
    let replaces = bob.state().heads(account).into_iter().collect();
    let (version, origin) = (at.version, Origin::Fresh);
    let ops = vec![
        Version { account, version, replaces, origin, commitment }.into(),
        Seals { group: team, epoch: made.epoch, blob, items: vec![at] }.into(),
    ];
    let objects = bob.author(ops, vec![object], &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut carol);
    assert_eq!(carol.open_secret(at), Err(SecretError::WrongCommitment));
    let alarm = Alarm::WrongCommitment { account, version };
    assert_eq!(carol.alarms().collect::<Vec<_>>(), [&alarm]);
    assert_eq!(words(&carol), ["a secret key is not the one that was announced"]);
}

/// A computer that was put back to an earlier state writes again under a number it had used.
#[test]
fn attack_23_a_copied_device_forks_its_log_and_everybody_is_told() {
    let (mut town, mut alice, mut bob, ..) = two(23);
    let (mut clone_a, mut clone_b) = enrol_twice(&mut town, &mut alice);
    let first = clone_a.set_team(None, "A", &mut town.ctx()).unwrap().1;
    let second = clone_b.set_team(None, "B", &mut town.ctx()).unwrap().1;
    town.upload(first);
    town.upload(second);
    town.sync(&mut bob);
    let device = clone_a.device();
    let forked = |firm: &Firm| firm.alarms().any(|one| *one == Alarm::Fork { device, seq: Seq(1) });
    assert!(forked(&bob));
    let said = "a device signed two different entries with one number";
    assert!(words(&bob).iter().all(|words| words == said), "{:?}", words(&bob));
    assert_eq!(bob.state().teams.len(), 1, "neither branch counts");
    town.sync(&mut clone_b);
    assert!(forked(&clone_b));
    let refused = clone_b.set_team(None, "C", &mut town.ctx()).unwrap_err();
    assert_eq!(refused, AuthorError::Forked);
    assert_eq!(refused.to_string(), "this device's log exists twice");
    // A senior names the branch that counts: the other, and later forks below it, do not matter.
    let good = head_of(&clone_a, &clone_a);
    let removal = Removal {
        targets: vec![Target::Device(device)],
        cuts: [(device, good)].into(),
        reason: "copied".to_owned(),
    };
    town.sync(&mut alice);
    let objects = alice.remove(&removal, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut bob);
    let names: Vec<&str> = bob.state().teams.values().map(|team| team.name.as_str()).collect();
    assert!(names.contains(&"A") && !names.contains(&"B"), "{names:?}");
}

#[test]
fn attack_24_a_false_checkpoint_is_told() {
    let (mut town, mut alice, mut bob, ..) = two(24);
    let objects = alice.checkpoint(&mut town.ctx()).unwrap();
    town.upload(objects);
    town.team(&mut alice, "Later");
    town.sync(&mut bob);
    assert_eq!(bob.verify_checkpoints(), []);
    let wrong = Checkpoint { vector: alice.heads(), state: Hash([7; 32]) };
    let objects = alice.author(vec![wrong.into()], vec![], &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut bob);
    let head = head_of(&bob, &alice);
    assert_eq!(bob.verify_checkpoints(), [head]);
    assert!(bob.alarms().any(|alarm| *alarm == Alarm::CheckpointMismatch(head)));
    assert_eq!(words(&bob), ["a checkpoint does not agree with the log"]);
}

#[test]
fn attack_28_another_format_is_refused_whoever_signs_it() {
    let (mut town, mut alice, mut bob, ..) = two(28);
    let note = ledger::op::Note { account: None, text: "hello".to_owned() };
    let (kind, _, body) = op(20, &note);
    let note = [(kind, false, body)];
    let header = town.begin(&mut alice);
    for format in [0, 2, 23] {
        let header = Header { format, ..header.clone() };
        let other = town.forge(&mut alice, header, &note);
        assert_eq!(take(&town, &mut bob, &other), Ok(Outcome::Ignored), "{format}");
    }
    // The same made by hand in the one format is taken.
    let sound = town.forge(&mut alice, header, &note);
    let later = sound.name.to_string().replace("ts1/", "ts2/");
    assert_eq!(bob.intake(&later, &sound.bytes, town.now), Ok(Outcome::Ignored));
    for firm in [&mut alice, &mut bob] {
        assert_eq!(take(&town, firm, &sound), Ok(Outcome::Accepted));
        assert_eq!(words(firm), Vec::<String>::new());
    }
    town.upload(vec![sound]);
    // An operation of a later program stops that log and says so.
    let (device, kind) = (alice.device(), 900);
    let header = town.begin(&mut alice);
    let unknown = town.forge(&mut alice, header.clone(), &[(kind, true, vec![0xa0].into())]);
    assert_eq!(take(&town, &mut bob, &unknown), Ok(Outcome::Pending));
    assert_eq!(bob.alarms().collect::<Vec<_>>(), [&Alarm::NeedsUpdate { device, kind }]);
    assert_eq!(words(&bob), ["this program is too old for what a device wrote"]);
    // A known operation that is marked as one to be skipped is against the rules.
    let rename = ledger::op::FirmSet { name: "Mine".to_owned(), lock_after_days: None };
    let (kind, _, body) = op(19, &rename);
    let seq = header.seq;
    let marked = town.forge(&mut alice, header, &[(kind, false, body)]);
    assert_eq!(take(&town, &mut bob, &marked), Err(Alarm::Broken { device, seq }));
    assert!(words(&bob).contains(&"a device signed an entry against the rules".to_owned()));
}

#[test]
fn attack_29_a_flood_of_large_deep_and_many_objects_is_passed_over() {
    let (mut town, mut alice, mut bob, ..) = two(29);
    let (hash, held) = (bob.state().hash(), bob.objects().count());
    let next = Name::Entry(alice.device(), Seq(99), ShortHash::of(Hash([7; 32])));
    for name in [next, Name::Blob(Hash([7; 32])), Name::Ack(alice.device()), Name::Team] {
        let giant = vec![0; name.max_len() + 1];
        assert_eq!(bob.intake(&name.to_string(), &giant, town.now), Ok(Outcome::Ignored));
        let mut deep = vec![0x81; name.max_len() - 1];
        deep.push(0);
        let endless = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        for bytes in [&deep[..], &endless] {
            assert_eq!(bob.intake(&name.to_string(), bytes, town.now), Ok(Outcome::Ignored));
        }
    }
    // Blobs that nobody named are not kept.
    for number in 0..1000_u32 {
        let object = blob_object(number.to_be_bytes().to_vec());
        assert_eq!(take(&town, &mut bob, &object), Ok(Outcome::Pending));
    }
    // Entries of devices that nobody let in wait without effect, and nothing is fetched for them.
    let header = town.begin(&mut alice);
    let stranger = SigningKey::derive(&Secret::new(vec![9; 32])).unwrap();
    for number in 0..500_u32 {
        let mut header = header.clone();
        header.device.0[..4].copy_from_slice(&number.to_be_bytes());
        (header.seq, header.prev) = (Seq(7), Hash([6; 32]));
        let object = town.forge_as(&mut alice, header, &[], &stranger);
        assert_eq!(take(&town, &mut bob, &object), Ok(Outcome::Pending));
    }
    assert_eq!((bob.wanted().len(), bob.missing().len()), (0, 0));
    assert_eq!((bob.state().hash(), bob.objects().count()), (hash, held));
    // An inflated number of order, which would push all others' work behind it.
    let mut inflated = town.begin(&mut alice);
    inflated.lamport = Lamport(inflated.lamport.0 + 1_000);
    let (device, seq) = (alice.device(), inflated.seq);
    let object = town.forge(&mut alice, inflated, &[]);
    assert_eq!(take(&town, &mut bob, &object), Err(Alarm::Broken { device, seq }));
    assert_eq!(words(&bob), ["a device signed an entry against the rules"]);
    town.team(&mut alice, "One");
    town.sync(&mut bob);
    assert_eq!(bob.state().hash(), alice.state().hash());
}

/// Carol, of staff, signs that she has seen an entry of Alice's that never was.
#[test]
fn attack_29_no_colleague_can_keep_an_administrator_from_writing() {
    let (mut town, mut alice, mut bob, team, _) = two(129);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    town.sync(&mut bob);
    let point = LogPoint { device: alice.device(), seq: Seq(999), hash: Hash([7; 32]) };
    let claim = |town: &mut Town, firm: &mut Firm| {
        let mut header = town.begin(firm);
        header.seen = vec![point];
        town.forge(firm, header, &[])
    };
    let lie = claim(&mut town, &mut carol);
    assert_eq!(take(&town, &mut alice, &lie), Ok(Outcome::Pending));
    town.team(&mut alice, "Tax");
    // Another administrator who says so is believed: this device was put back, and would fork.
    let built_on = claim(&mut town, &mut bob);
    assert_eq!(take(&town, &mut alice, &built_on), Ok(Outcome::Pending));
    let refused = alice.set_team(None, "Audit", &mut town.ctx()).unwrap_err();
    assert_eq!(refused, AuthorError::Behind);
    assert_eq!(refused.to_string(), "this device's own log goes on in the store");
}

/// Bob, an administrator, signs that he has seen an entry of Alice's that never was.
#[test]
fn attack_29_an_administrator_keeps_others_from_writing_for_a_day_at_most() {
    let (mut town, mut alice, mut bob, ..) = two(229);
    let point = LogPoint { device: alice.device(), seq: Seq(999), hash: Hash([7; 32]) };
    let mut header = town.begin(&mut bob);
    header.seen = vec![point];
    let lie = town.forge(&mut bob, header, &[]);
    assert_eq!(take(&town, &mut alice, &lie), Ok(Outcome::Pending));
    let heads = listing(&alice);
    assert_eq!(alice.watch(&heads, town.now), []);
    town.now.0 += WITHHELD_AFTER_SECONDS - 10;
    let refused = alice.set_team(None, "Audit", &mut town.ctx()).unwrap_err();
    assert_eq!(refused, AuthorError::Behind);
    town.now.0 += 20;
    assert_eq!(alice.watch(&heads, town.now), [Alarm::Withheld(point)]);
    let person = bob.person().unwrap();
    town.remove(&mut alice, Target::Person(person));
    assert!(!alice.state().is_live(bob.device()));
}

#[test]
fn attack_30_no_name_leads_out_of_the_folder_or_to_another_object() {
    let (mut town, mut alice, mut bob, ..) = two(30);
    town.team(&mut alice, "One");
    let hash = bob.state().hash();
    for (name, bytes) in &town.store.clone() {
        for junk in [
            format!("../{name}"),
            format!("/{name}"),
            format!("C:\\{name}"),
            format!("{name}/.."),
            name.replace("ts1/", "ts1/../ts1/"),
            name.replace('/', "\\"),
            name.to_uppercase(),
            format!("{name} (conflicted copy)"),
            format!("{name}:stream"),
            format!("{name}\0"),
            "CON".to_owned(),
            "ts1/log/x".to_owned(),
            "desktop.ini".to_owned(),
        ] {
            assert_eq!(bob.intake(&junk, bytes, town.now), Ok(Outcome::Ignored), "{junk}");
        }
    }
    assert_eq!(bob.state().hash(), hash);
    assert_eq!(words(&bob), Vec::<String>::new());
}
