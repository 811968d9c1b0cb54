//! What is drawn while the window is only looked at.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use support::{Area, PrivateSession, Process, VirtualDisplay, program, until};

use crate::window::LIMIT;

/// The search, from the top of the window.
const SEARCH: usize = 50;

/// After this time the focus is drawn, and in the time after it a caret that blinks has done so.
const DRAWN: Duration = Duration::from_secs(1);
const WATCHED: Duration = Duration::from_secs(4);

/// Without a driver, in whose windows nothing has the keyboard.
#[test]
fn the_caret_in_the_search_does_not_blink() -> Result<()> {
    let session = PrivateSession::start()?;
    let display = VirtualDisplay::start(&session, 1280, 900)?;
    let mut add = session.command(program("sixboard")?);
    let added = add.args(["add", "--label", "First", "--key", "JBSWY3DPEHPK3PXP"]).output()?;
    ensure!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let mut desktop = session.command(program("sixboard-desktop")?);
    display.enter(&mut desktop);
    let mut desktop = Process::start("Sixboard", &mut desktop)?;
    let window = display.wait_for_window("Sixboard", LIMIT, &mut desktop)?;
    display.wait_until_drawn(&window, LIMIT)?;
    let search = Area { height: SEARCH, ..display.area(&window)? };
    display.press(&window, "ctrl+f")?;
    let (mut seen, start) = (BTreeSet::new(), Instant::now());
    until("the end of watching", LIMIT, || {
        if start.elapsed() > DRAWN {
            seen.insert(display.pixels(search)?);
        }
        Ok((start.elapsed() > DRAWN + WATCHED).then_some(()))
    })?;
    ensure!(seen.len() == 1, "the search was drawn in {} ways", seen.len());
    Ok(())
}
