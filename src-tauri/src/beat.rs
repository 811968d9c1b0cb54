//! Keeps in step with the firm's folder while the program runs, and tells the page.

use std::thread;
use std::time::Duration;

use app::view::{ErrorKind, ErrorView};
use app::{App, Error};
use tauri::{AppHandle, Emitter};

/// The folder is looked into at least so often.
const LOOK: Duration = Duration::from_secs(60);

/// And so often while a person waits to be let in.
const LOOK_WAITING: Duration = Duration::from_secs(5);

/// How often it is seen whether the vault is open and in a firm.
const REST: Duration = Duration::from_secs(5);

/// Changes that come at once are taken in together.
const TOGETHER: Duration = Duration::from_secs(1);

/// Starts the thread that does so.
pub fn start(app: &App, desktop: &AppHandle) {
    let (app, desktop) = (app.clone(), desktop.clone());
    thread::spawn(move || {
        let mut waiting = true;
        loop {
            let look = if waiting { LOOK_WAITING } else { LOOK };
            if app.wait_for_news(look).is_err() {
                waiting = true;
                thread::sleep(REST);
                continue;
            }
            thread::sleep(TOGETHER);
            let synced = app.sync();
            waiting = synced.as_ref().is_ok_and(|synced| synced.waiting);
            tell(&desktop, synced.err());
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
