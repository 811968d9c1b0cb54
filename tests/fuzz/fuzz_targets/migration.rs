//! No payload makes the reader of transfer codes fail, and each account of one is read or listed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::migration::{Gathered, parse};

fuzz_target!(|payload: &[u8]| {
    let uri = format!("otpauth-migration://offline?data={}", base64(payload));
    if let Ok(batch) = parse(&uri) {
        assert!(!batch.accounts.is_empty() || !batch.skipped.is_empty());
        let accounts = batch.accounts.len();
        let mut gathered = Gathered::default();
        gathered.add(batch);
        if let Ok(again) = parse(&uri) {
            gathered.add(again);
        }
        assert_eq!(
            gathered.transfers()[0].missing().take(3).count().min(3) == 0,
            gathered.transfers()[0].is_complete()
        );
        assert_eq!(gathered.into_accounts().len(), accounts);
    }
    if let Ok(text) = std::str::from_utf8(payload) {
        let _ = parse(text);
    }
});

/// Standard base64 without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(ALPHABET[(word >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}
