//! Google Cloud Storage, as far as its XML interface goes: moto again, which answers that interface
//! for S3 and looks at no token here.
//!
//! The emulators of Google's own service that can be had as packages speak its JSON interface and
//! only parts of this one: gcp-storage-emulator cannot list, fake-gcs-server cannot put.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Base, prepare, program};
use crate::process;

const PREPARE: &str = r#"
import boto3, os
s3 = boto3.client("s3", endpoint_url=os.environ["AT"], region_name="us-east-1",
                  aws_access_key_id="first", aws_secret_access_key="first")
print(s3.create_bucket(Bucket="firmcodes"))
"#;

/// A running server with one bucket, `firmcodes`. It forgets everything when it ends.
pub struct Google {
    base: Base,
    program: PathBuf,
}

impl Google {
    /// Starts a server, or says that it is not installed.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start() -> Result<Option<Self>> {
        let Some(program) = program("Google Cloud Storage (moto)", "python/bin/moto_server") else {
            return Ok(None);
        };
        let mut server = Self { base: Base::new("moto")?, program };
        server.start_again()?;
        Ok(Some(server))
    }

    /// Returns the URL of the bucket.
    pub fn url(&self) -> String {
        format!("gs://firmcodes/six?endpoint=http://127.0.0.1:{}", self.base.port)
    }

    /// Ends the server at once.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Result<()> {
        self.base.kill()
    }

    /// Starts the server with an empty bucket.
    ///
    /// # Errors
    /// When it does not begin.
    pub fn start_again(&mut self) -> Result<()> {
        let mut command = process::command(&self.program);
        command.args(["-H", "127.0.0.1", "-p", &self.base.port.to_string()]);
        self.base.start(&mut command)?;
        let at = format!("http://127.0.0.1:{}", self.base.port);
        prepare(&self.program.with_file_name("python"), &["-c", PREPARE], &[("AT", &at)])
            .context("moto could not be prepared")?;
        Ok(())
    }
}
