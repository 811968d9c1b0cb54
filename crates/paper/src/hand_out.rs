//! The hand-out: one account for one person, on one sheet of A5.

use jiff::civil::Date;
use otp::Account;
use secret::Secret;

use crate::PaperError;
use crate::sheet;

/// A numbered sheet that gives one person one account's secret key on paper.
///
/// Both sides of an A5 sheet: the key in front, what to do with it on the back, with a slip to tear
/// off below both. It shows a secret key, so it is made only after a fresh unlock, and recorded.
#[derive(Debug)]
pub struct HandOut<'a> {
    /// The firm's name.
    pub firm: &'a str,
    /// The number of the sheet in the firm's register of paper.
    pub number: u32,
    /// For whom it is.
    pub person: &'a str,
    /// The account's label in Sixboard, which is to be its name in the person's app as well.
    pub label: &'a str,
    /// Which of the account's keys this is.
    pub key_version: u32,
    /// The day on which it is given.
    pub given_on: Date,
    /// Who gives it.
    pub given_by: &'a str,
    /// Where the codes are typed.
    pub service: Service<'a>,
    /// The user ID at the service. Only its last four characters are printed, so that the sheet
    /// alone is not enough to sign in.
    pub user_id: Option<&'a str>,
    /// The secret key and how codes are made from it. The QR code holds [`otp::uri::write`] of
    /// it, names included: put the label there, not the user ID.
    pub account: &'a Account,
    /// How the key is shown.
    pub show: Show,
    /// When it must be destroyed or given back.
    pub due: Date,
    /// Whom to ring: two are best.
    pub contacts: &'a [Contact<'a>],
}

/// Where the codes are typed. No address: a sheet that teaches people to type addresses from
/// paper teaches them to be phished.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    /// Its name: "HMRC online services for agents".
    pub name: &'a str,
    /// Its name within a sentence: "HMRC".
    pub short: &'a str,
    /// What its sign-in page is called; not printed where this is empty.
    pub page: &'a str,
}

/// Somebody who can be rung.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    /// Who.
    pub name: &'a str,
    /// The number; may be empty.
    pub phone: &'a str,
}

/// How a hand-out shows the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// As a QR code, and as letters and numbers.
    Both,
    /// As letters and numbers: for a person without a camera, or one who would photograph it.
    KeyOnly,
    /// As a QR code: nothing that could be read out over a telephone.
    QrOnly,
}

impl HandOut<'_> {
    /// Writes the sheet as PDF: two pages of A5, tagged for screen readers (PDF/UA-1). The same
    /// hand-out gives the same bytes.
    ///
    /// What is returned is as secret as the key. Buffers of ours that held the key, its QR code or
    /// their letters are wiped. Those of krilla and rustybuzz are not ours: letters while they are
    /// shaped, the code's outline and the pages' streams are freed as they are, and only a program
    /// that wipes whatever it frees (ours do, with `zeroizing-alloc`) leaves nothing of them.
    ///
    /// # Errors
    /// [`PaperError::TooLong`] if the texts do not fit although the letters were made smaller,
    /// from 14 points down to 9; [`PaperError::CodeTooLong`] if no QR code holds the account;
    /// [`PaperError::Library`] for a bug of ours.
    pub fn to_pdf(&self) -> Result<Secret, PaperError> {
        sheet::write(self)
    }
}
