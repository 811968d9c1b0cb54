/// What an envelope is for. An envelope of one namespace never opens in another, even under the
/// same key and associated data, so nobody can pass one kind of thing off as another.
///
/// The list is closed: a new namespace gets a constant here and a frozen vector file beside the
/// others in `tests/vectors/seal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Namespace(&'static str);

impl Namespace {
    /// A row of the local database.
    pub const ROW: Self = Self("sb1/row");
    /// A secret key in the OS keyring.
    pub const ITEM: Self = Self("sb1/item");
    /// A vault key wrapped under a passphrase.
    pub const VAULT_KEY: Self = Self("sb1/vault-key");
    /// The row that tells whether a vault key is the right one.
    pub const VERIFIER: Self = Self("sb1/verifier");
    /// A settings document of the local database.
    pub const DOCUMENT: Self = Self("sb1/document");
    /// A backup file.
    pub const BACKUP: Self = Self("sb1/backup");
    /// A device's two seeds in a firm, in the OS keyring.
    pub const FIRM_SEEDS: Self = Self("sb1/firm-seeds");
    /// An object of the firm's store, as the local database keeps it.
    pub const FIRM_OBJECT: Self = Self("sb1/firm-object");
    /// A part of the sign-in to the firm's store, in the OS keyring.
    pub const STORE_SIGN_IN: Self = Self("sb1/store-sign-in");
    /// The blind index of folded labels.
    pub const LABEL_INDEX: Self = Self("sb1/index/label");
    /// The blind index of secret keys.
    pub const KEY_INDEX: Self = Self("sb1/index/key");

    /// Every namespace, for tests that walk them.
    pub const ALL: [Self; 11] = [
        Self::ROW,
        Self::ITEM,
        Self::VAULT_KEY,
        Self::VERIFIER,
        Self::DOCUMENT,
        Self::BACKUP,
        Self::FIRM_SEEDS,
        Self::FIRM_OBJECT,
        Self::STORE_SIGN_IN,
        Self::LABEL_INDEX,
        Self::KEY_INDEX,
    ];

    /// The name as it enters derivations, ASCII, at most 255 bytes.
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// Joins `parts` so that no two different lists give the same bytes: each is preceded by its
/// length as eight big-endian bytes. Use it for associated data of more than one field.
pub fn join(parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        joined.extend_from_slice(&(part.len() as u64).to_be_bytes());
        joined.extend_from_slice(part);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_parts_cannot_be_cut_elsewhere() {
        assert_ne!(join(&[b"ab", b"c"]), join(&[b"a", b"bc"]));
        assert_ne!(join(&[b"ab"]), join(&[b"ab", b""]));
        assert_eq!(join(&[b"a"]), b"\0\0\0\0\0\0\0\x01a");
    }

    #[test]
    fn no_two_namespaces_share_a_name() {
        let names: std::collections::BTreeSet<_> = Namespace::ALL.map(Namespace::name).into();
        assert_eq!(names.len(), Namespace::ALL.len());
    }
}
