//! Known keys must not be in the memory of the web processes, and after a lock in none at all.

use std::fs;
use std::io::{Read, Seek, SeekFrom};

use anyhow::{Context, Result, ensure};
use support::{program, until};

use crate::window::{Desktop, LIMIT};

/// Twenty bytes that stand nowhere else, with their base32 and base64.
const RAW: &[u8] =
    b"\x93\xc1\x5e\x27\xd8\x04\xab\x76\x1f\xe9\x42\x8d\xb0\x35\xf6\x6a\x1b\xcd\x87\x50";
const BASE32: &str = "SPAV4J6YASVXMH7JIKG3ANPWNIN43B2Q";
const BASE64: &str = "k8FeJ9gEq3Yf6UKNsDX2ahvNh1A=";

#[test]
fn a_lock_leaves_no_key_in_memory_and_the_web_processes_never_have_one() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    // From a QR picture, so that the key never passes the page.
    let text = format!("otpauth://totp/Memory:test?secret={BASE32}&issuer=Memory");
    let mut add = desktop.command(program("sixboard")?);
    add.args(["add", "--label", "Memory test", "--uri", "-"]);
    let mut add = support::Process::start_with_input("sixboard", &mut add, text.as_bytes())?;
    add.wait()?;
    until("the new row", LIMIT, || {
        let list = desktop.text("list")?;
        Ok(list.contains("Memory test").then_some(()))
    })?;
    desktop.fill("search", "Memory test")?;
    desktop.click("row-show")?;
    desktop.find("code")?;
    desktop.click("row-copy")?;

    let (_, web) = count()?;
    ensure!(web == 0, "{web} copies of a key in the web processes while unlocked");

    desktop.click("lock")?;
    desktop.find("lock-page")?;
    let (app, web) = count()?;
    ensure!(app + web == 0, "after a lock {app} copies in the program, {web} in its web processes");
    Ok(())
}

/// Copies of the key, in any of its forms, in the program and in its web processes.
fn count() -> Result<(usize, usize)> {
    let (mut app, mut web) = (0, 0);
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let command = fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
        match command.trim() {
            "sixboard-deskto" => app += copies(id)?,
            "WebKitWebProces" | "WebKitNetworkPr" => web += copies(id)?,
            _ => {}
        }
    }
    Ok((app, web))
}

/// Bytes of a page, and pages that are looked up at a time.
const PAGE: u64 = 4096;
const WINDOW: u64 = 16 * 1024 * PAGE;

fn copies(id: u32) -> Result<usize> {
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
                found += copies_in(&mut memory, start, length);
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

fn copies_in(memory: &mut fs::File, start: u64, length: u64) -> usize {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let read = memory.seek(SeekFrom::Start(start)).and_then(|_| memory.read_exact(&mut bytes));
    if read.is_err() {
        return 0; // given back meanwhile
    }
    let wide: Vec<u8> = BASE32.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms: [&[u8]; 4] = [RAW, BASE32.as_bytes(), BASE64.as_bytes(), &wide];
    forms.iter().map(|form| count_in(&bytes, form)).sum()
}

fn count_in(bytes: &[u8], form: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, form).count()
}

#[test]
fn the_forms_of_the_key_are_the_same_key() {
    let account = otp::uri::parse(&format!("otpauth://totp/a?secret={BASE32}")).unwrap();
    assert_eq!(account.secret.expose(), RAW);
    assert_eq!(count_in(&[b"xx", RAW, RAW].concat(), RAW), 2);
}
