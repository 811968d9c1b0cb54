//! Azure Blob: Azurite, with keys and signatures checked.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Base, prepare, program};
use crate::process;

/// The key of the account, in base64; it protects nothing but this server.
const KEY: &str = "a2V5IG9mIHRoZSB0ZXN0IGFjY291bnQ=";

/// Signs access to the account (the format of version 2020-04-08), makes the container where
/// `MAKE` is set, and prints the signature.
const SIGN: &str = r#"
const { createHmac } = require("crypto");
const { KEY, RIGHTS, UNTIL, AT, MAKE } = process.env;
const fields = { sv: "2020-04-08", ss: "b", srt: "sco", sp: RIGHTS, se: UNTIL, spr: "https,http" };
const text = ["firmcodes", fields.sp, fields.ss, fields.srt, "", fields.se, "", fields.spr, fields.sv, ""];
fields.sig = createHmac("sha256", Buffer.from(KEY, "base64")).update(text.join("\n")).digest("base64");
const signature = new URLSearchParams(fields).toString();
const made = MAKE ? fetch(`${AT}/six?restype=container&${signature}`, { method: "PUT" }) : Promise.resolve({ ok: true });
made.then(async (answer) => {
  if (!answer.ok) throw new Error(await answer.text());
  console.log(signature);
});
"#;

/// A running Azure Blob server with one account, `firmcodes`, and one container, `six`.
pub struct Azurite {
    base: Base,
    program: PathBuf,
}

impl Azurite {
    /// Starts a server, or says that it is not installed.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start() -> Result<Option<Self>> {
        const PROGRAM: &str = "npm/node_modules/azurite/dist/src/blob/main.js";
        let Some(program) = program("Azure Blob (Azurite)", PROGRAM) else { return Ok(None) };
        let mut server = Self { base: Base::new("Azurite")?, program };
        server.start_again()?;
        server.sign("rwdlac", FAR, Some("yes")).context("Azurite could not be prepared")?;
        Ok(Some(server))
    }

    /// Returns the URL of the container.
    pub fn url(&self) -> String {
        format!("azure://firmcodes/six/board?endpoint={}", self.at())
    }

    /// Returns the account's key.
    pub fn key(&self) -> &'static str {
        KEY
    }

    /// Returns a signature with these rights (`r`, `w`, `d`, `l`), valid until far in the future.
    ///
    /// # Errors
    /// When node cannot be started.
    pub fn signature(&self, rights: &str) -> Result<String> {
        self.sign(rights, FAR, None)
    }

    /// Returns a signature that is no longer valid.
    ///
    /// # Errors
    /// When node cannot be started.
    pub fn expired_signature(&self) -> Result<String> {
        self.sign("rwdlac", "2020-01-01T00:00:00Z", None)
    }

    /// Ends the server. Politely: it writes what it knows to disk only every few seconds.
    pub fn stop(&mut self) {
        self.base.stop();
    }

    /// Starts the server with what it had.
    ///
    /// # Errors
    /// When it does not begin.
    pub fn start_again(&mut self) -> Result<()> {
        let mut command = process::command("node");
        command.arg(&self.program).args(["--silent", "--skipApiVersionCheck", "--location"]);
        command.arg(self.base.folder.path());
        command.args(["--blobHost", "127.0.0.1", "--blobPort", &self.base.port.to_string()]);
        self.base.start(command.env("AZURITE_ACCOUNTS", format!("firmcodes:{KEY}")))
    }

    fn at(&self) -> String {
        format!("http://127.0.0.1:{}/firmcodes", self.base.port)
    }

    fn sign(&self, rights: &str, until: &str, make: Option<&str>) -> Result<String> {
        let at = self.at();
        let mut values = vec![("KEY", KEY), ("RIGHTS", rights), ("UNTIL", until), ("AT", &at)];
        values.extend(make.map(|make| ("MAKE", make)));
        prepare(Path::new("node"), &["-e", SIGN], &values)
    }
}

/// A time that no test sees.
const FAR: &str = "2100-01-01T00:00:00Z";
