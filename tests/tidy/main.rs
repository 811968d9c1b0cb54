//! Rules of the house that no compiler knows; each failure names the file and the rule.

mod arrows;
mod files;
mod keyring;
mod manifests;
mod messages;
mod secrets;
mod sources;
