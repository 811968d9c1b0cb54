use std::fmt;

use crate::{FirmId, KeyId, VaultId};

/// The service name of all our items, as a person sees it in the system's keyring program.
pub const SERVICE: &str = "Sixboard";

/// The most bytes in an item: the limit of the Windows Credential Manager. Its store crate keeps
/// bytes given as bytes as they are; only "passwords" would double to UTF-16.
pub const MAX_ITEM: usize = 2560;

/// The name of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemName {
    vault: VaultId,
    kind: ItemKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum ItemKind {
    /// Counted up at each change of passphrase, so that the old item stands until the new one is
    /// known to be kept.
    VaultKey(u32),
    Key(KeyId),
    Seeds(FirmId),
    SignIn(KeyId, u8),
    Probe(KeyId),
}

impl ItemName {
    /// The item of a vault's key. The vault's database says which `slot` counts.
    pub fn vault_key(vault: VaultId, slot: u32) -> Self {
        Self { vault, kind: ItemKind::VaultKey(slot) }
    }

    /// The item of a secret key.
    pub fn key(vault: VaultId, key: KeyId) -> Self {
        Self { vault, kind: ItemKind::Key(key) }
    }

    /// The item of this device's keys in a firm.
    pub fn seeds(vault: VaultId, firm: FirmId) -> Self {
        Self { vault, kind: ItemKind::Seeds(firm) }
    }

    /// The item of a part of the sign-in to the firm's store. The vault's database says which `id`
    /// counts.
    pub fn sign_in(vault: VaultId, id: KeyId, part: u8) -> Self {
        Self { vault, kind: ItemKind::SignIn(id, part) }
    }

    pub(crate) fn probe(vault: VaultId, probe: KeyId) -> Self {
        Self { vault, kind: ItemKind::Probe(probe) }
    }

    /// What the system's keyring program shows beside the item.
    pub(crate) fn title(&self) -> &'static str {
        match self.kind {
            ItemKind::VaultKey(_) => "Sixboard: vault key",
            ItemKind::Key(_) => "Sixboard: secret key",
            ItemKind::Seeds(_) => "Sixboard: this device in the firm",
            ItemKind::SignIn(..) => "Sixboard: sign-in to the firm's store",
            ItemKind::Probe(_) => "Sixboard: test",
        }
    }
}

/// The "user" of the item: `<vault>/key.<slot>`, `<vault>/<key id>`, `<vault>/firm.<firm id>`,
/// `<vault>/store.<id>.<part>`.
impl fmt::Display for ItemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ItemKind::VaultKey(slot) => write!(f, "{}/key.{slot}", self.vault),
            ItemKind::Key(key) => write!(f, "{}/{key}", self.vault),
            ItemKind::Seeds(firm) => write!(f, "{}/firm.{firm}", self.vault),
            ItemKind::SignIn(id, part) => write!(f, "{}/store.{id}.{part}", self.vault),
            ItemKind::Probe(probe) => write!(f, "{}/probe.{probe}", self.vault),
        }
    }
}
