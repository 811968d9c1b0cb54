use seal::SeededEntropy;

use super::*;
use crate::{Founding, Kit, KitReach};

const NOW: Time = Time(1_790_000_000);

fn keys(entropy: &mut SeededEntropy) -> DeviceKeys {
    let mut seed = || seal::make_secret(entropy, seal::SEED_LEN).unwrap();
    DeviceKeys::derive(&seed(), &seed()).unwrap()
}

fn holds(bytes: &[u8], part: &Secret) -> bool {
    bytes.windows(part.expose().len()).any(|window| window == part.expose())
}

/// Whoever has the code and reads the store, but did not answer, learns no key of the firm's.
#[test]
fn a_welcome_gives_its_keys_to_the_device_that_was_let_in_and_not_to_the_code() {
    let mut entropy = SeededEntropy::new(7);
    let (kit, _) = Kit::make(&mut entropy).unwrap();
    let founding = Founding {
        name: "Hart & Lowe".to_owned(),
        person_name: "Alice".to_owned(),
        label: "Office".to_owned(),
        keys: keys(&mut entropy),
        kit: &kit,
        reach: KitReach::Decrypts,
    };
    let (bob, thief) = (keys(&mut entropy), keys(&mut entropy));
    let mut ctx = Context { entropy: &mut entropy, now: NOW };
    let (mut alice, _) = Firm::create(founding, &mut ctx).unwrap();
    let invitee = Invitee {
        name: "Bob".to_owned(),
        person: None,
        standing: Standing::Staff,
        rank: None,
        teams: Vec::new(),
    };
    let (invitation, offer) = alice.invite(invitee, 3_600, &mut ctx).unwrap();
    let joining = || {
        let code = InviteSecret::read(&invitation.secret().code()).unwrap();
        Joining::open(code, &offer.bytes, NOW).unwrap()
    };
    let (answer, digits) = joining().answer(&bob, "Laptop", ctx.entropy).unwrap();
    let read = alice.read_answers(&invitation, &[answer.bytes], NOW).unwrap().unwrap();
    let compared = Compared::Digits(digits.to_string());
    let objects = alice.approve(&invitation, &read, &compared, &mut ctx).unwrap();
    let welcome = &objects.last().unwrap().bytes;

    let plain = invitation.secret.open(Kind::Welcome, welcome).unwrap();
    let everyone: Vec<&Secret> = alice.ring.of(GroupId::EVERYONE).map(|(_, key)| key).collect();
    assert!(!everyone.is_empty());
    assert!(!everyone.iter().any(|key| holds(plain.expose(), key)));
    assert_eq!(joining().welcome(welcome, thief).unwrap_err(), InviteError::Refused);
    let bob = joining().welcome(welcome, bob).unwrap();
    assert!(everyone.iter().all(|key| bob.doors.values().flatten().any(|held| held == *key)));
}
