//! Locks the vault when the computer goes to sleep or its screen is locked, where the system tells.
//!
//! Linux: login manager and screen saver over D-Bus. Windows: session and power notices. macOS tells
//! neither to a program without an application delegate of its own; the idle lock serves there.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(any(windows, check_windows))]
mod windows;

use app::App;

/// Listens for as long as the program runs.
pub fn start(app: &App) {
    #[cfg(target_os = "linux")]
    linux::start(app);
    #[cfg(windows)]
    windows::start(app);
    #[cfg(not(any(target_os = "linux", windows)))]
    let _ = app;
}
