//! Names of objects, exactly as the layout of protocol section 4.7 has them.
//!
//! A name becomes a path, a URL and a row of a table, so it is checked once, here, and nothing
//! else is ever used for one. Every segment consists of lower-case letters, digits, `-` and `.`,
//! with fixed lengths, so that no name is special to any file system, differs from another in case
//! only, or leads out of its folder.

use std::fmt;

/// What an object is, told by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `ts1/team`: the first entry of the firm.
    Team,
    /// `ts1/log/<device>/<part>/<number>-<hash>.e`: one entry of a device's log.
    Entry,
    /// `ts1/blob/<2>/<hash>.b`: bulk data, named by its content.
    Blob,
    /// `ts1/ack/<device>.a`: what a device has, overwritten by that device.
    Ack,
    /// `ts1/join/<invite>.o`, `.<hash>.j`, `.w`: an invitation and its answers.
    Join,
    /// `ts1/use/<device>/<day>`: what staff did on a device, overwritten by that device.
    Use,
    /// `ts1/hint`: "something has changed", overwritten by everybody and believed by nobody.
    Hint,
    /// `ts1/pack/<device>/<number>-<number>-<hash>.p`: entries of a device's log in one object.
    Pack,
}

impl Kind {
    /// Returns the most bytes that an object of this kind can have.
    pub fn max_len(self) -> usize {
        match self {
            Self::Blob | Self::Pack => 8 << 20,
            Self::Use | Self::Join => 1 << 20, // a welcome holds every key that everyone ever had
            Self::Ack => 256 << 10,
            Self::Team | Self::Entry => 80 << 10, // 64 KiB sealed, signed and framed
            Self::Hint => 4 << 10,
        }
    }

    /// Says whether its writer overwrites objects of this kind; all others never change.
    pub fn is_overwritten(self) -> bool {
        matches!(self, Self::Ack | Self::Use | Self::Hint)
    }
}

/// The name of an object: at most 90 characters, of the layout, safe to use as a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    text: Box<str>,
    kind: Kind,
}

impl Name {
    /// The most characters that a name can have.
    pub const MAX: usize = 90;

    /// Accepts exactly the names of the layout.
    ///
    /// # Errors
    /// [`NameError`] for anything else; its text does not repeat what was given.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let kind = kind_of(text).ok_or(NameError::Name)?;
        Ok(Self { text: text.into(), kind })
    }

    /// Returns the name as text, its segments parted by `/`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns what the object is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the most bytes that the object can have; a larger one is refused unread.
    pub fn max_len(&self) -> usize {
        self.kind.max_len()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A directory of the layout, in which objects are listed.
///
/// One of `ts1`, `ts1/log`, `ts1/log/<device>`, `ts1/log/<device>/<part>`, `ts1/blob`,
/// `ts1/blob/<2>`, `ts1/ack`, `ts1/join`, `ts1/use`, `ts1/use/<device>`, `ts1/pack`,
/// `ts1/pack/<device>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dir(Box<str>);

impl Dir {
    /// Returns the directory that holds everything.
    pub fn root() -> Self {
        Self("ts1".into())
    }

    /// Accepts exactly the directories of the layout, without a slash at the end.
    ///
    /// # Errors
    /// [`NameError`] for anything else; its text does not repeat what was given.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let segments: Vec<_> = text.split('/').collect();
        let known = match segments.as_slice() {
            ["ts1"] | ["ts1", "log" | "blob" | "ack" | "join" | "use" | "pack"] => true,
            ["ts1", "log" | "use" | "pack", device] => is_id(device, 26),
            ["ts1", "log", device, part] => is_id(device, 26) && is_part(part),
            ["ts1", "blob", two] => is_id(two, 2),
            _ => false,
        };
        if known { Ok(Self(text.into())) } else { Err(NameError::Dir) }
    }

    /// Returns the directory as text, its segments parted by `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether an object of this name lies in this directory, at any depth.
    pub fn holds(&self, name: &Name) -> bool {
        name.text.strip_prefix(&*self.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Says whether this directory lies in `dir`, at any depth, and is not `dir` itself.
    pub fn is_below(&self, dir: &Self) -> bool {
        self.0.strip_prefix(&*dir.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Says whether a name in this directory can be greater than `after`; where not, a listing
    /// need not look into it.
    pub fn may_hold_after(&self, after: &Name) -> bool {
        // '0' is the character after '/', so this is greater than every name in the directory.
        after.as_str() < format!("{self}0").as_str()
    }
}

impl fmt::Display for Dir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is not of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It names no object.
    #[error("not the name of an object")]
    Name,
    /// It names no directory.
    #[error("not the name of a directory")]
    Dir,
}

fn kind_of(text: &str) -> Option<Kind> {
    if text.len() > Name::MAX {
        return None;
    }
    let segments: Vec<_> = text.split('/').collect();
    let (kind, known) = match segments.as_slice() {
        ["ts1", "team"] => (Kind::Team, true),
        ["ts1", "hint"] => (Kind::Hint, true),
        ["ts1", "log", device, part, file] => {
            (Kind::Entry, is_id(device, 26) && is_part(part) && is_entry(file))
        }
        ["ts1", "blob", two, file] => (Kind::Blob, is_id(two, 2) && is_named(file, 52, ".b")),
        ["ts1", "ack", file] => (Kind::Ack, is_named(file, 26, ".a")),
        ["ts1", "join", file] => (Kind::Join, is_join(file)),
        ["ts1", "use", device, day] => (Kind::Use, is_id(device, 26) && is_day(day)),
        ["ts1", "pack", device, file] => (Kind::Pack, is_id(device, 26) && is_pack(file)),
        _ => return None,
    };
    known.then_some(kind)
}

/// An identifier or hash in lower-case base32 or hexadecimal, of exactly this length.
fn is_id(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn is_named(file: &str, len: usize, ending: &str) -> bool {
    file.strip_suffix(ending).is_some_and(|id| is_id(id, len))
}

fn is_number(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The entry's number in thousands: three digits, more after the first million.
fn is_part(text: &str) -> bool {
    is_number(text, 3, 7)
}

fn is_entry(file: &str) -> bool {
    let parts = file.strip_suffix(".e").and_then(|file| file.split_once('-'));
    parts.is_some_and(|(number, hash)| is_number(number, 10, 10) && is_id(hash, 16))
}

fn is_pack(file: &str) -> bool {
    let parts = file.strip_suffix(".p").and_then(|file| file.split_once('-'));
    parts.is_some_and(|(first, rest)| is_number(first, 10, 10) && is_entry(&format!("{rest}.e")))
}

fn is_join(file: &str) -> bool {
    let request = || {
        let parts = file.strip_suffix(".j").and_then(|file| file.split_once('.'));
        parts.is_some_and(|(invite, hash)| is_id(invite, 26) && is_id(hash, 16))
    };
    is_named(file, 26, ".o") || is_named(file, 26, ".w") || request()
}

/// A day such as `2026-11-22` or `20260`, the days since 1970, with or without `.u`.
fn is_day(text: &str) -> bool {
    let day = text.strip_suffix(".u").unwrap_or(text);
    let dated = || {
        let mut parts = day.splitn(3, '-');
        [4, 2, 2].into_iter().all(|len| parts.next().is_some_and(|part| is_number(part, len, len)))
    };
    is_number(day, 5, 8) || dated()
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
