//! Documents on A4: the leaver certificate, reports, the log.

use jiff::Zoned;

use crate::PaperError;
use crate::report;

/// A document on as many pages of A4 as it takes. It must hold no secret key: its bytes are not
/// wiped.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is: "Leaver certificate: Sam Ode".
    pub title: String,
    /// The firm's name.
    pub firm: String,
    /// When it was made, in the time zone in which the time is to be printed.
    pub made_at: Zoned,
    /// Who made it.
    pub made_by: String,
    /// What it says, in a sentence or two; may be empty.
    pub lead: String,
    /// The parts, in reading order.
    pub sections: Vec<Section>,
    /// Stands at the foot of each page, beside the page's number; may be empty.
    pub footer: String,
    /// A file within the PDF, such as the same certificate as JSON.
    pub attachment: Option<Attachment>,
}

/// A part of a document.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading; none is printed where this is empty.
    pub heading: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// One thing in a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// Facts, one below the other.
    Facts(Vec<Fact>),
    /// Something that must not be overlooked, in a box.
    Notice(Notice),
    /// A table.
    Table(Table),
}

/// A label and its value: "Last day", "14 March 2026".
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// Something that must not be overlooked. It is told by shape and word; colour only helps.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its shape and colour.
    pub sign: Sign,
    /// The word in bold before the text: "Closed", "Exception".
    pub word: String,
    /// What it says.
    pub text: String,
}

/// The sign before a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A tick in a circle: this is as it should be.
    Done,
    /// An i in a circle: worth knowing.
    Note,
    /// An exclamation mark in a triangle: look at this.
    Attention,
    /// A cross in an octagon: this is not as it should be.
    Stop,
}

/// A table. Its headings are repeated on each page, its cells wrap.
#[derive(Clone, Debug)]
pub struct Table {
    /// One for each column: 1 to 12.
    pub headings: Vec<String>,
    /// The rows, each with as many cells as there are headings.
    pub rows: Vec<Vec<String>>,
    /// Stands where there are no rows: "Nobody has left."
    pub when_empty: String,
}

/// A file within the PDF. Readers list it under attachments.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name: "certificate.json".
    pub name: String,
    /// Its kind: "application/json".
    pub kind: String,
    /// What it is, for people: "This certificate, for checking by a program".
    pub description: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Document {
    /// Writes the document as PDF: tagged for screen readers (PDF/UA-1), fit to be kept for years
    /// (PDF/A-3a). The same document gives the same bytes.
    ///
    /// Grows with the length of the text alone: a table of 10,000 rows takes seconds.
    ///
    /// # Errors
    /// [`PaperError::UnevenTable`], [`PaperError::Columns`], [`PaperError::AttachmentKind`] for
    /// what the caller must not ask for; [`PaperError::Library`] for a bug of ours.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PaperError> {
        report::write(self)
    }
}
