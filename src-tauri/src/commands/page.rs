//! The page itself.

use app::Error;
use tauri::WebviewWindow;

use super::Answer;

/// Replaces the page, so that nothing that was typed or shown on it stays in memory.
///
/// On Linux the page's process ends and a new one starts: a page that is only loaded anew leaves
/// copies behind for half a minute and more. Elsewhere the page is loaded anew.
#[tauri::command]
#[specta::specta]
pub fn renew_page(window: WebviewWindow) -> Answer<()> {
    renew(&window).map_err(|error| Error::new("bug.unexpected").because(error).into())
}

#[cfg(target_os = "linux")]
fn renew(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    window.with_webview(|view| {
        let page = view.inner();
        // A driver takes the end of the process for a crash and ends the program.
        if !page.is_controlled_by_automation() {
            page.terminate_web_process();
        }
        page.reload();
    })
}

#[cfg(not(target_os = "linux"))]
fn renew(window: &WebviewWindow) -> tauri::Result<()> {
    window.reload()
}
