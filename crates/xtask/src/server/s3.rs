//! S3: moto's server, with access keys checked.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Base, prepare, program};
use crate::process;

/// Makes a bucket and a person with a key for it, then a person with a key for nothing; prints
/// the two keys. The server checks keys only after these six requests.
const PREPARE: &str = r#"
import boto3, json, os
at = dict(endpoint_url=os.environ["AT"], region_name="us-east-1",
          aws_access_key_id="first", aws_secret_access_key="first")
iam, s3 = boto3.client("iam", **at), boto3.client("s3", **at)
s3.create_bucket(Bucket="firm-codes")
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.create_user(UserName="ann")
iam.put_user_policy(UserName="ann", PolicyName="all", PolicyDocument=json.dumps(policy))
ann = iam.create_access_key(UserName="ann")["AccessKey"]
iam.create_user(UserName="bob")
bob = iam.create_access_key(UserName="bob")["AccessKey"]
print(ann["AccessKeyId"], ann["SecretAccessKey"], bob["AccessKeyId"], bob["SecretAccessKey"])
"#;
const REQUESTS: &str = "6";

/// A running S3 server with one bucket, `firm-codes`. It forgets everything when it ends.
pub struct S3 {
    base: Base,
    program: PathBuf,
    keys: Vec<String>,
}

impl S3 {
    /// Starts a server, or says that it is not installed.
    ///
    /// # Errors
    /// When it is installed and does not begin.
    pub fn start() -> Result<Option<Self>> {
        let Some(program) = program("S3 (moto)", "python/bin/moto_server") else { return Ok(None) };
        let mut server = Self { base: Base::new("moto")?, program, keys: Vec::new() };
        server.start_again()?;
        Ok(Some(server))
    }

    /// Returns the URL of the bucket.
    pub fn url(&self) -> String {
        format!("s3://firm-codes/six?endpoint=http://127.0.0.1:{}", self.base.port)
    }

    /// Returns the id and secret of a key that may do everything.
    pub fn key(&self) -> (&str, &str) {
        (&self.keys[0], &self.keys[1])
    }

    /// Returns the id and secret of a key that may do nothing.
    pub fn powerless_key(&self) -> (&str, &str) {
        (&self.keys[2], &self.keys[3])
    }

    /// Ends the server at once.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> Result<()> {
        self.base.kill()
    }

    /// Starts the server with an empty bucket and new keys.
    ///
    /// # Errors
    /// When it does not begin.
    pub fn start_again(&mut self) -> Result<()> {
        let mut command = process::command(&self.program);
        command.args(["-H", "127.0.0.1", "-p", &self.base.port.to_string()]);
        command.env("INITIAL_NO_AUTH_ACTION_COUNT", REQUESTS);
        self.base.start(&mut command)?;
        let python = self.program.with_file_name("python");
        let at = format!("http://127.0.0.1:{}", self.base.port);
        let keys = prepare(&python, &["-c", PREPARE], &[("AT", &at)]);
        self.keys =
            keys.context("moto could not be prepared")?.split(' ').map(str::to_owned).collect();
        anyhow::ensure!(self.keys.len() == 4, "moto gave {} keys", self.keys.len());
        Ok(())
    }
}
