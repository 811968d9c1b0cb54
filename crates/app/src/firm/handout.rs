//! A key on paper: one numbered sheet for one person.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use paper::{Contact, HandOut, PaperError, Service, Show};
use secret::Secret;
use serde::Deserialize;

use super::giving::{GiveRequest, Handed};
use super::views::{Done, GivenView, RouteView};
use crate::error::Result;
use crate::{App, Error, messages, services};

/// Days after which paper is to come back or be destroyed, where nobody says otherwise.
pub const DUE_DAYS: u64 = 7;

/// How the key is shown on the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum OnPaper {
    /// As a QR code, and as letters and numbers.
    Both,
    /// As letters and numbers.
    KeyOnly,
    /// As a QR code.
    QrOnly,
}

impl App {
    /// Gives a key on paper: returns the sheet as PDF, which is as secret as the key. It is in the
    /// register before.
    ///
    /// # Errors
    /// As [`App::give_key`], and `paper.too-long` where the texts do not fit on the sheet: nothing
    /// is given then.
    pub fn hand_out(
        &self,
        request: &GiveRequest,
        on_paper: OnPaper,
    ) -> Result<(Secret, Done<GivenView>)> {
        let due = request.due.unwrap_or_else(|| self.now() + DUE_DAYS * 86_400);
        let request = GiveRequest { route: RouteView::Paper, due: Some(due), ..request.clone() };
        let (done, sheet) = self.give_made(&request, |handed| self.sheet(handed, on_paper))?;
        Ok((sheet, Done { value: done.value.given, unsent: done.unsent }))
    }

    /// As [`App::hand_out`], and writes the sheet into a file that its owner alone may read. The
    /// file is there before the key is given, so that no number is used up for a sheet that cannot
    /// be written.
    ///
    /// # Errors
    /// As [`App::hand_out`], and `paper.file` when the file cannot be written.
    pub fn save_hand_out(
        &self,
        request: &GiveRequest,
        on_paper: OnPaper,
        path: &Path,
    ) -> Result<Done<GivenView>> {
        // What is there already is not emptied for a sheet that is refused.
        self.may_give(&GiveRequest { route: RouteView::Paper, ..request.clone() })?;
        let mut file = opened(path).map_err(unwritten)?;
        let made = self.hand_out(request, on_paper).and_then(|(sheet, done)| {
            file.write_all(sheet.expose()).and_then(|()| file.sync_all()).map_err(unwritten)?;
            Ok(done)
        });
        if made.is_err() {
            // What is in it is no sheet; that it may stay is not worth another error.
            let _ = fs::remove_file(path);
        }
        made
    }

    fn sheet(&self, handed: &Handed, on_paper: OnPaper) -> Result<Secret> {
        let given = &handed.given;
        let known = handed.service.as_deref().and_then(services::by_id);
        let name = known.map_or(given.label.as_str(), |service| service.name);
        let settings = self.settings()?;
        let contacts: Vec<Contact<'_>> = settings
            .contacts
            .iter()
            .map(|contact| Contact { name: &contact.name, phone: &contact.phone })
            .collect();
        let by = [Contact { name: &given.by, phone: "" }];
        let sheet = HandOut {
            firm: &handed.firm,
            number: given.number.unwrap_or_default(),
            person: &given.person,
            label: &given.label,
            key_version: given.version,
            given_on: date(given.at),
            given_by: &given.by,
            service: Service { name, short: short(name), page: "" },
            user_id: handed.user_id_hint.as_deref(),
            account: &handed.account,
            show: match on_paper {
                OnPaper::Both => Show::Both,
                OnPaper::KeyOnly => Show::KeyOnly,
                OnPaper::QrOnly => Show::QrOnly,
            },
            due: date(given.due.unwrap_or(given.at)),
            contacts: if contacts.is_empty() { &by } else { &contacts },
        };
        Ok(sheet.to_pdf()?)
    }
}

fn opened(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // A file that was there keeps who may read it, unless told.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

fn unwritten(cause: io::Error) -> Error {
    Error::new("paper.file").with("cause", cause.to_string()).because(cause)
}

/// What a service is called within a sentence.
fn short(name: &str) -> &str {
    if name.starts_with("HMRC") { "HMRC" } else { name }
}

/// A moment as a day in this computer's time zone.
fn date(unix_seconds: u64) -> Date {
    messages::zoned(unix_seconds).date()
}

impl From<PaperError> for Error {
    fn from(error: PaperError) -> Self {
        let code = match error {
            PaperError::TooLong { longest } => {
                return Self::new("paper.too-long").with("longest", longest).because(error);
            }
            PaperError::CodeTooLong => "paper.code-too-long",
            _ => "bug.unexpected",
        };
        Self::new(code).because(error)
    }
}
