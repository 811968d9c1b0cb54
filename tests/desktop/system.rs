//! What the system and other programs tell the window: screen lock, a request to lock, a second start.

use std::process::Stdio;

use anyhow::{Result, ensure};
use support::{program, until};

use crate::window::{Desktop, LIMIT};

#[test]
fn the_vault_locks_when_the_screen_saver_starts() -> Result<()> {
    locks_on(&[
        "--session",
        "--type=signal",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver.ActiveChanged",
        "boolean:true",
    ])
}

#[test]
fn the_vault_locks_when_gnome_locks_the_screen() -> Result<()> {
    locks_on(&[
        "--session",
        "--type=signal",
        "/org/gnome/ScreenSaver",
        "org.gnome.ScreenSaver.ActiveChanged",
        "boolean:true",
    ])
}

#[test]
fn the_vault_locks_when_the_login_manager_locks_the_session() -> Result<()> {
    locks_on(&[
        "--system",
        "--type=signal",
        "/org/freedesktop/login1/session/_31",
        "org.freedesktop.login1.Session.Lock",
    ])
}

#[test]
fn the_vault_locks_when_the_computer_goes_to_sleep() -> Result<()> {
    locks_on(&[
        "--system",
        "--type=signal",
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager.PrepareForSleep",
        "boolean:true",
    ])
}

fn locks_on(signal: &[&str]) -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    // Once more until it is heard: the window subscribes on a thread of its own.
    until("the lock page", LIMIT, || {
        let sent = desktop.command("dbus-send").args(signal).status()?;
        ensure!(sent.success(), "dbus-send failed");
        Ok(desktop.has("lock-page")?.then_some(()))
    })
}

#[test]
fn the_command_line_can_lock_the_window() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    let locked = desktop.command(program("sixboard")?).arg("lock").output()?;
    ensure!(locked.status.success(), "{}", String::from_utf8_lossy(&locked.stderr));
    desktop.find("lock-page").map(drop)
}

#[test]
fn a_second_start_hands_over_to_the_first_and_ends() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    let mut second = desktop.command(program("sixboard-desktop")?);
    let second = second.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut second = support::Process::start("sixboard-desktop", second)?;
    second.wait()?;
    desktop.find("list").map(drop)
}
