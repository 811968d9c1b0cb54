//! The screen and the clipboard of a real X server, and the portal's part on a real message bus.
//!
//! The reader asks the environment where its desktop is, so each reading runs in a process of its
//! own: this test program again, told by `QR_READ` what to read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "desktop", unix, not(target_os = "macos")))]

mod support;

use std::env;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use image::{GrayImage, Luma};
use support::desktop::Display;
use support::drawing::{PLAIN, code, page, png};
use support::portal::{Answer, Bus};
use support::{OTHER_URI, URI, outcome};

const READ: &str = "QR_READ";
const MARK: &str = "outcome: ";

/// Runs in the other process; without being told what to read there is nothing for it to do.
#[test]
fn reader_process() {
    let read = match env::var(READ).as_deref() {
        Ok("screen") => qr::read_screen(),
        Ok("clipboard") => qr::read_clipboard(),
        _ => return,
    };
    println!("\n{MARK}{}", serde_json::to_string(&outcome(read)).unwrap());
}

/// What the reader gives in the environment of `command`, a copy of this program.
fn read(mut command: Command, what: &str) -> Result<Vec<String>, String> {
    command.args(["--exact", "reader_process", "--nocapture"]).env(READ, what);
    let done = command.output().unwrap();
    let shown = String::from_utf8(done.stdout).unwrap();
    let line = shown.lines().find_map(|line| line.strip_prefix(MARK));
    serde_json::from_str(line.expect("the reader's process broke down")).unwrap()
}

fn read_in(display: &Display, what: &str) -> Result<Vec<String>, String> {
    read(display.command(env::current_exe().unwrap()), what)
}

fn refused(code: &str) -> Result<Vec<String>, String> {
    Err(code.to_owned())
}

#[test]
fn a_code_on_the_screen_is_read() {
    let display = Display::start(&["1280x800x24"]);
    assert_eq!(read_in(&display, "screen"), refused("qr.no-code-found"));
    display.draw(0, &page(1280, 800, 255), (0, 0));
    display.draw(0, &code(URI, 240, PLAIN), (700, 300));
    assert_eq!(read_in(&display, "screen"), Ok(vec![URI.to_owned()]));
}

#[test]
fn codes_on_every_screen_are_read_in_either_depth() {
    let display = Display::start(&["800x600x24", "640x480x24"]);
    display.draw(0, &code(URI, 240, PLAIN), (100, 100));
    display.draw(1, &code(OTHER_URI, 240, PLAIN), (50, 50));
    let both = vec![URI.to_owned(), OTHER_URI.to_owned()];
    assert_eq!(read_in(&display, "screen"), Ok(both));

    let display = Display::start(&["801x600x16"]);
    display.draw(0, &code(URI, 240, PLAIN), (100, 100));
    assert_eq!(read_in(&display, "screen"), Ok(vec![URI.to_owned()]));
}

#[test]
fn without_a_display_there_is_no_screen_and_no_clipboard() {
    let display = Display::start(&["640x480x24"]);
    let nowhere = |name: &str| {
        let mut command = display.command(env::current_exe().unwrap());
        command.env("DISPLAY", name);
        command
    };
    assert_eq!(read(nowhere(""), "screen"), refused("qr.no-screen"));
    assert_eq!(read(nowhere(""), "clipboard"), refused("qr.clipboard-unavailable"));
    assert_eq!(read(nowhere(":4999"), "screen"), refused("qr.screen-unreadable"));
}

/// Has another program offer `content` on the clipboard.
fn copy(display: &Display, kind: &str, content: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copied");
    fs::write(&path, content).unwrap();
    // It serves the clipboard until the display goes away.
    let copied = display
        .command("xclip")
        .args(["-selection", "clipboard", "-t", kind, "-i"])
        .arg(&path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("xclip is needed for this test: install the package xclip");
    assert!(copied.success());
    // Whoever had the clipboard before may still answer for a moment.
    let offered = || {
        let mut command = display.command("xclip");
        command.args(["-selection", "clipboard", "-t", kind, "-o"]).stderr(Stdio::null());
        command.output().is_ok_and(|output| output.stdout == content)
    };
    let given_up = Instant::now() + Duration::from_secs(10);
    while !offered() {
        assert!(Instant::now() < given_up, "{kind} does not come to the clipboard");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_code_on_the_clipboard_is_read_and_stays_there() {
    let display = Display::start(&["640x480x24"]);
    copy(&display, "image/png", &png(code(URI, 240, PLAIN)));
    for _ in 0..2 {
        assert_eq!(read_in(&display, "clipboard"), Ok(vec![URI.to_owned()]));
    }
}

#[test]
fn a_clipboard_without_a_code_says_what_it_lacks() {
    let display = Display::start(&["640x480x24"]);
    assert_eq!(read_in(&display, "clipboard"), refused("qr.no-picture-on-clipboard"));
    copy(&display, "UTF8_STRING", b"otpauth://totp/a?secret=JBSWY3DPEHPK3PXP");
    assert_eq!(read_in(&display, "clipboard"), refused("qr.no-picture-on-clipboard"));
    copy(&display, "image/png", b"no picture");
    assert_eq!(read_in(&display, "clipboard"), refused("qr.damaged-picture"));
    copy(&display, "image/png", &png(GrayImage::from_pixel(200, 200, Luma([200]))));
    assert_eq!(read_in(&display, "clipboard"), refused("qr.no-code-found"));
}

fn read_on_wayland(display: &Display, bus: Option<&Bus>) -> Result<Vec<String>, String> {
    let mut command = display.command(env::current_exe().unwrap());
    command.env("WAYLAND_DISPLAY", "wayland-0");
    if let Some(bus) = bus {
        command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    }
    read(command, "screen")
}

#[test]
fn on_wayland_the_portals_picture_is_read_and_its_file_deleted() {
    let display = Display::start(&["640x480x24"]);
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("Screenshot.png");
    fs::write(&picture, png(code(URI, 240, PLAIN))).unwrap();
    let bus = Bus::start(Answer::Yes, &picture);
    assert_eq!(read_on_wayland(&display, Some(&bus)), Ok(vec![URI.to_owned()]));
    assert!(!picture.exists());
}

#[test]
fn on_wayland_a_refusal_is_final_even_if_x11_could_show_something() {
    let display = Display::start(&["640x480x24"]);
    display.draw(0, &code(URI, 240, PLAIN), (100, 100));
    let bus = Bus::start(Answer::No, "/nonexistent".as_ref());
    assert_eq!(read_on_wayland(&display, Some(&bus)), refused("qr.screen-refused"));
}

#[test]
fn on_wayland_without_a_working_portal_only_a_picture_that_shows_something_counts() {
    let display = Display::start(&["800x600x24"]);
    let failing = Bus::start(Answer::Failed, "/nonexistent".as_ref());
    for bus in [None, Some(&failing)] {
        assert_eq!(read_on_wayland(&display, bus), refused("qr.screen-unreadable"));
    }
    display.draw(0, &code(URI, 240, PLAIN), (100, 100));
    for bus in [None, Some(&failing)] {
        assert_eq!(read_on_wayland(&display, bus), Ok(vec![URI.to_owned()]));
    }
}
