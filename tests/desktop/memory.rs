//! Known keys must not be in the memory of the web processes, and after a lock in none at all.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use support::{PrivateSession, Process, VirtualDisplay, program, until};

use crate::firm::{begin_to_found, words_on_screen};
use crate::pictures::{copy_picture, picture};
use crate::window::{Desktop, LIMIT, PROGRAM};

/// A key in the forms in which it is looked for. Its bytes stand nowhere else.
struct Known {
    raw: &'static [u8],
    base32: &'static str,
    base64: &'static str,
}

const TYPED: Known = Known {
    raw: b"\x93\xc1\x5e\x27\xd8\x04\xab\x76\x1f\xe9\x42\x8d\xb0\x35\xf6\x6a\x1b\xcd\x87\x50",
    base32: "SPAV4J6YASVXMH7JIKG3ANPWNIN43B2Q",
    base64: "k8FeJ9gEq3Yf6UKNsDX2ahvNh1A=",
};

/// That of the picture `own-01-clean.png`.
const PICTURED: Known = Known {
    raw: b"\xaf\xf0\x88\x13\xc4\xe4\x32\x3a\x19\xc2\xa8\xc7\xf6\x29\xa8\x51\x43\x96\x3b\x70",
    base32: "V7YIQE6E4QZDUGOCVDD7MKNIKFBZMO3Q",
    base64: "r/CIE8TkMjoZwqjH9imoUUOWO3A=",
};

/// One that another vault holds, and its backup.
const RESTORED: Known = Known {
    raw: b"\x5b\xe8\x1c\x9f\x40\xa7\xd2\x33\x6e\x84\xf1\x05\xbb\x29\xc8\x76\xe3\x51\x0d\xfa",
    base32: "LPUBZH2AU7JDG3UE6EC3WKOIO3RVCDP2",
    base64: "W+gcn0Cn0jNuhPEFuynIduNRDfo=",
};
const PASSPHRASE: &str = "copper lamp seven";

#[test]
fn a_lock_leaves_no_key_in_memory_and_the_web_processes_never_have_one() -> Result<()> {
    let mut desktop = Desktop::start()?;
    desktop.first_run()?;
    // By the command line, so that the key never passes the page.
    let text = format!("otpauth://totp/Memory:test?secret={}&issuer=Memory", TYPED.base32);
    let mut add = desktop.command(program("sixboard")?);
    add.args(["add", "--label", "Memory test", "--uri", "-"]);
    let mut add = Process::start_with_input("sixboard", &mut add, text.as_bytes())?;
    add.wait()?;
    until("the new row", LIMIT, || {
        let list = desktop.text("list")?;
        Ok(list.contains("Memory test").then_some(()))
    })?;
    desktop.fill("search", "Memory test")?;
    is_in_no_page_and_after_a_lock_nowhere(&mut desktop, &TYPED)
}

#[test]
fn a_key_from_a_picture_never_reaches_the_page_and_a_lock_leaves_none() -> Result<()> {
    let mut desktop = Desktop::start()?;
    desktop.first_run()?;
    copy_picture(&desktop)?;
    desktop.click("add")?;
    desktop.click("from-clipboard")?;
    desktop.name("Memory test")?;
    desktop.wait_for_text("check-code", |text| text.len() >= 6)?;
    let read = qr::read_bytes(&fs::read(picture())?)?;
    ensure!(read[0].expose().contains(PICTURED.base32), "the picture holds another key");
    desktop.click("accepted")?;
    desktop.find("list")?;
    desktop.fill("search", "Memory test")?;
    is_in_no_page_and_after_a_lock_nowhere(&mut desktop, &PICTURED)
}

/// Its file is opened by the window alone, looked at, and opened once more to be restored.
#[test]
fn a_key_from_a_backup_never_reaches_the_page_and_a_lock_leaves_none() -> Result<()> {
    let mut desktop = Desktop::start()?;
    desktop.first_run()?;
    let backup = back_up_elsewhere(&desktop, &RESTORED)?;
    open_backup(&desktop, &backup)?;
    let (app, web) = count(desktop.session(), &forms_of(&RESTORED))?;
    ensure!(app > 0, "the search does not see a key that waits to be restored");
    ensure!(web == 0, "{web} copies of a key in the web processes while its backup is open");
    desktop.click("lock")?;
    desktop.find("lock-page")?;
    let left = count(desktop.session(), &forms_of(&RESTORED))?;
    ensure!(left == (0, 0), "a lock left a key of a backup that was open: {left:?}");

    desktop.click("unlock")?;
    open_backup(&desktop, &backup)?;
    desktop.click("restore-apply")?;
    desktop.find("restore-done")?;
    desktop.click("nav-codes")?;
    desktop.fill("search", "Memory test")?;
    is_in_no_page_and_after_a_lock_nowhere(&mut desktop, &RESTORED)
}

/// Writes the backup of another vault that holds one key.
fn back_up_elsewhere(desktop: &Desktop, key: &Known) -> Result<PathBuf> {
    let file = |name: &str| desktop.folder().join(name);
    let (elsewhere, backup, passphrase) = (file("elsewhere"), file("b"), file("p"));
    fs::write(&passphrase, PASSPHRASE)?;
    let run = |words: &[&str], input: &str| -> Result<()> {
        let mut command = desktop.command(program("sixboard")?);
        command.arg("--profile").arg(&elsewhere).args(words);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut command = Process::start_with_input("sixboard", &mut command, input.as_bytes())?;
        command.wait()
    };
    run(&["add", "--label", "Memory test", "--key", "-"], key.base32)?;
    let (to, by) = (backup.display().to_string(), passphrase.display().to_string());
    run(&["backup", &to, "--backup-passphrase-file", &by], "")?;
    Ok(backup)
}

fn open_backup(desktop: &Desktop, backup: &Path) -> Result<()> {
    desktop.click("nav-settings")?;
    desktop.fill("restore-passphrase", PASSPHRASE)?;
    desktop.click("restore-open")?;
    desktop.choose_file(backup)?;
    desktop.find("plan").map(drop)
}

/// Shows and copies the code of the one row that is left, looks, locks and looks again.
fn is_in_no_page_and_after_a_lock_nowhere(desktop: &mut Desktop, key: &Known) -> Result<()> {
    desktop.click("row-show")?;
    let code = desktop.wait_for_text("code", |text| text.len() >= 6)?;
    desktop.click("row-copy")?;
    let (_, web) = count(desktop.session(), &forms_of(key))?;
    ensure!(web == 0, "{web} copies of a key in the web processes while unlocked");

    desktop.click("lock")?;
    desktop.find("lock-page")?;
    let (app, web) = count(desktop.session(), &forms_of(key))?;
    ensure!(app + web == 0, "after a lock {app} copies in the program, {web} in its web processes");
    let said = desktop.said()?;
    for secret in [key.base32, key.base64, code.as_str(), &code.replace(' ', "")] {
        ensure!(!said.contains(secret), "the program wrote a key or a code: {said}");
    }
    Ok(())
}

/// By keyboard alone: a driver would take the end of a page's process for a crash.
#[test]
fn a_typed_key_leaves_the_web_processes_with_the_page_it_was_typed_on() -> Result<()> {
    let session = PrivateSession::start()?;
    let display = VirtualDisplay::start(&session, 1280, 900)?;
    let sixboard = |words: &[&str]| -> Result<String> {
        let output = session.command(program("sixboard")?).args(words).output()?;
        Ok(String::from_utf8(output.stdout)?)
    };
    sixboard(&["add", "--label", "First", "--key", "JBSWY3DPEHPK3PXP"])?;
    let mut desktop = session.command(program("sixboard-desktop")?);
    display.enter(&mut desktop);
    let mut desktop = Process::start("Sixboard", &mut desktop)?;
    let window = display.wait_for_window("Sixboard", LIMIT, &mut desktop)?;
    display.wait_until_drawn(&window, LIMIT)?;

    display.turn_page(|| display.press(&window, "ctrl+n"))?;
    display.turn_page(|| display.press(&window, "Tab Tab Tab Tab Return"))?;
    display.write(&window, TYPED.base32)?;
    display.turn_page(|| display.press(&window, "Return"))?;
    ensure!(
        count(&session, &forms_of(&TYPED))?.1 > 0,
        "the search does not see a key that is there"
    );
    display.press(&window, "Tab ctrl+a")?;
    display.write(&window, "Memory test")?;
    display.press(&window, "Return")?;
    until("the account", LIMIT, || Ok(sixboard(&["list"])?.contains("Memory test").then_some(())))?;
    until("the old page to be gone", LIMIT, || {
        Ok((count(&session, &forms_of(&TYPED))?.1 == 0).then_some(()))
    })?;

    sixboard(&["lock"])?;
    let mut left = (0, 0);
    until("a locked program without a key", LIMIT, || {
        left = count(&session, &forms_of(&TYPED))?;
        Ok((left == (0, 0)).then_some(()))
    })
    .with_context(|| format!("{} copies in the program, {} in its web processes", left.0, left.1))
}

/// A sheet of the recovery kit is a picture in the page that shows it, never words.
#[test]
fn the_words_of_a_sheet_are_in_no_page() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let mut desktop = Desktop::start()?;
    begin_to_found(&desktop, shared.path())?;
    desktop.click("sheet-show")?;
    let words = words_on_screen(&desktop, "sheet")?;
    let words: Vec<&str> = words.expose().split(' ').collect();
    let forms: Vec<Vec<u8>> = words.windows(3).flat_map(|three| texts(&three.join(" "))).collect();
    let (_, name) = count(desktop.session(), &texts("Hart & Lowe"))?;
    ensure!(name > 0, "the search does not see words that are there");
    let (_, web) = count(desktop.session(), &forms)?;
    ensure!(web == 0, "{web} pieces of a sheet in the web processes");
    desktop.click("nav-codes")?;
    desktop.click("leave-go")?;
    desktop.find("list")?;
    let left = count(desktop.session(), &forms)?;
    ensure!(left == (0, 0), "a kit that was given up is left in memory: {left:?}");
    Ok(())
}

/// A text as programs keep it in memory.
pub fn texts(text: &str) -> Vec<Vec<u8>> {
    vec![text.as_bytes().to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()]
}

fn forms_of(key: &Known) -> Vec<Vec<u8>> {
    let mut forms = texts(key.base32);
    forms.extend([key.raw.to_vec(), key.base64.as_bytes().to_vec()]);
    forms
}

/// Copies of something, in any of its forms, in the program and in its web processes.
pub fn count(session: &PrivateSession, forms: &[Vec<u8>]) -> Result<(usize, usize)> {
    let (mut app, mut web, mut seen) = (0, 0, 0);
    for (id, name) in session.processes()? {
        match name.as_str() {
            PROGRAM => app += copies(id, forms)?,
            "WebKitWebProces" | "WebKitNetworkPr" => web += copies(id, forms)?,
            _ => continue,
        }
        seen += 1;
    }
    ensure!(seen >= 2, "neither the program nor its web processes were found");
    Ok((app, web))
}

/// Bytes of a page, and pages that are looked up at a time.
const PAGE: u64 = 4096;
const WINDOW: u64 = 16 * 1024 * PAGE;

fn copies(id: u32, forms: &[Vec<u8>]) -> Result<usize> {
    let Ok(maps) = fs::read_to_string(format!("/proc/{id}/maps")) else { return Ok(0) };
    let open = |name: &str| {
        fs::File::open(format!("/proc/{id}/{name}"))
            .context("the memory of another process can be read by root only")
    };
    let (mut memory, mut pages) = (open("mem")?, open("pagemap")?);
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range = line.split(' ').next().and_then(|range| range.split_once('-'));
        let Some((from, to)) = range else { continue };
        let (mut from, to) = (u64::from_str_radix(from, 16)?, u64::from_str_radix(to, 16)?);
        while from < to {
            let end = to.min(from + WINDOW);
            for (start, length) in present(&mut pages, from, end) {
                found += copies_in(&mut memory, (start, length), forms);
            }
            from = end;
        }
    }
    Ok(found)
}

/// The runs of pages that are there: web processes reserve many gigabytes and use few of them.
fn present(pages: &mut fs::File, from: u64, to: u64) -> Vec<(u64, u64)> {
    let count = usize::try_from((to - from) / PAGE).unwrap_or_default();
    let mut entries = vec![0; count * 8];
    if pages.seek(SeekFrom::Start(from / PAGE * 8)).is_err()
        || pages.read_exact(&mut entries).is_err()
    {
        return Vec::new(); // the process ended or gave the pages back meanwhile
    }
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for (index, entry) in entries.chunks_exact(8).enumerate() {
        // The two highest bits: present, or swapped out.
        if entry[7] & 0xC0 == 0 {
            continue;
        }
        let start = from + index as u64 * PAGE;
        match runs.last_mut() {
            Some((first, length)) if *first + *length == start => *length += PAGE,
            _ => runs.push((start, PAGE)),
        }
    }
    runs
}

fn copies_in(memory: &mut fs::File, (start, length): (u64, u64), forms: &[Vec<u8>]) -> usize {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let read = memory.seek(SeekFrom::Start(start)).and_then(|_| memory.read_exact(&mut bytes));
    if read.is_err() {
        return 0; // given back meanwhile
    }
    forms.iter().map(|form| count_in(&bytes, form)).sum()
}

fn count_in(bytes: &[u8], form: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, form).count()
}

#[test]
fn the_forms_of_each_key_are_the_same_key() {
    for Known { raw, base32, .. } in [TYPED, PICTURED, RESTORED] {
        let account = otp::uri::parse(&format!("otpauth://totp/a?secret={base32}")).unwrap();
        assert_eq!(account.secret.expose(), raw);
        assert_eq!(count_in(&[b"xx", raw, raw].concat(), raw), 2);
    }
}
