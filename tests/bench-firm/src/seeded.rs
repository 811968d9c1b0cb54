//! Bytes that follow from a number, so that the same firm is built each time.

use seal::{Entropy, NoRandomness};

/// The bytes of a number: SHA-256 of it and a counter.
pub struct Seeded {
    seed: u64,
    drawn: u64,
}

impl Seeded {
    /// Returns those of `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for part in bytes.chunks_mut(32) {
            let next = [self.seed.to_be_bytes(), self.drawn.to_be_bytes()].concat();
            part.copy_from_slice(&seal::sha256(&next)[..part.len()]);
            self.drawn += 1;
        }
        Ok(())
    }
}
