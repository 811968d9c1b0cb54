//! Packs: runs of entries of one log in one small object, for devices that have much to read
//! (protocol section 18). A pack is nothing but another way for entries to arrive: each one is
//! checked as if it had come alone, and who cannot read a pack reads the entries.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use brotli::enc::BrotliEncoderParams;
use minicbor::{Decode, Encode};
use seal::{Label, SealError};

use crate::author::AuthorError;
use crate::book::EntryId;
use crate::cbor;
use crate::entry::{Object, Packed};
use crate::firm::{Context, Firm, entry_name};
use crate::ids::{DeviceId, EpochId, FirmId, GroupId, Hash, Rank, SealSalt, Seq};
use crate::intake::Outcome;
use crate::keys::context;
use crate::names::{Name, ShortHash};

/// The only format.
const FORMAT: u8 = 1;

/// The most entries in one pack.
const MOST: usize = 2_048;

/// About the most bytes in one pack, before they are made smaller.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// More than that is not read out of a pack.
const MOST_READ: u64 = 8 * 1024 * 1024;

/// A pack is fetched in the place of so many entries that are missing.
const WORTH: u64 = 16;

#[derive(Clone, Encode, Decode)]
#[cbor(map)]
struct PackFile {
    #[n(0)]
    format: u8,
    #[n(1)]
    firm: FirmId,
    /// Everyone's epoch that it is sealed under.
    #[n(2)]
    epoch: EpochId,
    #[n(3)]
    salt: SealSalt,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

/// Entries of one log, one after the other.
#[derive(Encode, Decode)]
#[cbor(array)]
struct Run {
    /// The hash of the one before the first.
    #[n(0)]
    prev: Hash,
    #[n(1)]
    entries: Vec<Packed>,
}

impl Firm {
    /// The packs of a listing that are worth fetching before entries, the earliest of each log
    /// first.
    pub fn useful_packs<'a>(&self, listed: impl Iterator<Item = &'a Name>) -> Vec<Name> {
        let mut ends: BTreeMap<DeviceId, Seq> = BTreeMap::new();
        let mut packs: Vec<(DeviceId, Seq, std::cmp::Reverse<Seq>, &Name)> = listed
            .filter_map(|name| match name {
                Name::Pack(device, first, last, _) => {
                    Some((*device, *first, std::cmp::Reverse(*last), name))
                }
                _ => None,
            })
            .collect();
        packs.sort();
        let mut useful = Vec::new();
        for (device, first, std::cmp::Reverse(last), name) in packs {
            let head = || self.book.head(device).map(|head| self.book.entry(head).header.seq);
            let end = ends.entry(device).or_insert_with(|| head().unwrap_or_default());
            if last.0 + 1 >= first.0.max(end.0 + 1) + WORTH {
                *end = last;
                useful.push(name.clone());
            }
        }
        useful
    }

    /// The devices that have logs, or may have them: their listings make a listing of all logs.
    pub fn writers(&mut self) -> BTreeSet<DeviceId> {
        let state = self.state();
        let ranked = state.devices.iter().filter(|(_, device)| device.rank.is_some());
        let mut writers: BTreeSet<DeviceId> = ranked.map(|(id, _)| *id).collect();
        let people: BTreeSet<DeviceId> = state.devices.keys().copied().collect();
        // Who is known and nobody's device is a recovery kit.
        writers.extend(self.known.keys().filter(|id| !people.contains(id)));
        writers.extend(self.book.devices());
        writers
    }

    /// The entries that came and wait for others: they need not be fetched again.
    pub fn waiting(&self) -> BTreeSet<Name> {
        self.waiting.names()
    }

    /// The name of the last entry of a log that came.
    pub fn last_name(&self, device: DeviceId) -> Option<Name> {
        let head = self.book.head(device).map(|head| entry_name(self.book.entry(head).point()));
        let of_log = |name: &Name| matches!(name, Name::Entry(of, ..) if *of == device);
        self.waiting.names().into_iter().filter(of_log).chain(head).max()
    }

    /// Packs the entries of the logs that `listed` has in no pack yet: of this device's own log
    /// from `least` on, of another's from twice as many, as its own device may pack them first.
    /// Only an administrator's device packs.
    ///
    /// # Errors
    /// [`AuthorError::Seal`], and [`AuthorError::NoKey`] while everyone's key has not arrived.
    pub fn pack<'a>(
        &mut self,
        listed: impl Iterator<Item = &'a Name>,
        least: u64,
        ctx: &mut Context<'_>,
    ) -> Result<Vec<Object>, AuthorError> {
        if !self.rank().is_some_and(Rank::is_administrator) {
            return Ok(Vec::new());
        }
        let ends = packed_ends(listed);
        let logs: Vec<DeviceId> = self.book.devices().collect();
        let mut packs = Vec::new();
        for device in logs {
            let least = if device == self.me { least } else { 2 * least };
            let mut end = ends.get(&device).copied().unwrap_or_default();
            while let Some((run, last)) = self.run_after(device, end, least) {
                packs.push(self.seal_run(&run, (device, Seq(end.0 + 1), last), ctx)?);
                end = last;
            }
        }
        Ok(packs)
    }

    /// Takes in what a pack holds, each entry as if it had come alone.
    pub(crate) fn intake_pack(&mut self, name: &Name, bytes: &[u8]) -> Outcome {
        let Name::Pack(device, first, last, short) = name else { return Outcome::Ignored };
        if ShortHash::of(Hash(seal::sha256(bytes))) != *short {
            return Outcome::Ignored;
        }
        let Some(run) = self.open_run(bytes) else { return Outcome::Ignored };
        if first.0 + run.entries.len() as u64 != last.0 + 1 {
            return Outcome::Ignored;
        }
        let (mut prev, mut seq, mut came) = (run.prev, *first, Outcome::Ignored);
        for packed in &run.entries {
            let at = (*device, seq, prev);
            // Without its key it will be read alone.
            let Some((entry, hash)) = self.unpack(packed, at) else { break };
            // What is wrong with it is among the alarms.
            if self.intake_entry(&entry.name, &entry.bytes) == Ok(Outcome::Accepted) {
                came = Outcome::Accepted;
            }
            (prev, seq) = (hash, Seq(seq.0 + 1));
        }
        came
    }

    fn unpack(&self, packed: &Packed, at: (DeviceId, Seq, Hash)) -> Option<(Object, Hash)> {
        let mut keys = self.everyone_keys(packed.epoch);
        keys.find_map(|key| packed.unpack(self.pin.firm, at, key))
    }

    /// The entries of a log after `end` that one pack takes, if there are enough, and the last
    /// one's number. A log that forked is packed up to there.
    fn run_after(&self, device: DeviceId, end: Seq, least: u64) -> Option<(Run, Seq)> {
        let head = self.book.entry(self.book.head(device)?).header.seq;
        let last = self.book.fork(device).map_or(head, |fork| Seq(fork.0 - 1));
        if last.0 < end.0 + least {
            return None;
        }
        let ids = (end.0 + 1..=last.0).map_while(|seq| self.book.at(device, Seq(seq)).first());
        let mut run = Run { prev: Hash::NONE, entries: Vec::new() };
        let mut bytes = 0;
        for id in ids.copied().collect::<Vec<EntryId>>() {
            let entry = self.book.entry(id);
            let packed = Packed::of(entry)?;
            bytes += packed.len();
            if run.entries.len() == MOST || (bytes > MOST_BYTES && !run.entries.is_empty()) {
                break;
            }
            if run.entries.is_empty() {
                run.prev = entry.header.prev;
            }
            run.entries.push(packed);
        }
        let last = Seq(end.0 + run.entries.len() as u64);
        (!run.entries.is_empty()).then_some((run, last))
    }

    fn seal_run(
        &mut self,
        run: &Run,
        (device, first, last): (DeviceId, Seq, Seq),
        ctx: &mut Context<'_>,
    ) -> Result<Object, AuthorError> {
        let (firm, epoch) = (self.pin.firm, self.current_everyone()?);
        let key = self.everyone_key(epoch).ok_or(AuthorError::NoKey)?;
        let salt = SealSalt::make(ctx.entropy)?;
        let mut file = PackFile { format: FORMAT, firm, epoch, salt, ciphertext: Vec::new() };
        let (aad, place) = (cbor::to_vec(&file), context(firm, GroupId::EVERYONE, epoch));
        let plain = press(&cbor::to_vec(run)).ok_or(AuthorError::Seal(SealError::TooLong))?;
        file.ciphertext = seal::seal_content(key, Label::SEAL_PACK, &place, &salt.0, &aad, &plain)?;
        let bytes = cbor::to_vec(&file);
        let short = ShortHash::of(Hash(seal::sha256(&bytes)));
        Ok(Object { name: Name::Pack(device, first, last, short), bytes })
    }

    fn open_run(&self, bytes: &[u8]) -> Option<Run> {
        let file: PackFile = cbor::from_slice(bytes).ok()?;
        if file.format != FORMAT || file.firm != self.pin.firm {
            return None;
        }
        let aad = cbor::to_vec(&PackFile { ciphertext: Vec::new(), ..file.clone() });
        let place = context(file.firm, GroupId::EVERYONE, file.epoch);
        let mut keys = self.everyone_keys(file.epoch);
        let plain = keys.find_map(|key| {
            let salt = &file.salt.0;
            seal::open_content(key, Label::SEAL_PACK, &place, salt, &aad, &file.ciphertext).ok()
        })?;
        cbor::from_slice(&unpress(plain.expose())?).ok()
    }
}

/// Up to where the packs of a listing hold each log, without a gap.
fn packed_ends<'a>(listed: impl Iterator<Item = &'a Name>) -> BTreeMap<DeviceId, Seq> {
    let packs: BTreeSet<(DeviceId, Seq, Seq)> = listed
        .filter_map(|name| match name {
            Name::Pack(device, first, last, _) => Some((*device, *first, *last)),
            _ => None,
        })
        .collect();
    let mut ends: BTreeMap<DeviceId, Seq> = BTreeMap::new();
    for (device, first, last) in packs {
        let end = ends.entry(device).or_default();
        if first.0 <= end.0 + 1 {
            *end = (*end).max(last);
        }
    }
    ends
}

fn press(bytes: &[u8]) -> Option<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 9, lgwin: 22, ..Default::default() };
    let mut pressed = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut pressed, &params).ok()?;
    Some(pressed)
}

fn unpress(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let reader = brotli::Decompressor::new(bytes, 64 * 1024);
    reader.take(MOST_READ).read_to_end(&mut plain).ok()?;
    // What was cut off there is not whole CBOR, and is refused as that.
    Some(plain)
}

#[cfg(test)]
mod tests {
    use seal::{SeededEntropy, make_secret};

    use super::*;
    use crate::{DeviceKeys, Founding, Kit, KitReach, Time};

    /// A firm with four entries, and another replica of it that has everyone's key alone.
    fn firms() -> (Firm, Firm, SeededEntropy) {
        let mut entropy = SeededEntropy::new(1);
        let (kit, _) = Kit::make(&mut entropy).unwrap();
        let mut seed = || make_secret(&mut entropy, 32).unwrap();
        let keys = DeviceKeys::derive(&seed(), &seed()).unwrap();
        let other = DeviceKeys::derive(&seed(), &seed()).unwrap();
        let founding = Founding {
            name: "Hart & Co".to_owned(),
            person_name: "Alice".to_owned(),
            label: "PC".to_owned(),
            keys,
            kit: &kit,
            reach: KitReach::Decrypts,
        };
        let mut ctx = Context { entropy: &mut entropy, now: Time(1) };
        let (mut firm, _) = Firm::create(founding, &mut ctx).unwrap();
        while firm.entry_count() < 4 {
            firm.set_team(None, "Tax", &mut ctx).unwrap();
        }
        let epoch = firm.current_everyone().unwrap();
        let key = firm.everyone_key(epoch).unwrap().duplicate();
        let fresh = Firm::replica(firm.pin(), other, vec![(epoch, key)]);
        (firm, fresh, entropy)
    }

    fn sealed(firm: &mut Firm, run: &Run, entropy: &mut SeededEntropy) -> Object {
        let mut ctx = Context { entropy, now: Time(1) };
        let at = (firm.me, Seq(1), Seq(run.entries.len() as u64));
        firm.seal_run(run, at, &mut ctx).unwrap()
    }

    #[test]
    fn an_entry_in_a_pack_counts_by_its_own_signature_alone() {
        let (mut firm, mut fresh, mut entropy) = firms();
        let (mut run, _) = firm.run_after(firm.me, Seq(0), 1).unwrap();
        let good = sealed(&mut firm, &run, &mut entropy);
        let [_, one, two, ..] = run.entries.as_mut_slice() else { unreachable!() };
        Packed::swap_signatures(one, two);
        let forged = sealed(&mut firm, &run, &mut entropy);
        fresh.intake_pack(&forged.name, &forged.bytes);
        assert_eq!(fresh.entry_count(), 1, "the first is as it was signed");
        assert_eq!(fresh.intake_pack(&good.name, &good.bytes), Outcome::Accepted);
        assert_eq!(fresh.entry_count(), firm.entry_count());
    }

    #[test]
    fn a_small_pack_does_not_become_a_large_one() {
        let bytes = vec![0; 3 * usize::try_from(MOST_READ).unwrap()];
        let pressed = press(&bytes).unwrap();
        assert!(pressed.len() < 10_000);
        assert_eq!(unpress(&pressed).unwrap().len() as u64, MOST_READ);
        assert_eq!(unpress(&press(b"whole").unwrap()).unwrap(), b"whole");
        assert_eq!(unpress(b"junk"), None);
    }
}
