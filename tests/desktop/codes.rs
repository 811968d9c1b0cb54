//! Codes that another program makes.

use std::process::Command;

use anyhow::Result;

/// The codes of the step before, this one and the next.
fn independent(key: &str) -> Result<Vec<String>> {
    let output = Command::new("oathtool")
        .args(["--totp", "-b", "-N", "30 seconds ago", "-w", "2", key])
        .output()?;
    Ok(String::from_utf8(output.stdout)?.split_whitespace().map(str::to_owned).collect())
}

/// Whether another program makes the shown code of this key, about now.
pub fn is_code_of(key: &str, shown: &str) -> Result<bool> {
    let made = independent(key)?;
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    Ok(made.contains(&digits))
}
