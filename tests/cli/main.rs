//! The command line, run as a person runs it: real programs, a real keyring, a session of its own.
//!
//! What is said to a person is in `transcripts`, which anybody can read; the rest is here by
//! subject. Nothing here asks the time: codes are asked for at a given one.
#![allow(clippy::unwrap_used, reason = "tests: where to panic is to fail")]

mod add;
mod audit;
mod backup;
mod clipboard;
mod codes;
mod crash;
mod desk;
mod firm;
mod given;
mod inspect;
mod json;
mod keyring;
mod kit;
mod leaver;
mod leaver_crash;
mod leaver_story;
mod new_key;
mod process;
mod stores;
mod terminal;
mod transcript;
mod trouble;
