//! The real window, in a virtual display, on a real keyring, driven through WebDriver.

mod access;
mod memory;
mod pictures;
mod story;
mod system;
mod typing;
mod window;
