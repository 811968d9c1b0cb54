//! Pictures dropped on the window: read here, so that a key in one never reaches the page.

use app::App;
use app::view::ErrorView;
use tauri::{DragDropEvent, Emitter, Manager, Window, WindowEvent};

/// Reads a dropped picture and sends the page its draft.
pub fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event else { return };
    let Some(path) = paths.first().cloned() else { return };
    let window = window.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let read = window.state::<App>().read_picture(&path);
        let _ = match read {
            Ok(draft) => window.emit("draft", draft),
            Err(error) => window.emit("draft-failed", ErrorView::from(error)),
        };
    });
}
