//! Writing to the log.

use seal::SealError;

use crate::entry::{Draft, Object, Unverified, said_firm};
use crate::firm::{Context, DeviceKeys, Firm, Pin};
use crate::ids::{DeviceId, EpochId, FirmId, GroupId, Hash, Lamport, PersonId, Seq, Time};
use crate::keys::{self, make_key, make_shards};
use crate::kit::Kit;
use crate::op::{Epoch, Genesis, KitReach, Op, Shard};
use crate::rules::{self, Author};
use crate::{EntryObjects, Name};

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorError {
    /// This device writes no log: it is staff's or an auditor's.
    #[error("this device may not write to the firm's log")]
    NotAWriter,
    /// This device or its person was stopped.
    #[error("this device was removed from the firm")]
    Stopped,
    /// The act is not this author's to do (protocol section 6.3).
    #[error("this is not for this person to do")]
    NotAllowed,
    /// A key that the act needs has not arrived yet.
    #[error("a key has not arrived yet")]
    NoKey,
    /// There is no such person, device, team, account or version.
    #[error("there is nothing of that name in the firm")]
    Unknown,
    /// The values are out of bounds.
    #[error("a value is out of bounds")]
    OutOfBounds,
    /// The firm's rules ask for the approval of a second administrator, which this has not.
    #[error("a second administrator has to approve it first")]
    NeedsApproval,
    /// With fewer than two administrators nobody may be appointed below and nothing shared.
    #[error("the firm needs a second administrator first")]
    NeedsSecondAdministrator,
    /// Entries of this log are in the store that have not arrived here: take them in first.
    #[error("this device's own log goes on in the store")]
    Behind,
    /// This device's log forked: it was copied or put back. What it wrote would not count; it has
    /// to be stopped and let in anew.
    #[error("this device's log exists twice")]
    Forked,
    /// The log is full, or the entry too long.
    #[error("too much for one entry")]
    TooLong,
    /// Sealing failed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<seal::NoRandomness> for AuthorError {
    fn from(none: seal::NoRandomness) -> Self {
        Self::Seal(none.into())
    }
}

/// What a firm begins with.
pub struct Founding<'a> {
    /// The firm's name.
    pub name: String,
    /// The first administrator's name.
    pub person_name: String,
    /// What they call their device.
    pub label: String,
    /// Its keys.
    pub keys: DeviceKeys,
    /// The recovery kit.
    pub kit: &'a Kit,
    /// What the kit opens.
    pub reach: KitReach,
}

/// The largest body that fits an entry beside its header.
const MAX_BODY: usize = 40 * 1024;

impl Firm {
    /// Creates a firm with its first administrator. Returns it with the objects for the store, in
    /// the order of upload.
    ///
    /// # Errors
    /// [`AuthorError::Seal`].
    pub fn create(
        founding: Founding<'_>,
        ctx: &mut Context<'_>,
    ) -> Result<(Self, Vec<Object>), AuthorError> {
        let id = FirmId::make(ctx.entropy)?;
        let me = founding.keys.id(id);
        let kit = founding.kit.keys();
        let (mine, kits) = (founding.keys.public(), kit.public());
        let mut all = std::collections::BTreeMap::from([(me, mine.kem), (kit.id(id), kits.kem)]);
        let (everyone, everyone_key) = make_key(ctx.entropy, GroupId::EVERYONE)?;
        let (admins, admins_key) = make_key(ctx.entropy, GroupId::ADMINISTRATORS)?;
        let (doors, mut objects) = make_shards(ctx.entropy, id, everyone, &everyone_key, &all)?;
        if founding.reach == KitReach::AuthorityOnly {
            all.remove(&kit.id(id));
        }
        let (shards, more) = make_shards(ctx.entropy, id, admins, &admins_key, &all)?;
        objects.extend(more);
        let under = (admins, &admins_key);
        let archive = keys::seal_key(ctx.entropy, id, under, (everyone, &everyone_key), admins.1)?;
        let epoch = |(group, epoch), key, shards, archive| -> Result<Op, AuthorError> {
            let commitment = keys::commitment(id, (group, epoch), key).ok_or(AuthorError::NoKey)?;
            let chain = Vec::new();
            Ok(Epoch { group, epoch, commitment, shards, archive, chain }.into())
        };
        let genesis = Genesis {
            name: founding.name,
            person: PersonId::make(ctx.entropy)?,
            person_name: founding.person_name,
            keys: mine,
            label: founding.label,
            kit: kits,
            reach: founding.reach,
        };
        let ops = vec![
            genesis.into(),
            epoch(everyone, &everyone_key, doors.clone(), Some(archive))?,
            epoch(admins, &admins_key, shards, None)?,
        ];
        let draft = Draft {
            firm: id,
            device: me,
            seq: Seq(1),
            prev: Hash::NONE,
            seen: Vec::new(),
            lamport: Lamport(1),
            wall: ctx.now,
            epoch: everyone.1,
            doors,
            ops,
        };
        let entry = draft.seal(&everyone_key, &founding.keys.sign, ctx.entropy)?;
        let pin = Pin::found(&entry.bytes).ok_or(AuthorError::TooLong)?;
        let mut firm = Self::replica(pin, founding.keys, vec![(everyone.1, everyone_key)]);
        objects.push(entry.clone());
        firm.take_own(&objects, ctx.now);
        objects.push(Object { name: Name::Team, bytes: entry.bytes });
        Ok((firm, objects))
    }

    /// Writes operations to this device's log, in as many entries as they need. `blobs` are what
    /// the operations name. Returns the objects for the store, blobs first: that is the order of
    /// upload. Persist them before uploading any, and read the own log from the store before: an
    /// entry that is lost and written again differently is a fork.
    ///
    /// # Errors
    /// [`AuthorError`]; nothing is written then.
    pub fn author(
        &mut self,
        ops: Vec<Op>,
        blobs: Vec<Object>,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let everyone = self.current_everyone()?;
        self.author_under(everyone, Vec::new(), ops, blobs, ctx)
    }

    /// As [`Firm::author`], under a given key of everyone, with the doors that open it.
    pub(crate) fn author_under(
        &mut self,
        epoch: EpochId,
        doors: Vec<Shard>,
        ops: Vec<Op>,
        blobs: Vec<Object>,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        self.may_write(&ops, ctx.now)?;
        let mut objects = blobs;
        self.take_own(&objects, ctx.now);
        let mut doors = doors;
        for part in split(ops)? {
            let entry = self.sign(epoch, std::mem::take(&mut doors), part, ctx)?;
            self.take_own(std::slice::from_ref(&entry), ctx.now);
            objects.push(entry);
        }
        Ok(objects)
    }

    /// Who this device is as an author.
    pub(crate) fn as_author(&mut self) -> Result<Author, AuthorError> {
        let device = self.me;
        let rank = self.rank();
        let person = self.person();
        match rank {
            Some(rank) => Ok(Author { device, rank, person }),
            None if self.state().devices.get(&device).is_some_and(|own| own.stopped.is_some()) => {
                Err(AuthorError::Stopped)
            }
            None => Err(AuthorError::NotAWriter),
        }
    }

    /// The key of everyone that is used now, if it is held here.
    pub(crate) fn current_everyone(&mut self) -> Result<EpochId, AuthorError> {
        let current = self.state().current.get(&GroupId::EVERYONE).copied();
        current.filter(|epoch| self.everyone_key(*epoch).is_some()).ok_or(AuthorError::NoKey)
    }

    fn may_write(&mut self, ops: &[Op], now: Time) -> Result<(), AuthorError> {
        let author = self.as_author()?;
        if self.is_behind(now) {
            return Err(AuthorError::Behind);
        }
        if self.book.fork(self.me).is_some() {
            return Err(AuthorError::Forked);
        }
        let allowed = ops.iter().all(|op| rules::allows(&author, op))
            && !ops.iter().any(|op| matches!(op, Op::Genesis(_)));
        if allowed { Ok(()) } else { Err(AuthorError::NotAllowed) }
    }

    fn sign(
        &self,
        epoch: EpochId,
        doors: Vec<Shard>,
        ops: Vec<Op>,
        ctx: &mut Context<'_>,
    ) -> Result<Object, AuthorError> {
        let own = self.book.head(self.me).map(|head| self.book.entry(head));
        let seen = self.book.seen_for(self.me);
        let lamports = seen.iter().filter_map(|point| self.book.find(point.hash));
        let lamports = lamports.map(|id| self.book.entry(id).header.lamport);
        let last = lamports.chain(own.map(|own| own.header.lamport)).max();
        let seq = Seq(own.map_or(0, |own| own.header.seq.0) + 1);
        if seq > Seq::MAX {
            return Err(AuthorError::TooLong);
        }
        let draft = Draft {
            firm: self.pin.firm,
            device: self.me,
            seq,
            prev: own.map_or(Hash::NONE, |own| own.hash),
            seen,
            lamport: Lamport(last.map_or(0, |last| last.0) + 1),
            wall: ctx.now,
            epoch,
            doors,
            ops,
        };
        let key = self.everyone_key(epoch).ok_or(AuthorError::NoKey)?;
        Ok(draft.seal(key, &self.keys.sign, ctx.entropy)?)
    }

    /// Takes in what this device made itself.
    pub(crate) fn take_own(&mut self, objects: &[Object], now: crate::Time) {
        for object in objects {
            match &object.name {
                Name::Blob(hash) => self.keep_blob(*hash, object.bytes.clone()),
                name => {
                    // What is wrong with it would be among the alarms.
                    let _ = self.intake(&name.to_string(), &object.bytes, now);
                }
            }
        }
    }
}

impl Pin {
    /// The firm whose first entry this is, as a store has it under [`Name::Team`]. A store can
    /// offer any: whoever takes one from there must know the firm by something else, such as its
    /// recovery kit ([`Firm::is_kit`]) and its team code.
    pub fn found(first: &[u8]) -> Option<Self> {
        let firm = said_firm(first)?;
        let genesis = Unverified::read(firm, first).ok()?.hash;
        Some(Self { firm, genesis })
    }
}

/// Cuts operations into parts that each fit an entry.
fn split(ops: Vec<Op>) -> Result<Vec<Vec<Op>>, AuthorError> {
    let (mut parts, mut size) = (vec![Vec::new()], 0);
    for op in ops {
        let len = crate::op::encode_ops(std::slice::from_ref(&op)).len();
        if len > MAX_BODY {
            return Err(AuthorError::TooLong);
        }
        if size + len > MAX_BODY {
            parts.push(Vec::new());
            size = 0;
        }
        size += len;
        if let Some(part) = parts.last_mut() {
            part.push(op);
        }
    }
    Ok(parts)
}

/// The id that a device with these public keys has in the firm.
pub(crate) fn device_id(firm: FirmId, keys: &crate::PublicKeys) -> DeviceId {
    DeviceId::derive(firm, keys.sign, keys.kem)
}
