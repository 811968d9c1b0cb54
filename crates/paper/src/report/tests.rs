use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::flow::{COLUMN, LEFT};
use super::*;
use crate::canvas::Mark;
use crate::document::{Notice, Sign, Table};

/// The lowest a baseline may be: the footer's.
const LOWEST: f32 = 842.0 - 34.0;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Report".to_owned(),
        firm: "Hart & Lowe".to_owned(),
        made_at: date(2026, 11, 22).at(10, 31, 7, 0).to_zoned(TimeZone::UTC).unwrap(),
        made_by: "Dev Lowe".to_owned(),
        lead: String::new(),
        sections: vec![Section { heading: "Part".to_owned(), blocks }],
        footer: "Entry 4f2a".to_owned(),
        attachment: None,
    }
}

fn table(columns: usize, rows: Vec<Vec<String>>) -> Table {
    let headings = (0..columns).map(|column| format!("Heading {column}")).collect();
    Table { headings, rows, when_empty: "Nothing.".to_owned() }
}

/// The texts of each page.
fn pages(flow: &Flow) -> Vec<Vec<String>> {
    let texts = flow.canvas.pages.iter().map(|page| {
        let marks = page.iter().filter_map(|placed| match &placed.mark {
            Mark::Text { line, .. } => Some(line.text.to_string()),
            _ => None,
        });
        marks.collect()
    });
    texts.collect()
}

fn assert_inside(flow: &Flow) {
    assert_eq!(flow.canvas.outside(LEFT, LEFT + COLUMN, LOWEST), None);
}

#[test]
fn headings_of_a_table_and_the_title_stand_on_each_of_its_pages() {
    let rows = (0..200).map(|row| vec![format!("Row {row}"), "x".to_owned()]).collect();
    let flow = laid_out(&document(vec![Block::Table(table(2, rows))])).unwrap();
    let pages = pages(&flow);
    assert!(pages.len() > 3);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.iter().any(|text| text == "Heading 1"), "{index}: {page:?}");
        assert!(page.iter().any(|text| text == "Report"), "{index}: {page:?}");
        let number = format!("Page {} of {}", index + 1, pages.len());
        assert!(page.contains(&number), "{index}: {page:?}");
    }
    let said: Vec<&String> =
        pages.iter().flatten().filter(|text| text.starts_with("Row ")).collect();
    assert_eq!(said.len(), 200);
}

#[test]
fn a_row_that_is_higher_than_a_page_goes_on_on_the_next() {
    let long = (0..3000).map(|word| format!("w{word} ")).collect::<String>();
    let rows =
        vec![vec!["first".to_owned(), long.clone()], vec!["second".to_owned(), String::new()]];
    let flow = laid_out(&document(vec![Block::Table(table(2, rows))])).unwrap();
    assert_inside(&flow);
    let all = pages(&flow).concat().concat();
    assert!((0..3000).all(|word| all.contains(&format!("w{word} "))));
}

#[test]
fn a_notice_that_is_higher_than_a_page_goes_on_on_the_next() {
    let text = (0..3000).map(|word| format!("w{word} ")).collect::<String>();
    let notice = Notice { sign: Sign::Stop, word: "Stop".to_owned(), text };
    let flow = laid_out(&document(vec![Block::Notice(notice)])).unwrap();
    assert_inside(&flow);
    assert!(flow.canvas.pages.len() > 1);
    let all = pages(&flow).concat().concat();
    assert!((0..3000).all(|word| all.contains(&format!("w{word} "))));
}

#[test]
fn an_empty_table_says_so_and_an_empty_cell_is_a_dash() {
    let empty = laid_out(&document(vec![Block::Table(table(3, Vec::new()))])).unwrap();
    assert!(pages(&empty)[0].iter().any(|text| text == "Nothing."));
    let rows = vec![vec![" ".to_owned(), "x".to_owned()]];
    let cell = laid_out(&document(vec![Block::Table(table(2, rows))])).unwrap();
    assert!(pages(&cell)[0].iter().any(|text| text == "–"));
}

#[test]
fn a_heading_is_not_left_alone_at_the_foot_of_a_page() {
    for lines in 30..50 {
        let mut blocks = vec![Block::Paragraph("One line.".to_owned()); lines];
        blocks.push(Block::Paragraph(String::new()));
        let mut document = document(blocks);
        let paragraph = Block::Paragraph("After it.".to_owned());
        document.sections.push(Section { heading: "Next".to_owned(), blocks: vec![paragraph] });
        let flow = laid_out(&document).unwrap();
        let pages = pages(&flow);
        let page = |text: &str| pages.iter().position(|page| page.iter().any(|one| one == text));
        assert_eq!(page("Next"), page("After it."), "{lines}");
    }
}

#[test]
fn what_was_spelled_out_is_explained() {
    let plain = laid_out(&document(vec![Block::Paragraph("Zoë".to_owned())])).unwrap();
    assert!(!pages(&plain).concat().concat().contains("U+"));
    let spelled = laid_out(&document(vec![Block::Paragraph("王".to_owned())])).unwrap();
    let all = pages(&spelled).concat().concat();
    assert!(all.contains("[U+738B]") && all.contains(words::SPELLED), "{all}");
}

#[test]
fn tables_that_cannot_be_printed_are_refused() {
    let refused = |table| laid_out(&document(vec![Block::Table(table)])).err().unwrap().code();
    assert_eq!(refused(table(0, Vec::new())), "paper.columns");
    assert_eq!(refused(table(13, Vec::new())), "paper.columns");
    assert_eq!(refused(table(2, vec![vec!["one".to_owned()]])), "paper.uneven-table");
    let mut tall = table(12, Vec::new());
    tall.headings[3] = "heading ".repeat(300);
    assert_eq!(refused(tall), "paper.too-long");
}

#[test]
fn a_footer_that_would_fill_the_page_is_refused() {
    let mut report = document(Vec::new());
    report.footer = "footer ".repeat(60);
    assert_inside(&laid_out(&report).unwrap());
    report.footer = "footer ".repeat(200);
    assert!(matches!(report.to_pdf(), Err(PaperError::TooLong { longest: "footer" })));
}

#[test]
fn an_attachment_of_no_kind_is_refused() {
    let mut report = document(Vec::new());
    let attachment = |kind: &str| Attachment {
        name: "a.json".to_owned(),
        kind: kind.to_owned(),
        description: "It".to_owned(),
        bytes: b"{}".to_vec(),
    };
    report.attachment = Some(attachment("json"));
    assert_eq!(report.to_pdf().unwrap_err().code(), "paper.attachment-kind");
    report.attachment = Some(attachment("application/json"));
    assert!(report.to_pdf().is_ok());
}

#[test]
fn a_log_of_10_000_rows_is_written() {
    let rows = (0..10_000).map(|row| {
        ["22 Nov 2026 10:31:07", "Dev Lowe", "Key replaced v3→v4", "Income Tax – London · leaver"]
            .map(|text| format!("{text} {row}"))
            .to_vec()
    });
    let report = document(vec![Block::Table(table(4, rows.collect()))]);
    let pdf = report.to_pdf().unwrap();
    assert!(pdf.len() < 20_000_000, "{}", pdf.len());
}

#[test]
fn a_document_of_nothing_is_a_page() {
    let mut empty = document(Vec::new());
    empty.sections.clear();
    for text in [&mut empty.title, &mut empty.firm, &mut empty.made_by, &mut empty.footer] {
        text.clear();
    }
    assert_eq!(laid_out(&empty).unwrap().canvas.pages.len(), 1);
    assert!(empty.to_pdf().is_ok());
}

#[test]
fn texts_of_100_000_characters_are_written() {
    let long = "Sam Ode left. ".repeat(8_000);
    let notice = Notice { sign: Sign::Note, word: long.clone(), text: long.clone() };
    let fact = Fact { label: long.clone(), value: long.clone() };
    let blocks =
        vec![Block::Paragraph(long.clone()), Block::Notice(notice), Block::Facts(vec![fact])];
    let report = Document {
        title: long.clone(),
        firm: long.clone(),
        made_by: long.clone(),
        lead: long,
        ..document(blocks)
    };
    assert!(report.to_pdf().is_ok());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let rows = vec![vec!["a".to_owned(), "שרה".to_owned()]; 30];
    let report = document(vec![Block::Table(table(2, rows))]);
    assert!(report.to_pdf().unwrap() == report.to_pdf().unwrap());
}

fn block() -> impl Strategy<Value = Block> {
    let text = || prop_oneof![".{0,40}", ".{0,400}", Just(String::new())];
    let row = move |columns| proptest::collection::vec(text(), columns);
    let rows = (1_usize..13).prop_flat_map(move |columns| {
        proptest::collection::vec(row(columns), 0..6).prop_map(move |rows| (columns, rows))
    });
    prop_oneof![
        text().prop_map(Block::Paragraph),
        (text(), text()).prop_map(|(label, value)| Block::Facts(vec![Fact { label, value }])),
        (text(), text()).prop_map(|(word, text)| {
            Block::Notice(Notice { sign: Sign::Attention, word, text })
        }),
        rows.prop_map(|(columns, rows)| Block::Table(table(columns, rows))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_document_says_stays_on_its_pages(
        title in ".{0,600}",
        blocks in proptest::collection::vec(block(), 0..6),
    ) {
        let report = Document { title, ..document(blocks) };
        assert_inside(&laid_out(&report).unwrap());
        prop_assert!(report.to_pdf().unwrap().starts_with(b"%PDF-1.7"));
    }
}
