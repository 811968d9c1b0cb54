//! Broken, mislabelled and malicious input: each is refused by name, in time, without a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use support::drawing::{Dice, PLAIN, code, jpeg, png};
use support::{URI, outcome};

/// What a picture that breaks off may be called.
const BROKEN: [&str; 3] = ["qr.not-a-picture", "qr.damaged-picture", "qr.no-code-found"];

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let plain = code(URI, 220, PLAIN);
    vec![("PNG", png(plain.clone())), ("JPEG", jpeg(&plain, 80))]
}

#[test]
fn a_picture_that_breaks_off_is_refused_or_still_readable() {
    for (kind, whole) in samples() {
        for sixteenth in 0..16 {
            let part = &whole[..whole.len() * sixteenth / 16];
            match support::read(part) {
                Ok(texts) => assert_eq!(texts, [URI], "{kind} {sixteenth}/16"),
                Err(code) => assert!(BROKEN.contains(&code), "{kind} {sixteenth}/16: {code}"),
            }
        }
    }
}

#[test]
fn a_picture_with_bytes_changed_never_gives_another_text() {
    let mut dice = Dice(5);
    for (kind, whole) in samples() {
        for round in 0..200 {
            let mut changed = whole.clone();
            for _ in 0..=round % 8 {
                let at = dice.below(changed.len() as u32) as usize;
                changed[at] = dice.below(256) as u8;
            }
            match support::read(&changed) {
                Ok(texts) => assert_eq!(texts, [URI], "{kind} {round}"),
                Err("qr.picture-too-large" | "qr.unsupported-picture") => (),
                Err(code) => assert!(BROKEN.contains(&code), "{kind} {round}: {code}"),
            }
        }
    }
}

/// The checksum of a PNG chunk (ISO/IEC 15948, annex D).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}

/// A PNG that says it is a grey picture of this size, and holds next to nothing.
fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [&header[..], b"IDAT\x78\x9c\x03\x00\x00\x00\x00\x01", b"IEND"] {
        file.extend((chunk.len() as u32 - 4).to_be_bytes());
        file.extend(chunk);
        file.extend(checksum(chunk).to_be_bytes());
    }
    file
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked() {
    for (width, height) in [(10_001, 10_000), (60_000, 60_000), (0x7fff_ffff, 0x7fff_ffff)] {
        let read = support::read(&png_that_claims(width, height));
        assert_eq!(read, Err("qr.picture-too-large"), "{width}x{height}");
    }
    let mut jpeg = jpeg(&code(URI, 220, PLAIN), 80);
    let size = jpeg.windows(2).position(|marker| marker == b"\xff\xc0").unwrap() + 5;
    jpeg[size..size + 4].fill(0xff);
    assert_eq!(support::read(&jpeg), Err("qr.picture-too-large"));
}

#[test]
fn a_picture_of_no_size_is_damaged() {
    for (width, height) in [(0, 0), (0, 5), (5, 0)] {
        let read = support::read(&png_that_claims(width, height));
        assert_eq!(read, Err("qr.damaged-picture"), "{width}x{height}");
    }
}

#[test]
fn a_bomb_of_the_allowed_size_is_survived() {
    let zeros = image::GrayImage::new(10_000, 10_000);
    let bomb = png(zeros);
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    assert_eq!(support::read(&bomb), Err("qr.no-code-found"));
}

#[test]
fn pictures_of_a_few_pixels_hold_no_code() {
    for side in 1..=48 {
        let mut dice = Dice(u64::from(side));
        let noise = image::GrayImage::from_fn(side, 1 + side / 2, |_, _| {
            image::Luma([dice.below(2) as u8 * 255])
        });
        assert_eq!(support::read(&png(noise)), Err("qr.no-code-found"), "{side}");
    }
}

fn file_with(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn files_are_told_by_content_and_not_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let picture = png(code(URI, 220, PLAIN));
    for (name, content, expected) in [
        ("right.txt", &picture[..], Ok(vec![URI.to_owned()])),
        ("text.jpeg", b"not a picture", Err("qr.not-a-picture")),
        ("empty.png", b"", Err("qr.not-a-picture")),
        ("photo.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", Err("qr.unsupported-picture")),
    ] {
        let path = file_with(folder.path(), name, content);
        assert_eq!(outcome(qr::read_file(&path)), expected, "{name}");
    }
}

#[test]
fn what_is_no_readable_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.png");
    for path in [folder.path(), &missing] {
        assert_eq!(outcome(qr::read_file(path)), Err("qr.file-unreadable"), "{path:?}");
    }
    let sparse = folder.path().join("long.png");
    File::create(&sparse).unwrap().set_len(qr::MAX_FILE_BYTES + 1).unwrap();
    assert_eq!(outcome(qr::read_file(&sparse)), Err("qr.picture-too-large"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_at_once_instead_of_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.png");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(outcome(qr::read_file(&pipe)), Err("qr.file-unreadable"));
}
