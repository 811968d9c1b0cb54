//! Every sentence that ends on paper and is not the caller's.

use jiff::Zoned;
use jiff::civil::Date;
use otp::{Account, Kind};

use crate::hand_out::{Contact, HandOut, Show};
use crate::text::isolated;

/// The language of these sentences.
pub const LANGUAGE: &str = "en-GB";

pub const APP: &str = "Sixboard";
pub const KEY_LETTERS: &str = "Letters O and I, numbers 2-7. No 0, 1, 8 or 9.";
pub const QR: &str = "QR code of the secret key";
pub const SECRET_KEY: &str = "Secret key";
pub const TURN_OVER: &str = "What to do is on the back.";
pub const WHAT_TO_DO: &str = "What to do";
pub const TEAR_HERE: &str = "✂ Tear here";
pub const RETURN_SLIP: &str = "Return slip";
pub const DEVICE: &str = "I set this up on (device)";
pub const RETURNED: &str = "and returned/destroyed this sheet.";
pub const NAME: &str = "Name";
pub const DATE: &str = "Date";
pub const NO_PASSWORD: &str = "There is no password on this sheet. Write none on it.";
pub const EMPTY: &str = "–";

/// Explains what stands for characters that no font here can draw.
pub const SPELLED: &str =
    "[U+…] stands for a character that cannot be printed here, by its number in Unicode.";

pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

pub fn made(at: &Zoned, by: &str) -> String {
    format!("Made on {} by {}", at.strftime("%-d %B %Y at %H:%M %Z"), isolated(by))
}

pub fn page_of(page: usize, pages: usize) -> String {
    format!("Page {page} of {pages}")
}

pub fn sheet_number(number: u32) -> String {
    format!("Sheet no. {number:04}")
}

pub fn sheet_for(out: &HandOut) -> String {
    format!("{}, for {} only", sheet_number(out.number), isolated(out.person))
}

pub fn version_and_giver(out: &HandOut) -> String {
    let (version, day, giver) = (out.key_version, date(out.given_on), isolated(out.given_by));
    format!("Key version {version}, given on {day} by {giver}")
}

pub fn sign_in_page(out: &HandOut) -> Option<String> {
    let page = out.service.page.trim();
    (!page.is_empty()).then(|| format!("Its sign-in page is called “{}”.", isolated(page)))
}

/// The last four characters of the user ID, and no more of it.
pub fn user_id(out: &HandOut) -> Option<String> {
    let id: Vec<char> = out.user_id?.trim().chars().collect();
    let last: String = id[id.len().saturating_sub(4)..].iter().collect();
    (!last.is_empty()).then(|| format!("User ID ends in {}", isolated(&last)))
}

/// What an app must be told beside the key, where that is not what apps take for granted.
pub fn settings(account: &Account) -> Option<String> {
    let params = &account.params;
    let usual = otp::Params::totp_default();
    if *params == usual {
        return None;
    }
    Some(match params.kind {
        Kind::Totp { period } => format!(
            "Settings: time-based, {}, {} digits, {} seconds",
            params.algorithm.name(),
            params.digits.value(),
            period.seconds()
        ),
        Kind::Hotp { counter } => format!(
            "Settings: counter-based, {}, {} digits, counter {counter}",
            params.algorithm.name(),
            params.digits.value()
        ),
        Kind::Steam => "Settings: Steam".to_owned(),
    })
}

/// The five steps.
pub fn steps(out: &HandOut) -> [String; 5] {
    let short = isolated(out.service.short);
    let key = match out.show {
        Show::Both => {
            "Point it at the QR code on the front. If it can’t, choose to type a key, and type the \
             secret key."
        }
        Show::KeyOnly => "Choose to type a key, and type the secret key on the front.",
        Show::QrOnly => "Point it at the QR code on the front.",
    };
    let check = match out.account.params.period() {
        Some(period) => format!(
            "The first code you see should change every {period} seconds. Type one at {short} to \
             check."
        ),
        None => format!("Ask the app for one code. Type it at {short} to check."),
    };
    [
        "Open your authenticator app and add an account.".to_owned(),
        key.to_owned(),
        format!("Name it exactly: {}", isolated(out.label)),
        "If the app says it will replace an existing entry, stop.".to_owned(),
        check,
    ]
}

pub fn destroy(out: &HandOut) -> String {
    format!(
        "Destroy or return by {}. Don’t photograph. Don’t keep with the user ID or password.",
        date(out.due)
    )
}

pub fn lost(out: &HandOut) -> Option<String> {
    let contacts: Vec<String> = out.contacts.iter().map(contact).collect();
    let (last, others) = contacts.split_last()?;
    let whom =
        if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) };
    Some(format!("If you lose this sheet ring {whom}."))
}

fn contact(contact: &Contact) -> String {
    let name = isolated(contact.name);
    if contact.phone.is_empty() { name } else { format!("{name} {}", isolated(contact.phone)) }
}
