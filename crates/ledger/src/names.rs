//! Where objects lie in the store (protocol section 3): building their names, and reading them back
//! strictly. Whatever is not exactly such a name is junk: a conflict copy, a half-written file.

use std::fmt;

use crate::ids::{Day, DeviceId, Hash, InviteId, SHORT_LEN, Seq};

/// The name of one object, as text at most 90 bytes of `[a-z0-9/.-]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// The firm's first entry, a copy.
    Team,
    /// An entry of a log. The name carries the beginning of its hash, so that two branches of a
    /// log cannot overwrite one another.
    Entry(DeviceId, Seq, ShortHash),
    /// A blob, named by the SHA-256 of its bytes.
    Blob(Hash),
    /// What a device has applied; its one writer overwrites it.
    Ack(DeviceId),
    /// An invite's offer.
    Offer(InviteId),
    /// An answer to an invite.
    Join(InviteId, ShortHash),
    /// The welcome that follows an accepted answer.
    Welcome(InviteId),
    /// What people did on a device on a day.
    Use(DeviceId, Day),
    /// "Something is new": untrusted, only saves listing.
    Hint,
    /// Entries of a log from one number to another, by the beginning of the hash of its bytes:
    /// untrusted, only saves requests and bytes.
    Pack(DeviceId, Seq, Seq, ShortHash),
}

/// The first 16 characters of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShortHash([u8; SHORT_LEN]);

/// A folder of the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dir {
    /// All logs; its subfolders are named by device.
    Logs,
    /// One device's log; its subfolders hold 10,000 entries each.
    Log(DeviceId),
    /// The part of a device's log that holds this entry.
    LogPart(DeviceId, Seq),
    /// The blobs whose hash begins as this one's.
    Blobs(Hash),
    /// All acks.
    Acks,
    /// All offers, answers and welcomes.
    Joins,
    /// One device's use files.
    Uses(DeviceId),
    /// All packs; its subfolders are named by the device of the log.
    Packs,
}

impl Name {
    /// Reads a name; `None` for all that [`Name`] would not write.
    pub fn parse(text: &str) -> Option<Self> {
        let name = Self::read(text)?;
        (name.to_string() == text).then_some(name)
    }

    /// The most bytes that an object of this name may have: more is refused unread.
    pub fn max_len(&self) -> usize {
        match self {
            Self::Team | Self::Entry(..) => 64 * 1024,
            Self::Blob(_) | Self::Pack(..) => 4 * 1024 * 1024,
            Self::Ack(_) => 64 * 1024,
            Self::Offer(_) | Self::Join(..) => 4 * 1024,
            Self::Welcome(_) | Self::Use(..) => 1024 * 1024,
            Self::Hint => 64,
        }
    }

    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            ["ts1", "team"] => Some(Self::Team),
            ["ts1", "hint"] => Some(Self::Hint),
            ["ts1", "log", device, _, file] => {
                let (seq, hash) = file.strip_suffix(".e")?.split_once('-')?;
                let seq = Seq(digits(seq, 10)?);
                (seq <= Seq::MAX && seq > Seq(0)).then_some(())?;
                Some(Self::Entry(device.parse().ok()?, seq, ShortHash::read(hash)?))
            }
            ["ts1", "blob", _, file] => Some(Self::Blob(file.strip_suffix(".b")?.parse().ok()?)),
            ["ts1", "ack", file] => Some(Self::Ack(file.strip_suffix(".a")?.parse().ok()?)),
            ["ts1", "join", file] => Self::read_join(file),
            ["ts1", "use", device, file] => {
                let day = digits(file.strip_suffix(".u")?, 6)?;
                Some(Self::Use(device.parse().ok()?, Day(u32::try_from(day).ok()?)))
            }
            ["ts1", "pack", device, file] => Self::read_pack(device, file),
            _ => None,
        }
    }

    fn read_pack(device: &str, file: &str) -> Option<Self> {
        let mut parts = file.strip_suffix(".p")?.splitn(3, '-');
        let mut number = || digits(parts.next()?, 10).map(Seq);
        let (first, last) = (number()?, number()?);
        let hash = ShortHash::read(parts.next()?)?;
        let sound = Seq(0) < first && first <= last && last <= Seq::MAX;
        sound.then_some(Self::Pack(device.parse().ok()?, first, last, hash))
    }

    fn read_join(file: &str) -> Option<Self> {
        if let Some(invite) = file.strip_suffix(".o") {
            return Some(Self::Offer(invite.parse().ok()?));
        }
        if let Some(invite) = file.strip_suffix(".w") {
            return Some(Self::Welcome(invite.parse().ok()?));
        }
        let (invite, hash) = file.strip_suffix(".j")?.split_once('.')?;
        Some(Self::Join(invite.parse().ok()?, ShortHash::read(hash)?))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Team => f.write_str("ts1/team"),
            Self::Hint => f.write_str("ts1/hint"),
            Self::Entry(device, seq, hash) => {
                write!(f, "{}/{:010}-{hash}.e", Dir::LogPart(*device, *seq), seq.0)
            }
            Self::Blob(hash) => write!(f, "{}/{hash}.b", Dir::Blobs(*hash)),
            Self::Ack(device) => write!(f, "{}/{device}.a", Dir::Acks),
            Self::Offer(invite) => write!(f, "{}/{invite}.o", Dir::Joins),
            Self::Join(invite, hash) => write!(f, "{}/{invite}.{hash}.j", Dir::Joins),
            Self::Welcome(invite) => write!(f, "{}/{invite}.w", Dir::Joins),
            Self::Use(device, day) => write!(f, "{}/{:06}.u", Dir::Uses(*device), day.0),
            Self::Pack(device, first, last, hash) => {
                write!(f, "{}/{device}/{:010}-{:010}-{hash}.p", Dir::Packs, first.0, last.0)
            }
        }
    }
}

impl fmt::Display for Dir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Logs => f.write_str("ts1/log"),
            Self::Log(device) => write!(f, "ts1/log/{device}"),
            Self::LogPart(device, seq) => write!(f, "ts1/log/{device}/{:03}", seq.0 / 10_000),
            Self::Blobs(hash) => write!(f, "ts1/blob/{}", &hash.to_string()[..2]),
            Self::Acks => f.write_str("ts1/ack"),
            Self::Joins => f.write_str("ts1/join"),
            Self::Uses(device) => write!(f, "ts1/use/{device}"),
            Self::Packs => f.write_str("ts1/pack"),
        }
    }
}

impl ShortHash {
    /// The beginning of a hash.
    pub fn of(hash: Hash) -> Self {
        let mut short = [0; SHORT_LEN];
        short.copy_from_slice(&hash.short().as_bytes()[..SHORT_LEN]);
        Self(short)
    }

    fn read(text: &str) -> Option<Self> {
        let known = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
        known.then(|| text.as_bytes().try_into().ok().map(Self)).flatten()
    }
}

impl fmt::Display for ShortHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

fn digits(text: &str, len: usize) -> Option<u64> {
    let exact = text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    exact.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Name> {
        let (device, invite, hash) = (DeviceId([7; 16]), InviteId([8; 16]), Hash([9; 32]));
        let short = ShortHash::of(hash);
        vec![
            Name::Team,
            Name::Hint,
            Name::Entry(device, Seq(1), short),
            Name::Entry(device, Seq::MAX, short),
            Name::Blob(hash),
            Name::Ack(device),
            Name::Offer(invite),
            Name::Join(invite, short),
            Name::Welcome(invite),
            Name::Use(device, Day(20_780)),
            Name::Pack(device, Seq(1), Seq::MAX, short),
        ]
    }

    #[test]
    fn every_name_is_read_back_and_is_short_and_plain() {
        for name in all() {
            let text = name.to_string();
            assert_eq!(Name::parse(&text), Some(name));
            assert!(text.len() <= 90, "{text}");
            assert!(
                text.bytes().all(|byte| b"abcdefghijklmnopqrstuvwxyz0123456789/.-".contains(&byte))
            );
        }
    }

    #[test]
    fn conflict_copies_other_cases_and_ways_out_are_junk() {
        for name in all() {
            let text = name.to_string();
            let stem = text.rsplit_once('.').map_or(text.as_str(), |(stem, _)| stem).to_owned();
            for junk in [
                text.to_uppercase(),
                format!("{text} (1)"),
                format!("{stem}-PC7.e"),
                format!("{text}.tmp"),
                format!("/{text}"),
                format!("{text}/"),
                text.replace("ts1/", "ts1/../ts1/"),
                text.replace("ts1/", "ts2/"),
                text.replace('/', "\\"),
            ] {
                assert_eq!(Name::parse(&junk), None, "{junk}");
            }
        }
        let entry = Name::Entry(DeviceId([7; 16]), Seq(10_000), ShortHash::of(Hash([9; 32])));
        let text = entry.to_string();
        assert!(text.contains("/001/0000010000-"));
        assert_eq!(Name::parse(&text.replace("/001/", "/000/")), None);
        assert_eq!(Name::parse(&text.replace("0000010000", "0000000000")), None);
        let pack = Name::Pack(DeviceId([7; 16]), Seq(5), Seq(9), ShortHash::of(Hash([9; 32])));
        let text = pack.to_string();
        assert_eq!(Name::parse(&text.replace("0000000005", "0000000010")), None);
        assert_eq!(Name::parse(&text.replace("0000000005", "0000000000")), None);
    }
}
