//! A desktop session of our own: fresh folders, a session bus, a keyring.
//!
//! Nothing in it touches the person's own session: every folder that a program could write to is
//! below one temporary folder, and the bus address is ours. Linux only.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::command;
use crate::poll;
use crate::process::{self, Process};

/// The password of a private session's keyring. It protects nothing but this session.
pub const KEYRING_PASSWORD: &str = "private session";

const LIMIT: Duration = Duration::from_secs(20);
const SECRETS: &str = "org.freedesktop.secrets";
const LOGIN_KEYRING: &str = "/org/freedesktop/secrets/collection/login";

/// Variables of the surrounding session that must not leak into ours.
const FOREIGN: [&str; 9] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "DBUS_STARTER_ADDRESS",
    "DBUS_STARTER_BUS_TYPE",
    "DISPLAY",
    "GNOME_KEYRING_CONTROL",
    "SSH_AUTH_SOCK",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_CURRENT_DESKTOP",
];

/// A running private session. Dropping it ends its programs and removes its folders.
#[derive(Debug)]
pub struct PrivateSession {
    // Dropped in this order: the keyring before the bus it sits on, the folders last.
    keyring: Option<Process>,
    _bus: Process,
    folder: TempDir,
    environment: BTreeMap<String, PathBuf>,
}

impl PrivateSession {
    /// Starts a session whose keyring (gnome-keyring) is empty and unlocked.
    pub fn start() -> Result<Self> {
        let mut session = Self::start_without_keyring()?;
        session.start_keyring()?;
        Ok(session)
    }

    /// Starts a session on whose bus nobody offers, or can be called up to offer, a keyring.
    pub fn start_without_keyring() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sixboard-").tempdir()?;
        let environment = make_folders(folder.path())?;
        let bus = start_bus(folder.path(), &environment)?;
        Ok(Self { keyring: None, _bus: bus, folder, environment })
    }

    /// Starts the keyring and unlocks it; what an earlier [`stop_keyring`](Self::stop_keyring)
    /// left on disk is there again.
    pub fn start_keyring(&mut self) -> Result<()> {
        self.start_keyring_with("--unlock", KEYRING_PASSWORD)?;
        poll::until("the keyring to open", LIMIT, || {
            Ok(self.default_keyring().is_ok_and(|path| path != "/").then_some(()))
        })
    }

    /// Starts the keyring as after a sign-in without password: it answers, but is locked.
    pub fn start_locked_keyring(&mut self) -> Result<()> {
        self.start_keyring_with("--start", "")
    }

    /// Ends the keyring's program, as a crash or a sign-out would.
    pub fn stop_keyring(&mut self) -> Result<()> {
        self.keyring = None;
        poll::until("the keyring to end", LIMIT, || Ok((!self.keyring_answers()?).then_some(())))
    }

    /// Locks the keyring, as a person would in their system's password program.
    pub fn lock_keyring(&self) -> Result<()> {
        let keyring = format!("array:objpath:{LOGIN_KEYRING}");
        self.ask_keyring(&["org.freedesktop.Secret.Service.Lock", &keyring]).map(drop)
    }

    /// Removes every keyring from disk; the keyring must have been stopped.
    pub fn empty_keyring(&self) -> Result<()> {
        ensure!(self.keyring.is_none(), "a running keyring would write itself back");
        let keyrings = self.data().join("keyrings");
        fs::remove_dir_all(&keyrings).with_context(|| format!("removing {}", keyrings.display()))
    }

    /// Returns a command that runs in this session, and ends should our thread die.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = process::command(program);
        self.enter(&mut command);
        command
    }

    /// Makes `command` run in this session.
    pub fn enter(&self, command: &mut Command) {
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.envs(&self.environment);
    }

    /// Returns the variables that make a program part of this session.
    pub fn environment(&self) -> &BTreeMap<String, PathBuf> {
        &self.environment
    }

    /// Returns the session's own folder; free for a test to put files in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns number and name (15 letters at most) of every process that runs in this session.
    ///
    /// # Errors
    /// When the system does not list its processes.
    pub fn processes(&self) -> Result<Vec<(u32, String)>> {
        let folder = self.folder().display().to_string().into_bytes();
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").context("the processes cannot be listed")? {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
            // One that ended meanwhile is not there any more.
            let Ok(environment) = fs::read(format!("/proc/{id}/environ")) else { continue };
            if environment.windows(folder.len()).any(|window| window == folder) {
                let name = fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
                found.push((id, name.trim_end().to_owned()));
            }
        }
        Ok(found)
    }

    /// Returns the folder where programs of this session keep data (`XDG_DATA_HOME`).
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn start_keyring_with(&mut self, mode: &str, password: &str) -> Result<()> {
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon.args(["--foreground", mode, "--components=secrets"]);
        daemon.stdout(Stdio::null()).stderr(Stdio::null());
        let daemon =
            Process::start_with_input("gnome-keyring-daemon", &mut daemon, password.as_bytes())?;
        let daemon = self.keyring.insert(daemon);
        daemon.still_runs()?;
        poll::until("the keyring to answer", LIMIT, || Ok(self.keyring_answers()?.then_some(())))
    }

    /// Says whether somebody offers a keyring, without calling anybody up.
    fn keyring_answers(&self) -> Result<bool> {
        let mut ask = self.command("dbus-send");
        ask.args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/"]);
        ask.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{SECRETS}")]);
        Ok(command::capture(&mut ask)?.contains("true"))
    }

    fn default_keyring(&self) -> Result<String> {
        let answer =
            self.ask_keyring(&["org.freedesktop.Secret.Service.ReadAlias", "string:default"]);
        Ok(answer?.trim().to_owned())
    }

    fn ask_keyring(&self, call: &[&str]) -> Result<String> {
        let mut ask = self.command("dbus-send");
        ask.args(["--session", "--print-reply=literal", &format!("--dest={SECRETS}")]);
        command::capture(ask.arg("/org/freedesktop/secrets").args(call))
    }
}

/// Makes the session's folders and returns the variables that name them.
fn make_folders(top: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let folders = [
        ("HOME", "home"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_STATE_HOME", "state"),
        ("TMPDIR", "tmp"),
    ];
    let mut environment = BTreeMap::new();
    for (variable, name) in folders {
        let folder = top.join(name);
        fs::DirBuilder::new().mode(0o700).create(&folder)?;
        environment.insert(variable.to_owned(), folder);
    }
    let address = format!("unix:path={}", socket(top).display());
    // One bus for both: nothing outside is heard, and the login manager can be spoken for.
    for bus in ["DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"] {
        environment.insert(bus.to_owned(), address.clone().into());
    }
    Ok(environment)
}

/// Starts a session bus that calls up no services by itself, so that only what we start is there.
fn start_bus(top: &Path, environment: &BTreeMap<String, PathBuf>) -> Result<Process> {
    let config = top.join("bus.conf");
    fs::write(&config, bus_config(&socket(top)))?;
    let mut daemon = process::command("dbus-daemon");
    daemon.args(["--nofork", "--nopidfile", "--nosyslog"]);
    daemon.arg(format!("--config-file={}", config.display()));
    daemon.envs(environment).stdin(Stdio::null()).stdout(Stdio::null());
    daemon.stderr(fs::File::create(top.join("bus.log"))?);
    let mut daemon = Process::start("dbus-daemon", &mut daemon)?;
    poll::until("the session bus", LIMIT, || {
        daemon.still_runs()?;
        Ok(std::os::unix::net::UnixStream::connect(socket(top)).ok().map(drop))
    })?;
    Ok(daemon)
}

fn socket(top: &Path) -> PathBuf {
    top.join("run").join("bus")
}

fn bus_config(socket: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        socket.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_starts_with_an_open_keyring_and_leaves_nothing_behind() {
        let session = PrivateSession::start().unwrap();
        let folder = session.folder().to_owned();
        let id = session.keyring.as_ref().unwrap().id();
        assert_eq!(session.default_keyring().unwrap(), LOGIN_KEYRING);
        drop(session);
        assert!(!folder.exists());
        assert!(!Path::new(&format!("/proc/{id}")).exists());
    }

    #[test]
    fn what_a_keyring_holds_outlives_its_program() {
        let mut session = PrivateSession::start().unwrap();
        store(&session, "kept");
        session.stop_keyring().unwrap();
        assert!(read(&session).is_err());
        session.start_keyring().unwrap();
        assert_eq!(read(&session).unwrap(), "kept");
    }

    #[test]
    fn an_emptied_keyring_holds_nothing() {
        let mut session = PrivateSession::start().unwrap();
        store(&session, "lost");
        session.stop_keyring().unwrap();
        session.empty_keyring().unwrap();
        session.start_keyring().unwrap();
        assert!(read(&session).is_err());
    }

    #[test]
    fn a_locked_keyring_says_so() {
        let session = PrivateSession::start().unwrap();
        session.lock_keyring().unwrap();
        let mut ask = session.command("dbus-send");
        ask.args(["--session", "--print-reply=literal", "--dest=org.freedesktop.secrets"]);
        ask.args([LOGIN_KEYRING, "org.freedesktop.DBus.Properties.Get"]);
        ask.args(["string:org.freedesktop.Secret.Collection", "string:Locked"]);
        assert!(command::capture(&mut ask).unwrap().contains("true"));
    }

    #[test]
    fn a_session_without_keyring_calls_none_up() {
        let session = PrivateSession::start_without_keyring().unwrap();
        assert!(read(&session).is_err());
        assert!(!session.keyring_answers().unwrap());
    }

    fn store(session: &PrivateSession, text: &str) {
        let mut tool = session.command("secret-tool");
        tool.args(["store", "--label=test", "kind", "test"]);
        let mut tool =
            Process::start_with_input("secret-tool", &mut tool, text.as_bytes()).unwrap();
        tool.wait().unwrap();
    }

    fn read(session: &PrivateSession) -> Result<String> {
        command::capture(session.command("secret-tool").args(["lookup", "kind", "test"]))
    }
}
