//! Sends news to the page.

use app::Event;
use tauri::{AppHandle, Emitter};

/// Sends one piece of news. A window that is closing hears nothing, which is no error.
pub fn send(desktop: &AppHandle, event: &Event) {
    let _ = match event {
        Event::Changed => desktop.emit("changed", ()),
        Event::Locked => desktop.emit("locked", ()),
        Event::Cleared => desktop.emit("cleared", ()),
        Event::Copied(copied) => desktop.emit("copied", copied),
        Event::CopyFailed(error) => desktop.emit("copy-failed", error),
        Event::Progress(done) => desktop.emit("progress", done),
    };
}
