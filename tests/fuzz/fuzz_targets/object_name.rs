//! No text makes the readers of names fail; a name that the ledger writes every store keeps, and
//! it is plain enough for any file system.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let name = ledger::Name::parse(text);
    let kept = store::Name::parse(text);
    if let Some(name) = &name {
        assert_eq!(name.to_string(), text);
        let kept = kept.as_ref().expect("stores keep every name of the ledger");
        assert!(name.max_len() <= kept.max_len(), "{text}");
    }
    if let Ok(kept) = kept {
        assert_eq!(kept.as_str(), text);
        assert!(text.len() <= store::Name::MAX && !text.contains("..") && !text.contains("//"));
        assert!(store::Dir::root().holds(&kept));
    }
    let _ = store::Dir::parse(text);
});
