//! A picture on its way to the page.

use data_encoding::BASE64;
use secret::Secret;

/// A PNG file as an address that the page's content security policy permits.
pub fn address(drawn: &Secret) -> String {
    format!("data:image/png;base64,{}", BASE64.encode(drawn.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_an_address_of_its_bytes() {
        assert_eq!(address(&Secret::copy_of(b"PNG")), "data:image/png;base64,UE5H");
    }
}
