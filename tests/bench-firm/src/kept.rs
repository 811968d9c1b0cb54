//! What the building process leaves for those that measure, in one folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::seeded::Seeded;
use anyhow::{Context, Result};
use ledger::{DeviceKeys, Firm, Name, Object};
use secret::{Secret, SecretText};

/// The folder.
pub struct Kept(PathBuf);

/// The seeds of the private keys of a device: they follow from its number.
pub struct Seeds {
    /// Of the signing key.
    pub sign: Secret,
    /// Of the key that others wrap to.
    pub kem: Secret,
}

impl Seeds {
    /// Derives those of the device with this number.
    pub fn derive(number: u64) -> Result<Self> {
        let mut entropy = Seeded::new(number);
        let mut next = || seal::make_secret(&mut entropy, seal::SEED_LEN);
        Ok(Self { sign: next()?, kem: next()? })
    }

    /// Returns the keys.
    pub fn keys(&self) -> Result<DeviceKeys> {
        DeviceKeys::derive(&self.sign, &self.kem).context("seeds of a wrong length")
    }
}

impl Kept {
    /// What is kept in `folder`.
    pub fn new(folder: impl AsRef<Path>) -> Self {
        Self(folder.as_ref().to_owned())
    }

    /// Puts an object of the firm's store there, as a folder store keeps it, without waiting for
    /// the disk.
    pub fn put(&self, object: &Object) -> Result<()> {
        let path = self.0.join("store").join(object.name.to_string());
        fs::create_dir_all(path.parent().context("no folder")?)?;
        Ok(fs::write(path, &object.bytes)?)
    }

    /// All objects of the firm's store.
    pub fn objects(&self) -> Result<Vec<Object>> {
        let (mut objects, mut folders) = (Vec::new(), vec![self.0.join("store")]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.strip_prefix(self.0.join("store"))?.to_string_lossy().into_owned();
                if let Some(name) = Name::parse(&name) {
                    objects.push(Object { name, bytes: fs::read(path)? });
                }
            }
        }
        Ok(objects)
    }

    /// Keeps what the first administrator's device knows.
    pub fn keep_memory(&self, firm: &mut Firm) -> Result<()> {
        Ok(fs::write(self.0.join("memory"), firm.memory().expose())?)
    }

    /// What the first administrator's device knows.
    pub fn memory(&self) -> Result<Secret> {
        Ok(Secret::new(fs::read(self.0.join("memory"))?))
    }

    /// Keeps the invite code of a device that is let in and has not synced yet.
    pub fn keep_code(&self, code: &SecretText) -> Result<()> {
        Ok(fs::write(self.0.join("code"), code.expose())?)
    }

    /// That invite code.
    pub fn code(&self) -> Result<SecretText> {
        Ok(SecretText::new(fs::read_to_string(self.0.join("code"))?))
    }
}
