//! Tables and facts.

use super::flow::{COLUMN, Flow, LEFT, Style};
use crate::PaperError;
use crate::canvas::{Decor, Ink, Mark, Role, TagRef, filled};
use crate::document::Table;
use crate::text::{Face, Line, Shaper};
use crate::words;

/// More columns than this cannot be read on A4.
const MOST_COLUMNS: usize = 12;
/// White at both ends of a row.
const INSET: f32 = 4.0;
/// White between columns.
const GAP: f32 = 12.0;
/// White above and below the text of a row.
const PAD: f32 = 3.5;
/// A word up to so many ems wide is kept whole where there is room.
const WORD_EMS: f32 = 14.0;
/// A column asks for at most so many ems.
const COLUMN_EMS: f32 = 34.0;

/// What is known of a table before its rows are drawn.
struct Grid {
    /// Where each column starts, and how wide it is.
    columns: Vec<(f32, f32)>,
    styles: Vec<Style>,
    /// What is repeated on each page, with its style.
    headings: Option<(Vec<String>, Style)>,
}

/// Draws a table.
pub fn draw(flow: &mut Flow, table: &Table) -> Result<(), PaperError> {
    let count = table.headings.len();
    if !(1..=MOST_COLUMNS).contains(&count) {
        return Err(PaperError::Columns(count));
    }
    if let Some((row, cells)) = table.rows.iter().enumerate().find(|(_, row)| row.len() != count) {
        return Err(PaperError::UnevenTable { row, cells: cells.len(), headings: count });
    }
    let size = match count {
        ..=5 => 9.5,
        6..=8 => 8.5,
        _ => 7.5,
    };
    let cell = Style { face: Face::Text, size, leading: size * 1.4, ink: Ink::Black };
    let heading = Style { face: Face::Bold, ..cell };
    let widths = column_widths(table, size);
    let grid = Grid {
        columns: placed(&widths),
        styles: vec![cell; count],
        headings: Some((table.headings.clone(), heading)),
    };
    let tag = flow.canvas.tags.add(Role::Table);
    let head = flow.canvas.tags.add_in(tag, Role::TableHead);
    let tall = grid.headings_height(flow);
    if tall > flow.page_height() / 2.0 {
        return Err(PaperError::TooLong { longest: "table heading" });
    }
    flow.room(tall + 2.0 * cell.leading + 4.0 * PAD);
    grid.draw_headings(flow, Some(head));
    if table.rows.is_empty() {
        nothing(flow, tag, &table.when_empty, cell);
        return Ok(());
    }
    let body = flow.canvas.tags.add_in(tag, Role::TableBody);
    for row in &table.rows {
        let texts: Vec<&str> = row.iter().map(String::as_str).collect();
        grid.draw_row(flow, body, &texts, |_| Role::Cell);
    }
    Ok(())
}

/// Draws facts: a table of two columns without headings.
pub fn draw_facts(flow: &mut Flow, rows: &[[&str; 2]], styles: [Style; 2]) {
    let widest = rows.iter().map(|[label, _]| Shaper::estimate(label, styles[0].face).0);
    let wanted = widest.fold(0.0, f32::max) * styles[0].size + 6.0;
    let label = wanted.clamp(COLUMN * 0.2, COLUMN * 0.4);
    let grid = Grid {
        columns: placed(&[label, COLUMN - label - GAP - 2.0 * INSET]),
        styles: styles.to_vec(),
        headings: None,
    };
    let tag = flow.canvas.tags.add(Role::Table);
    let body = flow.canvas.tags.add_in(tag, Role::TableBody);
    flow.room(styles[0].leading + 2.0 * PAD);
    flow.hairline(Ink::Rule);
    for row in rows {
        let role = |column| if column == 0 { Role::RowHeading } else { Role::Cell };
        grid.draw_row(flow, body, row, role);
    }
}

fn nothing(flow: &mut Flow, table: TagRef, text: &str, style: Style) {
    let body = flow.canvas.tags.add_in(table, Role::TableBody);
    let grid = Grid {
        columns: placed(&[COLUMN - 2.0 * INSET]),
        styles: vec![Style { ink: Ink::Grey, ..style }],
        headings: None,
    };
    grid.draw_row(flow, body, &[text], |_| Role::Cell);
}

impl Grid {
    fn headings_lines(&self, flow: &mut Flow) -> Vec<Vec<Line>> {
        let Some((headings, style)) = &self.headings else { return Vec::new() };
        let cells = headings.iter().zip(&self.columns);
        cells.map(|(text, column)| wrapped(flow, text, style.face, column.1 / style.size)).collect()
    }

    /// Draws the headings: tagged where the table starts, as decoration where they are repeated.
    fn draw_headings(&self, flow: &mut Flow, head: Option<TagRef>) {
        let Some((_, style)) = &self.headings else { return };
        let cells = self.headings_lines(flow);
        let height = height_of(&cells, *style);
        flow.decorate(filled(LEFT, flow.y, COLUMN, height, Ink::Tint));
        let row = head.map(|head| flow.canvas.tags.add_in(head, Role::Row));
        for (lines, (x, _)) in cells.into_iter().zip(&self.columns) {
            let tag = row.map(|row| flow.canvas.tags.add_in(row, Role::ColumnHeading));
            let mut y = flow.y + PAD;
            for line in lines {
                let mark = Mark::text(*x, y + style.rise(), style.size, line);
                match tag {
                    Some(tag) => flow.canvas.put(tag, mark),
                    None => flow.canvas.decorate(Decor::Header, mark),
                }
                y += style.leading;
            }
        }
        flow.y += height;
        flow.hairline(Ink::Grey);
    }

    /// Draws a row. One that fits on a page is never broken; one that does not is.
    fn draw_row(
        &self,
        flow: &mut Flow,
        body: TagRef,
        texts: &[&str],
        role: impl Fn(usize) -> Role,
    ) {
        let leading = self.styles.iter().map(|style| style.leading).fold(0.0, f32::max);
        let mut cells: Vec<Vec<Option<Line>>> = Vec::with_capacity(texts.len());
        for ((text, style), column) in texts.iter().zip(&self.styles).zip(&self.columns) {
            let lines = wrapped(flow, text, style.face, column.1 / style.size);
            cells.push(lines.into_iter().map(Some).collect());
        }
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let height = count as f32 * leading + 2.0 * PAD;
        let row = flow.canvas.tags.add_in(body, Role::Row);
        let tags: Vec<TagRef> =
            (0..cells.len()).map(|at| flow.canvas.tags.add_in(row, role(at))).collect();
        if height > flow.left() && height <= flow.page_height() - self.headings_height(flow) {
            self.turn_page(flow);
        }
        let mut from = 0;
        while from < count {
            let fits = ((flow.left() - 2.0 * PAD) / leading).floor().max(0.0) as usize;
            if fits == 0 {
                self.turn_page(flow);
                continue;
            }
            let until = count.min(from + fits);
            for ((cell, tag), (column, style)) in
                cells.iter_mut().zip(&tags).zip(self.columns.iter().zip(&self.styles))
            {
                let mut y = flow.y + PAD;
                for line in cell.iter_mut().take(until).skip(from).filter_map(Option::take) {
                    let mark = Mark::text(column.0, y + style.rise(), style.size, line);
                    flow.canvas.put(*tag, mark.inked(style.ink));
                    y += leading;
                }
            }
            flow.y += (until - from) as f32 * leading + 2.0 * PAD;
            flow.hairline(Ink::Rule);
            from = until;
        }
    }

    fn turn_page(&self, flow: &mut Flow) {
        flow.new_page();
        self.draw_headings(flow, None);
    }

    fn headings_height(&self, flow: &mut Flow) -> f32 {
        match &self.headings {
            Some((_, style)) => height_of(&self.headings_lines(flow), *style),
            None => 0.0,
        }
    }
}

/// The lines of a cell; an empty one says so, because a screen reader skips what has no text and
/// would then read the wrong heading for the next.
fn wrapped(flow: &mut Flow, text: &str, face: Face, ems: f32) -> Vec<Line> {
    let text = if text.trim().is_empty() { words::EMPTY } else { text };
    flow.shaper.wrap(text, face, ems)
}

fn height_of(cells: &[Vec<Line>], style: Style) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    lines as f32 * style.leading + 2.0 * PAD
}

/// Where columns of `widths` start.
fn placed(widths: &[f32]) -> Vec<(f32, f32)> {
    let mut x = LEFT + INSET;
    let mut columns = Vec::with_capacity(widths.len());
    for width in widths {
        columns.push((x, *width));
        x += width + GAP;
    }
    columns
}

/// Shares the page's width out: no column gets less than its widest word if that can be had.
fn column_widths(table: &Table, size: f32) -> Vec<f32> {
    let count = table.headings.len();
    let room = COLUMN - 2.0 * INSET - GAP * (count - 1) as f32;
    let mut columns = vec![Wish::default(); count];
    for (column, heading) in table.headings.iter().enumerate() {
        let cells = table.rows.iter().map(|row| Shaper::estimate(&row[column], Face::Text));
        for (whole, word) in cells.chain([Shaper::estimate(heading, Face::Bold)]) {
            columns[column]
                .grow((word.min(WORD_EMS) + 0.4) * size, (whole.min(COLUMN_EMS) + 0.4) * size);
        }
    }
    shared(&columns, room)
}

/// What a column asks for.
#[derive(Clone, Copy, Debug, Default)]
struct Wish {
    /// Its widest word.
    least: f32,
    /// Its widest cell on one line.
    most: f32,
}

impl Wish {
    fn grow(&mut self, least: f32, most: f32) {
        self.least = self.least.max(least);
        self.most = self.most.max(most).max(self.least);
    }
}

/// Shares `room` out. Where all wishes fit, what is left goes to all alike. Otherwise columns that
/// ask for little get it, and the others share the rest by how much text they have.
fn shared(columns: &[Wish], room: f32) -> Vec<f32> {
    let least: f32 = columns.iter().map(|wish| wish.least).sum();
    let most: f32 = columns.iter().map(|wish| wish.most).sum();
    if least >= room {
        return columns.iter().map(|wish| wish.least * room / least).collect();
    }
    if most <= room {
        let more = (room - most) / columns.len() as f32;
        return columns.iter().map(|wish| wish.most + more).collect();
    }
    let mut floors: Vec<f32> = columns.iter().map(|wish| wish.least).collect();
    // The modest ones first, as long as everybody's widest word still has room.
    let mut by_most: Vec<usize> = (0..columns.len()).collect();
    by_most.sort_by(|a, b| columns[*a].most.total_cmp(&columns[*b].most));
    let (mut left, mut others) = (room, columns.len());
    for column in by_most {
        let wanted = columns[column].most;
        let all: f32 = floors.iter().sum::<f32>() - floors[column] + wanted;
        if wanted > left / others as f32 || all > room {
            break;
        }
        floors[column] = wanted;
        left -= wanted;
        others -= 1;
    }
    let spare = room - floors.iter().sum::<f32>();
    let wanting: f32 = columns.iter().zip(&floors).map(|(wish, floor)| wish.most - floor).sum();
    let share = if wanting > 0.0 { spare / wanting } else { 0.0 };
    columns.iter().zip(&floors).map(|(wish, floor)| floor + (wish.most - floor) * share).collect()
}
