//! Where the firm's store is and how to enter it, as the log carries it.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use secret::SecretText;

/// The text of [`crate::op::StoreSet`]. A password may be in it: `Debug` hides it.
#[derive(PartialEq, Eq)]
pub struct StoreText(SecretText);

impl StoreText {
    /// Takes over a text.
    pub fn new(text: SecretText) -> Self {
        Self(text)
    }

    /// The text.
    pub fn secret(&self) -> &SecretText {
        &self.0
    }
}

impl Clone for StoreText {
    fn clone(&self) -> Self {
        Self(SecretText::copy_of(self.0.expose()))
    }
}

impl fmt::Debug for StoreText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreText(hidden)")
    }
}

impl<C> Encode<C> for StoreText {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.str(self.0.expose())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for StoreText {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        d.str().map(|text| Self(SecretText::copy_of(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_as_text_and_never_shown() {
        let text = StoreText::new(SecretText::copy_of("postgres://db/codes\nann\nhunter2"));
        let bytes = crate::cbor::to_vec(&text);
        assert_eq!(bytes, crate::cbor::to_vec(&text.secret().expose()), "as text of any kind");
        assert_eq!(crate::cbor::from_slice::<StoreText>(&bytes).ok(), Some(text.clone()));
        assert_eq!(format!("{text:?}"), "StoreText(hidden)");
    }
}
