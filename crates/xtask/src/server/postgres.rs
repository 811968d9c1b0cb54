//! PostgreSQL, with passwords checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Base, Wire, as_server_user, system_program};
use crate::command::capture;

/// The password of the database's own administrator; it protects nothing but this server.
const OWNER_PASSWORD: &str = "owner of the test server";

/// A running database server with one empty database, `codes`.
pub struct Postgres {
    base: Base,
    programs: PathBuf,
    wire: Wire,
}

impl Postgres {
    /// Starts a server, or says that it is not installed.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start() -> Result<Option<Self>> {
        Self::start_on(Wire::Plain)
    }

    /// Does what [`Postgres::start`] does, encrypted or not.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start_on(wire: Wire) -> Result<Option<Self>> {
        let Some(programs) = system_program("PostgreSQL", newest()) else { return Ok(None) };
        let base = Base::new("PostgreSQL")?;
        let mut server = Self { base, programs, wire };
        if wire == Wire::Encrypted {
            server.base.make_certificate()?;
        }
        server.make_data()?;
        server.start_again()?;
        server.run("postgres", "CREATE DATABASE codes")?;
        Ok(Some(server))
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.base.port
    }

    /// Returns the URL of the database.
    pub fn url(&self) -> String {
        format!("postgres://127.0.0.1:{}/codes", self.base.port)
    }

    /// Returns the same URL with a way of writing this computer's address that does not count as
    /// this computer, so that connections must be encrypted.
    pub fn url_from_elsewhere(&self) -> String {
        format!("postgres://[::ffff:127.0.0.1]:{}/codes", self.base.port)
    }

    /// Returns the file of the certificate, where there is one.
    pub fn certificate(&self) -> PathBuf {
        self.base.certificate()
    }

    /// Ends the server at once, as a power cut does.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Result<()> {
        self.base.kill()?;
        // Its helpers end when they see that it is gone; until then they hold its memory.
        let left = self.base.path("data").join("postmaster.pid");
        let _ = fs::remove_file(left);
        Ok(())
    }

    /// Lets the server answer nobody new, as an overloaded one does.
    ///
    /// # Errors
    /// When it does not run.
    pub fn pause(&self) -> Result<()> {
        self.base.signal("STOP")
    }

    /// Lets a paused server go on.
    ///
    /// # Errors
    /// When it does not run.
    pub fn go_on(&self) -> Result<()> {
        self.base.signal("CONT")
    }

    /// Starts the server with what it had.
    ///
    /// # Errors
    /// When it does not begin.
    pub fn start_again(&mut self) -> Result<()> {
        let mut command = as_server_user(&self.programs.join("postgres"))?;
        command.arg("-D").arg(self.base.path("data")).arg("-k").arg(self.base.path("sockets"));
        // The machine does not lose power; only the server is killed.
        command.args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]);
        command.args(["-p", &self.base.port.to_string()]);
        if self.wire == Wire::Encrypted {
            command.args(["-c", "ssl=on"]);
            for (setting, file) in [("ssl_cert_file", "cert"), ("ssl_key_file", "key")] {
                let file = self.base.path("tls").join(file);
                command.arg("-c").arg(format!("{setting}={}", file.display()));
            }
        }
        self.base.start(&mut command)?;
        crate::poll::until("PostgreSQL to answer", super::LIMIT, || {
            Ok(self.run("postgres", "SELECT 1").ok())
        })
    }

    /// Runs statements as the database's administrator.
    ///
    /// # Errors
    /// What the database says.
    pub fn run(&self, database: &str, statements: &str) -> Result<()> {
        let mut psql = Command::new("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres"]);
        psql.args(["-p", &self.base.port.to_string(), "-d", database, "-c", statements]);
        capture(psql.env("PGPASSWORD", OWNER_PASSWORD)).map(drop)
    }

    fn make_data(&self) -> Result<()> {
        let home = self.base.make_folder("sockets")?;
        let data = self.base.make_folder("data")?;
        let password = self.base.path("password");
        fs::write(&password, OWNER_PASSWORD)?;
        let mut make = as_server_user(&self.programs.join("initdb"))?;
        make.arg("-D").arg(data).arg("--pwfile").arg(password).current_dir(home);
        make.args(["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"]);
        capture(&mut make).context("the database could not be made")?;
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The polite way waits for those who are connected; INT closes their connections.
        if let Some(running) = &mut self.base.running {
            let id = running.id().to_string();
            let _ = Command::new("kill").args(["-INT", &id]).status();
            let _ = running.wait();
        }
    }
}

/// Returns the folder of the newest version's programs.
fn newest() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path());
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.max_by_key(|path| number(path))?.join("bin");
    newest.join("postgres").is_file().then_some(newest)
}
