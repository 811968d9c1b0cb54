//! One brightness a pixel: what the reader sees, and the ways to make a faint code plainer.

use zeroize::Zeroizing;

use crate::picture::{Channels, Picture};

/// How a picture's colours become brightness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As the eye weighs colours (ITU-R BT.601), transparent parts white.
    OnWhite,
    /// The same with transparent parts black: white modules drawn on nothing.
    OnBlack,
    /// Red alone; with green and blue it parts colours that are equally bright.
    Red,
    /// Green alone.
    Green,
    /// Blue alone.
    Blue,
}

/// Brightness row by row, 0 black to 255 white; wiped when dropped.
pub(crate) struct Grey {
    width: usize,
    height: usize,
    pixels: Zeroizing<Vec<u8>>,
}

impl Grey {
    /// The brightness of `picture` in the given tone.
    pub(crate) fn of(picture: &Picture, tone: Tone) -> Self {
        let channels = picture.channels();
        let pixels = picture.pixels().map(|pixel| brightness(pixel, channels, tone)).collect();
        Self { width: picture.width(), height: picture.height(), pixels: Zeroizing::new(pixels) }
    }

    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    pub(crate) const fn height(&self) -> usize {
        self.height
    }

    pub(crate) const fn area(&self) -> usize {
        self.width * self.height
    }

    pub(crate) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Half as wide and high, by averaging; `None` if nothing would be left.
    pub(crate) fn halved(&self) -> Option<Self> {
        let (width, height) = (self.width / 2, self.height / 2);
        if width == 0 || height == 0 {
            return None;
        }
        let mut pixels = Vec::with_capacity(width * height);
        for rows in self.pixels.chunks_exact(2 * self.width) {
            let (upper, lower) = rows.split_at(self.width);
            let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            pixels.extend(pairs.map(|(up, low)| mean([up[0], up[1], low[0], low[1]])));
        }
        Some(Self { width, height, pixels: Zeroizing::new(pixels) })
    }

    /// Twice as wide and high, smoothly: each new pixel lies between the four nearest old ones.
    pub(crate) fn doubled(&self) -> Self {
        let mut pixels = Vec::with_capacity(4 * self.area());
        for y in 0..2 * self.height {
            let near = self.row(y / 2);
            let far = self.row(beside(y, self.height));
            for x in 0..2 * self.width {
                let (at, next) = (x / 2, beside(x, self.width));
                let sum = 9 * u16::from(near[at])
                    + 3 * u16::from(near[next])
                    + 3 * u16::from(far[at])
                    + u16::from(far[next]);
                pixels.push((sum / 16) as u8);
            }
        }
        Self { width: 2 * self.width, height: 2 * self.height, pixels: Zeroizing::new(pixels) }
    }

    /// Spreads the brightness that is there over the whole range; `None` if it is spread already.
    ///
    /// One pixel in two hundred may fall outside at each end, so that a few specks do not count.
    pub(crate) fn stretched(&self) -> Option<Self> {
        let (low, high) = self.range()?;
        if high - low > 160 {
            return None;
        }
        let spread = |&level: &u8| {
            let above = u32::from(level.clamp(low, high) - low);
            (above * 255 / u32::from(high - low)) as u8
        };
        Some(self.with(self.pixels.iter().map(spread).collect()))
    }

    /// Each pixel black or white by the mean of its neighbourhood, `radius` pixels each way.
    ///
    /// The reader's own threshold takes an area that spans fewer than 24 levels for plain; this
    /// finds the faint code on a page that is otherwise full of contrast. Less than `margin` below
    /// the mean is still white, so that a plain area stays plain.
    pub(crate) fn outlined(&self, radius: usize, margin: u64) -> Self {
        let sums = self.sums();
        let row = self.width + 1;
        let mut outlined = Vec::with_capacity(self.area());
        for y in 0..self.height {
            let (top, bottom) = window(y, radius, self.height);
            for x in 0..self.width {
                let (left, right) = window(x, radius, self.width);
                let sum = u64::from(
                    sums[bottom * row + right]
                        .wrapping_sub(sums[top * row + right])
                        .wrapping_sub(sums[bottom * row + left])
                        .wrapping_add(sums[top * row + left]),
                );
                let count = ((bottom - top) * (right - left)) as u64;
                let level = u64::from(self.pixels[y * self.width + x]);
                outlined.push(if (level + margin) * count < sum { 0 } else { 255 });
            }
        }
        self.with(outlined)
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    fn with(&self, pixels: Vec<u8>) -> Self {
        Self { width: self.width, height: self.height, pixels: Zeroizing::new(pixels) }
    }

    /// The levels below and above which one pixel in two hundred lies; `None` if they are one.
    fn range(&self) -> Option<(u8, u8)> {
        let mut counts = [0_usize; 256];
        for &level in self.pixels.iter() {
            counts[usize::from(level)] += 1;
        }
        let outside = self.area() / 200;
        let low = first_past(outside, counts.iter())?;
        let high = u8::MAX - first_past(outside, counts.iter().rev())?;
        (low < high).then_some((low, high))
    }

    /// The sum of all pixels above and left of each corner, modulo 2^32: differences of four
    /// corners are exact as long as one window holds under 2^24 pixels.
    fn sums(&self) -> Zeroizing<Vec<u32>> {
        let row = self.width + 1;
        let mut sums = Zeroizing::new(vec![0_u32; row * (self.height + 1)]);
        for y in 0..self.height {
            let mut line = 0_u32;
            for x in 0..self.width {
                line = line.wrapping_add(u32::from(self.pixels[y * self.width + x]));
                sums[(y + 1) * row + x + 1] = sums[y * row + x + 1].wrapping_add(line);
            }
        }
        sums
    }
}

fn brightness(pixel: &[u8], channels: Channels, tone: Tone) -> u8 {
    let level = match (tone, channels.has_colour()) {
        (Tone::Red, true) => pixel[0],
        (Tone::Green, true) => pixel[1],
        (Tone::Blue, true) => pixel[2],
        (_, true) => {
            let weigh = |at: usize, weight: u32| u32::from(pixel[at]) * weight;
            ((weigh(0, 299) + weigh(1, 587) + weigh(2, 114)) / 1000) as u8
        }
        (_, false) => pixel[0],
    };
    if !channels.has_alpha() {
        return level;
    }
    let alpha = u32::from(pixel[channels.count() - 1]);
    let behind = if tone == Tone::OnBlack { 0 } else { 255 };
    ((u32::from(level) * alpha + behind * (255 - alpha)) / 255) as u8
}

fn mean(levels: [u8; 4]) -> u8 {
    (levels.into_iter().map(u16::from).sum::<u16>() / 4) as u8
}

/// The old place that is second nearest to the new place `at` of a doubled line.
fn beside(at: usize, length: usize) -> usize {
    let old = at / 2;
    if at.is_multiple_of(2) { old.saturating_sub(1) } else { (old + 1).min(length - 1) }
}

fn window(at: usize, radius: usize, length: usize) -> (usize, usize) {
    (at.saturating_sub(radius), (at + radius + 1).min(length))
}

fn first_past<'a>(outside: usize, counts: impl Iterator<Item = &'a usize>) -> Option<u8> {
    let mut seen = 0;
    for (level, count) in counts.enumerate() {
        seen += count;
        if seen > outside {
            return u8::try_from(level).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, pixels: &[u8]) -> Grey {
        Grey { width, height: pixels.len() / width, pixels: Zeroizing::new(pixels.to_vec()) }
    }

    fn tones(channels: Channels, pixel: &[u8]) -> [u8; 5] {
        [Tone::OnWhite, Tone::OnBlack, Tone::Red, Tone::Green, Tone::Blue]
            .map(|tone| brightness(pixel, channels, tone))
    }

    #[test]
    fn transparent_is_white_and_then_black() {
        assert_eq!(tones(Channels::Rgba, &[9, 9, 9, 0])[..2], [255, 0]);
        assert_eq!(tones(Channels::GreyAlpha, &[9, 0])[..2], [255, 0]);
        assert_eq!(tones(Channels::GreyAlpha, &[9, 255])[..2], [9, 9]);
    }

    #[test]
    fn each_channel_is_seen_alone() {
        assert_eq!(tones(Channels::Rgb, &[10, 20, 30]), [18, 18, 10, 20, 30]);
        assert_eq!(tones(Channels::Grey, &[77]), [77; 5]);
    }

    #[test]
    fn a_faint_picture_is_spread_and_a_plain_one_left_alone() {
        let faint = grey(2, &[100, 110, 105, 100]).stretched().unwrap();
        assert_eq!(faint.pixels(), [0, 255, 127, 0]);
        assert!(grey(2, &[0, 255]).stretched().is_none());
        assert!(grey(2, &[80, 80]).stretched().is_none());
    }

    #[test]
    fn an_outline_shows_what_is_darker_than_its_surroundings() {
        let dot = grey(3, &[200, 200, 200, 200, 190, 200, 200, 200, 200]);
        let mut expected = [255; 9];
        expected[4] = 0;
        assert_eq!(dot.outlined(1, 2).pixels(), expected);
        assert_eq!(dot.outlined(1, 50).pixels(), [255; 9]);
    }

    #[test]
    fn halving_averages_and_says_when_nothing_is_left() {
        let halved = grey(3, &[0, 0, 9, 200, 200, 9, 9, 9, 9]).halved().unwrap();
        assert_eq!((halved.width(), halved.height(), halved.pixels()), (1, 1, &[100][..]));
        assert!(grey(1, &[7, 7]).halved().is_none());
    }

    #[test]
    fn doubling_lies_between_neighbours_and_repeats_the_edge() {
        let doubled = grey(2, &[0, 160]).doubled();
        assert_eq!((doubled.width(), doubled.height()), (4, 2));
        assert_eq!(doubled.pixels(), [0, 40, 120, 160, 0, 40, 120, 160]);
    }
}
