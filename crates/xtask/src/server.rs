//! Real servers for the tests of the stores, each started in a folder of its own on a port of its
//! own, and gone with the value that stands for it. Linux only.
//!
//! | server | where it comes from | what it cannot show |
//! |---|---|---|
//! | [`Postgres`] | Debian's `postgresql` | |
//! | [`Apache`] (WebDAV) | Debian's `apache2-bin` | |
//! | [`S3`]: moto | PyPI | keeps everything in memory |
//! | [`Azurite`] (Azure Blob) | npm | |
//! | [`Google`]: moto again, by its XML interface | PyPI | looks at no token, forgets everything |
//!
//! What is not installed is told by [`not_run`], never passed over silently.

mod apache;
mod azurite;
mod google;
mod postgres;
mod s3;

use std::fs::File;
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::aid::{free_port, not_run};
use crate::command::{capture, is_installed};
use crate::process::{self, Process};
use crate::{paths, poll};

pub use apache::Apache;
pub use azurite::Azurite;
pub use google::Google;
pub use postgres::Postgres;
pub use s3::S3;

/// How long a server may take to begin; some are slow on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A server in a folder and on a port of its own.
struct Base {
    name: &'static str,
    folder: TempDir,
    port: u16,
    running: Option<Process>,
}

impl Base {
    /// Makes the folder and finds a port. The folder may be entered by the user that servers run
    /// as when we are the administrator.
    fn new(name: &'static str) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sixboard-server-").tempdir()?;
        let open: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open)?;
        Ok(Self { name, folder, port: free_port()?, running: None })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a folder that the servers' user may write to.
    fn make_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.path(name);
        std::fs::create_dir(&folder)?;
        if is_root()? {
            capture(Command::new("chown").arg(SERVER_USER).arg(&folder))?;
        }
        Ok(folder)
    }

    /// Starts `command` and waits until it listens; what it prints goes to a file in the folder.
    fn start(&mut self, command: &mut Command) -> Result<()> {
        let log = self.path("log");
        let output = File::options().append(true).create(true).open(&log)?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        command.current_dir(self.folder.path());
        let running = self.running.insert(Process::start(self.name, command)?);
        let (port, name) = (self.port, self.name);
        let begun = poll::until(&format!("{name} to begin"), LIMIT, || {
            running.still_runs()?;
            Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok().map(drop))
        });
        begun.with_context(|| std::fs::read_to_string(log).unwrap_or_default())
    }

    /// Asks the server to end, and waits until it has.
    fn stop(&mut self) {
        self.running = None;
    }

    fn signal(&self, name: &str) -> Result<()> {
        let running = self.running.as_ref().context("the server does not run")?;
        capture(Command::new("kill").arg(format!("-{name}")).arg(running.id().to_string()))?;
        Ok(())
    }

    /// Ends the server at once, as a power cut does.
    fn kill(&mut self) -> Result<()> {
        let Some(running) = self.running.take() else { return Ok(()) };
        capture(Command::new("kill").args(["-KILL", &running.id().to_string()]))?;
        Ok(())
    }
}

/// Whether a server encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// It does not.
    Plain,
    /// It does, with a certificate of its own that no computer trusts unless told.
    Encrypted,
}

impl Base {
    /// Makes a certificate for this computer, signed by itself, and its key, for the servers' user.
    fn make_certificate(&self) -> Result<()> {
        let folder = self.make_folder("tls")?;
        let names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::ffff:127.0.0.1";
        let mut make = as_server_user(Path::new("openssl"))?;
        make.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        make.args(["-nodes", "-days", "2", "-subj", "/CN=test server", "-addext", names]);
        make.args([
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-keyout",
            "key",
            "-out",
            "cert",
        ]);
        capture(make.current_dir(folder)).context("openssl made no certificate")?;
        Ok(())
    }

    fn certificate(&self) -> PathBuf {
        self.path("tls/cert")
    }
}

/// Whom servers run as that refuse to run as the administrator.
const SERVER_USER: &str = "nobody";

/// Returns a command that runs as [`SERVER_USER`] when we are the administrator, and ends with us.
fn as_server_user(program: &Path) -> Result<Command> {
    if !is_root()? {
        return Ok(process::command(program));
    }
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={SERVER_USER}"), "--regid=nogroup", "--clear-groups", "--"]);
    // After the change of user: that makes the kernel forget whom to end us with.
    command.args(["setpriv", "--pdeathsig", "TERM", "--"]).arg(program);
    Ok(command)
}

fn is_root() -> Result<bool> {
    Ok(capture(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Returns the folder of the servers that `cargo xtask setup` takes from PyPI and npm.
pub(crate) fn installed() -> PathBuf {
    paths::tools().join("servers")
}

/// Returns a program that setup installed, or says that its tests do not run.
fn program(what: &str, path: &str) -> Option<PathBuf> {
    let program = installed().join(path);
    if program.is_file() {
        return Some(program);
    }
    not_run(what, "its server is not installed; `cargo xtask setup` installs it");
    None
}

/// Returns a program of a system package, or says that its tests do not run.
fn system_program(what: &str, found: Option<PathBuf>) -> Option<PathBuf> {
    if found.is_none() {
        not_run(what, "its server is not installed; `cargo xtask setup` installs it");
    }
    found.filter(|_| is_installed("setpriv"))
}

/// Runs a short program that prepares a server, with values in its environment.
fn prepare(program: &Path, arguments: &[&str], values: &[(&str, &str)]) -> Result<String> {
    let mut command = Command::new(program);
    command.args(arguments).envs(values.iter().copied());
    let answer = capture(&mut command)?;
    ensure!(!answer.trim().is_empty(), "{} said nothing", program.display());
    Ok(answer.trim().to_owned())
}
