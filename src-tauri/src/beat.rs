//! Keeps in step with the firm's store while the program runs, and tells the page.

use std::thread;
use std::time::Duration;

use app::view::{ErrorKind, ErrorView};
use app::{App, Error};
use tauri::{AppHandle, Emitter};

/// How often it is seen whether the vault is open and in a firm.
const REST: Duration = Duration::from_secs(5);

/// Starts the thread that does so.
pub fn start(app: &App, desktop: &AppHandle) {
    let (app, desktop) = (app.clone(), desktop.clone());
    thread::spawn(move || {
        loop {
            // It ends with a lock, and where there is no firm to watch: neither is news to the page.
            let _ = app.watch_firm(&mut |synced| {
                tell(&desktop, synced.err());
                Ok(())
            });
            thread::sleep(REST);
        }
    });
}

fn tell(desktop: &AppHandle, trouble: Option<Error>) {
    if trouble.as_ref().is_some_and(|error| error.kind() == ErrorKind::Locked) {
        return;
    }
    // A window that is closing hears nothing, which is no error.
    let _ = desktop.emit("firm", trouble.map(ErrorView::from));
}
