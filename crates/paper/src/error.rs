//! Why something could not be put on paper.

/// Why no PDF was made. No variant holds a secret key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PaperError {
    /// The texts of a hand-out do not fit on its sheet, even in the smallest letters that are
    /// allowed, or the footer of a document does not fit at its foot. The person's texts: `longest`
    /// names the one to shorten.
    #[error("this does not fit on the page; the longest text is the {longest}")]
    TooLong {
        /// The longest of the texts: "label", "firm", "person", "footer", ...
        longest: &'static str,
    },
    /// What the QR code would hold is longer than one can be.
    #[error("no QR code holds this key and its label")]
    CodeTooLong,
    /// A row has not as many cells as the table has headings. The caller's bug.
    #[error("row {row} of a table has {cells} cells under {headings} headings")]
    UnevenTable {
        /// Which row, from 0.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many headings there are.
        headings: usize,
    },
    /// A table with so many columns that none would be wide enough to read, or with none at all.
    /// The caller's bug.
    #[error("a table of {0} columns cannot be printed")]
    Columns(usize),
    /// The kind of the attached file is not one (`application/json` is). The caller's bug.
    #[error("{0} is no kind of file")]
    AttachmentKind(String),
    /// The library that writes PDF refused the document: our bug. What it said may repeat words
    /// of the document, so it stays in here.
    #[error("the document could not be written as PDF")]
    Library,
}

impl PaperError {
    /// A name for the kind of failure that never changes: texts, documents and tests key on it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "paper.too-long",
            Self::CodeTooLong => "paper.code-too-long",
            Self::UnevenTable { .. } => "paper.uneven-table",
            Self::Columns(_) => "paper.columns",
            Self::AttachmentKind(_) => "paper.attachment-kind",
            Self::Library => "paper.library",
        }
    }
}
