//! KeePassXC with the same entries as ours.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::sample;
use crate::paths;
use crate::session::PrivateSession;

/// The password of the measured KeePassXC database.
pub const PASSWORD: &str = "measured";

/// Settings that keep KeePassXC from asking questions at its first start.
const SETTINGS: &str = "[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n\
    [GUI]\nCheckForUpdates=false\n";

/// The same accounts in our vault and in a KeePassXC database, in one private session.
pub struct Entries {
    /// The session that the vault and its keyring live in.
    pub session: PrivateSession,
    /// KeePassXC's database.
    pub database: PathBuf,
    /// A label of an account in the middle.
    pub label: String,
    /// That account's secret key in base32.
    pub key: String,
}

impl Entries {
    /// Fills both with `count` accounts.
    pub fn make(count: usize) -> Result<Self> {
        let session = PrivateSession::start()?;
        let database = session.folder().join("peer.kdbx");
        println!("  filling a vault and a KeePassXC database with {count} accounts");
        for index in 0..count {
            crate::process::stop_if_interrupted()?;
            let mut add = sixboard(session.environment());
            add.args(["add", "--label", &label(index), "--uri", "-"]);
            sample::say(&mut add, &uri(index))?;
        }
        fill_peer(&session, &database, count)?;
        let middle = count / 2;
        Ok(Self { session, database, label: label(middle), key: key(middle) })
    }
}

/// Returns a `sixboard` command in the session of that environment.
pub fn sixboard(environment: &std::collections::BTreeMap<String, PathBuf>) -> Command {
    let mut command = Command::new(paths::program(super::PROFILE, "sixboard"));
    command.envs(environment);
    command
}

/// Writes the entries as KeePass XML and has KeePassXC import them, with its quickest key
/// derivation (a tenth of a second), which is the fairest to it.
fn fill_peer(session: &PrivateSession, database: &Path, count: usize) -> Result<()> {
    let settings = session.folder().join("config").join("keepassxc");
    fs::create_dir_all(&settings)?;
    fs::write(settings.join("keepassxc.ini"), SETTINGS)?;
    let file = session.folder().join("peer.xml");
    fs::write(&file, xml(count))?;
    let mut import = session.command("keepassxc-cli");
    import.args(["import", "--quiet", "--set-password", "--decryption-time", "100"]);
    import.arg(&file).arg(database);
    sample::say(&mut import, &format!("{PASSWORD}\n{PASSWORD}\n")).map(drop)
}

fn xml(count: usize) -> String {
    let mut text = String::from("<KeePassFile><Meta/><Root><Group><Name>Root</Name>");
    for index in 0..count {
        let (label, uri) = (label(index), uri(index).replace('&', "&amp;"));
        let _ = write!(
            text,
            "<Entry><String><Key>Title</Key><Value>{label}</Value></String>\
             <String><Key>otp</Key><Value>{uri}</Value></String></Entry>"
        ); // writing to a string cannot fail
    }
    text.push_str("</Group></Root></KeePassFile>");
    text
}

fn label(index: usize) -> String {
    format!("HMRC - agent services - office {index:04}")
}

fn uri(index: usize) -> String {
    format!("otpauth://totp/HMRC:agent{index:04}?secret={}&issuer=HMRC", key(index))
}

/// Returns a key of 20 bytes in base32, another one for each index.
fn key(index: usize) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut state = index as u64 + 1;
    let mut letter = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(LETTERS[(state >> 59) as usize])
    };
    (0..32).map(|_| letter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_has_another_key() {
        let keys: std::collections::HashSet<String> = (0..1000).map(key).collect();
        assert_eq!(keys.len(), 1000);
    }
}
