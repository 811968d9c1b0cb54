//! A small firm for the targets that read what a store gives: two administrators and an account.

use ledger::{
    AccountId, Algorithm, Choice, CodeKind, Compared, Context, Day, Depart, DepartureId,
    DepartureKind, Details, DeviceKeys, Fate, Firm, FirmRules, Founding, Giving, Hash, Invitation,
    InviteSecret, Invitee, Joining, Kit, KitReach, LeavingAct, LeavingAnswer, Object, Question,
    Rank, Route, SignOff, Standing, Step, StepAnswer, Target, Time, UseKind, UseRecord, VersionRef,
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
    let (account, more) =
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
    let mut bob = joining.welcome(&welcome(&objects), guest()).expect("good");
    objects.extend(outside(&mut firm, &mut bob, (account, &objects), &mut ctx));
    objects.push(firm.ack("1.0", &mut ctx).expect("she may"));
    let record = UseRecord { at: NOW, kind: UseKind::CopiedCode, account: None };
    let (use_file, _) = firm.use_file(TODAY, &[record], Hash::NONE, &mut ctx).expect("she may");
    let welcome = welcome(&objects);
    let (offer, answer, use_file) = (offer.bytes, answer.bytes, use_file.bytes);
    Town { firm, objects, invitation, joining, offer, answer, welcome, use_file }
}

fn welcome(objects: &[Object]) -> Vec<u8> {
    let welcome = objects.iter().find(|one| matches!(one.name, ledger::Name::Welcome(_)));
    welcome.expect("it was just written").bytes.clone()
}

/// Acts on somebody's leaving, one of each kind.
pub fn acts(ctx: &mut Context<'_>, who: Target) -> [LeavingAct; 3] {
    let departure = DepartureId::make(ctx.entropy).expect("seeded");
    let (kind, text) = (DepartureKind::Leaving, "all of them".to_owned());
    let depart = Depart { departure, who, kind, last_day: Some(NOW), note: String::new() };
    let answer = LeavingAnswer {
        departure,
        question: Question::KnewPasswords,
        account: None,
        choice: Choice::Yes,
        person: None,
        due: Some(NOW),
        text: text.clone(),
    };
    let sign_off = SignOff { departure, text };
    [LeavingAct::Depart(depart), LeavingAct::Answer(answer), LeavingAct::SignOff(sign_off)]
}

/// What is written on keys outside the program and on somebody's leaving: each operation once. Of
/// what both wrote the firm has taken in all.
fn outside(
    firm: &mut Firm,
    bob: &mut Firm,
    (account, objects): (AccountId, &[Object]),
    ctx: &mut Context<'_>,
) -> Vec<Object> {
    let version = *firm.state().heads(account).first().expect("there is one");
    let at = VersionRef { account, version };
    for _ in 0..3 {
        take(bob, objects);
    }
    let to = bob.person().expect("he was let in");
    let rules = FirmRules { two_people: true, keep_use_months: 24 };
    let mut new = firm.set_rules(rules, ctx).expect("she may");
    let (request, more) = firm.request(account, (to, Route::Paper), "post", ctx).expect("known");
    new.extend(more);
    take(bob, &new);
    let yes = bob.approve_request(request, true, ctx).expect("he may");
    take(firm, &yes);
    new.extend(yes);
    let (route, reason) = (Route::Paper, "post".to_owned());
    let giving = Giving { at, to, route, due: Some(NOW), reason, request: Some(request) };
    let (given, more) = firm.give(&giving, ctx).expect("approved");
    new.extend(more);
    new.extend(firm.set_given(given, Fate::Received, ctx).expect("known"));
    new.extend(firm.set_step(at, Step::Begun, StepAnswer::Yes, ctx).expect("known"));
    let acts = acts(ctx, Target::Person(to));
    new.extend(firm.write_leaving(&acts, ctx).expect("she may"));
    assert!(firm.departures().len() == 1 && firm.register().given.len() == 1);
    new
}

fn take(firm: &mut Firm, objects: &[Object]) {
    for object in objects {
        // What is wrong with it would be among the alarms.
        let _ = firm.intake(&object.name.to_string(), &object.bytes, NOW);
    }
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
