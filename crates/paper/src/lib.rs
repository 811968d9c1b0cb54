//! What is printed: PDF documents.
//!
//! Two kinds. A [`HandOut`] gives one person one account's secret key on a numbered sheet of A5, for
//! staff without a phone or without the right to install. A [`Document`] is everything else that
//! ends on paper or in an insurer's file: the leaver certificate, reports, the log. Both are pure:
//! no clock, no file, no printer; the same input gives the same bytes.
//!
//! ```
//! use jiff::civil::date;
//! use paper::{Contact, HandOut, Service, Show};
//!
//! let account = otp::uri::parse("otpauth://totp/HMRC:Leeds?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")?;
//! let sheet = HandOut {
//!     firm: "Hart & Lowe",
//!     number: 17,
//!     person: "Ann Cole",
//!     label: "HMRC agent services – Leeds",
//!     key_version: 3,
//!     given_on: date(2026, 3, 15),
//!     given_by: "Sarah Hart",
//!     service: Service {
//!         name: "HMRC agent services account",
//!         short: "HMRC",
//!         page: "Sign in to your agent services account",
//!     },
//!     user_id: Some("123456784417"),
//!     account: &account,
//!     show: Show::Both,
//!     due: date(2026, 3, 22),
//!     contacts: &[Contact { name: "Sarah Hart", phone: "0113 496 0101" }],
//! };
//! assert!(sheet.to_pdf()?.expose().starts_with(b"%PDF-1.7"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Why it is built like this
//!
//! - **krilla writes the PDF**: tagged, with files in it, and it refuses to write what breaks PDF/UA-1
//!   or PDF/A-3a. It lays nothing out. So lines are broken, shaped and ordered here (`text`), pages
//!   are filled with marks (`report`, `sheet`), and only then painted (`canvas`): "Page 2 of 5" needs
//!   to know the 5.
//! - **No character is lost.** What IBM Plex lacks, DejaVu Sans draws; what both lack, and what
//!   would be invisible or reorder a line (controls, U+202E), is spelled out as `[U+738B]`, and
//!   the document says what that means. A name is never refused: somebody is called that.
//! - **The hand-out has two sides.** Everything that must stand on it does not fit on one side of
//!   A5 in 14 points. The slip at the foot can be torn off without hurting the QR code in front:
//!   only the page's number stands on the other side of it. Longer texts shrink, in steps, to 9
//!   points; after that there is an error, never a cut.
//! - **No address can be clicked or typed from paper**, and no field could take a password.
//! - **The sentences are English and stand in one place** (`words`), not in the app's messages: they
//!   are fitted to their place on the sheet, and the tests read them off the rendered page.
//! - **Secrets.** A hand-out comes out as [`secret::Secret`]. What krilla leaves behind is said at
//!   [`HandOut::to_pdf`]. A [`Document`] never holds a key, so its bytes are plain.

mod canvas;
mod document;
mod error;
mod hand_out;
mod report;
mod sheet;
mod text;
mod words;

pub use document::{Attachment, Block, Document, Fact, Notice, Section, Sign, Table};
pub use error::PaperError;
pub use hand_out::{Contact, HandOut, Service, Show};
