//! Making one code from a key in memory, beside the bare HMAC of ring, in one process.
//!
//! The bare HMAC takes key and counter each time, as a code does: a secret key is unsealed only
//! while a code is made from it. Rounds are taken by turns; the median round counts.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use otp::{Algorithm, Digits, Params, Period};
use ring::hmac;
use secret::Secret;

const ROUNDS: usize = 201;
const CODES_PER_ROUND: u32 = 1_000;
const TIME: u64 = 1_800_000_000;

fn main() {
    let algorithms = [
        (Algorithm::Sha1, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, 20),
        (Algorithm::Sha256, hmac::HMAC_SHA256, 32),
        (Algorithm::Sha512, hmac::HMAC_SHA512, 64),
    ];
    for (algorithm, bare, key_length) in algorithms {
        let key: Vec<u8> = (0..key_length).collect();
        let secret = Secret::new(key.clone());
        let params = Params::totp(algorithm, Digits::SIX, Period::THIRTY);
        let (mut codes, mut hmacs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            codes.push(nanoseconds(|time| {
                black_box(otp::code_at(black_box(&secret), &params, time));
            }));
            hmacs.push(nanoseconds(|time| {
                let key = hmac::Key::new(bare, black_box(&key));
                black_box(hmac::sign(&key, &(time / 30).to_be_bytes()));
            }));
        }
        // Read by `cargo xtask bench`.
        println!("figures: {} {:.1} {:.1}", algorithm.name(), median(codes), median(hmacs));
    }
}

/// Times one round and returns the nanoseconds of one call.
fn nanoseconds(mut call: impl FnMut(u64)) -> f64 {
    let start = Instant::now();
    for index in 0..CODES_PER_ROUND {
        call(TIME + 30 * u64::from(index));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CODES_PER_ROUND)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
