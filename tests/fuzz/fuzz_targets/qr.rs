//! No file and no spoilt code makes the reader of pictures fail, and what is drawn reads back.
#![no_main]

use std::panic;

use libfuzzer_sys::fuzz_target;
use secret::SecretText;

const TEXT: &str = "otpauth://totp/Example:agent?secret=JBSWY3DPEHPK3PXP&issuer=Example";

fuzz_target!(
    // libFuzzer's own hook aborts on any panic, also on one inside rxing that the reader catches.
    // One that the reader does not catch still ends the run: as "reader-failed", or out of here.
    init: panic::set_hook(Box::new(|what| eprintln!("{what}"))),
    |input: &[u8]| {
        look(input);
        look(&spoilt(input));
    }
);

fn look(picture: &[u8]) {
    match qr::read_bytes(picture) {
        Ok(texts) => {
            assert!(!texts.is_empty());
            let drawn = texts.first().and_then(|text| qr::png(text, 3).ok());
            assert!(drawn.is_none_or(|drawn| reads_as(drawn.expose(), &texts[..1])));
        }
        Err(error) => assert_ne!(error.code(), "qr.reader-failed"),
    }
}

/// Under the sanitiser the time for a picture may be over before it is read.
fn reads_as(picture: &[u8], texts: &[SecretText]) -> bool {
    match qr::read_bytes(picture) {
        Ok(read) => read == texts,
        Err(error) => error.code() == "qr.took-too-long",
    }
}

/// A drawn code with a rectangle of pixels turned over for each four bytes of `input`.
fn spoilt(input: &[u8]) -> Vec<u8> {
    let drawn = qr::png(&SecretText::copy_of(TEXT), 2).unwrap();
    let mut picture = image::load_from_memory(drawn.expose()).unwrap().into_luma8();
    for place in input.chunks_exact(4).take(64) {
        let (left, top) = (u32::from(place[0]), u32::from(place[1]));
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let wide = (left..left + u32::from(place[2] % 16)).contains(&x);
            let high = (top..top + u32::from(place[3] % 16)).contains(&y);
            if wide && high {
                pixel.0[0] = !pixel.0[0];
            }
        }
    }
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}
