//! No text makes the reader of URIs fail, and whatever it takes it gives back exactly.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = otp::text::read(text);
    match otp::uri::parse(text) {
        Ok(account) => {
            let code = otp::code_at(&account.secret, &account.params, text.len() as u64);
            assert!(!code.text.expose().is_empty());
            let written = otp::uri::write(&account);
            // Escaping may lengthen a name past the limit of what is read.
            if written.expose().len() <= 8 * 1024 {
                assert_eq!(otp::uri::parse(written.expose()).as_ref(), Ok(&account));
            }
        }
        Err(error) => {
            assert!(otp::uri::UriError::CODES.contains(&error.code()));
            assert!(error.detail().is_none_or(|detail| detail.len() <= 24));
        }
    }
});
