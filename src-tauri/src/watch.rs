//! Hears what another program, such as the command line, does to the vault's folder.

use std::path::Path;

use app::App;
use app::host::Home;
use notify::{Event, RecursiveMode, Watcher};

/// Watches the folder for as long as the program runs. A folder that cannot be watched costs only
/// the news: the list is read again at the next start.
pub fn start(home: &Home, app: &App) {
    let app = app.clone();
    let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event
            && !event.kind.is_access()
        {
            app.folder_changed(event.paths.iter().any(|path| is_lock_request(path)));
        }
    });
    let Ok(mut watcher) = watcher else { return };
    let there = home.prepare(); // only a folder that is there can be watched
    if there.is_ok() && watcher.watch(home.dir(), RecursiveMode::NonRecursive).is_ok() {
        Box::leak(Box::new(watcher)); // lives as long as the program
    }
}

fn is_lock_request(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == app::host::LOCK_REQUEST)
}
