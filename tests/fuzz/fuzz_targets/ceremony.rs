//! No bytes pass for an offer, an answer or a welcome that was made with the invite's code.
//!
//! The first byte chooses whether the rest is taken as it is or alters good objects.
#![no_main]

use std::cell::RefCell;

use ledger::{InviteError, Joining};
use libfuzzer_sys::fuzz_target;
use sixboard_fuzz::{NOW, Town, altered, code, found, guest};

thread_local! {
    static TOWN: RefCell<Town> = RefCell::new(found());
}

fuzz_target!(|input: &[u8]| {
    let Some((choice, input)) = input.split_first() else { return };
    TOWN.with_borrow_mut(|town| {
        let made = |good: &[u8]| {
            let bytes = if choice % 2 == 0 { Some(input.to_vec()) } else { altered(good, input) };
            bytes.filter(|bytes| bytes != good)
        };
        if let Some(offer) = made(&town.offer) {
            let opened = Joining::open(code(&town.invitation), &offer, NOW);
            assert!(matches!(opened, Err(InviteError::Refused)));
        }
        if let Some(answer) = made(&town.answer) {
            let read = town.firm.read_answers(&town.invitation, &[answer], NOW);
            assert!(matches!(read, Ok(None)), "{read:?}");
        }
        if let Some(welcome) = made(&town.welcome) {
            let opened = town.joining.welcome(&welcome, guest());
            assert!(matches!(opened, Err(InviteError::Refused)));
        }
    });
});
