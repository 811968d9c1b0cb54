//! The certificate of somebody's leaving: what they had, when each key was replaced and by whom, which
//! devices have the new one, what was not replaced and why. As JSON, signed by the device that made
//! it, and as PDF with that JSON in it. Anyone can check it without a vault.
//!
//! Each part of it has a hash, and the hashes are signed: who changes a byte is told in which part.
//! The format is in `docs/certificate-format.md`.

mod checked;
#[cfg(test)]
mod forged;
mod proven;
mod rests;
mod written;

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use ledger::{Attestation, DeviceId, Firm, FirmId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::leavers::{self, Known, departure_view};
use super::names;
use super::views::DepartureView;
use crate::error::Result;
use crate::{App, Error};

pub use proven::prove_certificate;
pub(super) use written::{hours as hours_open, kind_word};

pub use checked::{CheckedCertificate, check_certificate, is_certificate};

/// What a certificate says it is.
const FORMAT: &str = "sixboard-certificate/1";

/// A certificate, ready to be kept.
#[derive(Debug)]
pub struct Certificate {
    /// As JSON.
    pub json: Vec<u8>,
    /// As PDF, with the JSON in it.
    pub pdf: Vec<u8>,
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    /// The parts, by name.
    parts: Map<String, Value>,
    signed: Signed,
}

/// What is signed: the hash of each part.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    firm: String,
    hashes: BTreeMap<String, String>,
    sign_key: String,
    agree_key: String,
    signature: String,
}

impl App {
    /// Makes the certificate of somebody's leaving, as far as it is: what is not done yet, it says.
    ///
    /// # Errors
    /// As [`App::departure`].
    pub fn certificate(&self, name: &str) -> Result<Certificate> {
        let mut firm = self.glance_at_firm()?.firm;
        let copies = self.with_vault(leavers::copies)?;
        let (id, leaving) = names::departure(&mut firm, name)?;
        let known = Known::gather(&mut firm, copies);
        let view = departure_view(&mut firm, id, &leaving, &known);
        let made = Made { at: self.now(), by: made_by(&mut firm), firm: firm.state().name.clone() };
        let parts = written::parts(&mut firm, (&leaving, &view), &made)?;
        let json = written::json(&firm, parts)?;
        let pdf = written::pdf(&view, &made, &json)?;
        Ok(Certificate { json, pdf })
    }
}

/// When, by whom and in which firm a certificate was made.
struct Made {
    at: u64,
    by: String,
    firm: String,
}

fn made_by(firm: &mut Firm) -> String {
    let me = firm.person();
    leavers::name_of(firm.state(), me)
}

/// The bytes of a part as they are hashed: JSON without spaces, names in order.
fn canonical(part: &Value) -> Result<Vec<u8>> {
    let bytes = serde_json::to_vec(&in_order(part));
    bytes.map_err(|error| Error::new("bug.unexpected").because(error))
}

/// The file as it is written: two spaces to a level, names in order.
fn bytes(file: &File) -> Result<Vec<u8>> {
    let value = serde_json::to_value(file);
    let bytes = value.and_then(|value| serde_json::to_vec_pretty(&in_order(&value)));
    bytes.map_err(|error| Error::new("bug.unexpected").because(error))
}

/// With the names in order, whatever the order of a map in this build.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, &Value> = map.iter().collect();
            Value::Object(sorted.into_iter().map(|(k, v)| (k.clone(), in_order(v))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(in_order).collect()),
        other => other.clone(),
    }
}

fn hash(part: &Value) -> Result<String> {
    Ok(HEXLOWER.encode(&seal::sha256(&canonical(part)?)))
}

/// What is signed, as bytes.
fn statement(
    (format, firm): (&str, &str),
    device: DeviceId,
    hashes: &BTreeMap<String, String>,
) -> Result<Vec<u8>> {
    let device = device.to_string();
    canonical(&json!({ "device": device, "firm": firm, "format": format, "hashes": hashes }))
}

fn signed(firm: &Firm, hashes: BTreeMap<String, String>) -> Result<Signed> {
    let id = firm.pin().firm.to_string();
    let attestation = firm.attest(&statement((FORMAT, &id), firm.device(), &hashes)?);
    Ok(Signed {
        firm: id,
        hashes,
        sign_key: BASE64.encode(&attestation.keys.sign.0),
        agree_key: BASE64.encode(&attestation.keys.kem.0),
        signature: BASE64.encode(&attestation.signature.0),
    })
}

/// Whose signature it is, where it is whole.
fn attestation(signed: &Signed) -> Option<(FirmId, Attestation)> {
    let firm: FirmId = signed.firm.parse().ok()?;
    let bytes = |text: &str| BASE64.decode(text.as_bytes()).ok();
    let sign = bytes(&signed.sign_key)?.try_into().ok()?;
    let agree = bytes(&signed.agree_key)?.try_into().ok()?;
    let signature = bytes(&signed.signature)?.try_into().ok()?;
    Some((firm, Attestation::of_parts(firm, sign, agree, signature)))
}

/// What stands for somebody's leaving in words.
fn title(view: &DepartureView) -> String {
    match &view.device {
        Some(device) => format!("{}, {device}", view.name),
        None => view.name.clone(),
    }
}
