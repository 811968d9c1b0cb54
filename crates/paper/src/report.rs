//! Laying a document out on A4.

mod flow;
mod notice;
mod table;

use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::{DateTime, Metadata};

use crate::canvas::{Ink, Standards, paint, start};
use crate::document::{Attachment, Block, Document, Fact, Section};
use crate::text::Face;
use crate::{PaperError, words};
use flow::{BODY, Flow, Style};

const FIRM: Style = Style { face: Face::Bold, size: 11.0, leading: 15.0, ink: Ink::Black };
const TITLE: Style = Style { face: Face::Bold, size: 25.0, leading: 31.0, ink: Ink::Black };
const MADE: Style = Style { face: Face::Text, size: 10.0, leading: 14.0, ink: Ink::Grey };
const LEAD: Style = Style { face: Face::Text, size: 12.5, leading: 18.0, ink: Ink::Black };
const HEADING: Style = Style { face: Face::Bold, size: 15.0, leading: 20.0, ink: Ink::Black };
const LABEL: Style = Style { face: Face::Text, ink: Ink::Grey, ..BODY };
const SMALL: Style = Style { face: Face::Text, size: 8.5, leading: 11.5, ink: Ink::Grey };

/// Writes `document` as PDF.
pub fn write(document: &Document) -> Result<Vec<u8>, PaperError> {
    let mut file = start(Standards::Kept)?;
    let made = stamp(document);
    if let Some(attachment) = &document.attachment {
        // Refused only for a name that is there already, and this is the first.
        let _ = file.embed_file(embedded(attachment, made)?);
    }
    let mut flow = laid_out(document)?;
    // A document without a name of its own still needs one: readers show it, and PDF/UA asks.
    let title = if document.title.is_empty() { words::APP } else { &document.title };
    let metadata = Metadata::new()
        .title(flow.shaper.title(title, Face::Text))
        .authors(vec![flow.shaper.title(&document.firm, Face::Text)])
        .creator(words::APP.to_owned())
        .creation_date(made);
    paint(file, flow.canvas, metadata, &flow.bookmarks)
}

fn laid_out(document: &Document) -> Result<Flow, PaperError> {
    let mut flow = Flow::new(&document.footer)?;
    opening(&mut flow, document);
    for part in &document.sections {
        section(&mut flow, part)?;
    }
    if flow.shaper.has_spelled() {
        flow.space(14.0);
        flow.paragraph(words::SPELLED, SMALL);
    }
    flow.finish_pages(&document.title);
    Ok(flow)
}

fn opening(flow: &mut Flow, document: &Document) {
    flow.paragraph(&document.firm, FIRM);
    flow.space(16.0);
    flow.heading(1, &document.title, TITLE);
    flow.space(4.0);
    flow.paragraph(&words::made(&document.made_at, &document.made_by), MADE);
    flow.space(9.0);
    flow.bar();
    flow.space(16.0);
    if !document.lead.is_empty() {
        flow.paragraph(&document.lead, LEAD);
        flow.space(8.0);
    }
}

fn section(flow: &mut Flow, section: &Section) -> Result<(), PaperError> {
    if !section.heading.is_empty() {
        flow.space(14.0);
        flow.room(HEADING.leading + 3.0 * BODY.leading);
        flow.heading(2, &section.heading, HEADING);
        flow.space(6.0);
    }
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => flow.paragraph(text, BODY),
            Block::Facts(facts) => self::facts(flow, facts),
            Block::Notice(notice) => notice::draw(flow, notice),
            Block::Table(table) => table::draw(flow, table)?,
        }
        flow.space(11.0);
    }
    Ok(())
}

fn facts(flow: &mut Flow, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    let rows = facts.iter().map(|fact| [fact.label.as_str(), fact.value.as_str()]);
    table::draw_facts(flow, &rows.collect::<Vec<_>>(), [LABEL, BODY]);
}

fn embedded(attachment: &Attachment, made: DateTime) -> Result<EmbeddedFile, PaperError> {
    let kind = MimeType::new(&attachment.kind)
        .ok_or_else(|| PaperError::AttachmentKind(attachment.kind.clone()))?;
    Ok(EmbeddedFile {
        path: attachment.name.clone(),
        mime_type: Some(kind),
        description: Some(attachment.description.clone()),
        association_kind: AssociationKind::Data,
        data: attachment.bytes.clone().into(),
        modification_date: Some(made),
        compress: None,
        location: None,
    })
}

/// When the document was made, as PDF writes it.
fn stamp(document: &Document) -> DateTime {
    let at = &document.made_at;
    let offset = at.offset().seconds();
    // Within their ranges by jiff's own; what is not, krilla's setters bound.
    let small = |number: i8| number.unsigned_abs();
    DateTime::new(at.year().unsigned_abs())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(i8::try_from(offset / 3600).unwrap_or(0))
        .utc_offset_minute(u8::try_from(offset.abs() / 60 % 60).unwrap_or(0))
}

#[cfg(test)]
mod tests;
