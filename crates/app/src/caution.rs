//! Advice that refuses nothing, and the one refusal: a note that looks like a password.
//!
//! A key must not be kept beside the user ID or password, and a vault is one organisation's own.

use crate::services::Service;

/// Words that mark somebody else's name in a label.
const CLIENT_WORDS: &[&str] =
    &["client", "mr", "mrs", "miss", "ms", "ltd", "limited", "llp", "plc", "utr"];

/// Words that announce a password in a note.
const PASSWORD_WORDS: &[&str] =
    &["password", "passwort", "passwd", "passcode", "pwd", "pw", "pass", "pin"];

/// Message ids of advice about a label and the account it stands for.
pub(crate) fn of_label(label: &str, account: &str, service: Option<&Service>) -> Vec<String> {
    let mut found = Vec::new();
    if words(label).any(|word| CLIENT_WORDS.contains(&word.as_str())) {
        found.push("caution-client-name".to_owned());
    }
    let own = service.is_some_and(|service| service.personal);
    if own || account.to_lowercase().ends_with("@nhs.net") {
        found.push("caution-own-account".to_owned());
    }
    found
}

/// Whether a note seems to hold a password or a secret key.
pub(crate) fn looks_like_password(note: &str) -> bool {
    announces_password(note) || note.split_whitespace().any(strong) || holds_key(note)
}

/// Whether a text seems to hold a secret key, by itself or in a set-up code.
pub(crate) fn holds_key(text: &str) -> bool {
    let lower = text.to_lowercase();
    let pieces = || text.split(|c: char| !c.is_alphanumeric());
    lower.contains("otpauth:")
        || lower.contains("otpauth-migration:")
        || lower.contains("secret=")
        || pieces().any(key_like)
        || in_groups(text)
}

/// Words after "the password is" that tell what becomes of it and not what it is.
const ABOUT_PASSWORDS: &[&str] = &[
    "a", "asked", "at", "being", "by", "changed", "due", "held", "in", "kept", "known", "needed",
    "never", "not", "on", "our", "required", "reset", "set", "stored", "the", "with", "written",
];

/// "password: ...", "pw = ...", "PIN 1234", "password is ...", but not "ask for the password".
fn announces_password(note: &str) -> bool {
    let words: Vec<String> = words(note).collect();
    let word = |at: usize| words.get(at).map(String::as_str);
    let is_told = |at: usize| {
        word(at + 1) == Some("is") && word(at + 2).is_some_and(|w| !ABOUT_PASSWORDS.contains(&w))
    };
    let follows = |at: usize| {
        let rest = note.to_lowercase();
        let after = rest.split(words[at].as_str()).nth(1).unwrap_or_default().trim_start();
        after.starts_with([':', '=']) && after.len() > 1
            || words.get(at + 1).is_some_and(|next| next.bytes().any(|b| b.is_ascii_digit()))
            || is_told(at)
    };
    (0..words.len()).any(|at| PASSWORD_WORDS.contains(&words[at].as_str()) && follows(at))
}

/// At least eight characters of three kinds, a digit among them: how passwords are made.
fn strong(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "()[],;\"'".contains(c));
    if word.chars().count() < 8 || word.contains("://") || word.contains('@') && word.contains('.')
    {
        return false;
    }
    let has = |kind: fn(&char) -> bool| word.chars().any(|c| kind(&c));
    let symbol = |c: &char| !c.is_alphanumeric() && !"-/.:,–".contains(*c);
    let kinds = [
        has(|c| c.is_lowercase()),
        has(|c| c.is_uppercase()),
        has(|c| c.is_numeric()),
        word.chars().any(|c| symbol(&c)),
    ];
    kinds[2] && kinds.iter().filter(|kind| **kind).count() >= 3
}

/// Sixteen or more base32 characters, with a digit among them or all of them capitals.
fn key_like(word: &str) -> bool {
    word.len() >= 16
        && word.bytes().all(|b| b.is_ascii_alphabetic() || (b'2'..=b'7').contains(&b))
        && (word.bytes().any(|b| b.is_ascii_digit())
            || word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// A key as services print it: four or more groups of four base32 characters of one case in a row,
/// a digit among them.
fn in_groups(note: &str) -> bool {
    let mut run = String::new();
    let groups = note.split(|c: char| !c.is_alphanumeric()).filter(|one| !one.is_empty());
    for group in groups {
        let of_key = |b: u8| b.is_ascii_alphabetic() || (b'2'..=b'7').contains(&b);
        if group.len() == 4 && group.bytes().all(of_key) {
            run.push_str(group);
            let one_case = !(run.bytes().any(|b| b.is_ascii_lowercase())
                && run.bytes().any(|b| b.is_ascii_uppercase()));
            if one_case && key_like(&run) {
                return true;
            }
        } else {
            run.clear();
        }
    }
    false
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services;

    #[test]
    fn notes_that_look_like_passwords_are_found() {
        for note in [
            "Password: hunter2",
            "pw=abc",
            "our pin 4417",
            "Summer2026!",
            "use Tr0ub4dor&3 here",
            "JBSWY3DPEHPK3PXP2345",
            "key JBSW Y3DP EHPK 3PXP",
            "(jbsw-y3dp-ehpk-3pxp-2345)",
            "otpauth://totp/A?secret=JBSWY3DP",
            "see https://example.co.uk/?key=JBSWY3DPEHPK3PXP",
            "JBSWYDPEHPKPXPQRS",
            "The password is letmein",
        ] {
            assert!(looks_like_password(note), "{note}");
        }
    }

    #[test]
    fn ordinary_notes_are_not() {
        for note in [
            "Ask Sarah before the password is changed",
            "Used for Income Tax, London office since 2026-03-14",
            "See https://www.gov.uk/Guidance2026 for help",
            "sarah.hart2@example.co.uk",
            "Two administrators: Sarah Hart and Dev Lowe",
            "Ring 0113 496 0000",
            "The password is kept in the safe",
            "The PIN is known to Sarah",
            "Responsibilities of the Leeds office",
            "Mrs Hart uses this with Dave when they file 2026 and 2027 VAT",
        ] {
            assert!(!looks_like_password(note), "{note}");
        }
    }

    #[test]
    fn a_clients_name_and_an_own_account_are_cautioned() {
        assert_eq!(of_label("VAT – Smith Ltd", "", None), ["caution-client-name"]);
        assert_eq!(of_label("Mail", "a.cole@NHS.net", None), ["caution-own-account"]);
        assert_eq!(of_label("NHSmail", "", services::by_id("nhsmail")), ["caution-own-account"]);
        assert!(of_label("HMRC online services – VAT – Leeds", "4417", None).is_empty());
    }
}
