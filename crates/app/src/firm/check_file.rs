//! Checking a file that somebody gave: an export of a log, or a leaver certificate.

use serde::Serialize;

use super::log::reads_all;
use super::views::AuditView;
use super::{
    CheckedCertificate, check_certificate, is_certificate, prove_certificate, verify_audit,
};
use crate::App;
use crate::error::Result;

/// What was found to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CheckedFile {
    /// An export of a firm's log.
    Log(AuditView),
    /// A certificate. One of this vault's firm was compared with the log that is here.
    Certificate(CheckedCertificate),
}

impl App {
    /// Checks a file. A certificate of this vault's firm is worked out again from its log, where
    /// that can be read here, and by this person.
    ///
    /// # Errors
    /// As [`verify_audit`], [`check_certificate`] and [`prove_certificate`].
    pub fn check_file(&self, bytes: &[u8]) -> Result<CheckedFile> {
        if !is_certificate(bytes) {
            return verify_audit(bytes, None).map(CheckedFile::Log);
        }
        let told = check_certificate(bytes, None)?;
        let here = self.glance_at_firm().map(|desk| desk.firm);
        let is_readable = here.is_ok_and(|mut firm| {
            firm.pin().firm.to_string() == told.firm_id && reads_all(&mut firm)
        });
        if !is_readable {
            return Ok(CheckedFile::Certificate(told));
        }
        let (log, _) = self.export_audit()?;
        prove_certificate(bytes, &log, None).map(CheckedFile::Certificate)
    }
}
