//! The page itself, and how large it is drawn.

use std::sync::atomic::{AtomicUsize, Ordering};

use app::Error;
use tauri::{State, WebviewWindow};

use super::Answer;

/// How large the page is drawn. Kept here, because the page is replaced at every lock.
#[derive(Debug, Default)]
pub struct Zoom(AtomicUsize);

impl Zoom {
    fn larger(&self) -> f64 {
        self.set(self.0.load(Ordering::Relaxed) + 1)
    }

    fn smaller(&self) -> f64 {
        self.set(self.0.load(Ordering::Relaxed).saturating_sub(1))
    }

    fn usual(&self) -> f64 {
        self.set(0)
    }

    fn set(&self, step: usize) -> f64 {
        let step = step.min(ZOOM_STEPS.len() - 1);
        self.0.store(step, Ordering::Relaxed);
        ZOOM_STEPS[step]
    }
}

/// Replaces the page, so that nothing that was typed or shown on it stays in memory.
///
/// On Linux the page's process ends and a new one starts: a page that is only loaded anew leaves
/// copies behind for half a minute and more. Elsewhere the page is loaded anew.
#[tauri::command]
#[specta::specta]
pub fn renew_page(window: WebviewWindow) -> Answer<()> {
    answer(renew(&window))
}

/// Draws the page a step larger, up to four times its usual size.
#[tauri::command]
#[specta::specta]
pub fn zoom_in(window: WebviewWindow, zoom: State<'_, Zoom>) -> Answer<()> {
    answer(window.set_zoom(zoom.larger()))
}

/// Draws the page a step smaller, down to its usual size.
#[tauri::command]
#[specta::specta]
pub fn zoom_out(window: WebviewWindow, zoom: State<'_, Zoom>) -> Answer<()> {
    answer(window.set_zoom(zoom.smaller()))
}

/// Draws the page in its usual size.
#[tauri::command]
#[specta::specta]
pub fn zoom_usual(window: WebviewWindow, zoom: State<'_, Zoom>) -> Answer<()> {
    answer(window.set_zoom(zoom.usual()))
}

fn answer(done: tauri::Result<()>) -> Answer<()> {
    done.map_err(|error| Error::new("bug.unexpected").because(error).into())
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

/// The sizes that browsers go through.
const ZOOM_STEPS: [f64; 9] = [1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_grows_to_four_times_its_size_and_no_further_and_comes_back() {
        let zoom = Zoom::default();
        let sizes: Vec<f64> = (0..10).map(|_| zoom.larger()).collect();
        assert_eq!(sizes, [1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 4.0, 4.0]);
        assert_eq!((zoom.smaller(), zoom.smaller()), (3.0, 2.5));
        assert_eq!((zoom.usual(), zoom.smaller(), zoom.larger()), (1.0, 1.0, 1.1));
    }
}
