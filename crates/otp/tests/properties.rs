//! What holds for every account, text and time.
#![allow(clippy::unwrap_used, reason = "a test fails this way")]

use otp::{Account, Algorithm, Digits, Kind, Params, Period, code_at, uri};
use proptest::prelude::*;
use secret::Secret;

fn algorithms() -> impl Strategy<Value = Algorithm> {
    prop_oneof![Just(Algorithm::Sha1), Just(Algorithm::Sha256), Just(Algorithm::Sha512)]
}

fn params() -> impl Strategy<Value = Params> {
    let kind = prop_oneof![
        (1..=86_400_u64).prop_map(|s| Kind::Totp { period: Period::new(s).unwrap() }),
        (0..=i64::MAX as u64).prop_map(|counter| Kind::Hotp { counter }),
        Just(Kind::Steam),
    ];
    (kind, algorithms(), 1..=10_u64).prop_map(|(kind, algorithm, digits)| match kind {
        Kind::Steam => Params::steam(),
        _ => Params { kind, algorithm, digits: Digits::new(digits).unwrap() },
    })
}

/// Names of any script, often with what makes labels hard: colons, escapes, plus signs.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![r"\PC{0,12}", r"[a-c:%+&#?/ =]{0,8}", Just(String::new()), any::<String>()]
        .prop_map(|name| name.trim().to_owned())
}

/// Accounts that a URI can express: all that the reader can give.
fn accounts() -> impl Strategy<Value = Account> {
    (names(), names(), names(), params(), prop::collection::vec(any::<u8>(), 1..100))
        .prop_map(|(issuer, account, label_issuer, params, key)| {
            let has_prefix = !issuer.is_empty() && !label_issuer.is_empty();
            let label_issuer = label_issuer.split(':').next().unwrap_or_default().trim().to_owned();
            let differs = has_prefix && !label_issuer.is_empty() && label_issuer != issuer;
            let secret = Secret::new(key);
            let label_issuer = differs.then_some(label_issuer);
            Account { issuer, account, label_issuer, params, secret }
        })
        .prop_filter("the label would begin with the issuer by chance", |a| {
            let label = a.label_issuer.as_ref().map(|prefix| format!("{prefix}:{}", a.account));
            label.is_none_or(|label| !label.starts_with(&format!("{}:", a.issuer)))
        })
        .prop_filter("five digits under Steam's name are Steam", |a| {
            a.issuer != "Steam" || a.params.digits != Digits::FIVE || a.params.kind == Kind::Steam
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_written_uri_is_read_back_exactly(account in accounts()) {
        let written = uri::write(&account);
        prop_assume!(written.expose().len() <= 8192);
        prop_assert_eq!(uri::parse(written.expose()), Ok(account));
    }

    #[test]
    fn whatever_is_read_is_written_and_read_alike(
        text in r"(otpauth://(totp|hotp|steam)/)[a-c:%3A+# ]{0,9}\?(secret=[A-Za-z2-7 =-]{2,20})(&(issuer|digits|period|counter|algorithm|encoder|secret)=[A-Za-z0-9+%-]{0,6}){0,4}"
    ) {
        if let Ok(account) = uri::parse(&text) {
            let written = uri::write(&account);
            prop_assert_eq!(uri::parse(written.expose()), Ok(account));
        }
    }

    #[test]
    fn no_text_makes_a_reader_fail(text in any::<String>()) {
        let _ = otp::text::read(&text);
        let _ = otp::typed::parse(&text);
        let _ = uri::parse(&format!("otpauth://totp/{text}"));
        let _ = uri::parse(&format!("otpauth://hotp/x?secret=AA&{text}"));
        let _ = otp::migration::parse(&format!("otpauth-migration://offline?data={text}"));
    }

    #[test]
    fn no_payload_makes_the_reader_of_transfer_codes_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let data = data_encoding::BASE64.encode(&bytes);
        let _ = otp::migration::parse(&format!("otpauth-migration://offline?data={data}"));
    }

    #[test]
    fn no_refusal_shows_the_secret_key(key in "[A-Z2-7]{16,32}", field in "[a-z]{1,9}", bad in "[!-~]{1,5}") {
        for text in [
            format!("otpauth://totp/A?secret={key}{bad}"),
            format!("otpauth://totp/A?secret={key}&{field}={bad}"),
            format!("otpauth://totp/A?secret={key}&algorithm={key}"),
            format!("otpauth://totp/A?secret={key}&digits={key}"),
            format!("otpauth://{key}/A?secret={key}"),
            format!("{key}://totp/A"),
            key.clone(),
            format!("otpauth-migration://offline?data={key}"),
        ] {
            let found = otp::text::read(&text);
            let shown = format!("{found:?} {:?} {:?}", uri::parse(&text), otp::typed::parse(&text));
            prop_assert!(!shown.contains(&key), "{}", shown);
        }
    }

    #[test]
    fn a_code_lasts_one_period_and_its_neighbours_touch_it(
        params in params(), key in prop::collection::vec(any::<u8>(), 1..70), at in 0..u64::MAX / 2
    ) {
        let secret = Secret::new(key);
        let code = code_at(&secret, &params, at);
        match params.period() {
            None => prop_assert_eq!((code.valid_from, code.valid_until), (at, at)),
            Some(period) => {
                prop_assert!(code.valid_from <= at && at < code.valid_until);
                prop_assert_eq!(code.valid_until - code.valid_from, period);
                prop_assert_eq!(&code_at(&secret, &params, code.valid_until - 1), &code);
                let next = code_at(&secret, &params, code.valid_until);
                prop_assert_eq!(next.valid_from, code.valid_until);
            }
        }
        prop_assert_eq!(code.text.expose().len(), usize::from(params.digits.value()));
    }

    /// totp-rs is asked where it can answer: not for counters, and not for ten digits (it panics).
    #[test]
    fn totp_rs_makes_the_same_codes(
        params in params(), key in prop::collection::vec(any::<u8>(), 1..140), at in 0..u64::MAX / 2
    ) {
        let (Some(period), 1..=9) = (params.period(), params.digits.value()) else {
            return Ok(());
        };
        let algorithm = match (params.kind, params.algorithm) {
            (Kind::Steam, _) => totp_rs::Algorithm::Steam,
            (_, Algorithm::Sha1) => totp_rs::Algorithm::SHA1,
            (_, Algorithm::Sha256) => totp_rs::Algorithm::SHA256,
            (_, Algorithm::Sha512) => totp_rs::Algorithm::SHA512,
        };
        let oracle = totp_rs::Builder::new()
            .with_algorithm(algorithm)
            .with_digits(params.digits.value())
            .with_step_duration(period)
            .with_secret(key.clone())
            .build_noncompliant();
        let code = code_at(&Secret::new(key), &params, at);
        prop_assert_eq!(code.text.expose(), oracle.generate(at).to_string());
    }
}
