//! The parameters after the `?`.

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

/// Raw parameters in the order they stand, borrowed from the URI; names are decoded, lower case.
pub(crate) struct Query<'a>(Vec<(String, &'a str)>);

impl<'a> Query<'a> {
    /// Splits `raw` at `&` and `=`. Names ignore case; `&amp;` of copied HTML is forgiven.
    pub(crate) fn new(raw: &'a str) -> Self {
        Self(
            raw.split('&')
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (plain_name(name), value))
                .collect(),
        )
    }

    /// The raw values of `name` that are not empty: an empty parameter is an absent one.
    pub(crate) fn raw(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, v)| n == name && !v.is_empty()).map(|(_, value)| *value)
    }

    /// As [`Self::texts`], for numbers: a `+` is not read as a space, because that would drop a sign.
    pub(crate) fn numbers(&self, name: &str) -> impl Iterator<Item = String> {
        self.raw(name).map(|raw| text(raw).trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The decoded, trimmed values of `name` that are not empty. Not for the secret key: the copies
    /// are not wiped.
    pub(crate) fn texts(&self, name: &str) -> impl Iterator<Item = String> {
        self.raw(name)
            .map(|raw| text(&raw.replace('+', " ")).trim().to_owned())
            .filter(|value| !value.is_empty())
    }
}

/// Percent-decoded text. A broken escape stays as it stands, bytes that are not UTF-8 become U+FFFD.
pub(crate) fn text(raw: &str) -> String {
    percent_decode(raw.as_bytes()).decode_utf8_lossy().into_owned()
}

/// Percent-decodes a secret value into one allocation that is wiped, `+` read as a space.
///
/// Returns `None` at a broken escape or bytes that are not UTF-8: part of a secret key would be lost.
pub(crate) fn secret_text(raw: &str) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(raw.len()));
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            b'+' => b' ',
            byte => byte,
        });
    }
    let text = std::str::from_utf8(&bytes).ok()?;
    Some(Zeroizing::new(text.to_owned()))
}

fn plain_name(raw: &str) -> String {
    let name = text(raw).trim().to_ascii_lowercase();
    let mut rest = name.as_str();
    while let Some(stripped) = rest.strip_prefix("amp;") {
        rest = stripped;
    }
    rest.to_owned()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ignore_case_escapes_and_html() {
        let query = Query::new("SECRET=a&amp;Digits=8&%69ssuer=x&amp;amp;period=9&flag&=&&");
        for (name, value) in [("secret", "a"), ("digits", "8"), ("issuer", "x"), ("period", "9")] {
            assert_eq!(query.texts(name).collect::<Vec<_>>(), [value]);
        }
        assert_eq!(query.texts("flag").count(), 0);
    }

    #[test]
    fn a_plus_is_a_space_in_text_and_a_sign_in_a_number() {
        let query = Query::new("issuer=A+B&digits=+6&period=%2030%20");
        assert_eq!(query.texts("issuer").collect::<Vec<_>>(), ["A B"]);
        assert_eq!(query.numbers("digits").collect::<Vec<_>>(), ["+6"]);
        assert_eq!(query.numbers("period").collect::<Vec<_>>(), ["30"]);
    }

    #[test]
    fn text_survives_whatever_escapes_it_holds() {
        for (raw, decoded) in [
            ("100%25", "100%"),
            ("%ZZ%4", "%ZZ%4"),
            ("%ED%A0%80", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("%C5%B5yn", "ŵyn"),
        ] {
            assert_eq!(text(raw), decoded);
        }
    }

    #[test]
    fn a_secret_value_with_a_broken_escape_is_refused() {
        assert_eq!(secret_text("AB%20C+D").unwrap().as_str(), "AB C D");
        for raw in ["A%", "A%4", "A%ZZ", "A%FF", "%é"] {
            assert!(secret_text(raw).is_none(), "{raw}");
        }
    }
}
