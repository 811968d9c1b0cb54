//! Checking a certificate, without a vault and without the network.

use ledger::DeviceId;
use serde_json::Value;

use super::{FORMAT, File, attestation, hash, statement};
use crate::Error;
use crate::error::Result;

/// What a certificate says, once every byte of it was found to be as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct CheckedCertificate {
    /// The firm's name, as the certificate has it.
    pub firm: String,
    /// The firm's id and the hash of its first entry: compare with what the firm gives.
    pub firm_id: String,
    /// See `firm_id`.
    pub first_entry: String,
    /// Who left.
    pub person: String,
    /// Who made it.
    pub made_by: String,
    /// When, as the device that made it claimed.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub made_at: u64,
    /// The id of that device: the firm's log says whose it is.
    pub device: String,
    /// How many accounts it is about.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub accounts: usize,
    /// Whether nothing was left to do.
    pub complete: bool,
    /// The second administrator who agreed.
    pub signed_off_by: Option<String>,
    /// The entries of the firm's log that it rests on, by hash.
    pub entries: Vec<String>,
    /// Whether it was compared with the firm's log. If not, anybody may have made it: its signature
    /// is by keys that stand in the file itself.
    pub proven: bool,
    /// How many entries of the log its maker did not know, although they claim to be no later.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub unknown: usize,
}

/// Says whether a file calls itself a certificate, whole or not.
pub fn is_certificate(bytes: &[u8]) -> bool {
    let format: Option<Value> = serde_json::from_slice(bytes).ok();
    let format = format.as_ref().and_then(|file| file.get("format")).and_then(Value::as_str);
    format.is_some_and(|format| format.starts_with("sixboard-certificate/"))
}

/// Checks that a certificate is as it was signed. Who signed it, only the firm's log knows:
/// [`super::prove_certificate`]. `first` is the hash of the firm's first entry, from somewhere else.
///
/// # Errors
/// `certificate.not` for another file, `certificate.newer` for a later format,
/// `certificate.changed` naming the part that is not as it was signed, `certificate.signature` when
/// the signature itself, or the list of hashes, was changed; `audit.other-firm` for another firm's.
pub fn check_certificate(bytes: &[u8], first: Option<&str>) -> Result<CheckedCertificate> {
    let (file, device) = read(bytes)?;
    let told = told(&file, device);
    if first.is_some_and(|first| first.trim().to_lowercase() != told.first_entry) {
        return Err(Error::new("audit.other-firm"));
    }
    Ok(told)
}

/// A certificate that is as it was signed, and the device whose keys signed it.
pub(super) fn read(bytes: &[u8]) -> Result<(File, DeviceId)> {
    let format: Value = serde_json::from_slice(bytes)
        .map_err(|error| Error::new("certificate.not").because(error))?;
    match format.get("format").and_then(Value::as_str) {
        Some(FORMAT) => {}
        Some(later) if later.starts_with("sixboard-certificate/") => {
            return Err(Error::new("certificate.newer"));
        }
        _ => return Err(Error::new("certificate.not")),
    }
    let file: File = serde_json::from_slice(bytes)
        .map_err(|error| Error::new("certificate.not").because(error))?;
    check_parts(&file)?;
    let (firm, by) =
        attestation(&file.signed).ok_or_else(|| Error::new("certificate.signature"))?;
    let signed = statement((FORMAT, &file.signed.firm), by.device, &file.signed.hashes)?;
    if !by.holds(firm, &signed) {
        return Err(Error::new("certificate.signature"));
    }
    // Spaces say nothing, but a file that is not as it was written was in other hands.
    if super::bytes(&file)? != bytes {
        return Err(changed("layout"));
    }
    Ok((file, by.device))
}

fn check_parts(file: &File) -> Result<()> {
    for (name, part) in &file.parts {
        match file.signed.hashes.get(name) {
            Some(signed) if *signed == hash(part)? => {}
            _ => return Err(changed(name)),
        }
    }
    let missing = file.signed.hashes.keys().find(|name| !file.parts.contains_key(*name));
    missing.map_or(Ok(()), |name| Err(changed(name)))
}

/// What is said of a part that is not as it was signed.
pub(super) fn changed(part: &str) -> Error {
    Error::new("certificate.changed").with("part", part)
}

/// What a certificate says.
pub(super) fn told(file: &File, device: DeviceId) -> CheckedCertificate {
    let about = file.parts.get("about");
    let text = |name: &str| about.and_then(|about| about.get(name)).and_then(Value::as_str);
    let owned = |name: &str| text(name).unwrap_or_default().to_owned();
    let left = about.and_then(|about| about.get("left_to_do")).and_then(Value::as_array);
    let entries = file.parts.get("entries").and_then(Value::as_array).into_iter().flatten();
    let entries = entries.filter_map(|entry| entry.get("entry").and_then(Value::as_str));
    CheckedCertificate {
        firm: owned("firm"),
        firm_id: file.signed.firm.clone(),
        first_entry: owned("first_entry"),
        person: owned("person"),
        made_by: owned("made_by"),
        made_at: about.and_then(|about| about.get("made_at")).and_then(Value::as_u64).unwrap_or(0),
        device: device.to_string(),
        accounts: file.parts.keys().filter(|name| name.starts_with("account ")).count(),
        complete: left.is_some_and(Vec::is_empty),
        signed_off_by: text("signed_off_by").map(str::to_owned),
        entries: entries.map(str::to_owned).collect(),
        proven: false,
        unknown: 0,
    }
}
