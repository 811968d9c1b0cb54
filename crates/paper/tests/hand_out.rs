//! The hand-out, read back from its rendered pages.
#![cfg(target_os = "linux")] // where `cargo xtask setup` installs poppler
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use otp::{Account, Algorithm, Digits, Params, Period};
use paper::{HandOut, Show};
use support::{KEY, Printed, account, hand_out};

/// The key as the sheet shows it.
const GROUPED: &str = "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP";

fn printed(out: &HandOut) -> Printed {
    Printed::new(out.to_pdf().unwrap().expose())
}

fn assert_says(text: &str, sentences: &[&str]) {
    for sentence in sentences {
        assert!(text.contains(sentence), "“{sentence}” is not in: {text}");
    }
}

#[test]
fn the_code_on_the_page_is_the_key_that_was_put_in() {
    let account = account();
    for show in [Show::Both, Show::QrOnly] {
        let sheet = printed(&HandOut { show, ..hand_out(&account) });
        let read = qr::read_bytes(&sheet.picture(1, 150)).unwrap();
        assert!(read == [otp::uri::write(&account)]);
    }
}

#[test]
fn a_code_with_a_key_of_64_bytes_and_a_long_label_can_be_read() {
    let mut account = account();
    account.secret = secret::Secret::new((0..64).collect());
    account.account = "Income Tax – London – Mr Ode's clients only".to_owned();
    account.params = Params::totp(Algorithm::Sha512, Digits::EIGHT, Period::new(60).unwrap());
    let sheet = printed(&hand_out(&account));
    let read = qr::read_bytes(&sheet.picture(1, 200)).unwrap();
    assert!(read == [otp::uri::write(&account)]);
    assert_says(&sheet.page_text(1), &["Settings: time-based, SHA512, 8 digits, 60 seconds"]);
    assert_says(&sheet.page_text(2), &["should change every 60 seconds"]);
}

#[test]
fn the_front_says_whose_it_is_and_what_for() {
    let account = account();
    assert_says(
        &printed(&hand_out(&account)).page_text(1),
        &[
            "Hart & Lowe",
            "Sheet no. 0017, for Ann Cole only",
            "HMRC agent services – Leeds",
            "Key version 3, given on 15 March 2026 by Sarah Hart",
            "HMRC agent services account",
            "Its sign-in page is called “Sign in to your agent services account”.",
            "User ID ends in 4417",
            "Secret key",
            "Letters O and I, numbers 2-7.",
            "What to do is on the back.",
            "Page 1 of 2",
        ],
    );
}

#[test]
fn the_back_says_what_to_do_and_has_the_slip() {
    let account = account();
    assert_says(
        &printed(&hand_out(&account)).page_text(2),
        &[
            "1. Open your authenticator app and add an account.",
            "2. Point it at the QR code on the front. If it can’t, choose to type a key",
            "3. Name it exactly: HMRC agent services – Leeds",
            "4. If the app says it will replace an existing entry, stop.",
            "5. The first code you see should change every 30 seconds. Type one at HMRC to check.",
            "Destroy or return by 22 March 2026. Don’t photograph. Don’t keep with the user ID or \
             password.",
            "If you lose this sheet ring Sarah Hart 0113 496 0101 or Dev Lowe 0113 496 0102.",
            "There is no password on this sheet.",
            "Tear here",
            "Return slip: Sheet no. 0017, Hart & Lowe",
            "I set this up on (device)",
            "and returned/destroyed this sheet.",
            "Name",
            "Date",
        ],
    );
}

#[test]
fn the_key_stands_only_where_it_was_asked_for() {
    let account = account();
    let text_of = |show| {
        let sheet = printed(&HandOut { show, ..hand_out(&account) });
        (sheet.text(), sheet)
    };
    let (both, _) = text_of(Show::Both);
    let (key, key_sheet) = text_of(Show::KeyOnly);
    let (code, code_sheet) = text_of(Show::QrOnly);
    assert_says(&both, &[GROUPED]);
    assert_says(&key, &[GROUPED, "type the secret key on the front"]);
    assert!(
        qr::read_bytes(&key_sheet.picture(1, 150)).is_err(),
        "a code, though only the key was asked for"
    );
    assert!(!code.contains("JBSW") && !code.contains("secret key"), "{code}");
    for sheet in [key_sheet, code_sheet] {
        let structure = sheet.info(&["-struct-text"]);
        assert!(!structure.contains(KEY) && !structure.contains("otpauth"), "{structure}");
    }
}

#[test]
fn only_the_end_of_the_user_id_is_printed() {
    let account = account();
    assert!(!printed(&hand_out(&account)).text().contains("84417"));
    let without = printed(&HandOut { user_id: None, ..hand_out(&account) });
    assert!(!without.text().contains("User ID ends"));
}

#[test]
fn nothing_on_the_sheet_can_be_clicked() {
    let account = account();
    let mut out = hand_out(&account);
    out.service.page = "https://www.access.service.gov.uk/";
    let sheet = printed(&out);
    assert_eq!(sheet.info(&["-url"]).lines().count(), 1, "only the heading of an empty list");
}

#[test]
fn it_is_a5_tagged_and_in_english() {
    let account = account();
    let sheet = printed(&hand_out(&account));
    let info = sheet.info(&[]);
    assert!(info.contains("Page size:       419.53 x 595.28 pts"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    assert!(info.contains("Title:           Sheet no. 0017, for Ann Cole only"), "{info}");
    let structure = sheet.info(&["-struct"]);
    for role in ["H1", "H2", "Figure", "L ", "LI", "Lbl", "LBody"] {
        assert!(structure.contains(role), "{role}: {structure}");
    }
    assert_eq!(sheet.pages(), 2);
}

#[test]
fn the_watermark_is_there_and_faint() {
    let account = account();
    let out = hand_out(&account);
    let sheet = printed(&HandOut { show: Show::KeyOnly, ..out });
    let picture = image::load_from_memory(&sheet.picture(1, 60)).unwrap().into_luma8();
    let faint = picture.pixels().filter(|pixel| (0xec..0xf6).contains(&pixel.0[0])).count();
    assert!(faint > picture.pixels().count() / 50, "{faint}");
    // Where nothing else stands there is nothing darker than it.
    let strip = picture.rows().skip(picture.height() as usize * 62 / 100).take(60).flatten();
    assert!(strip.map(|pixel| pixel.0[0]).min().unwrap() >= 0xec);
}

#[test]
fn a_name_in_any_script_is_printed() {
    let account = account();
    let mut out = hand_out(&account);
    out.person = "Zoë שרה عبد Łukasz 王";
    out.contacts = &[paper::Contact { name: "שרה", phone: "0113 496 0101" }];
    let sheet = printed(&out);
    assert_says(&sheet.page_text(1), &["Zoë", "Łukasz [U+738B]"]);
    assert_says(
        &sheet.page_text(2),
        &["0113 496 0101.", "stands for a character that cannot be printed here"],
    );
}

#[test]
fn a_counter_based_key_is_not_said_to_change_by_itself() {
    let account = Account { params: Params::hotp(Algorithm::Sha1, Digits::SIX, 7), ..account() };
    let sheet = printed(&hand_out(&account));
    assert_says(
        &sheet.text(),
        &[
            "Settings: counter-based, SHA1, 6 digits, counter 7",
            "Ask the app for one code. Type it at HMRC to check.",
        ],
    );
    assert!(!sheet.text().contains("every"));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let account = account();
    assert!(hand_out(&account).to_pdf().unwrap() == hand_out(&account).to_pdf().unwrap());
}

#[test]
fn what_no_qr_code_holds_is_refused() {
    let account = Account { account: "x".repeat(3000), ..account() };
    assert_eq!(hand_out(&account).to_pdf().unwrap_err().code(), "paper.code-too-long");
    let typed = HandOut { show: Show::KeyOnly, ..hand_out(&account) };
    assert!(typed.to_pdf().is_ok());
}
