//! The code itself: HMAC, truncation, and digits or Steam's letters.

use std::hint::black_box;

use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit, Mac};
use secret::{Secret, SecretText};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use crate::{Algorithm, Digits, Kind, Params, Period};

/// Steam's own 26 characters: no vowels and nothing that looks like another.
const STEAM_ALPHABET: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";

/// A code and the time it is good for.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as a person types it, leading zeros kept.
    pub text: SecretText,
    /// The first second (Unix time) of the code; for a counter-based one the time that was given.
    pub valid_from: u64,
    /// The first second after the code; for a counter-based one the time that was given.
    pub valid_until: u64,
}

impl Code {
    /// How many seconds are left at `unix_seconds`: 0 once it has run out, and always 0 for a
    /// counter-based code, whose end no clock tells.
    pub fn seconds_left(&self, unix_seconds: u64) -> u64 {
        self.valid_until.saturating_sub(unix_seconds)
    }
}

/// Makes the code of `secret` at `unix_seconds`; for a counter-based account that of its present
/// counter. RFC 4226 section 5.3, RFC 6238 section 4.
///
/// Costs one HMAC. Takes a secret key of any length and any time up to the end of `u64`; leaves no
/// copy of the secret key on the stack.
pub fn code_at(secret: &Secret, params: &Params, unix_seconds: u64) -> Code {
    code_of_elapsed(secret, params, 0, unix_seconds)
}

/// As [`code_at`], where time counts from `t0` (RFC 6238 section 4.1) and not from 1970.
///
/// Returns `None` before `t0`, when no code exists yet.
pub fn code_since(secret: &Secret, params: &Params, t0: u64, unix_seconds: u64) -> Option<Code> {
    let elapsed = unix_seconds.checked_sub(t0)?;
    Some(code_of_elapsed(secret, params, t0, elapsed))
}

fn code_of_elapsed(secret: &Secret, params: &Params, t0: u64, elapsed: u64) -> Code {
    let (step, valid_from, valid_until) = match params.kind {
        Kind::Hotp { counter } => (counter, t0 + elapsed, t0 + elapsed),
        Kind::Totp { period } => window(period, t0, elapsed),
        Kind::Steam => window(Period::THIRTY, t0, elapsed),
    };
    let text = match params.kind {
        Kind::Steam => steam_text(truncated(secret, Algorithm::Sha1, step)),
        _ => decimal_text(truncated(secret, params.algorithm, step), params.digits),
    };
    Code { text, valid_from, valid_until }
}

/// The number of the time step, its first second, and the first second after it.
fn window(period: Period, t0: u64, elapsed: u64) -> (u64, u64, u64) {
    let step = elapsed / period.seconds();
    let from = t0 + step * period.seconds();
    (step, from, from.saturating_add(period.seconds()))
}

/// Dynamic truncation (RFC 4226 section 5.3): 31 bits, taken where the last byte of the HMAC says.
fn truncated(secret: &Secret, algorithm: Algorithm, step: u64) -> Zeroizing<u32> {
    let bits = match algorithm {
        Algorithm::Sha1 => truncated_hmac::<Sha1>(secret.expose(), step),
        Algorithm::Sha256 => truncated_hmac::<Sha256>(secret.expose(), step),
        Algorithm::Sha512 => truncated_hmac::<Sha512>(secret.expose(), step),
    };
    wash_stack();
    Zeroizing::new(bits)
}

/// Not inlined, so that all it leaves on the stack lies where [`wash_stack`] writes afterwards.
#[inline(never)]
#[allow(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 section 2)")]
fn truncated_hmac<D: EagerHash>(key: &[u8], step: u64) -> u32 {
    let mut hmac = Hmac::<D>::new_from_slice(key).expect("HMAC takes a key of any length");
    hmac.update(&step.to_be_bytes());
    let mut output = hmac.finalize().into_bytes();
    let offset = usize::from(output[output.len() - 1] & 0x0f);
    let bits = output[offset..offset + 4].iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte));
    output.as_mut_slice().zeroize();
    bits & 0x7fff_ffff
}

/// Overwrites the stack below the caller. The hmac crate pads the key in a block that it does not
/// wipe, and hash functions spread it over their message schedule; unless something happens to
/// overwrite them, both lie there and would be found in a core dump or a swapped-out page.
#[inline(never)]
fn wash_stack() {
    black_box(&mut [0_u8; 2048]);
}

fn decimal_text(bits: Zeroizing<u32>, digits: Digits) -> SecretText {
    let mut text = Zeroizing::new([b'0'; 10]);
    let mut rest = Zeroizing::new(*bits);
    for place in text.iter_mut().rev() {
        *place = b'0' + (*rest % 10) as u8;
        *rest /= 10;
    }
    ascii(&text[10 - usize::from(digits.value())..])
}

fn steam_text(bits: Zeroizing<u32>) -> SecretText {
    let mut text = Zeroizing::new([0_u8; 5]);
    let mut rest = Zeroizing::new(*bits);
    for place in text.iter_mut() {
        *place = STEAM_ALPHABET[(*rest % 26) as usize];
        *rest /= 26;
    }
    ascii(text.as_slice())
}

/// Digits and letters are ASCII, so the text is never empty in fact.
fn ascii(bytes: &[u8]) -> SecretText {
    SecretText::copy_of(std::str::from_utf8(bytes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc_key() -> Secret {
        Secret::copy_of(b"12345678901234567890")
    }

    #[test]
    fn a_code_lasts_from_its_first_second_to_the_first_after_it() {
        let code = code_at(&rfc_key(), &Params::totp_default(), 59);
        assert_eq!((code.valid_from, code.valid_until), (30, 60));
        assert_eq!(
            (code.seconds_left(59), code.seconds_left(60), code.seconds_left(99)),
            (1, 0, 0)
        );
    }

    #[test]
    fn a_counter_based_code_heeds_no_clock() {
        let params = Params::hotp(Algorithm::Sha1, Digits::SIX, 1);
        let (now, later) = (code_at(&rfc_key(), &params, 5), code_at(&rfc_key(), &params, 5000));
        assert_eq!(now.text.expose(), "287082");
        assert_eq!(now.text, later.text);
        assert_eq!((now.valid_from, now.valid_until), (5, 5));
    }

    #[test]
    fn the_last_second_of_time_has_a_code() {
        for kind in [Kind::Totp { period: Period::THIRTY }, Kind::Steam, Kind::Hotp { counter: 0 }]
        {
            let params = Params { kind, ..Params::totp_default() };
            let code = code_at(&rfc_key(), &params, u64::MAX);
            assert_eq!(code.valid_until, u64::MAX);
        }
    }

    #[test]
    fn there_is_no_code_before_time_begins() {
        assert_eq!(code_since(&rfc_key(), &Params::totp_default(), 100, 99), None);
        let code = code_since(&rfc_key(), &Params::totp_default(), 100, 130).unwrap();
        assert_eq!((code.valid_from, code.valid_until), (130, 160));
        assert_eq!(code.text, code_at(&rfc_key(), &Params::totp_default(), 30).text);
    }

    #[test]
    fn steam_is_always_sha1_and_five_characters() {
        let odd = Params { algorithm: Algorithm::Sha512, digits: Digits::EIGHT, ..Params::steam() };
        let code = code_at(&rfc_key(), &odd, 0);
        assert_eq!(code, code_at(&rfc_key(), &Params::steam(), 0));
        assert_eq!(code.text.expose().len(), 5);
    }
}
