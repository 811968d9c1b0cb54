//! Acks of thousands of devices that have no replica here, written from `docs/protocol.md`,
//! section 10. The ledger takes them in as it takes in its own.

use anyhow::{Context, Result};
use ledger::{Ack, DeviceKeys, EpochId, Firm, FirmId, GroupId, Hash, Name, Object, SealSalt};
use minicbor::{Decode, Encode};
use seal::{Entropy, Label, SigningKey};
use secret::Secret;

use crate::kept::Seeds;

/// Writes acks under everyone's present key.
pub struct Writer {
    firm: FirmId,
    epoch: EpochId,
    key: Secret,
    ack: Ack,
}

#[derive(Encode)]
#[cbor(map)]
struct Header {
    #[n(0)]
    format: u8,
    #[n(1)]
    firm: FirmId,
    #[n(2)]
    device: ledger::DeviceId,
    #[n(3)]
    counter: u64,
    #[n(4)]
    epoch: EpochId,
    #[n(5)]
    salt: SealSalt,
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

#[derive(Encode)]
#[cbor(array)]
struct File {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    header: Vec<u8>,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    signature: [u8; 64],
}

/// The part of a replica's memory that holds the keys of everyone.
#[derive(Decode)]
#[cbor(map)]
struct Memory {
    #[n(3)]
    everyone: Vec<KeptKey>,
}

#[derive(Decode)]
#[cbor(array)]
struct KeptKey {
    #[n(0)]
    epoch: EpochId,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    key: [u8; 32],
}

impl Writer {
    /// Writes acks of devices that have all that `firm` has.
    pub fn new(firm: &mut Firm, now: ledger::Time) -> Result<Self> {
        let memory: Memory = minicbor::decode(firm.memory().expose())?;
        let current = firm.state().current.get(&GroupId::EVERYONE).copied();
        let epoch = current.context("everyone has no key")?;
        let kept = memory.everyone.iter().find(|kept| kept.epoch == epoch);
        let key = Secret::copy_of(&kept.context("everyone's key is not here")?.key);
        let (vector, program) = (firm.heads(), "0.1.0".to_owned());
        let ack = Ack { time: now, vector, missing: Vec::new(), program, prev: Hash::NONE };
        Ok(Self { firm: firm.pin().firm, epoch, key, ack })
    }

    /// Writes the first ack of the device with these seeds.
    pub fn write(&self, seeds: &Seeds, entropy: &mut dyn Entropy) -> Result<Object> {
        let keys: DeviceKeys = seeds.keys()?;
        let mut header = Header {
            format: 1,
            firm: self.firm,
            device: keys.id(self.firm),
            counter: 1,
            epoch: self.epoch,
            salt: SealSalt::make(entropy)?,
            ciphertext: Vec::new(),
        };
        let place = [&self.firm.0[..], &GroupId::EVERYONE.0, &self.epoch.0].concat();
        let aad = minicbor::to_vec(&header)?;
        let plain = minicbor::to_vec(&self.ack)?;
        let salt = header.salt.0;
        header.ciphertext =
            seal::seal_content(&self.key, Label::SEAL_ACK, &place, &salt, &aad, &plain)?;
        let name = Name::Ack(header.device);
        let header = minicbor::to_vec(&header)?;
        let signing = SigningKey::derive(&seeds.sign).context("a seed of a wrong length")?;
        let signature = signing.sign(Label::ACK, &header).0;
        Ok(Object { name, bytes: minicbor::to_vec(File { header, signature })? })
    }
}
