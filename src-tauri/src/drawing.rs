//! How the window is drawn on Linux.

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
