use ring::rand::{SecureRandom, SystemRandom};
use secret::Secret;

/// The system gave no random bytes. Nothing is made without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct NoRandomness;

/// Where random bytes come from. Passed in, so that what uses it can be replayed in a simulation.
pub trait Entropy {
    /// Overwrites all of `bytes` with random ones.
    ///
    /// # Errors
    /// [`NoRandomness`]; `bytes` then hold nothing of use.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The system's random bytes: the only source outside tests and simulations.
#[derive(Debug)]
pub struct SystemEntropy(SystemRandom);

impl SystemEntropy {
    /// Returns a handle on the system's source.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for SystemEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.0.fill(bytes).map_err(|_| NoRandomness)
    }
}

/// Makes `N` random bytes that need not be kept secret: an id, a salt.
///
/// # Errors
/// [`NoRandomness`].
pub fn make_bytes<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// Makes a secret of `len` random bytes.
///
/// # Errors
/// [`NoRandomness`].
pub fn make_secret(entropy: &mut dyn Entropy, len: usize) -> Result<Secret, NoRandomness> {
    Secret::filled(len, |bytes| entropy.fill(bytes))
}

/// Bytes that follow from a seed, so that a run can be replayed. Never for real keys.
#[cfg(feature = "test-util")]
pub struct SeededEntropy {
    seed: [u8; 32],
    drawn: u64,
}

#[cfg(feature = "test-util")]
impl SeededEntropy {
    /// Returns the source of `seed`.
    pub fn new(seed: u64) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, &seed.to_be_bytes());
        let mut whole = [0; 32];
        whole.copy_from_slice(digest.as_ref());
        Self { seed: whole, drawn: 0 }
    }
}

#[cfg(feature = "test-util")]
impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for block in bytes.chunks_mut(32) {
            let mut context = ring::digest::Context::new(&ring::digest::SHA256);
            context.update(&self.seed);
            context.update(&self.drawn.to_be_bytes());
            block.copy_from_slice(&context.finish().as_ref()[..block.len()]);
            self.drawn += 1;
        }
        Ok(())
    }
}

#[cfg(all(test, feature = "test-util"))]
mod tests {
    use super::*;

    #[test]
    fn a_seed_replays_and_another_seed_gives_other_bytes() {
        let draw = |seed| make_bytes::<40>(&mut SeededEntropy::new(seed)).unwrap();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn no_two_draws_are_the_same() {
        let mut system = SystemEntropy::new();
        let one: [u8; 16] = make_bytes(&mut system).unwrap();
        assert_ne!(one, make_bytes::<16>(&mut system).unwrap());
        let mut seeded = SeededEntropy::new(1);
        let one: [u8; 16] = make_bytes(&mut seeded).unwrap();
        assert_ne!(one, make_bytes::<16>(&mut seeded).unwrap());
    }
}
