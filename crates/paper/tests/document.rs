//! Documents, read back from the file.
#![cfg(target_os = "linux")] // where `cargo xtask setup` installs poppler
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use paper::{Block, Table};
use support::{Printed, certificate};

#[test]
fn the_certificate_says_what_was_put_in() {
    let printed = Printed::new(&certificate().to_pdf().unwrap());
    let text = printed.text();
    for sentence in [
        "Hart & Lowe LLP",
        "Leaver certificate: Sam Ode",
        "Made on 22 November 2026 at 11:20 UTC by Dev Lowe",
        "Sam Ode can make no code that works",
        "Open for 2 hours and 41 minutes",
        "Signed off by Sarah Hart, second administrator",
        "There are no exceptions.",
        "One device is silent SAM-LAP last reported",
        "Entry 4f2a 91c0 77be",
        "Page 1 of 2",
        "Page 2 of 2",
    ] {
        assert!(text.contains(sentence), "“{sentence}” is not in: {text}");
    }
    assert_eq!(printed.pages(), 2);
}

#[test]
fn the_attached_file_comes_out_as_it_went_in() {
    let certificate = certificate();
    let printed = Printed::new(&certificate.to_pdf().unwrap());
    assert_eq!(printed.attached("certificate.json"), certificate.attachment.unwrap().bytes);
}

#[test]
fn it_is_a4_tagged_in_english_and_made_to_be_kept() {
    let printed = Printed::new(&certificate().to_pdf().unwrap());
    let info = printed.info(&["-isodates"]);
    for line in [
        "Title:           Leaver certificate: Sam Ode",
        "Author:          Hart & Lowe LLP",
        "Creator:         Sixboard",
        "CreationDate:    2026-11-22T11:20:00Z",
        "Tagged:          yes",
        "(A4)",
    ] {
        assert!(info.contains(line), "{line}: {info}");
    }
    let metadata = printed.info(&["-meta"]);
    for said in ["<pdfuaid:part>1<", "<pdfaid:part>3<", "<pdfaid:conformance>A<", "en-GB"] {
        assert!(metadata.contains(said), "{said}: {metadata}");
    }
}

#[test]
fn a_screen_reader_hears_headings_tables_and_notices_in_order() {
    let printed = Printed::new(&certificate().to_pdf().unwrap());
    let structure = printed.info(&["-struct-text"]);
    let mut rest = structure.as_str();
    for heard in [
        "H1",
        "Leaver certificate",
        "H2",
        "In short",
        "Closed",
        "TH",
        "Person",
        "Keys that Sam",
        "THead",
        "How Sam",
        "TBody",
        "Companies House",
        "There are no exceptions",
        "One device is silent",
    ] {
        let place = rest.find(heard).unwrap_or_else(|| panic!("{heard}: {rest}"));
        rest = &rest[place + heard.len()..];
    }
    assert!(!structure.contains("Page 1 of"), "{structure}");
}

#[test]
fn a_long_table_repeats_its_headings_to_the_eye_and_not_to_the_ear() {
    let mut document = certificate();
    let rows = (0..120).map(|row| vec![format!("Account {row}"), "v1".to_owned()]).collect();
    let headings = vec!["Label of the account".to_owned(), "Key".to_owned()];
    document.sections[1].blocks =
        vec![Block::Table(Table { headings, rows, when_empty: String::new() })];
    let printed = Printed::new(&document.to_pdf().unwrap());
    let seen = printed.text().matches("Label of the account").count();
    let heard = printed.info(&["-struct-text"]).matches("Label of the account").count();
    assert!(seen >= 3, "{seen}");
    assert_eq!(heard, 1);
}
