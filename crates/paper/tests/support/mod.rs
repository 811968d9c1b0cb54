//! Examples, and reading PDF files back with poppler, which did not write them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helps tests: to panic is to fail")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::date;
use jiff::tz::TimeZone;
use otp::Account;
use paper::{Attachment, Block, Contact, Document, Fact, HandOut, Notice, Section, Service, Show};
use paper::{Sign, Table};
use tempfile::TempDir;

/// The key of the examples, as the sheet shows it.
pub const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// The account of the examples.
pub fn account() -> Account {
    let uri = format!("otpauth://totp/HMRC:Agent%20services%20Leeds?secret={KEY}&issuer=HMRC");
    otp::uri::parse(&uri).unwrap()
}

const CONTACTS: [Contact<'static>; 2] = [
    Contact { name: "Sarah Hart", phone: "0113 496 0101" },
    Contact { name: "Dev Lowe", phone: "0113 496 0102" },
];

/// The hand-out of the examples.
pub fn hand_out(account: &Account) -> HandOut<'_> {
    HandOut {
        firm: "Hart & Lowe",
        number: 17,
        person: "Ann Cole",
        label: "HMRC agent services – Leeds",
        key_version: 3,
        given_on: date(2026, 3, 15),
        given_by: "Sarah Hart",
        service: Service {
            name: "HMRC agent services account",
            short: "HMRC",
            page: "Sign in to your agent services account",
        },
        user_id: Some("123456784417"),
        account,
        show: Show::Both,
        due: date(2026, 3, 22),
        contacts: &CONTACTS,
    }
}

/// A leaver certificate.
pub fn certificate() -> Document {
    Document {
        title: "Leaver certificate: Sam Ode".to_owned(),
        firm: "Hart & Lowe LLP".to_owned(),
        made_at: date(2026, 11, 22).at(11, 20, 0, 0).to_zoned(TimeZone::UTC).unwrap(),
        made_by: "Dev Lowe".to_owned(),
        lead:
            "Sam Ode can make no code that works for any account of Hart & Lowe LLP. Every secret \
               key that Sam could have had was replaced at its service."
                .to_owned(),
        sections: vec![
            section("In short", in_short()),
            section("Keys that Sam could have had", vec![Block::Table(keys())]),
            section("Exceptions", exceptions()),
        ],
        footer: "Entry 4f2a 91c0 77be · first entry 0b1e 5522 90aa".to_owned(),
        attachment: Some(Attachment {
            name: "certificate.json".to_owned(),
            kind: "application/json".to_owned(),
            description: "This certificate, for a program".to_owned(),
            bytes: br#"{"person":"Sam Ode","keys":4}"#.to_vec(),
        }),
    }
}

fn in_short() -> Vec<Block> {
    let facts = [
        ("Person", "Sam Ode"),
        ("Last day", "21 November 2026, 17:30"),
        ("Started by", "Sarah Hart"),
        ("Signed off by", "Sarah Hart, second administrator"),
    ];
    let fact = |(label, value): (&str, &str)| Fact { label: label.into(), value: value.into() };
    let open = "Open for 2 hours and 41 minutes, from 21 November 2026 17:55 to 20:36.";
    vec![notice(Sign::Done, "Closed", open), Block::Facts(facts.map(fact).to_vec())]
}

fn keys() -> Table {
    let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    Table {
        headings: row(["Account", "Key", "How Sam had it", "Replaced", "Confirmed by"]),
        rows: [
            [
                "HMRC agent services – Leeds",
                "v2 → v3",
                "App, phone",
                "22 Nov 2026, 10:31",
                "4 of 4",
            ],
            ["HMRC online – Income Tax – London", "v1 → v2", "App", "22 Nov 2026, 10:44", "3 of 4"],
            [
                "Companies House – filing",
                "v1 → v2",
                "Paper no. 0012",
                "22 Nov 2026, 11:02",
                "4 of 4",
            ],
            ["Xero – Payroll", "v4", "", "Before Sam last had it", "4 of 4"],
        ]
        .map(row)
        .to_vec(),
        when_empty: "Sam had no key.".to_owned(),
    }
}

fn exceptions() -> Vec<Block> {
    let table = Table {
        headings: ["Account", "Reason", "Until"].map(str::to_owned).to_vec(),
        rows: Vec::new(),
        when_empty: "There are no exceptions.".to_owned(),
    };
    let silent = "SAM-LAP last reported on 20 November 2026. Entries of it may be missing.";
    let proof = "“Copied a code” is not proof that someone signed in.";
    vec![
        Block::Table(table),
        notice(Sign::Attention, "One device is silent", silent),
        notice(Sign::Note, "What this does not say", proof),
        notice(Sign::Stop, "Not confirmed", "Tom Reid’s laptop has not confirmed the new key."),
        Block::Paragraph(
            "The attached file certificate.json holds this certificate for a program.".to_owned(),
        ),
    ]
}

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section { heading: heading.to_owned(), blocks }
}

fn notice(sign: Sign, word: &str, text: &str) -> Block {
    Block::Notice(Notice { sign, word: word.to_owned(), text: text.to_owned() })
}

/// A PDF file in a folder of its own.
pub struct Printed {
    folder: TempDir,
}

impl Printed {
    pub fn new(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("it.pdf"), pdf).unwrap();
        if let Some(keep) = std::env::var_os("SIXBOARD_KEEP_PAPER") {
            // For looking at: each test's last page set under the test's name.
            let name = format!("{}.pdf", std::thread::current().name().unwrap_or("it"));
            fs::write(Path::new(&keep).join(name), pdf).unwrap();
        }
        Self { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("it.pdf")
    }

    /// All its text, line breaks and runs of spaces as one space each.
    pub fn text(&self) -> String {
        let text = run(Command::new("pdftotext").arg("-raw").arg(self.file()).arg("-"));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of one page, from 1.
    pub fn page_text(&self, page: usize) -> String {
        let page = page.to_string();
        let mut command = Command::new("pdftotext");
        let text = run(command.args(["-raw", "-f", &page, "-l", &page]).arg(self.file()).arg("-"));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What pdfinfo says with `option`.
    pub fn info(&self, option: &[&str]) -> String {
        run(Command::new("pdfinfo").args(option).arg(self.file()))
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        let info = self.info(&[]);
        let line = info.lines().find(|line| line.starts_with("Pages:")).unwrap();
        line.trim_start_matches("Pages:").trim().parse().unwrap()
    }

    /// One page, from 1, as a PNG file.
    pub fn picture(&self, page: usize, dots_per_inch: usize) -> Vec<u8> {
        let (page, dots) = (page.to_string(), dots_per_inch.to_string());
        let mut command = Command::new("pdftoppm");
        command.args(["-png", "-gray", "-singlefile", "-f", &page, "-r", &dots]);
        run(command.arg(self.file()).arg(self.folder.path().join("page")));
        fs::read(self.folder.path().join("page.png")).unwrap()
    }

    /// The files within it, saved beside it.
    pub fn attached(&self, name: &str) -> Vec<u8> {
        run(Command::new("pdfdetach")
            .args(["-saveall", "-o"])
            .arg(self.folder.path())
            .arg(self.file()));
        fs::read(self.folder.path().join(name)).unwrap()
    }
}

/// A fault of older popplers: ISO 32000-1 table 321 says that Suspects is a boolean.
const NOT_SO: &str = "Syntax Error: Suspects object is wrong type (boolean)";

fn run(command: &mut Command) -> String {
    let output = command.output().expect("poppler-utils is not installed: cargo xtask setup");
    let said = String::from_utf8_lossy(&output.stderr).replace(NOT_SO, "");
    assert!(output.status.success() && said.trim().is_empty(), "{command:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
