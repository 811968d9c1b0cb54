use proptest::prelude::*;

use super::*;

const DEVICE: &str = "abcdefghijklmnopqrstuvwxyz";
const GOOD: [&str; 13] = [
    "ts1/team",
    "ts1/hint",
    "ts1/log/abcdefghijklmnopqrstuvwxyz/000/0000000042-0123456789abcdef.e",
    "ts1/log/abcdefghijklmnopqrstuvwxyz/1234567/4294967295-zyxwvutsrqponmlk.e",
    "ts1/blob/4a/4abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrs.b",
    "ts1/ack/abcdefghijklmnopqrstuvwxyz.a",
    "ts1/join/abcdefghijklmnopqrstuvwxyz.o",
    "ts1/join/abcdefghijklmnopqrstuvwxyz.0123456789abcdef.j",
    "ts1/join/abcdefghijklmnopqrstuvwxyz.w",
    "ts1/use/abcdefghijklmnopqrstuvwxyz/2026-11-22",
    "ts1/use/abcdefghijklmnopqrstuvwxyz/20779",
    "ts1/use/abcdefghijklmnopqrstuvwxyz/2026-11-22.u",
    "ts1/pack/abcdefghijklmnopqrstuvwxyz/0000000001-0000000256-0123456789abcdef.p",
];

#[test]
fn every_name_of_the_layout_is_accepted_as_it_is() {
    for text in GOOD {
        let name = Name::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(name.as_str(), text);
        assert!(text.len() <= Name::MAX, "{text}");
        assert!(Dir::root().holds(&name));
    }
}

#[test]
fn names_that_only_look_like_it_are_refused() {
    let bad = [
        "",
        "ts1",
        "ts1/",
        "/ts1/team",
        "ts1/team/",
        "TS1/team",
        "ts1/Team",
        "ts2/team",
        "ts1//team",
        "ts1/./team",
        "ts1/../team",
        "ts1\\team",
        "ts1/team\0",
        "ts1/team ",
        "ts1/nul",
        "ts1/ack/con.a",
        "ts1/ack/abcdefghijklmnopqrstuvwxy.a",
        "ts1/ack/abcdefghijklmnopqrstuvwxyz.A",
        "ts1/ack/abcdefghijklmnopqrstuvwxyz (1).a",
        "ts1/ack/abcdefghijklmnopqrstuvwxyz-priyas-pc.a",
        "ts1/ack/abcdefghijklmnopqrstuvwxyz.a.tmp",
        "ts1/ack/abcdefghijklmnopqrstuvwxy\u{e9}.a",
        "ts1/ack/..cdefghijklmnopqrstuvwxyz.a",
        "ts1/log/abcdefghijklmnopqrstuvwxyz/000/0000000042-0123456789abcdef-laptop.e",
        "ts1/log/abcdefghijklmnopqrstuvwxyz/000/42-0123456789abcdef.e",
        "ts1/log/abcdefghijklmnopqrstuvwxyz/../0000000042-0123456789abcdef.e",
        "ts1/pack/abcdefghijklmnopqrstuvwxyz/0000000001-0123456789abcdef.p",
        "ts1/pack/abcdefghijklmnopqrstuvwxyz/0000000001-256-0123456789abcdef.p",
        "ts1/use/abcdefghijklmnopqrstuvwxyz/2026-1-22",
        "ts1/use/abcdefghijklmnopqrstuvwxyz/2026-11-22-",
        "ts1/use/abcdefghijklmnopqrstuvwxyz/.u",
        "tmp/abcdefghijklmnopqrstuvwxyz.tmp",
        "ts1/desktop.ini",
    ];
    for text in bad {
        assert_eq!(Name::parse(text), Err(NameError::Name), "{text:?}");
    }
}

#[test]
fn directories_of_the_layout_are_accepted_and_no_others() {
    let long = ["log", "use", "pack"].map(|dir| format!("ts1/{dir}/{DEVICE}"));
    let part = format!("ts1/log/{DEVICE}/000");
    let short = ["", "/log", "/blob", "/blob/4a", "/ack", "/join", "/use", "/pack"];
    let short = short.map(|dir| format!("ts1{dir}"));
    for text in long.iter().chain(&short).chain([&part]) {
        assert_eq!(Dir::parse(text).unwrap().as_str(), text);
    }
    for text in [
        "",
        "ts1/",
        "ts1/team",
        "ts1/log/",
        "ts1/log/..",
        "ts1/blob/4a/",
        "ts1/blob/4",
        "tmp",
        "ts1/ack/x",
    ] {
        assert_eq!(Dir::parse(text), Err(NameError::Dir), "{text:?}");
    }
}

#[test]
fn a_directory_holds_what_is_below_it_and_nothing_beside_it() {
    let name = Name::parse(&format!("ts1/log/{DEVICE}/000/0000000001-0123456789abcdef.e")).unwrap();
    let held = |dir: &str| Dir::parse(dir).unwrap().holds(&name);
    assert!(held("ts1") && held("ts1/log") && held(&format!("ts1/log/{DEVICE}/000")));
    assert!(!held("ts1/ack") && !held(&format!("ts1/log/{DEVICE}/001")));
    assert!(!held("ts1/log/abcdefghijklmnopqrstuvwxy0"));
}

#[test]
fn a_directory_lies_below_those_above_it_and_not_below_itself() {
    let dir = |text: &str| Dir::parse(text).unwrap();
    let device = dir(&format!("ts1/log/{DEVICE}"));
    assert!(device.is_below(&dir("ts1/log")) && device.is_below(&Dir::root()));
    assert!(!device.is_below(&device) && !dir("ts1/log").is_below(&device));
    assert!(!device.is_below(&dir("ts1/use")));
}

#[test]
fn a_listing_skips_directories_that_lie_wholly_before_its_start() {
    let name = |part: &str| {
        Name::parse(&format!("ts1/log/{DEVICE}/{part}/0000000001-0123456789abcdef.e")).unwrap()
    };
    let dir = Dir::parse(&format!("ts1/log/{DEVICE}/001")).unwrap();
    assert!(dir.may_hold_after(&name("000")) && dir.may_hold_after(&name("001")));
    assert!(!dir.may_hold_after(&name("002")));
}

#[test]
fn the_place_tells_the_kind_and_whether_it_changes() {
    let kinds: Vec<_> = GOOD.map(|text| Name::parse(text).unwrap().kind()).to_vec();
    use Kind::{Ack, Blob, Entry, Hint, Join, Pack, Team, Use};
    assert_eq!(kinds, [Team, Hint, Entry, Entry, Blob, Ack, Join, Join, Join, Use, Use, Use, Pack]);
    let overwritten: Vec<_> = kinds.into_iter().filter(|kind| kind.is_overwritten()).collect();
    assert_eq!(overwritten, [Hint, Ack, Use, Use, Use]);
}

/// A text near the layout: a good name with a few characters changed, put in or taken out.
fn near_names() -> impl Strategy<Value = String> {
    let edits =
        proptest::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0..3u8), 0..4);
    (prop::sample::select(GOOD.to_vec()), edits).prop_map(|(good, edits)| {
        let mut chars: Vec<char> = good.chars().collect();
        for (place, character, how) in edits {
            let place = place.index(chars.len());
            match how {
                0 => chars[place] = character,
                1 => chars.insert(place, character),
                _ => drop(chars.remove(place)),
            }
        }
        chars.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_safe_as_a_path_anywhere(text in prop_oneof![near_names(), "[a-z0-9./-]{0,100}", ".*"]) {
        let Ok(name) = Name::parse(&text) else { return Ok(()) };
        prop_assert_eq!(name.as_str(), &text);
        prop_assert!(text.len() <= Name::MAX);
        prop_assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/.-".contains(&b)));
        for segment in text.split('/') {
            let stem = segment.split('.').next().unwrap();
            prop_assert!(!stem.is_empty() && !segment.ends_with('.'));
            let reserved = ["con", "prn", "aux", "nul"].contains(&stem)
                || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")));
            prop_assert!(!reserved);
        }
    }

    #[test]
    fn every_name_built_from_the_alphabet_is_accepted(id in "[a-z0-9]{26}", hash in "[a-z0-9]{52}") {
        let short = &hash[..16];
        for text in [
            format!("ts1/log/{id}/000/0000000001-{short}.e"),
            format!("ts1/blob/{}/{hash}.b", &hash[..2]),
            format!("ts1/join/{id}.{short}.j"),
        ] {
            prop_assert!(Name::parse(&text).is_ok(), "{}", text);
        }
    }
}
