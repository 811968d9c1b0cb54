//! How the window is drawn on Linux.

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Draws without the graphics card. A page that moves once a second gains nothing from one; where
/// there is none, as in most remote desktops, WebKit draws the whole window anew in software at
/// each step, which costs twenty times as much. A window that refuses is drawn as it is.
pub fn plainly(window: &WebviewWindow) {
    // Refused only by a window that is gone.
    let _ = window.with_webview(|webview| {
        if let Some(settings) = WebViewExt::settings(&webview.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
}
