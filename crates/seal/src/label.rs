/// What a key, a signature, a hash or sealed bytes of the team protocol are for (protocol section
/// 2). No label is the beginning of another, so that what follows one can never complete another.
///
/// The list is closed: a new label gets a constant here and a frozen vector file in
/// `tests/vectors/seal/ts1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(&'static str);

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        impl Label {
            $($(#[$doc])* pub const $name: Self = Self($text);)*

            /// Every label, for tests that walk them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

labels! {
    /// Id of a device, a hash.
    DEVICE = "ts1/device";
    /// Hash of an entry's header.
    HASH = "ts1/hash\0";
    /// Signature of an entry.
    ENTRY = "ts1/entry\0";
    /// Signature of an ack.
    ACK = "ts1/ack\0";
    /// Signature of a request to join.
    JOIN = "ts1/join\0";
    /// Signature of a use file.
    USE = "ts1/use\0";
    /// Signature of a certificate or another statement that leaves the firm.
    CERTIFICATE = "ts1/certificate\0";
    /// Hash of an ack, which the next ack names.
    ACK_HASH = "ts1/ack-hash\0";
    /// Hash of a use file, which the next day's names.
    USE_HASH = "ts1/use-hash\0";
    /// Hash of a checkpoint's state.
    STATE = "ts1/state\0";
    /// Hash of the bytes whose digits are compared when a device joins.
    SAFETY = "ts1/safety";
    /// Hash whose digits are the team code.
    TEAM_CODE = "ts1/team-code";
    /// Commitment to a secret key, a hash.
    COMMIT = "ts1/commit";
    /// Commitment to a group key, derived from it.
    KEY_COMMITMENT = "ts1/kc";
    /// Wrap of a group key to a device.
    WRAP = "ts1/wrap";
    /// Content: the operations of an entry.
    SEAL_ENTRY = "ts1/seal/entry";
    /// Content: secret keys of accounts.
    SEAL_SECRETS = "ts1/seal/secrets";
    /// Content: an account's label and settings.
    SEAL_DETAILS = "ts1/seal/details";
    /// Content: a group key under the administrators' key.
    SEAL_ARCHIVE = "ts1/seal/archive";
    /// Content: an ack.
    SEAL_ACK = "ts1/seal/ack";
    /// Content: a day's use file.
    SEAL_USE = "ts1/seal/use";
    /// Content: a pack of entries.
    SEAL_PACK = "ts1/seal/pack";
    /// Content: the offer of an invite.
    SEAL_OFFER = "ts1/seal/offer";
    /// Content: the answer to an invite.
    SEAL_JOIN = "ts1/seal/join";
    /// Content: the welcome after an answer.
    SEAL_WELCOME = "ts1/seal/welcome";
    /// Content: somebody's leaving, for administrators and auditors.
    SEAL_LEAVING = "ts1/seal/leaving";
    /// Id of an invite, derived from its secret.
    INVITE_ID = "ts1/invite/id";
    /// Key of the offer, derived from the invite's secret.
    INVITE_OFFER = "ts1/invite/offer";
    /// Key of the answer, derived from the invite's secret.
    INVITE_JOIN = "ts1/invite/join";
    /// Key of the welcome, derived from the invite's secret.
    INVITE_WELCOME = "ts1/invite/welcome";
    /// Signing seed of the recovery kit, derived from its seed.
    KIT_SIGN = "ts1/kit/sign";
    /// KEM seed of the recovery kit, derived from its seed.
    KIT_KEM = "ts1/kit/kem";
}

impl Label {
    /// The bytes as they enter derivations, signatures and hashes.
    pub fn bytes(self) -> &'static [u8] {
        self.0.as_bytes()
    }

    /// The label as text; signatures and hashes end theirs with a NUL.
    pub fn text(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_the_beginning_of_another() {
        for one in Label::ALL {
            for other in Label::ALL.iter().filter(|other| *other != one) {
                assert!(!other.text().starts_with(one.text()), "{one:?} begins {other:?}");
            }
        }
    }
}
