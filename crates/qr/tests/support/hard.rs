//! Screens that are hard in one way each.

use image::{GrayImage, imageops};
use qrcode::EcLevel;

use super::URI;
use super::drawing::{Look, PLAIN, code, jpeg, noise, page, place};

/// A name for the report, and the picture.
pub type Screen = (String, GrayImage);

/// A code of each of the sizes on a page of text, in every kind of difficulty.
pub fn screens(width: u32, height: u32, sizes: &[u32]) -> Vec<Screen> {
    let screen = |look, paper, size, degrees| one((width, height), paper, size, look, degrees);
    let mut screens = Vec::new();
    for &size in sizes {
        let mut add = |name: &str, screen| screens.push((format!("{name} {size}"), screen));
        for (name, look, paper) in looks() {
            add(name, screen(look, paper, size, 0.0));
        }
        for degrees in [5.0, 15.0, 45.0, 90.0, 200.0] {
            add(&format!("turned {degrees}"), screen(PLAIN, 255, size, degrees));
        }
        for (name, screen) in spoilt(&screen(PLAIN, 255, size, 0.0)) {
            add(&name, screen);
        }
    }
    screens
}

fn spoilt(plain: &GrayImage) -> Vec<Screen> {
    let mut screens = Vec::new();
    for sigma in [1.0, 2.0, 3.5] {
        screens.push((format!("blur {sigma}"), imageops::blur(plain, sigma)));
    }
    for quality in [75, 30, 10] {
        let squeezed = image::load_from_memory(&jpeg(plain, quality)).unwrap();
        screens.push((format!("jpeg {quality}"), squeezed.into_luma8()));
    }
    let mut noisy = plain.clone();
    noise(&mut noisy, 60);
    screens.push(("noise".to_owned(), noisy));
    screens.push(("mirror".to_owned(), imageops::flip_horizontal(plain)));
    screens
}

fn looks() -> [(&'static str, Look, u8); 9] {
    [
        ("plain", PLAIN, 255),
        ("level H", Look { level: EcLevel::H, ..PLAIN }, 255),
        ("contrast 50", Look { dark: 180, light: 230, ..PLAIN }, 255),
        ("contrast 20", Look { dark: 210, light: 230, ..PLAIN }, 255),
        ("dark contrast 20", Look { dark: 20, light: 40, ..PLAIN }, 30),
        ("inverted", Look { dark: 255, light: 0, ..PLAIN }, 0),
        ("quiet 1", Look { quiet: 1, ..PLAIN }, 255),
        ("quiet 0", Look { quiet: 0, ..PLAIN }, 255),
        ("white card on dark", Look { quiet: 1, ..PLAIN }, 20),
    ]
}

fn one((width, height): (u32, u32), paper: u8, size: u32, look: Look, degrees: f32) -> GrayImage {
    let mut screen = page(width, height, paper);
    place(&mut screen, &code(URI, size, look), width / 2 - 100, height / 3, degrees);
    screen
}
