//! From start to a window with something in it, beside KeePassXC on the same entries.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::PROFILE;
use super::peer::Entries;
use super::sample::median;
use super::table::{Row, time};
use crate::command::heading;
use crate::display::VirtualDisplay;
use crate::paths;
use crate::process::Process;

const ACCOUNTS: usize = 30;
const LIMIT: Duration = Duration::from_secs(30);

/// How long one program took to show itself.
#[derive(Clone, Copy)]
struct Start {
    visible: Duration,
    drawn: Duration,
}

/// Starts both programs `repeats` times by turns and returns the rows.
pub fn measure(repeats: usize) -> Result<Vec<Row>> {
    heading("From start to window");
    let entries = Entries::make(ACCOUNTS)?;
    let display = VirtualDisplay::start(&entries.session, 1280, 800)?;
    let ours = || {
        let mut app = entries.session.command(paths::program(PROFILE, "sixboard-desktop"));
        app.stdout(Stdio::null()).stderr(Stdio::null());
        start(&display, &mut app, "Sixboard")
    };
    let theirs = || {
        let mut app = entries.session.command("keepassxc");
        app.arg(&entries.database).stdout(Stdio::null()).stderr(Stdio::null());
        start(&display, &mut app, ".*KeePassXC")
    };
    ours()?; // the first start brings the program into memory
    theirs()?;
    let (mut our_starts, mut their_starts) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        our_starts.push(ours()?);
        their_starts.push(theirs()?);
    }
    Ok(vec![
        row("start to window visible", &our_starts, &their_starts, |start| start.visible),
        row("start to window drawn", &our_starts, &their_starts, |start| start.drawn),
    ])
}

fn start(display: &VirtualDisplay, command: &mut Command, title: &str) -> Result<Start> {
    display.enter(command);
    let start = Instant::now();
    let mut program = Process::start(title, command)?;
    let window = display.wait_for_window(title, LIMIT, &mut program)?;
    let visible = start.elapsed();
    display.wait_until_drawn(&window, LIMIT)?;
    Ok(Start { visible, drawn: start.elapsed() })
}

fn row(what: &str, ours: &[Start], theirs: &[Start], part: impl Fn(&Start) -> Duration) -> Row {
    let of = |starts: &[Start]| median(&starts.iter().map(&part).collect::<Vec<_>>());
    let (ours, theirs) = (of(ours), of(theirs));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let verdict = if ratio <= 1.0 { "met" } else { "missed" };
    Row {
        what: format!("{what}, {ACCOUNTS} accounts"),
        bar: "not slower than KeePassXC".to_owned(),
        ours: time(ours),
        peer: format!("KeePassXC: {}", time(theirs)),
        verdict: format!("{ratio:.2} x: {verdict}"),
    }
}
