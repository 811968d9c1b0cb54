//! Codes on whole screens: how many of the hard ones are found, and that none is misread.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "figures for the reader of the test log")]

mod support;

use std::time::Instant;

use image::{GrayImage, Luma};
use support::drawing::{Dice, PLAIN, code, page, place, png};
use support::hard::{Screen, screens};
use support::{OTHER_URI, URI};

/// The names of the screens on which nothing was found. Fails on any wrong text.
fn missed(screens: Vec<Screen>) -> Vec<String> {
    let mut missed = Vec::new();
    for (name, screen) in screens {
        let file = png(screen);
        let begun = Instant::now();
        let read = support::read(&file);
        println!("{:>5} ms  {name}  {}", begun.elapsed().as_millis(), read.is_ok());
        match read {
            Ok(texts) => assert_eq!(texts, [URI], "{name}"),
            Err("qr.no-code-found") => missed.push(name),
            Err(code) => panic!("{name}: {code}"),
        }
    }
    missed
}

#[test]
fn nearly_all_codes_on_a_full_hd_screen_are_found() {
    let mut missed = missed(screens(1920, 1080, &[130, 220]));
    // Modules of 2.5 and 4 pixels under a blur as wide as they are: nothing left to read.
    let lost = ["blur 1 130", "blur 2 130", "blur 3.5 130", "blur 3.5 220"];
    missed.retain(|name| !lost.contains(&name.as_str()));
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn a_code_on_a_4k_screen_is_found() {
    let mut screen = page(3840, 2160, 255);
    place(&mut screen, &code(URI, 300, PLAIN), 2900, 1500, 0.0);
    assert_eq!(missed(vec![("plain 4K".to_owned(), screen)]), Vec::<String>::new());
}

#[test]
fn hard_codes_on_a_4k_screen_are_found() {
    let missed = missed(screens(3840, 2160, &[260]));
    assert_eq!(missed, ["blur 3.5 260"]);
}

#[test]
fn two_codes_on_a_4k_screen_both_come_even_if_one_is_faint() {
    let mut screen = page(3840, 2160, 255);
    place(&mut screen, &code(URI, 300, PLAIN), 200, 200, 0.0);
    let faint = support::drawing::Look { dark: 215, light: 235, ..PLAIN };
    place(&mut screen, &code(OTHER_URI, 300, faint), 2900, 1500, 0.0);
    assert_eq!(support::read(&png(screen)).unwrap(), [URI, OTHER_URI]);
}

#[test]
fn the_same_code_twice_is_one() {
    let mut screen = page(800, 400, 255);
    for left in [20, 450] {
        place(&mut screen, &code(URI, 200, PLAIN), left, 100, 0.0);
    }
    assert_eq!(support::read(&png(screen)).unwrap(), [URI]);
}

#[test]
fn screens_without_a_code_give_none_within_the_time() {
    let mut dice = Dice(3);
    let noise = GrayImage::from_fn(3840, 2160, |_, _| Luma([dice.below(256) as u8]));
    for (name, screen) in [("text", page(3840, 2160, 255)), ("noise", noise)] {
        let file = png(screen);
        let begun = Instant::now();
        let read = support::read(&file);
        println!("{:>5} ms  {name} without a code", begun.elapsed().as_millis());
        assert_eq!(read, Err("qr.no-code-found"), "{name}");
    }
}
