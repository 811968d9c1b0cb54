//! A child process that works on a vault with the real keyring, told what to do by its parent.

#![allow(clippy::print_stdout, reason = "a child tells its parent")]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use otp::Params;
use secret::{Secret, SecretText};
use vault::keyring::{ItemName, Keyring, OsKeyring, probe};
use vault::{AccountId, FirmChange, FirmId, Home, LockedVault, Opened, UnlockedVault};
use xtask::session::PrivateSession;

use super::{key, label, new, text};

const SCRIPT: &str = "SIXBOARD_DO";
const DIR: &str = "SIXBOARD_DIR";
const LIMIT: &str = "SIXBOARD_LIMIT_MS";

/// A child to come: this test program again, running its test `child` in the session.
pub fn child(session: &PrivateSession, dir: &Path, script: &str) -> Command {
    let mut command = session.command(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture", "--test-threads=1"]);
    command.env(SCRIPT, script).env(DIR, dir);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// Runs a script to its end and returns the lines it gave.
pub fn run(session: &PrivateSession, dir: &Path, script: &str) -> Vec<String> {
    let output = child(session, dir, script).output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    lines(&output.stdout[..])
}

/// As [`run`], for scripts that give one line.
pub fn run_one(session: &PrivateSession, dir: &Path, script: &str) -> String {
    let mut lines = run(session, dir, script);
    assert_eq!(lines.len(), 1, "{script}: {lines:?}");
    lines.remove(0)
}

/// Runs a script in which something waits, and goes on with `meanwhile` there.
pub fn run_with_pause(mut child: Command, meanwhile: impl FnOnce()) -> Vec<String> {
    let mut child = child.spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut before = until(&mut out, "waiting");
    meanwhile();
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    before.extend(lines(out));
    assert!(child.wait().unwrap().success());
    before
}

/// Runs a script until it reaches the place `stop_at`, and kills it there as `kill -9` does.
pub fn kill_at(session: &PrivateSession, dir: &Path, script: &str, stop_at: &str) {
    let mut command = child(session, dir, script);
    let mut child = command.env("SIXBOARD_STOP_AT", stop_at).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let place = format!("at {stop_at}");
    let reached = raw_lines(&mut out).any(|line| line == place);
    kill(&mut child);
    assert!(reached, "{script} never came to {stop_at}");
}

/// Kills a child as `kill -9` does.
pub fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The lines that the script gave, up to and without `end`.
fn until(out: &mut BufReader<ChildStdout>, end: &str) -> Vec<String> {
    let given = raw_lines(out).filter_map(|line| line.strip_prefix("= ").map(str::to_owned));
    given.take_while(|line| line != end).collect()
}

fn lines(out: impl std::io::Read) -> Vec<String> {
    let all = BufReader::new(out).lines().map_while(Result::ok);
    all.filter_map(|line| line.strip_prefix("= ").map(str::to_owned)).collect()
}

fn raw_lines(out: &mut BufReader<ChildStdout>) -> impl Iterator<Item = String> + '_ {
    out.lines().map_while(Result::ok)
}

/// The body of the test `child`: does nothing in the parent.
pub fn be_child() {
    let Some(script) = std::env::var_os(SCRIPT) else { return };
    let limit = std::env::var(LIMIT).ok().and_then(|limit| limit.parse().ok()).unwrap_or(10_000);
    let mut hand = Hand {
        home: Home::new(std::env::var_os(DIR).unwrap()),
        keyring: Arc::new(OsKeyring::new(Duration::from_millis(limit)).unwrap()),
        locked: None,
        vault: None,
    };
    // The test harness leaves its own line open.
    println!();
    for line in script.to_str().unwrap().split(';') {
        let words: Vec<&str> = line.split(',').collect();
        if let Err(error) = hand.act(&words) {
            println!("= {} failed: {error}", words[0]);
        }
    }
}

/// What a child has in hand.
struct Hand {
    home: Home,
    keyring: Arc<OsKeyring>,
    locked: Option<LockedVault>,
    vault: Option<UnlockedVault>,
}

impl Hand {
    fn act(&mut self, words: &[&str]) -> Result<(), String> {
        match words {
            ["create"] => match self.look()? {
                Some(absent) => self.vault = Some(absent.create(None).map_err(show)?),
                None => return Err("there is a vault".to_owned()),
            },
            ["open"] => self.open(None)?,
            ["open", passphrase] => self.open(Some(&text(passphrase)))?,
            ["lock"] => self.locked = self.vault.take().map(UnlockedVault::lock),
            ["wait"] => {
                println!("= waiting");
                std::io::stdin().lock().read_line(&mut String::new()).map_err(show)?;
            }
            ["probe"] => {
                probe(&*self.keyring).map_err(show)?;
                println!("= probe fine");
            }
            ["set_aside"] => {
                let keyring: Arc<dyn Keyring> = self.keyring.clone();
                drop(vault::set_aside(&self.home, &keyring, super::T0).map_err(show)?);
            }
            words => self.act_on_vault(words)?,
        }
        Ok(())
    }

    fn act_on_vault(&self, words: &[&str]) -> Result<(), String> {
        let vault = self.vault.as_ref().ok_or("not unlocked")?;
        match words {
            ["add", name, seed] => {
                let added = vault.add(new(name), key(number(seed)), super::T0);
                added.map_err(show)?;
                println!("= added {name}");
            }
            ["replace", name, seed] => {
                let params = Params::totp_default();
                vault
                    .replace(id(vault, name), key(number(seed)), params, super::T0)
                    .map_err(show)?;
            }
            ["remove", name] => vault.remove(id(vault, name), super::T0).map_err(show)?,
            ["purge"] => {
                for at in [u64::MAX / 2, u64::MAX] {
                    vault.purge_expired(at).map_err(show)?;
                }
            }
            ["passphrase", old, new] => {
                let given = |text: &str| (!text.is_empty()).then(|| SecretText::copy_of(text));
                vault.set_passphrase(given(old).as_ref(), given(new).as_ref()).map_err(show)?;
            }
            ["enter"] => {
                let first = FirmChange::of(FirmId::from_bytes([7; 32]));
                vault.enter_firm(&Secret::new(vec![5; 64]), &first).map_err(show)?;
            }
            ["sign_in", letter, len] => {
                let sign_in = text(&letter.repeat(len.parse().map_err(show)?));
                vault.set_store_sign_in(Some(&sign_in)).map_err(show)?;
            }
            ["show_sign_in"] => {
                let kept = vault.store_sign_in().map_err(show)?.ok_or("no sign-in")?;
                println!("= {} {}", &kept.expose()[..1], kept.expose().len());
            }
            ["dump"] => dump(vault)?,
            ["id"] => println!("= {}", vault.id()),
            words => self.harm_or_mend(vault, words)?,
        }
        Ok(())
    }

    fn harm_or_mend(&self, vault: &UnlockedVault, words: &[&str]) -> Result<(), String> {
        match words {
            ["garble", name] => {
                let account = vault.account(id(vault, name)).map_err(show)?;
                let item = ItemName::key(vault.id(), account.versions[0].id);
                self.keyring.write(&item, &text("AQIBBA==")).map_err(show)?;
            }
            ["lose", name] => {
                let account = vault.account(id(vault, name)).map_err(show)?;
                let item = ItemName::key(vault.id(), account.versions[0].id);
                self.keyring.delete(&item).map_err(show)?;
            }
            ["item", name] => {
                let account = vault.account(id(vault, name)).map_err(show)?;
                println!("= {}", ItemName::key(vault.id(), account.versions[0].id));
            }
            ["spoil", name] => {
                let spoil =
                    format!("UPDATE account SET sealed = x'01' WHERE id = x'{}'", id(vault, name));
                let database = rusqlite::Connection::open(self.home.database()).map_err(show)?;
                database.execute_batch(&spoil).map_err(show)?;
            }
            ["mend", name, seed] => {
                let mended = vault.mend(&new(name), &key(number(seed)), super::T0);
                println!("= mended {}", mended.map_err(show)?.is_some());
            }
            ["backup", file] => {
                let file = self.home.dir().join(file);
                let sealed = text("correct horse");
                vault::backup::write(vault, &file, &sealed, super::T0).map_err(show)?;
            }
            ["restore", file] => {
                let file = self.home.dir().join(file);
                let backup = vault::backup::open(&file, &text("correct horse")).map_err(show)?;
                let plan = vault::restore::plan(vault, &backup).map_err(show)?;
                let go_on = &mut |_, _| ControlFlow::Continue(());
                vault::restore::apply(vault, &backup, &plan, go_on).map_err(show)?;
            }
            other => panic!("no such step: {other:?}"),
        }
        Ok(())
    }

    fn look(&mut self) -> Result<Option<vault::AbsentVault>, String> {
        match vault::open(&self.home, self.keyring.clone()).map_err(|e| format!("{e:?}"))? {
            Opened::Absent(absent) => Ok(Some(absent)),
            Opened::Locked(locked) => {
                self.locked = Some(locked);
                Ok(None)
            }
        }
    }

    fn open(&mut self, passphrase: Option<&SecretText>) -> Result<(), String> {
        if self.look()?.is_some() {
            return Err("Absent".to_owned());
        }
        let locked = self.locked.take().ok_or("nothing to unlock")?;
        self.vault = Some(locked.unlock(passphrase).map_err(|(_, error)| show(error))?);
        Ok(())
    }
}

/// One line for each account, removed ones too: label, state, and each version's state and key.
fn dump(vault: &UnlockedVault) -> Result<(), String> {
    let listing = vault.accounts().map_err(show)?;
    let mut all = listing.accounts;
    all.extend(vault.removed().map_err(show)?);
    all.sort_by_key(|account| account.label.to_string());
    for account in all {
        let mut line = format!("{} removed={:?}", account.label, account.removed_at);
        for version in &account.versions {
            let key = vault.key(account.id, version.id).map(|key| key.expose().to_vec());
            line += &format!(" {:?} {key:?}", version.state);
        }
        println!("= {line}");
    }
    for damaged in listing.damaged {
        println!("= damaged {damaged:?}");
    }
    Ok(())
}

fn id(vault: &UnlockedVault, name: &str) -> AccountId {
    vault.find(&label(name)).unwrap().unwrap_or_else(|| panic!("no account {name}"))
}

fn number(text: &str) -> u8 {
    text.parse().unwrap()
}

fn show(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}

/// The users ("vault/key") of all our items in the session's keyring.
pub fn items(session: &PrivateSession) -> Vec<String> {
    let mut tool = session.command("secret-tool");
    let output = tool.args(["search", "--all", "service", "Sixboard"]).output().unwrap();
    // secret-tool writes attributes to standard error.
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let users = text.lines().filter_map(|line| line.strip_prefix("attribute.username = "));
    let mut users: Vec<String> = users.map(str::to_owned).collect();
    users.sort();
    users
}

/// Runs a program of the session that must succeed, and returns what it said.
pub fn tool(session: &PrivateSession, program: impl AsRef<OsStr>, args: &[&str]) -> String {
    let output = session.command(program).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
