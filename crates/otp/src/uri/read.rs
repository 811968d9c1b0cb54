//! Reading an otpauth URI.

use secret::Secret;

use super::query::secret_text;
use super::{Query, UriError, label, shown};
use crate::base32::{self, Refusal};
use crate::{Account, Algorithm, Digits, Kind, Note, Params, Period};

/// The longest URI that is read; the largest QR code holds 4,296 characters.
const MAX_BYTES: usize = 8 * 1024;

/// The largest counter that Java and protobuf programs can hold; a larger one could not be moved.
const MAX_COUNTER: u64 = i64::MAX as u64;

/// Reads one otpauth URI (`otpauth://totp|hotp|steam/...`) or `steam://KEY`.
///
/// # Errors
/// [`UriError`] names the field that cannot be used. It never holds the secret key.
pub fn parse(uri: &str) -> Result<Account, UriError> {
    parse_with_notes(uri).map(|(account, _)| account)
}

/// As [`parse`], with remarks on what was accepted all the same.
///
/// # Errors
/// As [`parse`].
pub fn parse_with_notes(uri: &str) -> Result<(Account, Vec<Note>), UriError> {
    let uri = uri.trim_matches(|c: char| c.is_whitespace() || base32::is_invisible(c));
    if uri.len() > MAX_BYTES {
        return Err(UriError::TooLong);
    }
    let (scheme, rest) = split_scheme(uri)?;
    match scheme.as_str() {
        "otpauth" => parse_otpauth(rest.ok_or(UriError::NotAUri)?),
        "steam" => parse_steam_scheme(rest.ok_or(UriError::NotAUri)?),
        "otpauth-migration" => Err(UriError::Migration),
        "phonefactor" => Err(UriError::PhoneFactor),
        "motp" => Err(UriError::Motp),
        "yaotp" => Err(UriError::Yaotp),
        other => Err(UriError::Scheme { name: shown(other) }),
    }
}

/// The scheme in lower case (RFC 3986 section 3.1) and what follows `://`, if that follows.
fn split_scheme(uri: &str) -> Result<(String, Option<&str>), UriError> {
    let (scheme, rest) = uri.split_once(':').ok_or(UriError::NotAUri)?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !is_scheme {
        return Err(UriError::NotAUri);
    }
    Ok((scheme.to_ascii_lowercase(), rest.strip_prefix("//")))
}

/// Bitwarden's form: the bare secret key of a Steam account.
fn parse_steam_scheme(rest: &str) -> Result<(Account, Vec<Note>), UriError> {
    let (secret, mut notes) = read_secret(rest)?;
    notes.push(Note::NameMissing);
    let issuer = "Steam".to_owned();
    let (account, label_issuer, params) = (String::new(), None, Params::steam());
    Ok((Account { issuer, account, label_issuer, params, secret }, notes))
}

/// There are no fragments in otpauth: a raw `#` belongs to the name it stands in.
fn parse_otpauth(rest: &str) -> Result<(Account, Vec<Note>), UriError> {
    let (path, raw_query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, raw_label) = path.split_once('/').unwrap_or((path, ""));
    let query = Query::new(raw_query);
    let kind = UriKind::from_name(kind)?;
    let issuer = query.texts("issuer").next().unwrap_or_default();
    let names = label::read(raw_label, issuer);
    let (params, remark) = read_params(kind, &query, &names.issuer)?;
    let (secret, mut notes) = secret_of(&query)?;
    notes.extend(remark);
    refuse_keys_in(&names)?;
    if names.issuer.is_empty() && names.account.is_empty() {
        notes.push(Note::NameMissing);
    }
    let label::Label { issuer, account, label_issuer } = names;
    Ok((Account { issuer, account, label_issuer, params, secret }, notes))
}

/// Refuses names that hold a set-up code or a key, as when two URIs were pasted without a line break
/// between them: names are shown.
fn refuse_keys_in(names: &label::Label) -> Result<(), UriError> {
    let all = [Some(&names.issuer), Some(&names.account), names.label_issuer.as_ref()];
    let holds_key = |name: &&String| {
        let name = name.to_ascii_lowercase();
        name.contains("otpauth:") || name.contains("secret=")
    };
    match all.into_iter().flatten().any(|name| holds_key(&name)) {
        true => Err(UriError::KeyInName),
        false => Ok(()),
    }
}

/// The type in a URI, before its parameters are known.
#[derive(Clone, Copy)]
enum UriKind {
    Totp,
    Hotp,
    Steam,
}

impl UriKind {
    fn from_name(name: &str) -> Result<Self, UriError> {
        match name.to_ascii_lowercase().as_str() {
            "totp" => Ok(Self::Totp),
            "hotp" => Ok(Self::Hotp),
            "steam" => Ok(Self::Steam),
            "motp" => Err(UriError::Motp),
            "yaotp" => Err(UriError::Yaotp),
            "" => Err(UriError::Type { name: None }),
            _ => Err(UriError::Type { name: shown(name) }),
        }
    }
}

/// Reads every secret key that stands in the URI; the same one twice is harmless.
fn secret_of(query: &Query<'_>) -> Result<(Secret, Vec<Note>), UriError> {
    let mut values = query.raw("secret");
    let first = read_secret(values.next().ok_or(UriError::SecretMissing)?)?;
    for value in values {
        if read_secret(value)?.0 != first.0 {
            return Err(UriError::Conflict { field: "secret" });
        }
    }
    Ok(first)
}

fn read_secret(raw: &str) -> Result<(Secret, Vec<Note>), UriError> {
    let text = secret_text(raw).ok_or(UriError::SecretEscape)?;
    base32::read(&text, is_secret_layout).map_err(|refusal| match refusal {
        Refusal::Empty => UriError::SecretMissing,
        Refusal::Short => UriError::SecretShort,
        Refusal::Padding => UriError::SecretPadding,
        Refusal::Character { position, .. } => UriError::SecretCharacter { position },
    })
}

/// What may stand between the characters of a secret key.
pub(crate) fn is_secret_layout(c: char) -> bool {
    c.is_whitespace() || base32::is_invisible(c) || matches!(c, '-' | '_')
}

/// Reads what decides the codes. Parameters that the type has no use for are not looked at, but
/// must not contradict themselves.
fn read_params(
    kind: UriKind,
    query: &Query<'_>,
    issuer: &str,
) -> Result<(Params, Option<Note>), UriError> {
    let algorithm = one(query.texts("algorithm"), "algorithm", |text| {
        Algorithm::from_name(text).ok_or_else(|| UriError::Algorithm { name: shown(text) })
    })?;
    let digits = one(query.numbers("digits"), "digits", |text| {
        whole_number(text)
            .and_then(Digits::new)
            .ok_or_else(|| UriError::Digits { value: shown(text) })
    })?;
    let encoder = one(query.texts("encoder"), "encoder", |text| {
        let is_steam = text.eq_ignore_ascii_case("steam");
        is_steam.then_some(()).ok_or_else(|| UriError::Encoder { name: shown(text) })
    })?;
    match (kind, encoder) {
        (UriKind::Hotp, Some(_)) => Err(UriError::Encoder { name: shown("steam") }),
        (UriKind::Hotp, None) => {
            agree(query, "period")?;
            let counter = one(query.numbers("counter"), "counter", read_counter)?;
            let kind = Kind::Hotp { counter: counter.unwrap_or(0) };
            let remark = counter.is_none().then_some(Note::CounterMissing);
            Ok((with_defaults(kind, algorithm, digits), remark))
        }
        (UriKind::Totp, None) => {
            agree(query, "counter")?;
            let period = one(query.numbers("period"), "period", read_period)?;
            if issuer == "Steam" && fits_steam(algorithm, digits, period).is_ok() {
                return Ok((Params::steam(), Some(Note::SteamByIssuer)));
            }
            let kind = Kind::Totp { period: period.unwrap_or(Period::THIRTY) };
            Ok((with_defaults(kind, algorithm, digits), None))
        }
        (UriKind::Steam, _) | (UriKind::Totp, Some(_)) => {
            agree(query, "counter")?;
            fits_steam(algorithm, digits, one(query.numbers("period"), "period", read_period)?)?;
            Ok((Params::steam(), None))
        }
    }
}

fn with_defaults(kind: Kind, algorithm: Option<Algorithm>, digits: Option<Digits>) -> Params {
    Params {
        kind,
        algorithm: algorithm.unwrap_or(Algorithm::Sha1),
        digits: digits.unwrap_or(Digits::SIX),
    }
}

/// Whether what is said agrees with what Steam always is.
fn fits_steam(
    algorithm: Option<Algorithm>,
    digits: Option<Digits>,
    period: Option<Period>,
) -> Result<(), UriError> {
    if algorithm.is_some_and(|algorithm| algorithm != Algorithm::Sha1) {
        return Err(UriError::Steam { field: "algorithm" });
    }
    if digits.is_some_and(|digits| digits != Digits::FIVE) {
        return Err(UriError::Steam { field: "digits" });
    }
    if period.is_some_and(|period| period != Period::THIRTY) {
        return Err(UriError::Steam { field: "period" });
    }
    Ok(())
}

/// The one value of a parameter, or `None` where it is absent or empty.
fn one<T: PartialEq + Copy>(
    texts: impl Iterator<Item = String>,
    field: &'static str,
    read: impl Fn(&str) -> Result<T, UriError>,
) -> Result<Option<T>, UriError> {
    let mut found = None;
    for text in texts {
        let value = read(&text)?;
        if found.is_some_and(|earlier| earlier != value) {
            return Err(UriError::Conflict { field });
        }
        found = Some(value);
    }
    Ok(found)
}

/// Refuses a parameter of no use here that contradicts itself.
fn agree(query: &Query<'_>, field: &'static str) -> Result<(), UriError> {
    let mut texts = query.texts(field);
    let first = texts.next();
    match texts.all(|text| Some(text) == first) {
        true => Ok(()),
        false => Err(UriError::Conflict { field }),
    }
}

fn read_period(text: &str) -> Result<Period, UriError> {
    whole_number(text).and_then(Period::new).ok_or_else(|| UriError::Period { value: shown(text) })
}

fn read_counter(text: &str) -> Result<u64, UriError> {
    whole_number(text)
        .filter(|counter| *counter <= MAX_COUNTER)
        .ok_or_else(|| UriError::Counter { value: shown(text) })
}

/// ASCII digits only: no sign, no exponent, no other script's digits.
fn whole_number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
