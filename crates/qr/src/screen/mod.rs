//! Pictures of what the screen shows now, never written to a file by us.

#[cfg(all(unix, not(target_os = "macos")))]
mod portal;
#[cfg(all(unix, not(target_os = "macos")))]
mod unix;
#[cfg(all(unix, not(target_os = "macos")))]
mod x11;

#[cfg(target_os = "macos")]
mod macos;
// With `check_windows`, Linux type-checks the module without using it.
#[cfg(any(windows, check_windows))]
#[cfg_attr(check_windows, allow(dead_code))]
mod windows;

#[cfg(target_os = "macos")]
pub(crate) use macos::capture;
#[cfg(all(unix, not(target_os = "macos")))]
pub(crate) use unix::capture;
#[cfg(windows)]
pub(crate) use windows::capture;
