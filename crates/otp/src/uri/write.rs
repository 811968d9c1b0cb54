//! Writing an otpauth URI.

use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secret::SecretText;
use zeroize::Zeroizing;

use crate::{Account, Kind, Period};

/// Everything but RFC 3986's unreserved characters is escaped, a space as `%20` and never as `+`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes the URI of an account in the form that most programs read: issuer as prefix and as
/// parameter, secret key in upper case without padding, every parameter spelled out. A Steam account
/// becomes `otpauth://steam/...`, which Aegis, Ente, 2FAS and [`parse`](super::parse) read.
///
/// [`parse`](super::parse) gives back exactly the account that was written, if it is one that
/// `parse` can give at all: names without white space at their ends, no colon in `label_issuer`.
pub fn write(account: &Account) -> SecretText {
    let names = account.issuer.len() * 2 + account.account.len() + prefix(account).len();
    // One allocation: growing would leave an unwiped piece of the secret key behind.
    let room = 256 + 3 * names + 2 * account.secret.expose().len();
    let mut uri = Zeroizing::new(String::with_capacity(room));
    uri.push_str("otpauth://");
    uri.push_str(account.params.kind.name());
    uri.push('/');
    push_label(&mut uri, account);
    uri.push_str("?secret=");
    BASE32_NOPAD.encode_append(account.secret.expose(), &mut uri);
    if !account.issuer.is_empty() {
        uri.push_str("&issuer=");
        push_escaped(&mut uri, &account.issuer);
    }
    push_params(&mut uri, account);
    debug_assert!(uri.len() <= room, "the URI outgrew its room");
    SecretText::copy_of(&uri)
}

fn prefix(account: &Account) -> &str {
    account.label_issuer.as_deref().unwrap_or(&account.issuer)
}

/// `prefix:account`; an empty prefix keeps its colon where the account has one of its own.
fn push_label(uri: &mut String, account: &Account) {
    let prefix = prefix(account);
    push_escaped(uri, prefix);
    if !prefix.is_empty() || account.account.contains(':') {
        uri.push(':');
    }
    push_escaped(uri, &account.account);
}

fn push_params(uri: &mut String, account: &Account) {
    let params = &account.params;
    let (algorithm, digits) = match params.kind {
        Kind::Steam => ("SHA1", 5),
        _ => (params.algorithm.name(), params.digits.value()),
    };
    uri.push_str(&format!("&algorithm={algorithm}&digits={digits}"));
    let (name, value) = match params.kind {
        Kind::Totp { period } => ("period", period.seconds()),
        Kind::Hotp { counter } => ("counter", counter),
        Kind::Steam => ("period", Period::THIRTY.seconds()),
    };
    uri.push_str(&format!("&{name}={value}"));
}

fn push_escaped(uri: &mut String, text: &str) {
    uri.extend(utf8_percent_encode(text, ESCAPED));
}
