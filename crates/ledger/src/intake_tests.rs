use seal::SeededEntropy;

use super::*;
use crate::entry::{Draft, Object};
use crate::ids::{Lamport, Seq};
use crate::op::Note;
use crate::{Context, DeviceKeys, Founding, Kit, KitReach};

const NOW: Time = Time(1_790_000_000);

fn founded() -> (Firm, SeededEntropy) {
    let mut entropy = SeededEntropy::new(1);
    let (kit, _) = Kit::make(&mut entropy).unwrap();
    let seed = |byte: u8| Secret::new(vec![byte; 32]);
    let founding = Founding {
        name: "Hart & Co".to_owned(),
        person_name: "Alice".to_owned(),
        label: "PC".to_owned(),
        keys: DeviceKeys::derive(&seed(1), &seed(2)).unwrap(),
        kit: &kit,
        reach: KitReach::Decrypts,
    };
    let mut ctx = Context { entropy: &mut entropy, now: NOW };
    let (firm, _) = Firm::create(founding, &mut ctx).unwrap();
    (firm, entropy)
}

/// The next entry of the firm's only device, as an honest program would begin it.
fn draft(firm: &mut Firm) -> Draft {
    let head = firm.own_head().unwrap();
    Draft {
        firm: firm.pin.firm,
        device: firm.me,
        seq: Seq(head.seq.0 + 1),
        prev: head.hash,
        seen: Vec::new(),
        lamport: Lamport(2),
        wall: NOW,
        epoch: firm.current_everyone().unwrap(),
        doors: Vec::new(),
        ops: vec![Note { account: None, text: String::new() }.into()],
    }
}

fn sealed(firm: &Firm, draft: Draft, entropy: &mut SeededEntropy) -> Object {
    let key = firm.everyone_key(draft.epoch).unwrap();
    draft.seal(key, &firm.keys.sign, entropy).unwrap()
}

fn take(firm: &mut Firm, object: &Object) -> Result<Outcome, Alarm> {
    firm.intake(&object.name.to_string(), &object.bytes, NOW)
}

#[test]
fn the_next_entry_is_accepted_and_an_inflated_lamport_breaks_the_log() {
    let (mut firm, mut entropy) = founded();
    let mut inflated = draft(&mut firm);
    inflated.lamport = Lamport(1_000);
    let object = sealed(&firm, inflated, &mut entropy);
    let (device, seq) = (firm.me, Seq(2));
    assert_eq!(take(&mut firm, &object), Err(Alarm::Broken { device, seq }));
    let honest = draft(&mut firm);
    let object = sealed(&firm, honest, &mut entropy);
    assert_eq!(take(&mut firm, &object), Ok(Outcome::Accepted));
    assert_eq!(take(&mut firm, &object), Ok(Outcome::Accepted), "again is the same");
    let mut unsigned = object.clone();
    *unsigned.bytes.last_mut().unwrap() ^= 1;
    assert_eq!(take(&mut firm, &unsigned), Ok(Outcome::Ignored), "a copy whose signature is cut");
    assert_eq!(firm.entry_count(), 2);
}

#[test]
fn an_entry_that_another_key_signed_is_nobodys() {
    let (mut firm, mut entropy) = founded();
    let next = draft(&mut firm);
    let key = firm.everyone_key(next.epoch).unwrap();
    let other = seal::SigningKey::derive(&Secret::new(vec![9; 32])).unwrap();
    let forged = next.seal(key, &other, &mut entropy).unwrap();
    assert_eq!(take(&mut firm, &forged), Ok(Outcome::Ignored));
    assert_eq!(firm.alarms().count(), 0, "a forger can blame nobody");
}

#[test]
fn what_lies_under_the_wrong_name_is_passed_over() {
    let (mut firm, mut entropy) = founded();
    let next = draft(&mut firm);
    let object = sealed(&firm, next, &mut entropy);
    let Name::Entry(device, seq, short) = object.name else { panic!("an entry") };
    for name in [Name::Entry(device, Seq(seq.0 + 1), short), Name::Team] {
        let misplaced = Object { name, bytes: object.bytes.clone() };
        assert_eq!(take(&mut firm, &misplaced), Ok(Outcome::Ignored));
    }
}

#[test]
fn an_unknown_critical_operation_stops_the_log_and_asks_for_an_update() {
    let (mut firm, mut entropy) = founded();
    let next = draft(&mut firm);
    let (epoch, device) = (next.epoch, firm.me);
    // [[900, true, h'']] and [[900, false, h'']]
    let critical = [0x81, 0x83, 0x19, 0x03, 0x84, 0xf5, 0x40];
    let optional = [0x81, 0x83, 0x19, 0x03, 0x84, 0xf4, 0x40];
    let seal = |draft: Draft, body: &[u8], firm: &Firm, entropy: &mut SeededEntropy| {
        let key = firm.everyone_key(epoch).unwrap();
        draft.seal_body(body, key, &firm.keys.sign, entropy).unwrap()
    };
    let kept = seal(next, &optional, &firm, &mut entropy);
    assert_eq!(take(&mut firm, &kept), Ok(Outcome::Accepted));
    let mut next = draft(&mut firm);
    next.lamport = Lamport(3);
    let unknown = seal(next.clone(), &critical, &firm, &mut entropy);
    assert_eq!(take(&mut firm, &unknown), Ok(Outcome::Pending));
    assert!(firm.alarms().any(|alarm| *alarm == Alarm::NeedsUpdate { device, kind: 900 }));
    let malformed = seal(next, b"\x81\x00", &firm, &mut entropy);
    assert_eq!(take(&mut firm, &malformed), Err(Alarm::Broken { device, seq: Seq(3) }));
    assert_eq!(firm.entry_count(), 2);
}

#[test]
fn entries_of_strangers_wait_without_end_and_without_effect() {
    let (mut firm, mut entropy) = founded();
    let mut stranger = draft(&mut firm);
    stranger.device = DeviceId([7; 16]);
    let object = sealed(&firm, stranger, &mut entropy);
    assert_eq!(take(&mut firm, &object), Ok(Outcome::Pending));
    assert_eq!(firm.wanted().len(), 0);
    assert_eq!(firm.entry_count(), 1);
}
