//! Apache's WebDAV (mod_dav), with a password.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Base, SERVER_USER, Wire, system_program};
use crate::process;

/// The password below as the server keeps it: SHA-1 in base64.
const STORED: &str = "ann:{SHA}H2Za4MTsy9+IQZ0mHFeDg4RKCTg=\n";

const MODULES: &str = "/usr/lib/apache2/modules";

/// A running WebDAV server with one empty collection.
pub struct Apache {
    base: Base,
    program: PathBuf,
    wire: Wire,
}

impl Apache {
    /// The user name and password that the server accepts.
    pub const SIGN_IN: (&str, &str) = ("ann", "a WebDAV password");

    /// Starts a server, or says that it is not installed.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start() -> Result<Option<Self>> {
        Self::start_on(Wire::Plain)
    }

    /// Does what [`Apache::start`] does, encrypted or not.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start_on(wire: Wire) -> Result<Option<Self>> {
        let program = PathBuf::from("/usr/sbin/apache2");
        let found = (program.is_file() && Path::new(MODULES).is_dir()).then_some(program);
        let Some(program) = system_program("WebDAV (Apache)", found) else { return Ok(None) };
        let base = Base::new("Apache")?;
        let mut server = Self { base, program, wire };
        if wire == Wire::Encrypted {
            server.base.make_certificate()?;
        }
        server.base.make_folder("dav")?;
        server.base.make_folder("locks")?;
        fs::write(server.base.path("passwords"), STORED)?;
        fs::write(server.base.path("apache.conf"), server.config())?;
        server.start_again()?;
        Ok(Some(server))
    }

    /// Returns the URL of the collection.
    pub fn url(&self) -> String {
        let scheme = if self.wire == Wire::Encrypted { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}/dav/", self.base.port)
    }

    /// Returns the file of the certificate, where there is one.
    pub fn certificate(&self) -> PathBuf {
        self.base.certificate()
    }

    /// Returns the folder in which the collection's files are.
    pub fn files(&self) -> PathBuf {
        self.base.path("dav")
    }

    /// Ends the server at once, as a power cut does.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Result<()> {
        self.base.kill()
    }

    /// Starts the server with what it had.
    ///
    /// # Errors
    /// When it does not begin.
    pub fn start_again(&mut self) -> Result<()> {
        let _ = fs::remove_file(self.base.path("pid"));
        let mut command = process::command(&self.program);
        command.args(["-X", "-f"]).arg(self.base.path("apache.conf"));
        self.base.start(&mut command)
    }

    /// The least that a WebDAV collection with a password needs.
    fn config(&self) -> String {
        let modules =
            ["authz_core", "authn_core", "authn_file", "authz_user", "auth_basic", "dav", "dav_fs"];
        let load = |name: &&str| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n");
        let (encrypts, tls) = match self.wire {
            Wire::Plain => (None, ""),
            Wire::Encrypted => (
                Some("ssl"),
                "SSLEngine on\nSSLCertificateFile tls/cert\nSSLCertificateKeyFile tls/key\n",
            ),
        };
        let modules: String =
            ["mpm_event"].iter().chain(&modules).chain(&encrypts).map(load).collect();
        let folder = self.base.folder.path().display();
        format!(
            "{modules}\
ServerRoot {folder}
{tls}\
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
User {SERVER_USER}
Group nogroup
DavLockDB {folder}/locks/db
DocumentRoot {folder}
<Directory {folder}/dav>
  Dav On
  AuthType Basic
  AuthName firm
  AuthUserFile {folder}/passwords
  Require valid-user
</Directory>
",
            port = self.base.port
        )
    }
}
