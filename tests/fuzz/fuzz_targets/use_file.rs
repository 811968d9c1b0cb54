//! No bytes pass for a record of use that a device wrote.
//!
//! The first byte chooses whether the rest is taken as it is or alters a good file.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use sixboard_fuzz::{TODAY, Town, altered, found};

thread_local! {
    static TOWN: RefCell<Town> = RefCell::new(found());
}

fuzz_target!(|input: &[u8]| {
    let Some((choice, input)) = input.split_first() else { return };
    TOWN.with_borrow(|town| {
        let good = &town.use_file;
        let bytes = if choice % 2 == 0 { Some(input.to_vec()) } else { altered(good, input) };
        let Some(bytes) = bytes.filter(|bytes| bytes != good) else { return };
        let device = town.firm.device();
        assert!(town.firm.open_use_file(device, TODAY, &bytes).is_err());
    });
});
