//! New keys for accounts of a firm: to everybody, beside the one before, and back again.

use crate::desk::{Desk, KEY, OTHER_KEY};
use crate::firm::{Firm, code, oathtool};

#[test]
fn a_new_key_from_the_service_reaches_all_and_a_refused_one_is_taken_back() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    let replace = |desk: &Desk, key| {
        desk.run_with(&["add", "--label", "VAT", "--key", "-", "--replace"], key)
    };
    let all_have = |key: &str| {
        firm.sync_all();
        for desk in [alice, bob, carol] {
            assert_eq!(code(desk, "VAT").ok(), oathtool(key));
        }
    };
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    all_have(KEY);
    let items = carol.keyring_items().len();

    replace(carol, OTHER_KEY).refused(1, "not for you to do");
    replace(alice, KEY).refused(1, "it replaces nothing");
    replace(alice, OTHER_KEY).ok();
    all_have(OTHER_KEY);
    assert_eq!(carol.keyring_items().len(), items + 1, "the key before stays beside it");
    replace(bob, KEY).refused(1, "it replaces nothing");
    carol.run(&["confirm", "VAT", "--accepted"]).refused(1, "not for you to do");
    bob.ok(&["confirm", "VAT", "--accepted"]);
    all_have(OTHER_KEY);
    assert_eq!(carol.keyring_items().len(), items, "the key before is gone");
    bob.run(&["confirm", "VAT", "--accepted"]).refused(1, "has no new key to confirm");

    carol.run(&["rename", "VAT", "Mine"]).refused(1, "not for you to do");
    bob.ok(&["rename", "VAT", "VAT – Leeds"]);
    bob.ok(&["rename", "VAT – Leeds", "VAT"]);

    replace(bob, "GEZDGNBVGY3TQOJQ").ok();
    all_have("GEZDGNBVGY3TQOJQ");
    alice.ok(&["confirm", "VAT", "--refused"]);
    all_have(OTHER_KEY);
    assert_eq!(carol.keyring_items().len(), items);
}

/// Eight digits come with the refused key and go with it; Carol was away all the while; and Bob,
/// whose screen is old, cannot take back what was decided meanwhile.
#[test]
fn a_refused_key_leaves_no_trace_where_it_was_and_none_where_it_never_came() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    let replace = |desk: &Desk, text: &str| {
        desk.run_with(&["add", "--label", "VAT", "--uri", "-", "--replace"], text).ok()
    };
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.sync_all();
    let items = carol.keyring_items().len();
    replace(alice, &format!("otpauth://totp/VAT?secret={OTHER_KEY}&digits=8"));
    bob.ok(&["sync"]);
    assert_eq!(code(bob, "VAT").ok().trim().len(), 8);
    alice.ok(&["confirm", "VAT", "--refused"]);
    bob.run(&["confirm", "VAT", "--refused"]).refused(1, "has no new key to confirm");
    for _ in 0..2 {
        firm.sync_all();
        for desk in [alice, bob, carol] {
            assert_eq!(code(desk, "VAT").ok(), oathtool(KEY));
        }
    }
    assert_eq!(carol.keyring_items().len(), items);
}

#[test]
fn a_key_that_waits_for_an_answer_is_not_shared() {
    let firm = Firm::of_three();
    let Firm { alice, .. } = &firm;
    alice.add("VAT", KEY).ok();
    alice.run_with(&["add", "--label", "VAT", "--key", "-", "--replace"], OTHER_KEY).ok();
    let items = alice.keyring_items().len();
    alice.run(&["share", "VAT", "--team", "Tax"]).refused(1, "has a new key that is not confirmed");
    assert_eq!(alice.keyring_items().len(), items, "both keys are kept");
    alice.ok(&["confirm", "VAT", "--refused"]);
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    assert_eq!(code(alice, "VAT").ok(), oathtool(KEY));
}

#[test]
fn what_a_leaver_had_is_on_the_list_until_it_has_a_new_key() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.sync_all();
    alice.ok(&["people", "remove", "Carol", "--yes"]);
    bob.ok(&["sync"]);
    let listed = |desk: &Desk| desk.ok(&["firm", "status"]).contains("replace the key of VAT");
    assert!(listed(alice) && listed(bob));
    bob.run_with(&["add", "--label", "VAT", "--key", "-", "--replace"], OTHER_KEY).ok();
    alice.ok(&["sync"]);
    assert!(!listed(alice) && !listed(bob));
    assert_eq!(code(alice, "VAT").ok(), oathtool(OTHER_KEY));
    carol.run(&["sync"]).refused(1, "was removed");
}
