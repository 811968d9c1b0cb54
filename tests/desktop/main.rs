//! The real window, in a virtual display, on a real keyring, driven through WebDriver.

mod access;
mod codes;
mod firm;
mod firm_screens;
mod leaving;
mod memory;
mod pictures;
mod story;
mod system;
mod typing;
mod window;
mod zoom;
