//! macOS: CoreGraphics gives a picture of each display, without a file.

// CGDisplayCreateImage is deprecated for ScreenCaptureKit, which answers by Objective-C callbacks
// only; the older call still works and needs the same permission.
#![allow(deprecated)]
// Reason: the list of displays is a C interface that fills an array of the length given to it, and
// the pixels are borrowed from an object of the system.
#![allow(unsafe_code)]

use objc2_core_graphics::{
    CGDataProvider, CGDirectDisplayID, CGDisplayCreateImage, CGError, CGGetActiveDisplayList,
    CGImage, CGImageByteOrderInfo, CGPreflightScreenCaptureAccess, CGRequestScreenCaptureAccess,
};
use zeroize::Zeroizing;

use crate::QrError;
use crate::picture::{Channels, Picture};

/// More displays than a Mac can drive.
const MOST_DISPLAYS: usize = 32;

/// A picture of each display. Without the screen recording permission, macOS shows the wallpaper
/// alone; so the permission is checked, and asked for, first.
///
/// # Errors
/// [`QrError::ScreenRefused`] until the person allows it in the system's settings,
/// [`QrError::NoScreen`], or [`QrError::ScreenUnreadable`].
pub(crate) fn capture() -> Result<Vec<Picture>, QrError> {
    if !CGPreflightScreenCaptureAccess() && !CGRequestScreenCaptureAccess() {
        return Err(QrError::ScreenRefused);
    }
    displays()?.into_iter().map(picture).collect()
}

fn displays() -> Result<Vec<CGDirectDisplayID>, QrError> {
    let mut displays = [0; MOST_DISPLAYS];
    let mut count = 0;
    // SAFETY: the array has room for as many as the first argument says, and both outlive the call.
    let error =
        unsafe { CGGetActiveDisplayList(MOST_DISPLAYS as u32, displays.as_mut_ptr(), &mut count) };
    let count = MOST_DISPLAYS.min(count as usize);
    if error != CGError::Success || count == 0 {
        return Err(QrError::NoScreen);
    }
    Ok(displays[..count].to_vec())
}

fn picture(display: CGDirectDisplayID) -> Result<Picture, QrError> {
    let image = CGDisplayCreateImage(display).ok_or_else(|| QrError::screen("no picture"))?;
    let image = Some(&*image);
    let (width, height) = (CGImage::width(image), CGImage::height(image));
    let stride = CGImage::bytes_per_row(image);
    let little_endian = CGImage::byte_order_info(image) == CGImageByteOrderInfo::Order32Little;
    if CGImage::bits_per_pixel(image) != 32 || !little_endian || stride < width * 4 {
        return Err(QrError::screen("an unknown layout of pixels"));
    }
    let provider = CGImage::data_provider(image);
    let data = CGDataProvider::data(provider.as_deref())
        .ok_or_else(|| QrError::screen("a picture without pixels"))?;
    // SAFETY: nobody else has this copy of the pixels, so nobody changes it while it is borrowed.
    let data = unsafe { data.as_bytes_unchecked() };
    let mut pixels = Zeroizing::new(Vec::with_capacity(width * height * 3));
    for row in data.chunks(stride.max(1)).take(height) {
        for pixel in row.chunks_exact(4).take(width) {
            pixels.extend([pixel[2], pixel[1], pixel[0]]);
        }
    }
    Picture::from_pixels(width, height, Channels::Rgb, pixels)
}
