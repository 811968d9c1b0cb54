//! Pictures of what the screen shows now, never written to a file by us.

#[cfg(all(unix, not(target_os = "macos")))]
mod portal;
#[cfg(all(unix, not(target_os = "macos")))]
mod unix;
#[cfg(all(unix, not(target_os = "macos")))]
mod x11;

// `check_macos` and `check_windows` have Linux type-check the other systems' modules, unused.
#[cfg(any(target_os = "macos", check_macos))]
#[cfg_attr(check_macos, allow(dead_code))]
mod macos;
#[cfg(any(windows, check_windows))]
#[cfg_attr(check_windows, allow(dead_code))]
mod windows;

#[cfg(target_os = "macos")]
pub(crate) use macos::capture;
#[cfg(all(unix, not(target_os = "macos")))]
pub(crate) use unix::capture;
#[cfg(windows)]
pub(crate) use windows::capture;
