//! A person's desk: a private session, and the commands typed there.

use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use support::PrivateSession;

/// A secret key that many tests use, in base32, and another one.
pub const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
pub const OTHER_KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A session with a keyring, and a folder where commands are typed.
pub struct Desk {
    pub session: PrivateSession,
    /// The file with the vault's passphrase, where it has one.
    passphrase: RefCell<Option<String>>,
}

/// What a command did.
#[derive(Debug)]
pub struct Done {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// A desk with an open, empty keyring.
    pub fn new() -> Self {
        Self::in_session(PrivateSession::start().unwrap())
    }

    /// A desk in a session.
    pub fn in_session(session: PrivateSession) -> Self {
        Self { session, passphrase: RefCell::default() }
    }

    /// Protects the vault by a passphrase, as administrators must, and gives it with each command
    /// from now on. Where there is no vault yet, the first command makes it so.
    pub fn protect(&self) {
        let file = self.file("vault-passphrase.txt", "three blue boats");
        if !self.keyring_items().is_empty() {
            self.ok(&["passphrase", "--new-passphrase-file", &file]);
        }
        self.passphrase.replace(Some(file));
    }

    /// Where commands are typed.
    pub fn folder(&self) -> PathBuf {
        self.session.folder().join("home")
    }

    /// A command of `sixboard`, in the session and the folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.program("sixboard", args);
        if let Some(file) = &*self.passphrase.borrow() {
            command.args(["--passphrase-file", file]);
        }
        command
    }

    /// A command of one of our programs.
    pub fn program(&self, name: &str, args: &[&str]) -> Command {
        let mut command = self.session.command(support::program(name).unwrap());
        command.args(args).current_dir(self.folder()).env("TZ", "Europe/London");
        command
    }

    /// Runs `sixboard` with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Done {
        self.run_with(args, "")
    }

    /// Runs `sixboard` with `input` on standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Done {
        finish(&mut self.command(args), input.as_bytes())
    }

    /// Runs `sixboard`, which must succeed; gives what it printed.
    pub fn ok(&self, args: &[&str]) -> String {
        self.run(args).ok()
    }

    /// Runs `sixboard`, which must succeed and print JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    /// Adds an account by its key in base32.
    pub fn add(&self, label: &str, key: &str) -> Done {
        self.run_with(&["add", "--label", label, "--key", "-"], key)
    }

    /// The labels in the list.
    pub fn labels(&self) -> Vec<String> {
        let list = self.json(&["list", "--json"]);
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row["label"].as_str().unwrap().to_owned()).collect()
    }

    /// The names of our items in the keyring.
    pub fn keyring_items(&self) -> Vec<String> {
        let mut tool = self.session.command("secret-tool");
        let output = tool.args(["search", "--all", "service", "Sixboard"]).output().unwrap();
        // secret-tool writes attributes to standard error.
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let users = text.lines().filter_map(|line| line.strip_prefix("attribute.username = "));
        users.map(str::to_owned).collect()
    }

    /// Writes a file that only its owner may read.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path.display().to_string()
    }
}

impl Done {
    /// What was printed, if all went well.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// Checks that it was refused with `code`, and that `words` were said; gives all that was said.
    #[track_caller]
    pub fn refused(self, code: i32, words: &str) -> String {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(self.err.contains(words), "not said: {words}\n{}", self.err);
        self.err
    }

    /// The one line of JSON that an error is.
    #[track_caller]
    pub fn error(&self) -> Value {
        let line: Value = serde_json::from_str(self.err.lines().last().unwrap()).unwrap();
        line["error"].clone()
    }
}

/// Runs a command with `input` on its standard input.
pub fn finish(command: &mut Command, input: &[u8]) -> Done {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input closes it, which is no failure.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Done {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The files of a committed folder of vectors and, where it is there, of the comparison samples.
pub fn vector_files(folder: &str, samples: &str, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let shared = support::root().join("../shared/samples").join(samples);
    if !shared.is_dir() {
        support::not_run(&format!("comparison with {samples:?} samples"), "they are not here");
    }
    let mut files = files_in(&support::vectors().join(folder));
    files.extend(files_in(&shared));
    files.retain(|file| wanted(&file.file_name().unwrap().to_string_lossy()));
    assert!(!files.is_empty(), "no vectors in {folder}");
    files
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    files
}
