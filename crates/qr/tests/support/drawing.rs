//! Makes screens with codes in them: pages of text-like clutter, and codes drawn plainly or badly.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops};
use qrcode::{Color, EcLevel, QrCode};

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
pub struct Dice(pub u64);

impl Dice {
    /// The next number, from 0 to below `limit`.
    pub fn below(&mut self, limit: u32) -> u32 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as u32) % limit
    }
}

/// A page full of strokes that lie as lines of words, dark on light paper or light on dark.
pub fn page(width: u32, height: u32, paper: u8) -> GrayImage {
    let mut page = GrayImage::from_pixel(width, height, Luma([paper]));
    let mut dice = Dice(7);
    let ink = if paper > 127 { 30 } else { 220 };
    for line in (20..height.saturating_sub(30)).step_by(22) {
        let mut x = 20;
        while x + 80 < width {
            let word = 10 + dice.below(50);
            for letter in (0..word).step_by(6) {
                strokes(&mut page, x + letter, line, &mut dice, ink);
            }
            x += word + 12;
        }
    }
    page
}

fn strokes(page: &mut GrayImage, x: u32, y: u32, dice: &mut Dice, ink: u8) {
    for _ in 0..3 {
        let (x, y) = (x + dice.below(4), y + dice.below(8));
        let upright = dice.below(2) == 0;
        for step in 0..5 {
            let (dx, dy) = if upright { (0, step) } else { (step / 2, 0) };
            page.put_pixel(x + dx, y + dy, Luma([ink]));
        }
    }
}

/// How a code is drawn.
#[derive(Clone, Copy)]
pub struct Look {
    pub dark: u8,
    pub light: u8,
    pub quiet: u32,
    pub level: EcLevel,
}

/// Black on white as the standard asks.
pub const PLAIN: Look = Look { dark: 0, light: 255, quiet: 4, level: EcLevel::M };

/// A code `size` pixels wide, quiet zone included; its modules are whole pixels of unequal width.
pub fn code(text: &str, size: u32, look: Look) -> GrayImage {
    let code = QrCode::with_error_correction_level(text, look.level).unwrap();
    let modules = code.width() as u32;
    let across = modules + 2 * look.quiet;
    GrayImage::from_fn(size, size, |x, y| {
        let module = |pixel: u32| (pixel * across / size).wrapping_sub(look.quiet);
        let (x, y) = (module(x), module(y));
        let inside = x < modules && y < modules;
        let dark = inside && code[(x as usize, y as usize)] == Color::Dark;
        Luma([if dark { look.dark } else { look.light }])
    })
}

/// Puts `code` on `page` with its top left corner there, turned clockwise about its own middle.
pub fn place(page: &mut GrayImage, code: &GrayImage, left: u32, top: u32, degrees: f32) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let half = code.width() as f32 / 2.0;
    let (middle_x, middle_y) = (left as f32 + half, top as f32 + half);
    for (x, y, pixel) in page.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 + 0.5 - middle_x, y as f32 + 0.5 - middle_y);
        let u = cos * dx + sin * dy + half - 0.5;
        let v = -sin * dx + cos * dy + half - 0.5;
        if let Some(level) = sample(code, u, v) {
            *pixel = level;
        }
    }
}

fn sample(code: &GrayImage, u: f32, v: f32) -> Option<Luma<u8>> {
    let last = code.width() as f32 - 1.0;
    let inside = -0.5..=last + 0.5;
    let both = inside.contains(&u) && inside.contains(&v);
    let (u, v) = (u.clamp(0.0, last), v.clamp(0.0, last));
    both.then(|| imageops::interpolate_bilinear(code, u, v)).flatten()
}

/// Adds up to `strength` levels of noise each way.
pub fn noise(page: &mut GrayImage, strength: u8) {
    let mut dice = Dice(99);
    for level in page.iter_mut() {
        let shift = dice.below(2 * u32::from(strength) + 1) as i32 - i32::from(strength);
        *level = (i32::from(*level) + shift).clamp(0, 255) as u8;
    }
}

/// A picture as a PNG file.
pub fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A picture as a JPEG file of the given quality.
pub fn jpeg(picture: &GrayImage, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(picture).unwrap();
    file
}
