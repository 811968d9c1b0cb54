//! What `cargo xtask` does, and the private session and virtual display that the whole-program
//! tests share with it.
//!
//! | module | what it does |
//! |---|---|
//! | [`setup`] | installs what is missing, or says what to install |
//! | [`build`] | the front end and the programs, always with one set of features |
//! | [`mod@run`], [`mod@test`], [`mod@check`], [`mod@fuzz`], [`mod@simulate`], [`mod@bench`] | one subcommand each |
//! | [`session`], [`display`] | a desktop of our own: session bus, keyring, screen |
//! | `server` | real servers for the tests of the stores |
//! | [`command`], [`process`], [`poll`], [`aid`] | starting, ending and waiting; small help for tests |
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the developer's front desk: it talks on the terminal"
)]

pub mod aid;
#[cfg(unix)]
pub mod bench;
pub mod build;
pub mod check;
pub mod command;
#[cfg(unix)]
pub mod display;
pub mod fuzz;
pub mod paths;
pub mod poll;
pub mod process;
pub mod run;
#[cfg(target_os = "linux")]
pub mod server;
#[cfg(unix)]
pub mod session;
pub mod setup;
pub mod simulate;
pub mod test;
