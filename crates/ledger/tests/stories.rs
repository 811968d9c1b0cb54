//! Stories of a firm, each with its graph. Time runs to the right; `x` marks what does not count.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeMap;

use ledger::{
    Alarm, AuthorError, Firm, GroupId, KitReach, Rank, Removal, Role, SecretError, Target,
    VersionRef,
};
use secret::Secret;
use town::{Town, admin, must, opens, staff};

/// Alice (1), Bob (2), Carol of staff in a team that holds one account.
fn three(seed: u64) -> (Town, Firm, Firm, Firm, GroupId, ledger::AccountId) {
    let mut town = Town::new(seed);
    let (mut alice, _) = town.found(KitReach::Decrypts);
    let mut bob = town.enrol(&mut alice, admin("Bob", 2));
    let team = town.team(&mut alice, "Payroll");
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    let account = town.add_account(&mut alice, b"seed one", &[team]);
    for firm in [&mut bob, &mut carol] {
        town.sync(firm);
    }
    (town, alice, bob, carol, team, account)
}

/// Alice --invite Bob--invite Carol--account--------remove Carol--new key-->
/// Carol                              \--has it                  \--nothing new
#[test]
fn a_colleague_gets_the_key_and_a_leaver_gets_nothing_new() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(1);
    let hash = alice.state().hash();
    for firm in [&mut alice, &mut bob, &mut carol] {
        assert_eq!(opens(firm, account), [b"seed one"]);
        assert_eq!(firm.open_details(account).unwrap().label, "VAT");
        assert_eq!(firm.state().hash(), hash);
        assert!(must(firm).is_empty());
        assert_eq!(firm.alarms().count(), 0);
    }
    assert_eq!(alice.team_code(), carol.team_code());

    let person = carol.person().unwrap();
    let preview = alice.preview_removal(Target::Person(person), town.now);
    assert_eq!(preview.accounts, [account].into());
    assert_eq!((preview.devices.len(), preview.teams.len()), (1, 1));
    town.remove(&mut alice, Target::Person(person));
    assert_eq!(must(&mut alice), [account]);
    town.sync(&mut carol);
    assert!(carol.is_removed(), "she can read that she was removed");
    assert_eq!(carol.ack("1.0", &mut town.ctx()).err(), None);

    let at = town.new_key(&mut alice, account, b"seed two");
    assert!(must(&mut alice).is_empty());
    town.sync(&mut carol);
    town.sync(&mut bob);
    assert_eq!(carol.open_secret(at).unwrap_err(), SecretError::Unknown);
    assert_eq!(opens(&mut bob, account), [b"seed two"]);
    assert!(must(&mut bob).is_empty());
    assert!(alice.reconcile(town.now, 0).is_empty(), "{:?}", alice.reconcile(town.now, 0));
}

/// Alice ---stop Bob (cut at b1)------------>
/// Bob   -b1------add Dave x--Dave's rank x->
/// Dave            \--writes x
#[test]
fn alice_removes_bob_while_bob_adds_dave() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(2);
    let person = bob.person().unwrap();
    // Neither has heard of the other's act.
    let before = town.store.clone();
    town.remove(&mut alice, Target::Person(person));
    let after_alice = std::mem::replace(&mut town.store, before);
    let mut dave = town.enrol(&mut bob, admin("Dave", 3));
    assert_eq!(dave.rank(), Some(Rank(3)));
    assert_eq!(opens(&mut dave, account), [b"seed one"]);
    town.store.extend(after_alice);

    for firm in [&mut alice, &mut bob, &mut carol, &mut dave] {
        town.sync(firm);
    }
    for firm in [&mut alice, &mut carol] {
        let (bob_id, dave_id) = (bob.device(), dave.device());
        assert!(!firm.state().is_live(bob_id));
        assert!(!firm.state().devices.contains_key(&dave_id), "Dave never came in");
        let void = firm.void_entries();
        assert!(void.iter().any(|entry| entry.at.device == bob_id), "kept, to be done again");
    }
    assert!(bob.is_removed());
    assert_eq!(must(&mut alice), [account], "Bob was an administrator: he could see all");
    town.new_key(&mut alice, account, b"seed two");
    for firm in [&mut bob, &mut dave] {
        town.sync(firm);
        assert_ne!(opens(firm, account), [b"seed two"]);
    }
    assert!(must(&mut alice).is_empty());
}

/// Alice (1) ---stop Bob-->        counts: she is the more senior
/// Bob   (2) ---stop Alice x
#[test]
fn two_administrators_stop_each_other_and_the_senior_one_stays() {
    let (mut town, mut alice, mut bob, mut carol, ..) = three(3);
    let (a, b) = (alice.person().unwrap(), bob.person().unwrap());
    // His program refuses; one that does not writes an entry without effect.
    let removal = |person| Removal {
        targets: vec![Target::Person(person)],
        cuts: BTreeMap::new(),
        reason: String::new(),
    };
    assert_eq!(bob.remove(&removal(a), &mut town.ctx()), Err(AuthorError::NotAllowed));
    let stop = ledger::op::Stop { target: Target::Person(a), cuts: vec![], reason: String::new() };
    let forced = bob.author(vec![stop.into()], vec![], &mut town.ctx()).unwrap();
    town.remove(&mut alice, Target::Person(b));
    town.upload(forced);
    for firm in [&mut alice, &mut bob, &mut carol] {
        town.sync(firm);
        let state = firm.state();
        assert!(state.people[&a].stopped.is_none());
        assert!(state.people[&b].stopped.is_some());
        assert_eq!(state.administrators(), [a].into());
    }
    assert_eq!(alice.state().hash(), carol.state().hash());
}

/// Alice ---stop Carol--new keys------------------------------>
/// Bob   ------(not synced) new key V, sealed to the old epoch-->
/// Carol                     \--opens V
#[test]
fn an_unsynced_administrator_seals_to_the_leaver_and_the_account_stays_to_be_replaced() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(4);
    let person = carol.person().unwrap();
    let before = town.store.clone();
    town.remove(&mut alice, Target::Person(person));
    let after_alice = std::mem::replace(&mut town.store, before);
    town.new_key(&mut bob, account, b"seed two");
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, account), [b"seed two"], "the hole");
    town.store.extend(after_alice);

    for firm in [&mut alice, &mut bob] {
        town.sync(firm);
        assert_eq!(must(firm), [account]);
    }
    town.repair(&mut alice);
    town.sync(&mut bob);
    assert_eq!(must(&mut bob), [account], "sealing it anew does not help");
    town.new_key(&mut bob, account, b"seed three");
    town.sync(&mut alice);
    for firm in [&mut alice, &mut bob] {
        assert!(must(firm).is_empty());
        assert_eq!(opens(firm, account), [b"seed three"]);
    }
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, account), [b"seed two"]);
}

/// The store as it was, with the new objects of which `keep` says yes.
fn partly(
    town: &Town,
    before: &BTreeMap<String, Vec<u8>>,
    keep: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<u8>> {
    let new = town.store.iter().filter(|(name, _)| before.contains_key(*name) || keep(name));
    new.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// The first entry that is in the store and was not before.
fn first_new(town: &Town, before: &BTreeMap<String, Vec<u8>>) -> String {
    let mut new = town.store.keys().filter(|name| name.contains("/log/"));
    new.find(|name| !before.contains_key(*name)).unwrap().clone()
}

/// Whether `device` holds a group key that was made by somebody who knew that it was stopped.
fn holds_a_key_of_after(firm: &mut Firm, knowing: &mut Firm) -> bool {
    let stop = knowing.state().devices[&firm.device()].stopped.as_ref().unwrap().by;
    let held = firm.group_keys();
    let state = knowing.state().clone();
    held.iter().any(|(group, id)| {
        let epoch = state.epochs.get(group).and_then(|epochs| epochs.get(id));
        epoch.is_some_and(|epoch| knowing.knew(epoch.by, stop))
    })
}

/// Alice --lets Cy in--wraps the keys to him----------------------------->
/// Bob              \--(has not heard of the wraps) stop Cy--new account-->
/// Cy                                     \--old keys--------opens nothing new
#[test]
fn who_is_removed_before_the_remover_heard_that_he_got_the_keys_opens_nothing_new() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(20);
    let before = town.store.clone();
    let mut cy = town.enrol(&mut alice, admin("Cy", 3));
    assert_eq!(opens(&mut cy, account), [b"seed one"]);
    let enrolment = first_new(&town, &before);
    let shown = partly(&town, &before, |name| name == enrolment);
    town::sync_from(&shown, &mut bob, town.now);
    let device = cy.device();
    assert!(bob.state().is_live(device), "Bob knows him");
    let person = cy.person().unwrap();
    town.remove(&mut bob, Target::Person(person));
    assert_eq!(must(&mut bob), [account], "he had a right to the keys: so he may have them");
    let own = town.add_account(&mut bob, b"seed after", &[]);
    let at = town.new_key(&mut bob, account, b"seed two");
    for firm in [&mut alice, &mut carol, &mut cy] {
        town.sync(firm);
    }
    assert_eq!(cy.open_secret(at).unwrap_err(), SecretError::Unknown);
    assert!(opens(&mut cy, own).is_empty());
    assert!(!holds_a_key_of_after(&mut cy, &mut alice));
    assert_eq!(opens(&mut alice, own), [b"seed after"]);
    assert_eq!(opens(&mut carol, account), [b"seed two"]);
    assert!(must(&mut alice).is_empty());
}

/// Alice --stop Carol--new keys--accounts, new key--------------------------------->
/// Bob   --(not synced) appoints Carol: the administrators' old key is hers-->
/// Carol                                \--all of before--opens nothing new
#[test]
fn an_unsynced_administrator_appoints_the_leaver_who_opens_nothing_of_after() {
    let (mut town, mut alice, mut bob, mut carol, team, account) = three(21);
    let private = town.add_account(&mut alice, b"seed private", &[]);
    town.sync(&mut bob);
    let person = carol.person().unwrap();
    let before = town.store.clone();
    town.remove(&mut alice, Target::Person(person));
    let own = town.add_account(&mut alice, b"seed after", &[]);
    let shared = town.add_account(&mut alice, b"seed shared", &[team]);
    let after_alice = std::mem::replace(&mut town.store, before);
    let objects = bob.promote(person, Rank(3), &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, private), [b"seed private"], "the hole");
    town.store.extend(after_alice);
    for firm in [&mut alice, &mut bob, &mut carol] {
        town.sync(firm);
    }
    for new in [own, shared] {
        assert!(opens(&mut carol, new).is_empty());
        assert_eq!(opens(&mut bob, new).len(), 1);
    }
    assert!(!holds_a_key_of_after(&mut carol, &mut alice));
    for firm in [&mut alice, &mut bob] {
        let mut expected = vec![account, private];
        expected.sort();
        assert_eq!(must(firm), expected, "what she could see, and no more");
    }
}

/// Alice --stop Carol--new key for an account of the team Tax--------->
/// Bob   --(not synced) puts Carol into Tax: its old key is hers-->
/// Carol                                \--the old key--opens nothing new
#[test]
fn an_unsynced_administrator_puts_the_leaver_into_another_team_who_opens_nothing_of_after() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(22);
    let tax = town.team(&mut alice, "Tax");
    let second = town.add_account(&mut alice, b"seed tax", &[tax]);
    town.sync(&mut bob);
    let person = carol.person().unwrap();
    let before = town.store.clone();
    let former = alice.state().current[&tax];
    town.remove(&mut alice, Target::Person(person));
    assert_eq!(alice.state().current[&tax], former, "no work for teams she was never in");
    town.new_key(&mut alice, second, b"seed after");
    let after_alice = std::mem::replace(&mut town.store, before);
    town.put_in(&mut bob, tax, person);
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, second), [b"seed tax"], "the hole");
    town.store.extend(after_alice);
    for firm in [&mut alice, &mut bob, &mut carol] {
        town.sync(firm);
    }
    assert_ne!(opens(&mut carol, second), [b"seed after"]);
    assert!(!holds_a_key_of_after(&mut carol, &mut alice));
    for firm in [&mut alice, &mut bob] {
        assert_eq!(opens(firm, second), [b"seed after"]);
        assert_eq!(must(firm), [account]);
    }
}

/// Alice --puts Carol into Tax--wraps its key to her-------------------->
/// Bob                       \--(has not heard of the wrap) out of Tax--new key-->
#[test]
fn who_is_taken_out_of_a_team_before_the_wrap_was_heard_of_opens_nothing_new() {
    let (mut town, mut alice, mut bob, mut carol, ..) = three(23);
    let tax = town.team(&mut alice, "Tax");
    let second = town.add_account(&mut alice, b"seed tax", &[tax]);
    town.sync(&mut bob);
    let person = carol.person().unwrap();
    let before = town.store.clone();
    town.put_in(&mut alice, tax, person);
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, second), [b"seed tax"]);
    let entry = first_new(&town, &before);
    let shown = partly(&town, &before, |name| name == entry);
    town::sync_from(&shown, &mut bob, town.now);
    let objects = bob.set_team_people(tax, vec![], vec![person], &mut town.ctx()).unwrap();
    town.upload(objects);
    assert_eq!(must(&mut bob), [second], "she may have it");
    let at = town.new_key(&mut bob, second, b"seed two");
    town.sync(&mut carol);
    assert_eq!(carol.open_secret(at).unwrap_err(), SecretError::NoKey);
    town.sync(&mut alice);
    assert!(must(&mut alice).is_empty());
}

/// A deputy makes no keys, and seals under none of before a removal: the remover makes new ones.
#[test]
fn a_removal_renews_the_keys_of_the_teams_that_deputies_seal_for() {
    let (mut town, mut alice, _bob, carol, ..) = three(24);
    let mut carol = carol;
    let (tax, audit) = (town.team(&mut alice, "Tax"), town.team(&mut alice, "Audit"));
    let mut invitee = staff("Dora", &[tax]);
    invitee.rank = Some(Rank::DEPUTY);
    let mut dora = town.enrol(&mut alice, invitee);
    let former = alice.state().current.clone();
    let before = town.store.clone();
    let person = carol.person().unwrap();
    town.remove(&mut alice, Target::Person(person));
    assert_ne!(alice.state().current[&tax], former[&tax]);
    assert_eq!(alice.state().current[&audit], former[&audit]);
    // She has heard of the removal alone, and waits for the key.
    let stop = first_new(&town, &before);
    town::sync_from(&partly(&town, &before, |name| name == stop), &mut dora, town.now);
    let key = Secret::copy_of(b"hers");
    let early = dora.add_account(&town::details("VAT"), &key, &[tax], &mut town.ctx());
    assert_eq!(early.err(), Some(AuthorError::NoKey));
    town.sync(&mut dora);
    let own = town.add_account(&mut dora, b"hers", &[tax]);
    assert_eq!(opens(&mut dora, own), [b"hers"]);
}

/// Alice (1) --a1--remove Bob x--remove Carol x->
/// Kit   (0) ----------------------stop Alice (cut at a1)--Dave (1)--new kit-->
#[test]
fn the_senior_administrator_goes_bad_and_the_kit_is_used() {
    let mut town = Town::new(5);
    let (mut alice, kit) = town.found(KitReach::Decrypts);
    let mut bob = town.enrol(&mut alice, admin("Bob", 2));
    let account = town.add_account(&mut alice, b"seed one", &[]);
    town.sync(&mut bob);
    let good = alice.heads().into_iter().find(|point| point.device == alice.device()).unwrap();
    let (a, b) = (alice.person().unwrap(), bob.person().unwrap());
    town.remove(&mut alice, Target::Person(b));
    town.sync(&mut bob);
    assert!(bob.is_removed());

    let mut acting = Firm::replica(alice.pin(), kit.keys(), vec![]);
    town.sync(&mut acting);
    assert!(acting.is_kit(&kit));
    assert_eq!(acting.rank(), Some(Rank::KIT));
    assert_eq!(opens(&mut acting, account), [b"seed one"], "this kit decrypts");
    let removal = Removal {
        targets: vec![Target::Person(a)],
        cuts: [(good.device, good)].into(),
        reason: "gone bad".to_owned(),
    };
    assert_eq!(acting.reinstated_by(&removal), [Target::Person(b)].into());
    let objects = acting.remove(&removal, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut bob);
    assert!(!bob.is_removed(), "her dismissal of him came after the cut");
    assert!(bob.alarms().any(|alarm| matches!(alarm, Alarm::KitUsed(_))), "loud everywhere");
    assert!(bob.state().people[&a].stopped.is_some());
    assert_eq!(must(&mut bob), [account]);

    let (new_kit, _) = ledger::Kit::make(&mut town.entropy).unwrap();
    let objects = acting.hand_over(&new_kit, KitReach::Decrypts, &mut town.ctx()).unwrap();
    town.upload(objects);
    assert!(!acting.is_kit(&kit) && acting.is_kit(&new_kit));
    assert_eq!(
        acting.author(vec![], vec![], &mut town.ctx()),
        Err(AuthorError::NotAWriter),
        "the old kit is worth nothing"
    );
    town.sync(&mut bob);
    town.repair(&mut bob);
    town.new_key(&mut bob, account, b"seed two");
    assert!(must(&mut bob).is_empty());
    let mut next = Firm::replica(bob.pin(), new_kit.keys(), vec![]);
    town.sync(&mut next);
    assert_eq!(opens(&mut next, account), [b"seed two"]);
    for gone in [&mut acting, &mut alice] {
        town.sync(gone);
        assert_ne!(opens(gone, account), [b"seed two"]);
    }
}

#[test]
fn a_deputy_adds_and_shares_own_accounts_and_appoints_and_removes_nobody() {
    let (mut town, mut alice, _bob, mut carol, team, account) = three(6);
    let other = town.team(&mut alice, "Tax");
    let hidden = town.add_account(&mut alice, b"not hers", &[other]);
    let mut deputy = {
        let mut invitee = staff("Dora", &[team]);
        invitee.rank = Some(Rank::DEPUTY);
        town.enrol(&mut alice, invitee)
    };
    let me = deputy.device();
    assert_eq!(deputy.state().role(me), Some(Role::Deputy));
    let own = town.add_account(&mut deputy, b"hers", &[team]);
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, own), [b"hers"]);
    let carol_person = carol.person().unwrap();
    let removal = Removal {
        targets: vec![Target::Person(carol_person)],
        cuts: BTreeMap::new(),
        reason: String::new(),
    };
    assert_eq!(deputy.remove(&removal, &mut town.ctx()), Err(AuthorError::NotAllowed));
    let invited = deputy.invite(staff("Eve", &[]), 60, &mut town.ctx());
    assert_eq!(invited.err(), Some(AuthorError::NotAllowed));
    let added = deputy.set_team_people(other, vec![carol_person], vec![], &mut town.ctx());
    assert_eq!(added, Err(AuthorError::NotAllowed));
    // She may not reach for what her teams do not hold by granting it to her own team.
    let grab = deputy.share(hidden, team, &mut town.ctx()).unwrap();
    town.upload(grab);
    town.sync(&mut alice);
    town.repair(&mut alice);
    town.sync(&mut deputy);
    assert_eq!(alice.state().accounts[&hidden].teams, [other].into());
    assert!(opens(&mut deputy, hidden).is_empty());
    assert_eq!(opens(&mut alice, own), [b"hers"]);
    // What she holds she may share; an administrator's device seals it for the other team.
    let shared = deputy.share(account, other, &mut town.ctx()).unwrap();
    town.upload(shared);
    town.sync(&mut alice);
    town.repair(&mut alice);
    assert_eq!(alice.state().accounts[&account].teams, [team, other].into());
}

#[test]
fn an_auditor_reads_the_log_and_labels_and_never_a_key() {
    let (mut town, mut alice, _bob, _carol, team, account) = three(7);
    let mut invitee = staff("Ada", &[team]);
    invitee.standing = ledger::Standing::Auditor;
    let mut auditor = town.enrol(&mut alice, invitee);
    town.repair(&mut alice);
    town.sync(&mut auditor);
    let me = auditor.device();
    assert_eq!(auditor.state().role(me), Some(Role::Auditor));
    assert_eq!(auditor.state().hash(), alice.state().hash());
    assert_eq!(auditor.open_details(account).unwrap().label, "VAT");
    assert!(opens(&mut auditor, account).is_empty(), "even in a team");
    assert!(!auditor.state().may_use(me, account));
}

#[test]
fn who_changes_teams_gains_and_loses_and_what_was_lost_is_to_be_replaced() {
    let (mut town, mut alice, _bob, mut carol, team, account) = three(8);
    let other = town.team(&mut alice, "Tax");
    let second = town.add_account(&mut alice, b"seed tax", &[other]);
    let person = carol.person().unwrap();
    town.put_in(&mut alice, other, person);
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, second), [b"seed tax"]);
    let objects = alice.set_team_people(team, vec![], vec![person], &mut town.ctx()).unwrap();
    town.upload(objects);
    assert_eq!(must(&mut alice), [account]);
    let at = town.new_key(&mut alice, account, b"seed two");
    assert!(must(&mut alice).is_empty());
    town.sync(&mut carol);
    assert_eq!(carol.open_secret(at).unwrap_err(), SecretError::NoKey);
    assert_eq!(opens(&mut carol, second), [b"seed tax"]);
    // Back again: nothing is lost any more, and the new key arrives.
    town.put_in(&mut alice, team, person);
    town.sync(&mut carol);
    assert_eq!(opens(&mut carol, account), [b"seed two"]);
    assert!(must(&mut alice).is_empty());
    // The team loses the account.
    let objects = alice.unshare(account, team, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.repair(&mut alice);
    assert_eq!(must(&mut alice), [account]);
    let next = town.new_key(&mut alice, account, b"seed three");
    assert!(must(&mut alice).is_empty());
    town.sync(&mut carol);
    assert_eq!(carol.open_secret(next).unwrap_err(), SecretError::NoKey);
}

#[test]
fn a_key_replaced_before_the_leaver_left_asks_for_nothing() {
    let (mut town, mut alice, _bob, mut carol, team, account) = three(9);
    let person = carol.person().unwrap();
    let objects = alice.set_team_people(team, vec![], vec![person], &mut town.ctx()).unwrap();
    town.upload(objects);
    town.new_key(&mut alice, account, b"seed two");
    assert!(must(&mut alice).is_empty());
    town.remove(&mut alice, Target::Person(person));
    assert!(must(&mut alice).is_empty(), "what she had was dead already");
    town.sync(&mut carol);
}

#[test]
fn with_one_administrator_nothing_is_shared() {
    let mut town = Town::new(10);
    let (mut alice, _) = town.found(KitReach::Decrypts);
    let team = town.team(&mut alice, "Payroll");
    let key = Secret::copy_of(b"seed");
    let shared = alice.add_account(&town::details("VAT"), &key, &[team], &mut town.ctx());
    assert_eq!(shared.err(), Some(AuthorError::NeedsSecondAdministrator));
    let own = town.add_account(&mut alice, b"seed", &[]);
    assert_eq!(alice.share(own, team, &mut town.ctx()), Err(AuthorError::NeedsSecondAdministrator));
    assert_eq!(opens(&mut alice, own), [b"seed"]);
    town.enrol(&mut alice, admin("Bob", 2));
    assert!(alice.share(own, team, &mut town.ctx()).is_ok());
}

#[test]
fn void_work_can_be_done_again() {
    let (mut town, mut alice, mut bob, _carol, _, account) = three(11);
    let before = town.store.clone();
    let person = bob.person().unwrap();
    town.remove(&mut alice, Target::Person(person));
    let after_alice = std::mem::replace(&mut town.store, before);
    town.new_key(&mut bob, account, b"only copy");
    town.store.extend(after_alice);
    town.sync(&mut alice);
    assert_eq!(opens(&mut alice, account), [b"seed one"]);
    let void = alice.void_entries();
    assert_eq!(void.len(), 1);
    let left: Vec<_> = alice.unrepeated_work().into_iter().map(|entry| entry.at).collect();
    assert_eq!(left, [void[0].at]);
    let objects = alice.reapply(void[0].at, &mut town.ctx()).unwrap();
    town.upload(objects);
    assert!(alice.unrepeated_work().is_empty(), "nobody is asked for it twice");
    assert_eq!(alice.void_entries().len(), 1, "it is void for ever");
    assert_eq!(opens(&mut alice, account), [b"only copy"]);
    assert_eq!(must(&mut alice), [account], "he has it too");
}

#[test]
fn receipts_count_who_has_the_key_and_leave_the_stopped_out() {
    let (mut town, mut alice, mut bob, mut carol, team, account) = three(12);
    let mut dan = town.enrol(&mut alice, staff("Dan", &[team]));
    let at = town.new_key(&mut alice, account, b"seed two");
    let have = |firm: &mut Firm, at: VersionRef| {
        let receipt = firm.receipts(at);
        (receipt.have.len(), receipt.have.len() + receipt.lack.len())
    };
    assert_eq!(have(&mut alice, at), (0, 4));
    town.ack(&mut carol);
    town.sync(&mut alice);
    assert_eq!(have(&mut alice, at), (0, 4), "Carol's ack is of before");
    town.sync(&mut carol);
    town.ack(&mut carol);
    town.ack(&mut alice);
    town.sync(&mut alice);
    assert_eq!(have(&mut alice, at), (2, 4));
    let person = dan.person().unwrap();
    town.remove(&mut alice, Target::Person(person));
    assert_eq!(have(&mut alice, at), (2, 3));
    town.sync(&mut bob);
    town.ack(&mut bob);
    town.sync(&mut alice);
    assert_eq!(have(&mut alice, at), (3, 3));
    assert_eq!(bob.last_news(town.now), Some(town.now));
    town.sync(&mut dan);
    assert!(dan.is_removed());
}

/// Alice --new key one--------------(hears of Bob's receipt first)-------->
/// Bob   --(one has not arrived)--new key two in its place--receipt-->
#[test]
fn a_receipt_of_who_has_replaced_a_key_unopened_is_none_for_it() {
    let (mut town, mut alice, mut bob, _carol, _, account) = three(25);
    let before = town.store.clone();
    let at = town.new_key(&mut alice, account, b"seed two");
    let shown = partly(&town, &before, |name| name.contains("/log/"));
    town::sync_from(&shown, &mut bob, town.now);
    assert_eq!(bob.open_secret(at).unwrap_err(), SecretError::NoKey);
    let (_, objects) =
        bob.new_key(account, &Secret::copy_of(b"seed three"), &mut town.ctx()).unwrap();
    town.ack(&mut bob);
    town.sync(&mut alice);
    assert!(alice.receipts(at).lack.contains_key(&bob.device()), "he never had it");
    town.upload(objects);
    town.sync(&mut alice);
    let heads = alice.state().heads(account);
    let head = VersionRef { account, version: *heads.first().unwrap() };
    assert!(alice.receipts(head).have.contains(&bob.device()));
    assert!(!alice.receipts(at).have.contains(&bob.device()));
}

/// Alice --remove Bob (cut before two)--------------------->  one is in use again
/// Bob   --new key two in the place of one x-->
/// Carol          \--(one has not arrived) receipt-->
#[test]
fn a_receipt_of_who_took_void_work_for_done_is_none_for_what_it_replaced() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(26);
    let person = bob.person().unwrap();
    let before = town.store.clone();
    let at = town.new_key(&mut alice, account, b"seed two");
    town.sync(&mut bob);
    town.new_key(&mut bob, account, b"seed three");
    let shown = partly(&town, &before, |name| name.contains("/log/"));
    town::sync_from(&shown, &mut carol, town.now);
    town.ack(&mut carol);
    town.sync(&mut alice);
    let (device, seq, hash) = (bob.device(), ledger::Seq(0), ledger::Hash::NONE);
    let removal = Removal {
        targets: vec![Target::Person(person)],
        cuts: [(device, ledger::LogPoint { device, seq, hash })].into(),
        reason: String::new(),
    };
    let objects = alice.remove(&removal, &mut town.ctx()).unwrap();
    town.upload(objects);
    assert_eq!(alice.state().heads(account), [at.version].into());
    assert!(alice.receipts(at).lack.contains_key(&carol.device()), "she does not say that she has");
    town.sync(&mut carol);
    town.ack(&mut carol);
    town.sync(&mut alice);
    assert!(alice.receipts(at).have.contains(&carol.device()));
}

/// Alice --new key two----the service refuses it: back to one-->
/// Bob   ------------------(has one, two, one again)----------->
#[test]
fn a_key_that_the_service_refused_gives_way_to_the_one_before_which_is_no_fresh_one() {
    let (mut town, mut alice, mut bob, mut carol, _, account) = three(27);
    let one = VersionRef { account, version: *alice.state().heads(account).first().unwrap() };
    let two = town.new_key(&mut alice, account, b"seed two");
    assert!(alice.knows_key(account, &Secret::copy_of(b"seed one")));
    assert!(alice.knows_key(account, &Secret::copy_of(b"seed two")));
    assert!(!alice.knows_key(account, &Secret::copy_of(b"seed three")));
    town.sync(&mut bob);
    assert_eq!(opens(&mut bob, account), [b"seed two".to_vec()]);

    let (again, objects) = alice.go_back(one, &mut town.ctx()).unwrap();
    town.upload(objects);
    for firm in [&mut alice, &mut bob, &mut carol] {
        town.sync(firm);
        assert_eq!(firm.state().heads(account), [again.version].into());
        assert_eq!(opens(firm, account), [b"seed one".to_vec()]);
        assert!(firm.state().accounts[&account].versions[&again.version].confirmed.is_some());
    }
    assert_eq!(alice.confirm(two, &mut town.ctx()).map(drop), Ok(()));

    town.remove(&mut alice, Target::Person(carol.person().unwrap()));
    assert_eq!(must(&mut alice), [account], "carried, and so as old as the first");
    town.new_key(&mut alice, account, b"seed three");
    assert_eq!(must(&mut alice), []);
}
