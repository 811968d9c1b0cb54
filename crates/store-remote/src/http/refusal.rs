//! What servers and the network say, in our words.

use std::error::Error;
use std::fmt;

use http::StatusCode;
use object_store::client::{HttpError, HttpErrorKind};
use store::{Cause, StoreError};

/// Codes by which servers say that the sign-in is wrong or no longer valid.
const BAD_SIGN_IN: [&str; 13] = [
    "AuthenticationFailed",
    "AuthFailure",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidAuthenticationInfo",
    "InvalidClientTokenId",
    "InvalidToken",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "invalid_client",
    "invalid_grant",
    "invalid_token",
];
/// Codes and words by which servers say that the bucket or container is not there.
const NO_BUCKET: [&str; 6] = [
    "NoSuchBucket",
    "ContainerNotFound",
    "ContainerBeingDeleted",
    "ResourceNotFound",
    "specified bucket does not exist",
    "AccountNotFound",
];

/// A server's refusal: its status and, of its explanation, the code and the sentence. The rest may
/// repeat what was signed, tokens included.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    code: String,
    sentence: String,
}

impl Refused {
    pub(super) fn new(status: StatusCode, words: &str) -> Self {
        let code = between(words, "<Code>", "</Code>")
            .or_else(|| between(words, "\"error\":\"", "\""))
            .or_else(|| between(words, "\"error\": \"", "\""));
        let sentence = between(words, "<Message>", "</Message>")
            .or_else(|| between(words, "<s:message>", "</s:message>"))
            .or_else(|| between(words, "\"message\":\"", "\""))
            .or_else(|| between(words, "\"message\": \"", "\""));
        Self {
            status,
            code: code.unwrap_or_default().to_owned(),
            sentence: sentence.unwrap_or_default().lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// Says whether an absence is that of the bucket and not of the object.
    pub(super) fn is_of_the_store(&self) -> bool {
        NO_BUCKET.iter().any(|word| self.code == *word || self.sentence.contains(word))
    }

    /// Wraps the refusal for `object_store`, which tries again what may pass by itself.
    pub(super) fn into_error(self) -> HttpError {
        let passes = matches!(self.status.as_u16(), 408 | 423 | 429 | 500 | 502 | 503 | 504);
        let kind = if passes { HttpErrorKind::Interrupted } else { HttpErrorKind::Unknown };
        HttpError::new(kind, self)
    }

    fn sort(&self) -> fn(Cause) -> StoreError {
        let is_sign_in = BAD_SIGN_IN.contains(&self.code.as_str())
            || self.sentence.contains("failed to authenticate"); // Azure has several codes for it
        match self.status.as_u16() {
            400 | 401 | 403 if is_sign_in => StoreError::WrongCredentials,
            401 => StoreError::WrongCredentials,
            403 if self.code == "QuotaExceeded" => StoreError::Full,
            402 | 403 | 405 | 407 | 501 => StoreError::Denied,
            413 => StoreError::TooLarge,
            408 | 423 | 429 | 503 | 504 => StoreError::Slow,
            507 => StoreError::Full,
            400 | 411 | 412 | 415 | 416 | 422 => StoreError::Bug,
            _ => StoreError::Gone,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status)?;
        for words in [&self.code, &self.sentence] {
            if !words.is_empty() {
                write!(f, ", {words}")?;
            }
        }
        Ok(())
    }
}

impl Error for Refused {}

/// Sorts what `object_store` returned by what a person can do. Absence is the caller's to tell.
pub(crate) fn trouble(error: object_store::Error) -> StoreError {
    if let Some(refused) = find::<Refused>(&error) {
        return refused.sort()(refused.to_string().into());
    }
    if let Some(tls @ rustls::Error::InvalidCertificate(_)) = find::<rustls::Error>(&error) {
        return StoreError::Untrusted(tls.to_string().into());
    }
    let cause = Cause::from(root(&error).to_string());
    match find::<HttpError>(&error).map(HttpError::kind) {
        Some(HttpErrorKind::Timeout) => StoreError::Slow(cause),
        Some(HttpErrorKind::Decode) => StoreError::Damaged(cause),
        Some(_) => StoreError::Gone(cause),
        None => of_our_own(&error)(cause),
    }
}

/// Sorts errors that came about before or without a request.
fn of_our_own(error: &object_store::Error) -> fn(Cause) -> StoreError {
    match error {
        object_store::Error::Unauthenticated { .. } => StoreError::WrongCredentials,
        object_store::Error::PermissionDenied { .. } => StoreError::Denied,
        object_store::Error::InvalidPath { .. }
        | object_store::Error::NotImplemented { .. }
        | object_store::Error::NotSupported { .. }
        | object_store::Error::UnknownConfigurationKey { .. } => StoreError::Bug,
        // What answers there does not speak what the address promises.
        _ => StoreError::Gone,
    }
}

/// Finds an error of type `T` among the causes. Input/output errors hide theirs.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = inner.map_or_else(|| error.source(), |inner| Some(inner));
    }
    None
}

/// Returns the innermost cause, which has the most to say.
fn root<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(status: u16, words: &str) -> StoreError {
        let refused = Refused::new(StatusCode::from_u16(status).unwrap(), words);
        let source = Box::new(refused.into_error());
        trouble(object_store::Error::Generic { store: "test", source })
    }

    fn code(code: &str) -> String {
        format!(
            "<?xml version='1.0'?><Error><Code>{code}</Code><Message>Said so.</Message></Error>"
        )
    }

    #[test]
    fn refusals_are_sorted_by_what_a_person_can_do() {
        let said = Cause::from("the server answered 403 Forbidden, AccessDenied, Said so.");
        assert_eq!(sorted(403, &code("AccessDenied")), StoreError::Denied(said));
        for (status, words, name) in [
            (401, "", "WrongCredentials"),
            (403, &*code("SignatureDoesNotMatch"), "WrongCredentials"),
            (400, &*code("ExpiredToken"), "WrongCredentials"),
            (400, r#"{"error":"invalid_grant"}"#, "WrongCredentials"),
            (403, "", "Denied"),
            (405, "", "Denied"),
            (507, "", "Full"),
            (503, &*code("SlowDown"), "Slow"),
            (423, "", "Slow"),
            (413, "", "TooLarge"),
            (404, &*code("NoSuchBucket"), "Gone"),
            (301, "", "Gone"),
            (400, &*code("MalformedXML"), "Bug"),
        ] {
            let error = sorted(status, words);
            assert!(format!("{error:?}").starts_with(name), "{status} {words}: {error:?}");
        }
    }

    #[test]
    fn an_explanation_that_repeats_what_was_signed_is_not_shown() {
        let words = "<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message>\
            <CanonicalRequest>x-amz-security-token:hunter2</CanonicalRequest></Error>";
        let error = sorted(403, words);
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }

    #[test]
    fn an_absent_bucket_is_told_from_an_absent_object() {
        let of_the_store =
            |code: &str| Refused::new(StatusCode::NOT_FOUND, &self::code(code)).is_of_the_store();
        assert!(of_the_store("NoSuchBucket") && of_the_store("ContainerNotFound"));
        assert!(!of_the_store("NoSuchKey") && !of_the_store("BlobNotFound"));
    }
}
