//! Sends news to the page.

use app::Event;
use tauri::{AppHandle, Emitter};

use crate::commands::{giving, sheet};

/// Sends one piece of news. After a lock no window with a sheet of a recovery kit or a key stays
/// open. A window that is closing hears nothing, which is no error.
pub fn send(desktop: &AppHandle, event: &Event) {
    if let Event::Locked = event {
        sheet::close(desktop);
    }
    if let Event::Locked | Event::KeyHidden = event {
        giving::close(desktop);
    }
    let _ = match event {
        Event::KeyHidden | Event::Changed => desktop.emit("changed", ()),
        Event::Locked => desktop.emit("locked", ()),
        Event::Cleared => desktop.emit("cleared", ()),
        Event::Copied(copied) => desktop.emit("copied", copied),
        Event::CopyFailed(error) => desktop.emit("copy-failed", error),
        Event::Progress(done) => desktop.emit("progress", done),
    };
}
