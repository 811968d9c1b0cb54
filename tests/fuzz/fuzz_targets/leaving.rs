//! Whatever an author seals as acts on somebody's leaving is read as it was written or not at all.
//!
//! The first byte chooses whether the rest is taken as it is or alters good acts.
#![no_main]

use std::cell::LazyCell;

use ledger::{Context, LeavingAct, PersonId, Target};
use libfuzzer_sys::fuzz_target;
use seal::SeededEntropy;
use sixboard_fuzz::{NOW, acts, altered};

thread_local! {
    static GOOD: LazyCell<Vec<u8>> = LazyCell::new(|| {
        let mut entropy = SeededEntropy::new(1);
        let mut ctx = Context { entropy: &mut entropy, now: NOW };
        LeavingAct::write_all(&acts(&mut ctx, Target::Person(PersonId([1; 16]))))
    });
}

fuzz_target!(|input: &[u8]| {
    let Some((choice, input)) = input.split_first() else { return };
    GOOD.with(|good| {
        assert!(LeavingAct::read_all(good).is_some_and(|acts| acts.len() == 3));
        let bytes = if choice % 2 == 0 { Some(input.to_vec()) } else { altered(good, input) };
        let Some(bytes) = bytes else { return };
        if let Some(acts) = LeavingAct::read_all(&bytes) {
            assert_eq!(LeavingAct::write_all(&acts), bytes);
        }
    });
});
