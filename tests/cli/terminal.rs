//! What is asked on a terminal, and what is typed there without being seen.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use support::until;

use crate::desk::{Desk, KEY};
use crate::firm::Firm;

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn the_code_of_an_invite_is_asked_for_and_not_shown() {
    let firm = Firm::of_three();
    for (name, more) in [("Dan", &[][..]), ("Eve", &["-"])] {
        let code = firm.alice.json(&["invite", name, "--json"])["code"].clone();
        let code = code.as_str().unwrap();
        let new = Desk::new();
        let join = [&["join", "--store", &firm.place.address], more].concat();
        let mut terminal = Terminal::start(&new, &join);
        terminal.answer("Code of the invite: ", code, &new);
        let said = terminal.end(0);
        assert!(said.contains("Read these digits"), "{said}");
        assert!(!said.contains(code) && !said.contains("Warning"), "{said}");
        new.ok(&["join", "--give-up"]);
    }
}

#[test]
fn a_code_in_the_arguments_is_taken_with_a_warning_and_one_from_a_pipe_without() {
    let firm = Firm::of_three();
    let code = firm.alice.json(&["invite", "Dan", "--json"])["code"].clone();
    let (code, new) = (code.as_str().unwrap(), Desk::new());
    let shown = new.run(&["join", code, "--store", &firm.place.address]);
    assert!(shown.err.contains("Warning: A code typed into a command stays in the"), "{shown:?}");
    let digits = shown.ok();
    new.ok(&["join", "--give-up"]);
    let hidden = new.run_with(&["join", "--store", &firm.place.address], code);
    assert!(!hidden.err.contains("Warning"), "{hidden:?}");
    assert_eq!(hidden.ok().lines().count(), digits.lines().count());
    new.run(&["join", "--give-up"]).ok();
    let none = new.run(&["join", "--store", &firm.place.address]);
    none.refused(1, "This is not an invite code.");
}

#[test]
fn a_key_is_asked_for_and_not_shown() {
    let desk = Desk::new();
    let mut terminal = Terminal::start(&desk, &["add", "--label", "VAT", "--key", "-"]);
    terminal.answer("Secret key: ", KEY, &desk);
    let said = terminal.end(0);
    assert!(said.contains("Added 'VAT'.") && !said.contains(KEY), "{said}");
}

/// A command at a terminal of its own.
struct Terminal {
    child: Child,
    keys: ChildStdin,
    screen: Receiver<Vec<u8>>,
    said: String,
}

impl Terminal {
    fn start(desk: &Desk, args: &[&str]) -> Self {
        let program = support::program("sixboard").unwrap();
        let words = std::iter::once(program.display().to_string());
        let words = words.chain(args.iter().map(|arg| (*arg).to_owned()));
        let line: Vec<String> = words.map(|word| format!("'{word}'")).collect();
        let mut script = desk.session.command("script");
        script.args(["--quiet", "--return", "--command", &line.join(" "), "/dev/null"]);
        script.current_dir(desk.folder()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script.spawn().unwrap();
        let (keys, mut out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sent, screen) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 512];
            while let Ok(read @ 1..) = out.read(&mut bytes) {
                if sent.send(bytes[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, keys, screen, said: String::new() }
    }

    /// Waits for the question, and until nothing is shown any more; types the answer then.
    fn answer(&mut self, question: &str, answer: &str, desk: &Desk) {
        let start = Instant::now();
        while !self.said.ends_with(question) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let Ok(bytes) = self.screen.recv_timeout(left) else {
                panic!("not asked: {question}\n{}", self.said)
            };
            self.said.push_str(&String::from_utf8_lossy(&bytes));
        }
        until("the screen to show nothing that is typed", PATIENCE, || {
            let ours = desk.session.processes()?.into_iter().find(|(_, name)| name == "sixboard");
            let Some((id, _)) = ours else { return Ok(None) };
            let screen = fs::read_link(format!("/proc/{id}/fd/0"))?;
            let mut ask = Command::new("stty");
            let shown = ask.arg("-a").arg("-F").arg(screen).output()?.stdout;
            Ok(String::from_utf8(shown)?.contains("-echo ").then_some(()))
        })
        .unwrap();
        writeln!(self.keys, "{answer}").unwrap();
    }

    /// Waits for the end; gives all that was on the screen.
    #[track_caller]
    fn end(mut self, code: i32) -> String {
        let ended = self.child.wait().unwrap();
        while let Ok(bytes) = self.screen.recv_timeout(PATIENCE) {
            self.said.push_str(&String::from_utf8_lossy(&bytes));
        }
        assert_eq!(ended.code(), Some(code), "{}", self.said);
        self.said
    }
}
