//! What people do.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    AccountId, Algorithm, AuthorError, CodeKind, Compared, Context, Details, DeviceId, Firm,
    GroupId, InviteSecret, Invitee, Joining, Object, PersonId, Rank, Removal, Standing, Target,
    VersionRef,
};
use secret::Secret;

use crate::client::Seeds;
use crate::dice::Dice;

/// The beginning of every secret key, label and name: no byte of the store may hold it.
pub const CANARY: &str = "canary-";

/// Something done, not yet kept or sent.
#[derive(Debug, Default)]
pub struct Act {
    /// For the story.
    pub said: String,
    /// For the store.
    pub objects: Vec<Object>,
    /// A secret key that was brought in.
    pub version: Option<VersionRef>,
    /// A device that was let in.
    pub arriving: Option<Arriving>,
    /// A secret key that left the program.
    pub gave: Option<Gave>,
    /// A secret key on something that is lost.
    pub lost: Option<VersionRef>,
}

/// A secret key that was given to a person by another route.
#[derive(Clone, Copy, Debug)]
pub struct Gave {
    /// To whom.
    pub to: PersonId,
    /// Which.
    pub at: VersionRef,
    /// Whether the person held the account, as far as the giver knew.
    pub held: bool,
}

/// A device whose welcome is on its way.
#[derive(Debug)]
pub struct Arriving {
    /// What the story calls it.
    pub name: String,
    /// Its side of the ceremony.
    pub joining: Joining,
    /// Its keys.
    pub seeds: Seeds,
    /// Its welcome.
    pub welcome: Object,
}

/// Does something that chance chooses, as far as the ledger permits.
///
/// # Errors
/// [`AuthorError`]: what the ledger refuses.
pub fn act(
    firm: &mut Firm,
    dice: &mut Dice,
    number: usize,
    entropy: &mut dyn seal::Entropy,
    now: ledger::Time,
) -> Result<Act, AuthorError> {
    let ctx = &mut Context { entropy, now };
    let choice = Choice::make(firm, dice, number);
    match dice.below(36) {
        0..=3 => choice.add_account(firm, ctx),
        4..=8 => choice.new_key(firm, ctx),
        9..=11 => choice.put_in(firm, ctx),
        12..=13 => choice.take_out(firm, ctx),
        14..=17 => choice.share(firm, ctx),
        18 => choice.unshare(firm, ctx),
        19 => choice.set_details(firm, ctx),
        20 => choice.check_point(firm, ctx),
        21 => choice.promote(firm, ctx),
        22 | 23 => choice.remove(firm, ctx),
        24 => choice.remove_device(firm, ctx),
        25 => choice.go_back(firm, ctx),
        26..=29 => choice.give(firm, ctx),
        30 => choice.set_given(firm, ctx),
        31 => choice.set_step(firm, ctx),
        32 => choice.ask_or_approve(firm, ctx),
        33 => choice.leaving(firm, ctx),
        34 => choice.do_again(firm, ctx),
        _ => choice.enrol(firm, ctx),
    }
}

/// Puts right what is due.
///
/// # Errors
/// [`AuthorError`].
pub fn repair(firm: &mut Firm, jitter: u64, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
    let needed: Vec<_> =
        firm.reconcile(ctx.now, jitter).into_iter().map(|needed| needed.repair).collect();
    let objects = firm.repair_due(jitter, ctx)?;
    Ok(Act { said: format!("repairs {needed:?}"), objects, ..Act::default() })
}

/// Removes `targets`.
///
/// # Errors
/// [`AuthorError`].
pub fn remove(
    firm: &mut Firm,
    targets: Vec<Target>,
    ctx: &mut Context<'_>,
) -> Result<Vec<Object>, AuthorError> {
    firm.remove(&Removal { targets, cuts: BTreeMap::new(), reason: String::new() }, ctx)
}

pub(crate) struct Choice {
    pub(crate) number: usize,
    pub(crate) account: Option<AccountId>,
    /// A key of the account, in use or not.
    pub(crate) version: Option<VersionRef>,
    team: Option<GroupId>,
    pub(crate) person: Option<PersonId>,
    device: Option<DeviceId>,
    pub(crate) kind: usize,
}

impl Choice {
    fn make(firm: &mut Firm, dice: &mut Dice, number: usize) -> Self {
        let state = firm.state();
        let accounts: Vec<AccountId> = state.accounts.keys().copied().collect();
        let teams: Vec<GroupId> = state.teams.keys().copied().collect();
        let people = state.people.iter().filter(|(_, person)| person.stopped.is_none());
        let people: Vec<PersonId> = people.map(|(id, _)| *id).collect();
        let devices: Vec<DeviceId> = state.live_devices().map(|(id, _)| id).collect();
        let account = dice.pick(&accounts);
        let known = account.and_then(|id| Some((id, state.accounts.get(&id)?)));
        let versions: Vec<VersionRef> = known
            .into_iter()
            .flat_map(|(account, one)| {
                one.versions.keys().map(move |version| VersionRef { account, version: *version })
            })
            .collect();
        Self {
            number,
            account,
            version: dice.pick(&versions),
            team: dice.pick(&teams),
            person: dice.pick(&people),
            device: dice.pick(&devices),
            kind: dice.below(4),
        }
    }

    fn secret(&self) -> Secret {
        Secret::new(format!("{CANARY}key {}", self.number).into_bytes())
    }

    fn add_account(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let teams: Vec<GroupId> = self.team.into_iter().filter(|_| self.kind > 0).collect();
        let details = details(self.number);
        let (account, objects) = firm.add_account(&details, &self.secret(), &teams, ctx)?;
        let version = firm.state().heads(account).into_iter().next();
        let version = version.map(|version| VersionRef { account, version });
        Ok(Act { said: format!("adds account {account}"), objects, version, ..Act::default() })
    }

    fn new_key(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let account = self.account.ok_or(AuthorError::Unknown)?;
        let (at, objects) = firm.new_key(account, &self.secret(), ctx)?;
        let said = format!("gives account {account} the new key {}", at.version);
        Ok(Act { said, objects, version: Some(at), ..Act::default() })
    }

    fn put_in(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let (team, person) = self.team.zip(self.person).ok_or(AuthorError::Unknown)?;
        let objects = firm.set_team_people(team, vec![person], vec![], ctx)?;
        Ok(Act { said: format!("puts {person} into {team}"), objects, ..Act::default() })
    }

    fn take_out(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let (team, person) = self.team.zip(self.person).ok_or(AuthorError::Unknown)?;
        let objects = firm.set_team_people(team, vec![], vec![person], ctx)?;
        Ok(Act { said: format!("takes {person} out of {team}"), objects, ..Act::default() })
    }

    fn share(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let (account, team) = self.account.zip(self.team).ok_or(AuthorError::Unknown)?;
        let mut objects = firm.share(account, team, ctx)?;
        objects.extend(firm.repair(&[team].into(), ctx)?);
        Ok(Act { said: format!("shares {account} with {team}"), objects, ..Act::default() })
    }

    fn unshare(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let (account, team) = self.account.zip(self.team).ok_or(AuthorError::Unknown)?;
        let objects = firm.unshare(account, team, ctx)?;
        Ok(Act { said: format!("takes {account} from {team}"), objects, ..Act::default() })
    }

    fn set_details(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let account = self.account.ok_or(AuthorError::Unknown)?;
        let objects = firm.set_details(account, &details(self.number), ctx)?;
        Ok(Act { said: format!("renames {account}"), objects, ..Act::default() })
    }

    fn check_point(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let objects = firm.checkpoint(ctx)?;
        Ok(Act { said: "writes a checkpoint".to_owned(), objects, ..Act::default() })
    }

    fn promote(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let person = self.person.ok_or(AuthorError::Unknown)?;
        let rank = if self.kind == 0 { firm.next_rank() } else { Rank::DEPUTY };
        let objects = firm.promote(person, rank, ctx)?;
        Ok(Act { said: format!("promotes {person} to {rank:?}"), objects, ..Act::default() })
    }

    fn remove(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        // As often as not somebody who was given a key: those are the ones to be warned of.
        let last = firm.register().given.values().max_by_key(|given| given.at).map(|one| one.to);
        let last = last.filter(|person| self.kind > 1 && !firm.state().has_left(*person));
        let person = last.or(self.person).ok_or(AuthorError::Unknown)?;
        if firm.person() == Some(person) {
            return Err(AuthorError::NotAllowed); // nobody leaves by chance
        }
        let objects = remove(firm, vec![Target::Person(person)], ctx)?;
        Ok(Act { said: format!("removes {person}"), objects, ..Act::default() })
    }

    fn remove_device(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let device = self.device.ok_or(AuthorError::Unknown)?;
        if firm.device() == device || self.kind > 0 {
            return Err(AuthorError::NotAllowed);
        }
        let objects = remove(firm, vec![Target::Device(device)], ctx)?;
        Ok(Act { said: format!("stops the device {device}"), objects, ..Act::default() })
    }

    /// Does again what somebody did who was out already, or had no right to it any more.
    fn do_again(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let work = firm.unrepeated_work();
        let one = work.get(self.number % work.len().max(1)).ok_or(AuthorError::Unknown)?;
        let mut objects = firm.reapply(one.at, ctx)?;
        objects.extend(firm.repair_all(ctx)?);
        Ok(Act { said: format!("does {:?} again", one.at), objects, ..Act::default() })
    }

    fn enrol(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let rank = match self.kind {
            0 => Some(firm.next_rank()),
            1 => Some(Rank::DEPUTY),
            _ => None,
        };
        let name = format!("new{}", self.number);
        let teams = self.team.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let standing = if self.kind == 3 { Standing::Auditor } else { Standing::Staff };
        let invitee =
            Invitee { name: format!("{CANARY}{name}"), person: None, standing, rank, teams };
        let (objects, arriving) = enrol(firm, &name, invitee, ctx)?;
        let said = format!("lets {name} in as {rank:?}, {standing:?}");
        Ok(Act { said, objects, arriving: Some(arriving), ..Act::default() })
    }
}

/// The ceremony, in one room; the welcome goes through the store.
///
/// # Errors
/// [`AuthorError`].
pub fn enrol(
    firm: &mut Firm,
    name: &str,
    invitee: Invitee,
    ctx: &mut Context<'_>,
) -> Result<(Vec<Object>, Arriving), AuthorError> {
    let (invitation, offer) = firm.invite(invitee, 3600, ctx)?;
    let mut seeds = Dice::new(u64::from_be_bytes(seal::make_bytes(ctx.entropy)?));
    let seeds = Seeds::make(&mut seeds);
    let secret = InviteSecret::read(&invitation.secret().code()).map_err(in_ceremony)?;
    let joining = Joining::open(secret, &offer.bytes, ctx.now).map_err(in_ceremony)?;
    let (join, digits) = joining.answer(&seeds.keys(), name, ctx.entropy)?;
    let answers = [join.bytes.clone()];
    let answer = firm.read_answers(&invitation, &answers, ctx.now).map_err(in_ceremony)?;
    let answer = answer.ok_or(AuthorError::Unknown)?;
    let compared = Compared::Digits(digits.to_string());
    let approved = firm.approve(&invitation, &answer, &compared, ctx).map_err(in_ceremony)?;
    let mut objects = vec![offer, join];
    let welcome = approved.last().cloned().ok_or(AuthorError::Unknown)?;
    objects.extend(approved);
    Ok((objects, Arriving { name: name.to_owned(), joining, seeds, welcome }))
}

fn in_ceremony(error: ledger::InviteError) -> AuthorError {
    match error {
        ledger::InviteError::Author(error) => error,
        other => unreachable!("nobody disturbs the ceremony: {other}"),
    }
}

fn details(number: usize) -> Details {
    Details {
        label: format!("{CANARY}label {number}"),
        user_id_hint: None,
        service: Some(format!("{CANARY}service")),
        algorithm: Algorithm::Sha1,
        digits: 6,
        period: 30,
        kind: CodeKind::Totp,
        issuer: None,
        note: None,
    }
}
