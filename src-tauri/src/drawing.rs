//! How the window is drawn on Linux.

use gtk::prelude::GtkSettingsExt;
use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Draws without the graphics card. A page that moves once a second gains nothing from one; where
/// there is none, as in most remote desktops, WebKit draws the whole window anew in software at
/// each step, which costs twenty times as much. A window that a WebDriver drives is left as it is:
/// without the card WebKit never answers when asked for a picture of it.
pub fn plainly(window: &WebviewWindow) {
    // Refused only by a window that is gone.
    let _ = window.with_webview(|webview| {
        let view = webview.inner();
        if view.is_controlled_by_automation() {
            return;
        }
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
}

/// Keeps the caret from blinking. It stands in the search while the window is only looked at, and
/// each blink draws. WebKit draws at every frame where the desktop asks for no blinking at all, so
/// that it blinks once in weeks is the way to say so.
pub fn steadily() {
    if let Some(settings) = gtk::Settings::default() {
        settings.set_gtk_cursor_blink(true);
        settings.set_gtk_cursor_blink_time(i32::MAX);
    }
}
