//! What a window asks for, as it was typed. Nothing here can be printed: a sign-in is in it.

use secret::SecretText;
use serde::Deserialize;

use super::create::FirmRequest;
use super::place::{Place, sign_in_of};

/// A firm that is to be set up.
#[derive(Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct FirmForm {
    /// The firm's name.
    pub name: String,
    /// The name of the person who sets it up.
    pub person: String,
    /// What they call this device.
    pub device: String,
    /// Where the firm is to be kept.
    pub place: PlaceForm,
}

/// A place for the firm.
#[derive(Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct PlaceForm {
    /// A folder's path, or the address of a server.
    pub address: String,
    /// The sign-in, where the place wants one.
    pub sign_in: Option<SignInForm>,
    /// Whether everybody enters with this sign-in, or each with one of their own.
    pub shared: bool,
}

/// A sign-in to a place.
#[derive(Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct SignInForm {
    /// The user name, or the ID of an access key; empty for a key or a token alone.
    pub name: String,
    /// The password, the key or the token.
    pub secret: String,
}

impl From<FirmForm> for FirmRequest {
    fn from(form: FirmForm) -> Self {
        let FirmForm { name, person, device, place } = form;
        Self { name, person, device, place: place.into() }
    }
}

impl From<PlaceForm> for Place {
    fn from(form: PlaceForm) -> Self {
        let PlaceForm { address, sign_in, shared } = form;
        Self { address, sign_in: sign_in.map(Into::into), shared }
    }
}

impl From<SignInForm> for SecretText {
    fn from(form: SignInForm) -> Self {
        sign_in_of(&form.name, Self::new(form.secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_a_name_and_a_secret_in_two_lines_or_a_secret_alone() {
        let text = |name: &str, secret: &str| {
            let form = SignInForm { name: name.to_owned(), secret: secret.to_owned() };
            SecretText::from(form).expose().to_owned()
        };
        assert_eq!(text(" ann ", "copper lamp"), "ann\ncopper lamp");
        assert_eq!(text("", "token"), "token");
    }
}
