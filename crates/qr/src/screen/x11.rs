//! X11: all monitors are one root window, and any client may read it.

use std::env;

use x11rb::connection::Connection;
use x11rb::errors::ConnectError;
use x11rb::protocol::xproto::{ConnectionExt, Format, ImageFormat, ImageOrder, Screen, Visualtype};
use x11rb::rust_connection::RustConnection;
use zeroize::Zeroizing;

use crate::QrError;
use crate::picture::{Channels, Picture};

/// A picture of every root window of the display that `DISPLAY` names.
///
/// # Errors
/// [`QrError::NoScreen`] if none is named, [`QrError::ScreenUnreadable`] if it cannot be reached
/// or does not say how its pixels are coloured.
pub(crate) fn capture() -> Result<Vec<Picture>, QrError> {
    if env::var_os("DISPLAY").is_none_or(|name| name.is_empty()) {
        return Err(QrError::NoScreen);
    }
    let (connection, _) = x11rb::connect(None).map_err(|error| match error {
        ConnectError::DisplayParsingError(_) => QrError::NoScreen,
        other => QrError::screen(other),
    })?;
    connection.setup().roots.iter().map(|screen| root(&connection, screen)).collect()
}

fn root(connection: &RustConnection, screen: &Screen) -> Result<Picture, QrError> {
    let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
    let request = connection
        .get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, u32::MAX)
        .map_err(QrError::screen)?;
    let reply = request.reply().map_err(QrError::screen)?;
    let layout = Layout::of(connection, screen, reply.depth)
        .ok_or_else(|| QrError::screen("a screen without true colour"))?;
    layout.picture(usize::from(width), usize::from(height), &Zeroizing::new(reply.data))
}

/// How the server lays out the pixels of a picture.
struct Layout {
    bytes_per_pixel: usize,
    row_padding: usize,
    order: ImageOrder,
    masks: [u32; 3],
}

impl Layout {
    fn of(connection: &RustConnection, screen: &Screen, depth: u8) -> Option<Self> {
        let setup = connection.setup();
        let format = setup.pixmap_formats.iter().find(|format| format.depth == depth)?;
        let visuals = screen.allowed_depths.iter().flat_map(|depth| &depth.visuals);
        let visual = visuals.into_iter().find(|visual| visual.visual_id == screen.root_visual)?;
        Self::new(format, visual, setup.image_byte_order)
    }

    fn new(format: &Format, visual: &Visualtype, order: ImageOrder) -> Option<Self> {
        let masks = [visual.red_mask, visual.green_mask, visual.blue_mask];
        let usable = matches!(format.bits_per_pixel, 16 | 24 | 32) && !masks.contains(&0);
        usable.then(|| Self {
            bytes_per_pixel: usize::from(format.bits_per_pixel / 8),
            row_padding: usize::from(format.scanline_pad / 8).max(1),
            order,
            masks,
        })
    }

    fn picture(&self, width: usize, height: usize, data: &[u8]) -> Result<Picture, QrError> {
        let row = (width * self.bytes_per_pixel).next_multiple_of(self.row_padding);
        let mut pixels = Zeroizing::new(Vec::with_capacity(width * height * 3));
        for line in data.chunks_exact(row.max(1)).take(height) {
            for pixel in line.chunks_exact(self.bytes_per_pixel).take(width) {
                let value = self.value(pixel);
                pixels.extend(self.masks.map(|mask| level(value, mask)));
            }
        }
        Picture::from_pixels(width, height, Channels::Rgb, pixels)
    }

    fn value(&self, pixel: &[u8]) -> u32 {
        let join = |value: u32, &byte: &u8| (value << 8) | u32::from(byte);
        if self.order == ImageOrder::LSB_FIRST {
            pixel.iter().rev().fold(0, join)
        } else {
            pixel.iter().fold(0, join)
        }
    }
}

/// The part of a pixel under `mask`, as 0 to 255.
fn level(value: u32, mask: u32) -> u8 {
    let shift = mask.trailing_zeros();
    let most = u64::from(mask >> shift);
    (u64::from((value & mask) >> shift) * 255 / most) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(bits_per_pixel: u8, masks: [u32; 3], order: ImageOrder) -> Option<Layout> {
        let format = Format { depth: 24, bits_per_pixel, scanline_pad: 32 };
        let [red_mask, green_mask, blue_mask] = masks;
        let visual = Visualtype { red_mask, green_mask, blue_mask, ..Visualtype::default() };
        Layout::new(&format, &visual, order)
    }

    fn pixels(layout: &Layout, width: usize, data: &[u8]) -> Vec<u8> {
        layout.picture(width, 1, data).unwrap().pixels().flatten().copied().collect()
    }

    #[test]
    fn either_byte_order_gives_the_same_colours() {
        let masks = [0xff_0000, 0xff00, 0xff];
        let little = layout(32, masks, ImageOrder::LSB_FIRST).unwrap();
        let big = layout(32, masks, ImageOrder::MSB_FIRST).unwrap();
        assert_eq!(pixels(&little, 1, &[3, 2, 1, 0]), [1, 2, 3]);
        assert_eq!(pixels(&big, 1, &[0, 1, 2, 3]), [1, 2, 3]);
    }

    #[test]
    fn sixteen_bits_are_widened_and_row_padding_is_left_out() {
        let layout = layout(16, [0xf800, 0x07e0, 0x001f], ImageOrder::LSB_FIRST).unwrap();
        assert_eq!(pixels(&layout, 1, &[0xff, 0xff, 9, 9]), [255, 255, 255]);
        assert_eq!(pixels(&layout, 1, &[0x00, 0xf8, 9, 9]), [255, 0, 0]);
    }

    #[test]
    fn too_few_bytes_and_palettes_are_refused() {
        let masks = [0xff_0000, 0xff00, 0xff];
        let layout32 = layout(32, masks, ImageOrder::LSB_FIRST).unwrap();
        assert!(layout32.picture(2, 1, &[0; 7]).is_err());
        assert!(layout(8, [0; 3], ImageOrder::LSB_FIRST).is_none());
        assert!(layout(32, [0; 3], ImageOrder::LSB_FIRST).is_none());
    }
}
