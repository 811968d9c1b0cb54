//! What the ledger writes, every store keeps.
#![allow(clippy::unwrap_used, reason = "tests")]

use ledger::{Day, DeviceId, Hash, InviteId, Name, Seq, ShortHash};

#[test]
fn a_store_keeps_under_each_name_as_much_as_the_ledger_may_write() {
    let (device, invite, hash) = (DeviceId([7; 16]), InviteId([8; 16]), Hash([9; 32]));
    let short = ShortHash::of(hash);
    for name in [
        Name::Team,
        Name::Hint,
        Name::Entry(device, Seq(1), short),
        Name::Blob(hash),
        Name::Ack(device),
        Name::Offer(invite),
        Name::Join(invite, short),
        Name::Welcome(invite),
        Name::Use(device, Day(20_780)),
        Name::Pack(device, Seq(1), Seq(2), short),
    ] {
        let kept = store::Name::parse(&name.to_string()).unwrap();
        assert!(kept.max_len() >= name.max_len(), "{name}");
    }
}
