//! A small firm for the targets that read what a store gives: two administrators and an account.

use ledger::{
    Algorithm, CodeKind, Compared, Context, Day, Details, DeviceKeys, Firm, Founding, Hash,
    Invitation, InviteSecret, Invitee, Joining, Kit, KitReach, Object, Rank, Standing, Time,
    UseKind, UseRecord,
};
use seal::SeededEntropy;
use secret::Secret;

/// When everything happens.
pub const NOW: Time = Time(1_790_000_000);

/// The day of the use file.
pub const TODAY: Day = Day(20_717);

/// The firm, and one good object of each kind.
pub struct Town {
    /// The first administrator's replica, which has taken in all of `objects`.
    pub firm: Firm,
    /// Everything that is in the store.
    pub objects: Vec<Object>,
    /// An open invite.
    pub invitation: Invitation,
    /// The side of the one who was invited.
    pub joining: Joining,
    /// A good offer.
    pub offer: Vec<u8>,
    /// A good answer.
    pub answer: Vec<u8>,
    /// The welcome that would follow.
    pub welcome: Vec<u8>,
    /// A good use file of the first administrator.
    pub use_file: Vec<u8>,
}

/// Returns the keys of the device that was invited.
pub fn guest() -> DeviceKeys {
    keys(2)
}

/// Returns the code of the invite.
pub fn code(invitation: &Invitation) -> InviteSecret {
    InviteSecret::read(&invitation.secret().code()).expect("it was just written")
}

/// Founds the firm; it is the same each time.
pub fn found() -> Town {
    let mut entropy = SeededEntropy::new(1);
    let mut ctx = Context { entropy: &mut entropy, now: NOW };
    let (kit, _) = Kit::make(ctx.entropy).expect("seeded");
    let founding = Founding {
        name: "Hart".to_owned(),
        person_name: "Alice".to_owned(),
        label: "PC".to_owned(),
        keys: keys(1),
        kit: &kit,
        reach: KitReach::Decrypts,
    };
    let (mut firm, mut objects) = Firm::create(founding, &mut ctx).expect("sound");
    let (_, more) =
        firm.add_account(&details(), &Secret::new(vec![5; 20]), &[], &mut ctx).expect("sound");
    objects.extend(more);
    let invitee = Invitee {
        name: "Bob".to_owned(),
        person: None,
        standing: Standing::Staff,
        rank: Some(Rank(2)),
        teams: Vec::new(),
    };
    let (invitation, offer) = firm.invite(invitee, 3600, &mut ctx).expect("she may");
    let joining = Joining::open(code(&invitation), &offer.bytes, NOW).expect("good");
    let (answer, digits) = joining.answer(&guest(), "PC", ctx.entropy).expect("seeded");
    let read = firm.read_answers(&invitation, &[answer.bytes.clone()], NOW).expect("good");
    let read = read.expect("there is one");
    let compared = Compared::Digits(digits.to_string());
    let approved = firm.approve(&invitation, &read, &compared, &mut ctx).expect("good");
    objects.extend(approved);
    objects.push(firm.ack("1.0", &mut ctx).expect("she may"));
    let record = UseRecord { at: NOW, kind: UseKind::CopiedCode, account: None };
    let (use_file, _) = firm.use_file(TODAY, &[record], Hash::NONE, &mut ctx).expect("she may");
    let welcome = objects.iter().find(|one| matches!(one.name, ledger::Name::Welcome(_)));
    let welcome = welcome.expect("it was just written").bytes.clone();
    let (offer, answer, use_file) = (offer.bytes, answer.bytes, use_file.bytes);
    Town { firm, objects, invitation, joining, offer, answer, welcome, use_file }
}

/// Alters `good` as `input` says: its first two bytes say where, the next how many bytes to leave
/// out there, the rest is put there. `None` where nothing was altered.
pub fn altered(good: &[u8], input: &[u8]) -> Option<Vec<u8>> {
    let ([high, low, gone], new) = input.split_first_chunk()?;
    let at = usize::from(u16::from_be_bytes([*high, *low])) % (good.len() + 1);
    let end = (at + usize::from(*gone)).min(good.len());
    let bytes = [&good[..at], new, &good[end..]].concat();
    (bytes != good).then_some(bytes)
}

fn keys(seed: u8) -> DeviceKeys {
    let (sign, kem) = (Secret::new(vec![seed; 32]), Secret::new(vec![seed + 100; 32]));
    DeviceKeys::derive(&sign, &kem).expect("32 bytes each")
}

fn details() -> Details {
    Details {
        label: "VAT".to_owned(),
        user_id_hint: None,
        service: None,
        algorithm: Algorithm::Sha1,
        digits: 6,
        period: 30,
        kind: CodeKind::Totp,
        issuer: None,
        note: None,
    }
}
