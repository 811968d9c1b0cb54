//! Codes in pictures of every layout that PNG and JPEG have, and of every spelling of text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, LumaA, Rgb, RgbImage, Rgba, RgbaImage,
};
use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};
use support::URI;
use support::drawing::{PLAIN, code, jpeg, png};

fn read(picture: impl Into<DynamicImage>) -> Result<Vec<String>, &'static str> {
    support::read(&png(picture))
}

fn plain() -> GrayImage {
    code(URI, 220, PLAIN)
}

/// The plain code with each module's colour looked up.
fn coloured(dark: [u8; 4], light: [u8; 4]) -> RgbaImage {
    let plain = plain();
    RgbaImage::from_fn(plain.width(), plain.height(), |x, y| {
        Rgba(if plain.get_pixel(x, y).0[0] == 0 { dark } else { light })
    })
}

#[test]
fn every_layout_of_pixels_is_read() {
    let grey = DynamicImage::from(plain());
    for picture in [
        grey.clone(),
        grey.to_luma_alpha8().into(),
        grey.to_rgb8().into(),
        grey.to_rgba8().into(),
        grey.to_luma16().into(),
        grey.to_luma_alpha16().into(),
        grey.to_rgb16().into(),
        grey.to_rgba16().into(),
    ] {
        let layout = picture.color();
        assert_eq!(read(picture), Ok(vec![URI.to_owned()]), "{layout:?}");
    }
    assert_eq!(support::read(&jpeg(&plain(), 80)), Ok(vec![URI.to_owned()]));
}

#[test]
fn black_modules_on_nothing_are_read_on_white() {
    assert_eq!(read(coloured([0, 0, 0, 255], [0, 0, 0, 0])), Ok(vec![URI.to_owned()]));
}

#[test]
fn white_modules_on_nothing_are_read_on_black() {
    assert_eq!(read(coloured([255, 255, 255, 255], [255, 255, 255, 0])), Ok(vec![URI.to_owned()]));
    let plain = plain();
    let grey = GrayAlphaImage::from_fn(plain.width(), plain.height(), |x, y| {
        LumaA([255, 255 - plain.get_pixel(x, y).0[0]])
    });
    assert_eq!(read(grey), Ok(vec![URI.to_owned()]));
}

#[test]
fn colours_of_equal_brightness_are_told_apart() {
    assert_eq!(read(coloured([255, 0, 0, 255], [0, 130, 0, 255])), Ok(vec![URI.to_owned()]));
    assert_eq!(read(coloured([0, 0, 255, 255], [97, 0, 0, 255])), Ok(vec![URI.to_owned()]));
}

#[test]
fn a_faint_code_that_fills_the_picture_is_read() {
    for (dark, light) in [(120, 130), (0, 8), (247, 255), (80, 100)] {
        let grey = |level| [level, level, level, 255];
        assert_eq!(read(coloured(grey(dark), grey(light))), Ok(vec![URI.to_owned()]));
    }
}

#[test]
fn a_photograph_of_hundred_megapixels_is_read() {
    let mut page = RgbImage::from_pixel(10_000, 9_000, Rgb([240, 235, 230]));
    let code = DynamicImage::from(code(URI, 1500, PLAIN)).into_rgb8();
    image::imageops::replace(&mut page, &code, 4000, 5000);
    assert_eq!(read(page), Ok(vec![URI.to_owned()]));
}

fn drawn(bits: Bits) -> DynamicImage {
    let code = QrCode::with_bits(bits, EcLevel::M).unwrap();
    let width = code.width() as u32;
    let picture: GrayImage = ImageBuffer::from_fn((width + 8) * 4, (width + 8) * 4, |x, y| {
        let (x, y) = ((x / 4).wrapping_sub(4), (y / 4).wrapping_sub(4));
        let inside = x < width && y < width;
        let dark = inside && code[(x as usize, y as usize)] == qrcode::Color::Dark;
        image::Luma([if dark { 0 } else { 255 }])
    });
    picture.into()
}

/// A code of bytes, with an encoding named in it or not.
fn bytes(encoding: Option<u32>, bytes: &[u8]) -> DynamicImage {
    let mut bits = Bits::new(Version::Normal(10));
    if let Some(number) = encoding {
        bits.push_eci_designator(number).unwrap();
    }
    bits.push_byte_data(bytes).unwrap();
    bits.push_terminator(EcLevel::M).unwrap();
    drawn(bits)
}

#[test]
fn text_is_utf8_unless_the_code_says_otherwise() {
    let name = "otpauth://totp/Müller:jürgen?secret=JBSWY3DPEHPK3PXP";
    let latin1: Vec<u8> = name.chars().map(|letter| letter as u8).collect();
    for (what, picture) in [
        ("UTF-8", bytes(None, name.as_bytes())),
        ("UTF-8, named", bytes(Some(26), name.as_bytes())),
        ("Latin-1", bytes(None, &latin1)),
        ("Latin-1, named", bytes(Some(3), &latin1)),
    ] {
        assert_eq!(read(picture), Ok(vec![name.to_owned()]), "{what}");
    }
}

#[test]
fn numbers_capitals_and_kanji_are_read_in_one_code() {
    let mut bits = Bits::new(Version::Normal(5));
    bits.push_numeric_data(b"0123").unwrap();
    bits.push_alphanumeric_data(b"OTPAUTH:").unwrap();
    bits.push_kanji_data(b"\x93\x5f\xe4\xaa").unwrap();
    bits.push_byte_data(b"?x=1").unwrap();
    bits.push_terminator(EcLevel::M).unwrap();
    assert_eq!(read(drawn(bits)), Ok(vec!["0123OTPAUTH:点茗?x=1".to_owned()]));
}
