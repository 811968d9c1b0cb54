//! The vault locks by itself: when nobody is there, and before the computer sleeps.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use support::{PrivateSession, until};

use crate::helper::Helper;
use crate::window::{Desktop, LIMIT};

/// The shortest time that the settings offer.
const SHORTEST: Duration = Duration::from_secs(60);

/// Of the keyring's program, as the system lists it.
const KEYRING: &str = "gnome-keyring-d";

#[test]
fn the_window_locks_when_nobody_was_there_for_the_time_that_is_set() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    desktop.click("nav-settings")?;
    desktop.find("idle-lock")?;
    let active = Instant::now();
    let choose = "const choice = document.querySelector('[data-testid=idle-lock]');
        choice.value = '1';
        choice.dispatchEvent(new Event('change', { bubbles: true }))";
    desktop.run(choose, Vec::new())?;
    desktop.click("nav-codes")?;
    desktop.find("list")?;
    until("the idle lock", SHORTEST + LIMIT, || Ok(desktop.has("lock-page")?.then_some(())))?;
    ensure!(active.elapsed() >= SHORTEST, "locked after {:?}", active.elapsed());
    ensure!(!desktop.has("row")?, "rows behind the lock");
    desktop.click("unlock")?;
    desktop.find("list").map(drop)
}

#[test]
fn the_computer_sleeps_only_once_the_vault_is_locked() -> Result<()> {
    let session = PrivateSession::start()?;
    let manager = Helper::start(&session, None, "login_manager.py")?;
    manager.wait_for(&["ready"])?;
    let mut desktop = Desktop::start_in(session)?;
    desktop.first_run()?;
    manager.wait_for(&[HELD])?;

    // A keyring that does not answer holds up whoever reads a key, and the lock with them.
    let keyring = process(desktop.session(), KEYRING)?;
    signal(&desktop, keyring, "STOP")?;
    desktop.click("row-show")?;
    desktop.wait_for_text("list", |text| text.contains("Hide"))?;
    desktop.wait_until_drawn()?;
    tell_of_sleep(&desktop, true)?;
    let patient = Instant::now() + Duration::from_secs(2);
    until("two seconds of a lock that is held up", LIMIT, || {
        ensure!(manager.last()? == HELD, "the computer may sleep with an unlocked vault");
        Ok((Instant::now() > patient).then_some(()))
    })?;
    signal(&desktop, keyring, "CONT")?;
    manager.wait_for(&["let go"])?;
    desktop.find("lock-page")?;

    tell_of_sleep(&desktop, false)?;
    manager.wait_for(&[HELD]).map(drop)
}

/// What the login manager of the test says when sleep is held back.
const HELD: &str = "held: sleep delay Sixboard";

fn tell_of_sleep(desktop: &Desktop, begins: bool) -> Result<()> {
    let mut tell = desktop.command("dbus-send");
    tell.args(["--system", "--type=signal", "/org/freedesktop/login1"]);
    tell.arg("org.freedesktop.login1.Manager.PrepareForSleep").arg(format!("boolean:{begins}"));
    ensure!(tell.status()?.success(), "dbus-send failed");
    Ok(())
}

fn process(session: &PrivateSession, name: &str) -> Result<u32> {
    let found = session.processes()?.into_iter().find(|(_, one)| one == name);
    Ok(found.with_context(|| format!("{name} does not run"))?.0)
}

fn signal(desktop: &Desktop, process: u32, name: &str) -> Result<()> {
    let sent = desktop.command("kill").arg(format!("-{name}")).arg(process.to_string()).status()?;
    ensure!(sent.success(), "kill failed");
    Ok(())
}
