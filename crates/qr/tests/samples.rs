//! Every sample picture gives exactly the texts that its index names.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "figures for the reader of the test log")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::outcome;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads all pictures of a folder; gives their number, and what went wrong.
fn check(folder: &Path) -> (usize, Vec<String>) {
    let index = fs::read(folder.join("INDEX.json")).unwrap();
    let samples: Vec<Value> = serde_json::from_slice(&index).unwrap();
    let mut wrong = Vec::new();
    for sample in &samples {
        let name = sample["file"].as_str().unwrap();
        let begun = Instant::now();
        let read = outcome(qr::read_file(&folder.join(name)));
        println!("{:>5} ms  {name}", begun.elapsed().as_millis());
        let mut expected = texts(&sample["expected"]);
        let mut got = match read {
            Err("qr.no-code-found") => Vec::new(),
            Err(code) => vec![code.to_owned()],
            Ok(texts) => texts,
        };
        expected.sort();
        got.sort();
        if got != expected {
            wrong.push(format!("{name}: {got:?}"));
        }
    }
    (samples.len(), wrong)
}

fn texts(expected: &Value) -> Vec<String> {
    expected.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_sample_reads_as_its_index_says() {
    let (count, wrong) = check(&root().join("tests/vectors/qr"));
    assert_eq!(wrong, Vec::<String>::new());
    assert!(count >= 24, "samples are missing: {count}");
}

#[test]
fn the_samples_beside_the_checkout_read_too_where_they_are() {
    let folder = root().join("../shared/samples/qr");
    if !folder.exists() {
        println!("no samples beside the checkout; only the committed ones were read");
        return;
    }
    let (count, wrong) = check(&folder);
    println!("{count} samples beside the checkout were read");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn two_codes_come_in_reading_order() {
    let two = root().join("tests/vectors/qr/own-22-two-on-page.png");
    let first = outcome(qr::read_file(&two)).unwrap();
    let page = image::open(&two).unwrap().rotate180().into_luma8();
    let turned = support::read(&support::drawing::png(page)).unwrap();
    assert_eq!(first.len(), 2);
    assert_eq!(turned, [first[1].clone(), first[0].clone()]);
}

#[test]
fn a_reader_without_time_says_that_it_took_too_long() {
    let reader = qr::Reader::within(Duration::ZERO);
    let sample = root().join("tests/vectors/qr/own-01-clean.png");
    assert_eq!(outcome(reader.file(&sample)), Err("qr.took-too-long"));
}
