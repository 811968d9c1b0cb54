//! Records of use: what people did on a device on a day, written by that device alone, signed,
//! chained to the day before, sealed to administrators and auditors (protocol section 15).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use seal::{Label, Signature, WRAP_LEN};
use secret::Secret;

use crate::author::AuthorError;
use crate::cbor;
use crate::entry::Object;
use crate::firm::{Context, Firm};
use crate::ids::{AccountId, Day, DeviceId, FirmId, GroupId, Hash, SealSalt, Time};
use crate::names::Name;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum UseKind {
    /// Copied a code. Whether anybody signed in, nobody here knows.
    #[n(0)]
    CopiedCode,
    /// Looked at a code.
    #[n(1)]
    ShowedCode,
    /// Was shown the secret key itself.
    #[n(2)]
    ShowedKey,
    /// Exported or printed secret keys.
    #[n(3)]
    Exported,
    /// Read a notice.
    #[n(4)]
    ReadNotice,
}

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct UseRecord {
    /// When, by the device's clock.
    #[n(0)]
    pub at: Time,
    /// What.
    #[n(1)]
    pub kind: UseKind,
    /// With which account.
    #[n(2)]
    pub account: Option<AccountId>,
}

/// A day's records, opened and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseDay {
    /// On which device.
    pub device: DeviceId,
    /// When.
    pub day: Day,
    /// What was done.
    pub records: Vec<UseRecord>,
    /// The hash of the file before, [`Hash::NONE`] for the first: a day left out shows.
    pub prev: Hash,
    /// The hash of this file.
    pub hash: Hash,
}

/// Why a use file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UseError {
    /// Not a use file, or not whole.
    #[error("not a record of use")]
    Malformed,
    /// The device is not known here.
    #[error("the device is not known")]
    UnknownDevice,
    /// Not signed by its device, or under another's name.
    #[error("the record of use was not written by its device")]
    Forged,
    /// Not sealed for this device: it became an administrator's or auditor's later, or is none.
    #[error("the record of use is not for this device")]
    NotForUs,
}

#[derive(Clone, Encode, Decode)]
#[cbor(map)]
struct UseHeader {
    #[n(0)]
    format: u8,
    #[n(1)]
    firm: FirmId,
    #[n(2)]
    device: DeviceId,
    #[n(3)]
    day: Day,
    #[n(4)]
    prev: Hash,
    #[n(5)]
    wraps: Vec<UseWrap>,
    #[n(6)]
    salt: SealSalt,
    #[n(7)]
    #[cbor(with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

#[derive(Clone, Encode, Decode)]
#[cbor(array)]
struct UseWrap {
    #[n(0)]
    device: DeviceId,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    wrapped: [u8; WRAP_LEN],
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct UseFile<'b> {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    header: &'b [u8],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    signature: [u8; 64],
}

impl Firm {
    /// Writes a day's records, all of them each time: the file of today is overwritten, those of
    /// former days stay. `prev` is the hash of the file of the last day that has one. Returns the
    /// object and its hash.
    ///
    /// # Errors
    /// [`AuthorError::NoKey`] before the firm's log has arrived, [`AuthorError::Seal`].
    pub fn use_file(
        &mut self,
        day: Day,
        records: &[UseRecord],
        prev: Hash,
        ctx: &mut Context<'_>,
    ) -> Result<(Object, Hash), AuthorError> {
        let state = self.state();
        let mut recipients = state.recipients(GroupId::ADMINISTRATORS);
        recipients.extend(state.recipients(GroupId::AUDITORS));
        if recipients.is_empty() {
            return Err(AuthorError::NoKey);
        }
        let key = seal::make_secret(ctx.entropy, seal::KEY_LEN)?;
        let mut header = UseHeader {
            format: 1,
            firm: self.pin.firm,
            device: self.me,
            day,
            prev,
            wraps: Vec::new(),
            salt: SealSalt::make(ctx.entropy)?,
            ciphertext: Vec::new(),
        };
        let info = header.place();
        for (device, kem) in recipients {
            let wrapped = seal::wrap(ctx.entropy, kem, &info, &device.0, &key)?;
            header.wraps.push(UseWrap { device, wrapped });
        }
        header.ciphertext = header.seal(&key, records)?;
        let signed = cbor::to_vec(&header);
        let signature = self.keys.sign.sign(Label::USE, &signed).0;
        let bytes = cbor::to_vec(&UseFile { header: &signed, signature });
        let hash = Hash(seal::digest(Label::USE_HASH, &[&signed]));
        Ok((Object { name: Name::Use(self.me, day), bytes }, hash))
    }

    /// Opens a use file, on an administrator's or auditor's device.
    ///
    /// # Errors
    /// [`UseError`].
    pub fn open_use_file(
        &self,
        device: DeviceId,
        day: Day,
        bytes: &[u8],
    ) -> Result<UseDay, UseError> {
        let file: UseFile<'_> = cbor::from_slice(bytes).map_err(|_| UseError::Malformed)?;
        let header: UseHeader = cbor::from_slice(file.header).map_err(|_| UseError::Malformed)?;
        let keys = self.known.get(&device).ok_or(UseError::UnknownDevice)?;
        let signature = Signature(file.signature);
        let signed = keys.sign.verify(Label::USE, file.header, &signature).is_ok();
        let fits = header.format == 1
            && (header.firm, header.device, header.day) == (self.pin.firm, device, day);
        if !signed || !fits {
            return Err(UseError::Forged);
        }
        let mine = header.wraps.iter().find(|wrap| wrap.device == self.me);
        let wrapped = mine.ok_or(UseError::NotForUs)?;
        let key = self.keys.kem.unwrap(&header.place(), &self.me.0, &wrapped.wrapped);
        let records = key.ok().and_then(|key| header.open(&key)).ok_or(UseError::Malformed)?;
        let hash = Hash(seal::digest(Label::USE_HASH, &[file.header]));
        Ok(UseDay { device, day, records, prev: header.prev, hash })
    }

    /// Checks that each day of a device names the hash of the day before. Returns the days that do
    /// not, which raise [`crate::Alarm::UseBroken`]. `days` holds all files that follow one another
    /// there, `None` for one that this device may not open; `before` is the hash of the file before
    /// them ([`Hash::NONE`] where they begin), if that is known.
    pub fn check_use_chain(
        &mut self,
        device: DeviceId,
        days: &BTreeMap<Day, Option<UseDay>>,
        before: Option<Hash>,
    ) -> Vec<Day> {
        let mut prev = before;
        let mut broken = Vec::new();
        for (day, file) in days {
            let Some(file) = file else {
                prev = None;
                continue;
            };
            if prev.is_some_and(|prev| prev != file.prev) {
                broken.push(*day);
            }
            prev = Some(file.hash);
        }
        if !broken.is_empty() {
            self.use_is_broken(device);
        }
        broken
    }

    /// Raises [`crate::Alarm::UseBroken`]: a day that was there is gone, or is another.
    pub fn use_is_broken(&mut self, device: DeviceId) {
        self.alarm(crate::Alarm::UseBroken(device));
    }
}

impl UseHeader {
    fn place(&self) -> Vec<u8> {
        let day = self.day.0.to_be_bytes();
        [Label::SEAL_USE.bytes(), &self.firm.0, &self.device.0, &day].concat()
    }

    fn context(&self) -> Vec<u8> {
        [&self.firm.0[..], &self.device.0, &self.day.0.to_be_bytes()].concat()
    }

    fn aad(&self) -> Vec<u8> {
        cbor::to_vec(&Self { ciphertext: Vec::new(), ..self.clone() })
    }

    fn seal(&self, key: &Secret, records: &[UseRecord]) -> Result<Vec<u8>, seal::SealError> {
        let plain = cbor::to_vec(&records.to_vec());
        let label = Label::SEAL_USE;
        seal::seal_content(key, label, &self.context(), &self.salt.0, &self.aad(), &plain)
    }

    fn open(&self, key: &Secret) -> Option<Vec<UseRecord>> {
        let (label, sealed) = (Label::SEAL_USE, &self.ciphertext);
        let plain =
            seal::open_content(key, label, &self.context(), &self.salt.0, &self.aad(), sealed);
        cbor::from_slice(plain.ok()?.expose()).ok()
    }
}
