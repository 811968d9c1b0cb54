//! No bytes from a store make a replica fail, change what it knows, or pass for an entry, a blob
//! or a receipt that somebody wrote.
//!
//! The first byte chooses a name, or a good object to alter.
#![no_main]

use std::cell::RefCell;

use ledger::{Hash, Name, Outcome};
use libfuzzer_sys::fuzz_target;
use sixboard_fuzz::{NOW, Town, altered, found};

thread_local! {
    static TOWN: RefCell<Town> = RefCell::new(found());
}

fuzz_target!(|input: &[u8]| {
    let Some((choice, input)) = input.split_first() else { return };
    TOWN.with_borrow_mut(|town| {
        let heads = town.firm.heads();
        let (number, is_raw) = (usize::from(choice / 2), choice % 2 == 0);
        let good = town.objects[number % town.objects.len()].clone();
        let bytes = if is_raw { Some(input.to_vec()) } else { altered(&good.bytes, input) };
        let Some(bytes) = bytes.filter(|bytes| *bytes != good.bytes) else { return };
        let alarms = town.firm.alarms().count();
        let taken = town.firm.intake(&good.name.to_string(), &bytes, NOW);
        assert!(matches!(taken, Ok(Outcome::Ignored | Outcome::Pending)), "{taken:?}");
        let blob = Name::Blob(Hash(seal::sha256(&bytes)));
        let taken = town.firm.intake(&blob.to_string(), &bytes, NOW);
        assert_ne!(taken, Ok(Outcome::Accepted), "nobody named this blob");
        assert_eq!(town.firm.heads(), heads);
        assert_eq!(town.firm.alarms().count(), alarms);
    });
});
