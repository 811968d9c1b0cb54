//! Statements that leave the firm: signed by the device that made them, checkable without the log.

use seal::{KemPublic, Label, Signature, VerifyingKey};

use crate::firm::Firm;
use crate::ids::{DeviceId, FirmId};
use crate::op::PublicKeys;

/// A device's signature under a statement, with the public keys that its id is derived from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// The device.
    pub device: DeviceId,
    /// Its public keys.
    pub keys: PublicKeys,
    /// Over the statement.
    pub signature: Signature,
}

impl Firm {
    /// Signs a statement in the name of this device (label `ts1/certificate`).
    pub fn attest(&self, statement: &[u8]) -> Attestation {
        let signature = self.keys.sign.sign(Label::CERTIFICATE, statement);
        Attestation { device: self.me, keys: self.keys.public(), signature }
    }
}

impl Attestation {
    /// An attestation of its parts as bytes: signing key, key-agreement key, signature.
    pub fn of_parts(firm: FirmId, sign: [u8; 32], kem: [u8; 32], signature: [u8; 64]) -> Self {
        let keys = PublicKeys { sign: VerifyingKey(sign), kem: KemPublic(kem) };
        let device = DeviceId::derive(firm, keys.sign, keys.kem);
        Self { device, keys, signature: Signature(signature) }
    }

    /// Says whether the device signed the statement. Whether the device is one of the firm's, the
    /// firm's log says.
    pub fn holds(&self, firm: FirmId, statement: &[u8]) -> bool {
        self.device == DeviceId::derive(firm, self.keys.sign, self.keys.kem)
            && self.keys.sign.verify(Label::CERTIFICATE, statement, &self.signature).is_ok()
    }
}
