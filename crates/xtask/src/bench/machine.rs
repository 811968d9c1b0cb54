//! What we measure on.

use std::fs;

use anyhow::Result;

/// Returns processor, cores, memory and system in one phrase.
pub fn describe() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let system = fs::read_to_string("/etc/os-release")?;
    let model = field(&cpu, "model name", ':').unwrap_or("an unnamed processor");
    let cores = std::thread::available_parallelism()?;
    let kilobytes = field(&memory, "MemTotal", ':').and_then(|text| text.split(' ').next());
    let gigabytes = kilobytes.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) >> 20;
    let name = field(&system, "PRETTY_NAME", '=').unwrap_or("Linux").trim_matches('"');
    Ok(format!("{model}, {cores} cores, {gigabytes} GiB, {name}"))
}

fn field<'a>(text: &'a str, name: &str, separator: char) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(separator)?;
        (key.trim() == name).then(|| value.trim())
    })
}
