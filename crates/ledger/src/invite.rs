//! Invites: a secret that authenticates both ways, and digits against a stolen one (protocol
//! section 13). No public key from the store is ever believed.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use seal::{Entropy, KemPublic, Label, Signature};
use secret::Secret;
use zeroize::Zeroize;

use crate::EntryObjects;
use crate::alarm::Alarm;
use crate::author::AuthorError;
use crate::cbor;
use crate::digits::{Digits, safety_code};
use crate::entry::Object;
use crate::firm::{Context, DeviceKeys, Firm, Pin};
use crate::ids::{DeviceId, FirmId, GroupId, Hash, InviteId, LogPoint, PersonId, Rank, Time};
use crate::invite_secret::{InviteSecret, Kind, SECRET_LEN};
use crate::keys::ShardBlob;
use crate::names::{Name, ShortHash};
use crate::op::{DeviceAdd, Op, PersonSet, PublicKeys, Standing, TeamPeople};

/// The longest that an invite may be open.
pub const MAX_INVITE_SECONDS: u64 = 7 * 24 * 3600;

/// Whom an invite is for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Invitee {
    /// The name.
    #[n(0)]
    pub name: String,
    /// A person of the firm who gets a further device; none for a new person.
    #[n(1)]
    pub person: Option<PersonId>,
    /// Staff or auditor.
    #[n(2)]
    pub standing: Standing,
    /// A rank, for an administrator or deputy.
    #[n(3)]
    pub rank: Option<Rank>,
    /// The teams to come into.
    #[n(4)]
    pub teams: Vec<GroupId>,
}

/// An open invite, as its administrator keeps it.
#[derive(Debug)]
pub struct Invitation {
    secret: InviteSecret,
    invitee: Invitee,
    person: PersonId,
    expires: Time,
}

/// An answer to an invite, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The new device's keys.
    pub keys: PublicKeys,
    /// What the person calls it.
    pub label: String,
    /// The digits that both sides see.
    pub safety: Digits,
}

/// How the administrator made sure of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// There is nobody to compare with: one hand made the invite and answered it, and gave the
    /// answer over itself. Never for an answer out of the store.
    OneHand,
    /// These digits: read out and typed, or seen alike on both screens. What lies in the store may
    /// be another answer by now than the one whose digits were seen.
    Digits(String),
}

/// A device on its way into a firm.
#[derive(Debug)]
pub struct Joining {
    secret: InviteSecret,
    offer: Offer,
}

/// Why an invite led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InviteError {
    /// The code has not 26 characters, or others than a to z and 2 to 7.
    #[error("this is not an invite code")]
    BadCode,
    /// What lies in the store was not made with this code, or was altered.
    #[error("this does not belong to the invite")]
    Refused,
    /// The invite has expired.
    #[error("the invite has expired")]
    Expired,
    /// Two different devices answered: the code was stolen or passed on.
    #[error("two different devices answered this invite")]
    Burnt,
    /// The digits are not those of this answer.
    #[error("the digits are not the same")]
    DigitsDiffer,
    /// The act could not be written.
    #[error(transparent)]
    Author(#[from] AuthorError),
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Offer {
    #[n(0)]
    firm: FirmId,
    #[n(1)]
    genesis: Hash,
    #[n(2)]
    by: DeviceId,
    #[n(3)]
    person: PersonId,
    #[n(4)]
    expires: Time,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Join {
    #[n(0)]
    firm: FirmId,
    #[n(1)]
    invite: InviteId,
    #[n(2)]
    keys: PublicKeys,
    #[n(3)]
    label: String,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct SignedJoin<'b> {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    join: &'b [u8],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    signature: [u8; 64],
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Welcome {
    #[n(0)]
    device: DeviceId,
    #[n(1)]
    enrolled_by: LogPoint,
    /// Wrapped to the device: whoever has the code alone reads nothing of the firm.
    #[n(2)]
    everyone: Vec<ShardBlob>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct KeptInvitation {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    secret: [u8; SECRET_LEN],
    #[n(1)]
    invitee: Invitee,
    #[n(2)]
    person: PersonId,
    #[n(3)]
    expires: Time,
}

impl Invitation {
    /// The secret to hand over.
    pub fn secret(&self) -> &InviteSecret {
        &self.secret
    }

    /// Whom it is for.
    pub fn invitee(&self) -> &Invitee {
        &self.invitee
    }

    /// When it ends.
    pub fn expires(&self) -> Time {
        self.expires
    }

    /// Bytes to keep it, sealed, until it is answered.
    pub fn to_secret(&self) -> Secret {
        let mut secret = [0; SECRET_LEN];
        secret.copy_from_slice(self.secret.expose());
        let mut kept = KeptInvitation {
            secret,
            invitee: self.invitee.clone(),
            person: self.person,
            expires: self.expires,
        };
        let bytes = Secret::new(cbor::to_vec(&kept));
        kept.secret.zeroize();
        secret.zeroize();
        bytes
    }

    /// Reads what [`Invitation::to_secret`] wrote.
    pub fn from_secret(bytes: &Secret) -> Option<Self> {
        let mut kept: KeptInvitation = cbor::from_slice(bytes.expose()).ok()?;
        let secret = InviteSecret::copy_of(&kept.secret);
        kept.secret.zeroize();
        Some(Self { secret, invitee: kept.invitee, person: kept.person, expires: kept.expires })
    }
}

impl Firm {
    /// Opens an invite for `seconds`, at most [`MAX_INVITE_SECONDS`]. Returns it with its offer,
    /// for the store.
    ///
    /// # Errors
    /// [`AuthorError`]: only administrators and the kit invite, nobody invites a device of their
    /// own or above their rank.
    pub fn invite(
        &mut self,
        invitee: Invitee,
        seconds: u64,
        ctx: &mut Context<'_>,
    ) -> Result<(Invitation, Object), AuthorError> {
        let author = self.as_author()?;
        let person = match invitee.person {
            Some(person) if self.state().people.contains_key(&person) => person,
            Some(_) => return Err(AuthorError::Unknown),
            None => PersonId::make(ctx.entropy)?,
        };
        let keys = PublicKeys { sign: self.keys.sign.verifying_key(), kem: self.keys.kem.public() };
        let wanted =
            DeviceAdd { person, keys, label: String::new(), invite: None, rank: invitee.rank };
        if !crate::rules::allows(&author, &wanted.into()) {
            return Err(AuthorError::NotAllowed);
        }
        let secret = InviteSecret::make(ctx.entropy)?;
        let expires = Time(ctx.now.0 + seconds.min(MAX_INVITE_SECONDS));
        let Pin { firm, genesis } = self.pin;
        let offer = Offer { firm, genesis, by: self.me, person, expires };
        let bytes = secret.seal(Kind::Offer, &offer, ctx.entropy)?;
        let object = Object { name: Name::Offer(secret.id()), bytes };
        Ok((Invitation { secret, invitee, person, expires }, object))
    }

    /// Reads the answers that lie in the store for an invite, all of them at once. `None` while
    /// there is none.
    ///
    /// # Errors
    /// [`InviteError::Burnt`] with [`Alarm::InviteBurnt`] when two different devices answered, one
    /// of which may be in the firm by now, or did when this was asked before: keep the firm then.
    /// [`InviteError::Expired`].
    pub fn read_answers(
        &mut self,
        invitation: &Invitation,
        answers: &[Vec<u8>],
        now: Time,
    ) -> Result<Option<Answer>, InviteError> {
        let read = answers.iter().filter_map(|bytes| self.read_answer(invitation, bytes));
        let different: BTreeMap<PublicKeys, String> = read.collect();
        let is_used = different.keys().any(|keys| self.let_another_in(invitation, keys));
        if different.len() > 1 || is_used {
            self.alarm(Alarm::InviteBurnt(invitation.secret.id()));
        }
        if self.is_burnt(invitation) {
            return Err(InviteError::Burnt);
        }
        if now > invitation.expires {
            return Err(InviteError::Expired);
        }
        let answer = different.into_iter().next().map(|(keys, label)| Answer {
            safety: safety_code(self.pin.firm, invitation.person, &keys),
            keys,
            label,
        });
        Ok(answer)
    }

    /// Lets the device in whose answer the administrator saw and compared. Returns the objects for
    /// the store, the welcome last.
    ///
    /// # Errors
    /// [`InviteError`].
    pub fn approve(
        &mut self,
        invitation: &Invitation,
        answer: &Answer,
        compared: &Compared,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, InviteError> {
        if let Compared::Digits(digits) = compared
            && !answer.safety.is_typed(digits)
        {
            return Err(InviteError::DigitsDiffer);
        }
        if ctx.now > invitation.expires {
            return Err(InviteError::Expired);
        }
        if self.is_burnt(invitation) || self.let_another_in(invitation, &answer.keys) {
            return Err(InviteError::Burnt);
        }
        let ops = self.enrol_ops(invitation, answer);
        let mut objects = self.author(ops, Vec::new(), ctx)?;
        let enrolled_by = self.own_head().ok_or(AuthorError::NoKey)?;
        let mut groups: BTreeSet<GroupId> = invitation.invitee.teams.iter().copied().collect();
        groups.extend([GroupId::EVERYONE, GroupId::ADMINISTRATORS, GroupId::AUDITORS]);
        objects.extend(self.repair(&groups, ctx)?);
        let device = DeviceId::derive(self.pin.firm, answer.keys.sign, answer.keys.kem);
        let everyone = self.everyone_keys_for((device, answer.keys.kem), ctx)?;
        let welcome = Welcome { device, enrolled_by, everyone };
        let bytes = invitation.secret.seal(Kind::Welcome, &welcome, ctx.entropy)?;
        objects.push(Object { name: Name::Welcome(invitation.secret.id()), bytes });
        Ok(objects)
    }

    fn enrol_ops(&mut self, invitation: &Invitation, answer: &Answer) -> Vec<Op> {
        let (invitee, person) = (&invitation.invitee, invitation.person);
        let mut ops = Vec::new();
        if !self.state().people.contains_key(&person) {
            let (name, standing) = (invitee.name.clone(), invitee.standing);
            ops.push(PersonSet { person, name, standing }.into());
        }
        ops.push(
            DeviceAdd {
                person,
                keys: answer.keys,
                label: answer.label.clone(),
                invite: Some(invitation.secret.id()),
                rank: invitee.rank,
            }
            .into(),
        );
        for group in &invitee.teams {
            ops.push(TeamPeople { group: *group, add: vec![person], remove: vec![] }.into());
        }
        ops
    }

    fn is_burnt(&self, invitation: &Invitation) -> bool {
        self.alarms.contains(&Alarm::InviteBurnt(invitation.secret.id()))
    }

    /// Whether a device with other keys came in by this invite.
    fn let_another_in(&mut self, invitation: &Invitation, keys: &PublicKeys) -> bool {
        let invite = Some(invitation.secret.id());
        self.state().devices.values().any(|known| known.invite == invite && known.keys != *keys)
    }

    fn read_answer(&self, invitation: &Invitation, bytes: &[u8]) -> Option<(PublicKeys, String)> {
        let plain = invitation.secret.open(Kind::Join, bytes)?;
        let signed: SignedJoin<'_> = cbor::from_slice(plain.expose()).ok()?;
        let join: Join = cbor::from_slice(signed.join).ok()?;
        let fits = join.firm == self.pin.firm
            && join.invite == invitation.secret.id()
            && join.label.len() <= 200;
        let signature = Signature(signed.signature);
        let own = join.keys.sign.verify(Label::JOIN, signed.join, &signature).is_ok();
        (fits && own).then_some((join.keys, join.label))
    }

    fn everyone_keys_for(
        &self,
        recipient: (DeviceId, KemPublic),
        ctx: &mut Context<'_>,
    ) -> Result<Vec<ShardBlob>, AuthorError> {
        let held = self.ring.of(GroupId::EVERYONE);
        let wrapped = held.map(|(epoch, key)| {
            let id = (GroupId::EVERYONE, epoch);
            Ok(ShardBlob::wrap(ctx.entropy, self.pin.firm, id, key, &[recipient])?)
        });
        wrapped.collect()
    }

    pub(crate) fn own_head(&self) -> Option<LogPoint> {
        self.book.head(self.me).map(|head| self.book.entry(head).point())
    }
}

impl Joining {
    /// Opens the offer that lies in the store under [`InviteSecret::id`]. Only who knows the
    /// secret can have made it: the firm is pinned from here on.
    ///
    /// # Errors
    /// [`InviteError::Refused`], [`InviteError::Expired`].
    pub fn open(secret: InviteSecret, offer: &[u8], now: Time) -> Result<Self, InviteError> {
        let plain = secret.open(Kind::Offer, offer).ok_or(InviteError::Refused)?;
        let offer: Offer = cbor::from_slice(plain.expose()).map_err(|_| InviteError::Refused)?;
        if now > offer.expires {
            return Err(InviteError::Expired);
        }
        Ok(Self { secret, offer })
    }

    /// The firm that invites.
    pub fn pin(&self) -> Pin {
        Pin { firm: self.offer.firm, genesis: self.offer.genesis }
    }

    /// Answers with the new device's keys. Returns the object for the store and the digits to
    /// read out. Answer once: a second answer with other keys burns the invite.
    ///
    /// # Errors
    /// [`AuthorError::Seal`].
    pub fn answer(
        &self,
        keys: &DeviceKeys,
        label: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<(Object, Digits), AuthorError> {
        let (firm, invite, public) = (self.offer.firm, self.secret.id(), keys.public());
        let join = cbor::to_vec(&Join { firm, invite, keys: public, label: label.to_owned() });
        let signature = keys.sign.sign(Label::JOIN, &join).0;
        let signed = SignedJoin { join: &join, signature };
        let bytes = self.secret.seal(Kind::Join, &signed, entropy)?;
        let short = ShortHash::of(Hash(seal::sha256(&bytes)));
        let object = Object { name: Name::Join(invite, short), bytes };
        Ok((object, safety_code(firm, self.offer.person, &public)))
    }

    /// Opens the welcome. Returns the replica, empty still: take in the store's objects. It asks
    /// for the entry that let this device in, so that an old copy of the store shows.
    ///
    /// # Errors
    /// [`InviteError::Refused`] also when it is another device's.
    pub fn welcome(&self, bytes: &[u8], keys: DeviceKeys) -> Result<Firm, InviteError> {
        let plain = self.secret.open(Kind::Welcome, bytes).ok_or(InviteError::Refused)?;
        let welcome: Welcome =
            cbor::from_slice(plain.expose()).map_err(|_| InviteError::Refused)?;
        if welcome.device != keys.id(self.offer.firm) {
            return Err(InviteError::Refused);
        }
        let mut everyone = Vec::new();
        for blob in &welcome.everyone {
            let fits = (blob.firm, blob.group) == (self.offer.firm, GroupId::EVERYONE);
            let opened = blob.open(welcome.device, &keys.kem).ok().flatten();
            let key = opened.filter(|_| fits).ok_or(InviteError::Refused)?;
            everyone.push((blob.epoch, key));
        }
        let mut firm = Firm::replica(self.pin(), keys, everyone);
        firm.told = Some(welcome.enrolled_by);
        Ok(firm)
    }
}

#[cfg(test)]
#[path = "invite_tests.rs"]
mod tests;
