//! The real window, in a virtual display, on a real keyring, driven through WebDriver.

mod access;
mod clipboard;
mod codes;
mod drawing;
mod firm;
mod firm_screens;
mod giving;
mod helper;
mod leaving;
mod leaving_crash;
mod locking;
mod log;
mod memory;
mod pictures;
mod story;
mod system;
mod typing;
mod window;
mod zoom;
