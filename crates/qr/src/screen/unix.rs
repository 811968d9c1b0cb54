//! Linux and its like: X11 where there is X11, else the desktop portal.

use std::env;

use super::{portal, x11};
use crate::QrError;
use crate::picture::Picture;

/// A picture of all monitors.
///
/// # Errors
/// [`QrError::NoScreen`], [`QrError::ScreenRefused`] or [`QrError::ScreenUnreadable`].
pub(crate) fn capture() -> Result<Vec<Picture>, QrError> {
    if !on_wayland() {
        return x11::capture();
    }
    let asked = portal::capture();
    let unanswered = matches!(&asked, Err(error) if !matches!(error, QrError::ScreenRefused));
    if !unanswered {
        return asked;
    }
    // XWayland shows its own windows and leaves the rest black: what is all black says nothing.
    match x11::capture() {
        Ok(pictures) if !pictures.iter().all(Picture::is_blank) => Ok(pictures),
        _ => asked,
    }
}

fn on_wayland() -> bool {
    let named = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    named("WAYLAND_DISPLAY")
        || env::var_os("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland")
}
