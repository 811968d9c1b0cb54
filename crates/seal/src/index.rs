use ring::hmac;
use secret::Secret;

use crate::derive::{KEY_LEN, derive};
use crate::stack::scrubbed;
use crate::{Namespace, SealError, join};

/// Returns a value that is equal for equal `bytes` and tells nothing else about them to whoever
/// lacks `key`: HMAC-SHA256 under a key derived for `namespace`. A database can compare and look
/// up what it cannot read.
///
/// # Errors
/// [`SealError::ShortKey`].
pub fn blind_index(
    key: &Secret,
    namespace: Namespace,
    bytes: &[u8],
) -> Result<[u8; 32], SealError> {
    if key.expose().len() < KEY_LEN {
        return Err(SealError::ShortKey);
    }
    scrubbed(|| {
        let derived =
            derive(key, &[], "sb1/blind-index", namespace, KEY_LEN).ok_or(SealError::ShortKey)?;
        let mut context =
            hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, derived.expose()));
        context.update(&join(&[namespace.name().as_bytes()]));
        context.update(bytes);
        let mut index = [0; 32];
        index.copy_from_slice(context.sign().as_ref());
        Ok(index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_depends_on_key_namespace_and_bytes_alone() {
        let key = Secret::new(vec![7; 32]);
        let index = |key, namespace, bytes| blind_index(key, namespace, bytes).unwrap();
        let first = index(&key, Namespace::LABEL_INDEX, b"income tax");
        assert_eq!(first, index(&key, Namespace::LABEL_INDEX, b"income tax"));
        assert_ne!(first, index(&key, Namespace::KEY_INDEX, b"income tax"));
        assert_ne!(first, index(&key, Namespace::LABEL_INDEX, b"income tax "));
        assert_ne!(first, index(&Secret::new(vec![8; 32]), Namespace::LABEL_INDEX, b"income tax"));
    }

    #[test]
    fn a_short_key_is_refused() {
        let short = Secret::new(vec![7; 31]);
        assert_eq!(blind_index(&short, Namespace::KEY_INDEX, b""), Err(SealError::ShortKey));
    }
}
