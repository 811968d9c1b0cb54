//! Bytes from the store into values: strictly, with caps, before anything is believed.

use minicbor::data::Type;
use minicbor::{Decode, Decoder, Encode};

/// The deepest nesting that anything here has, with room to grow.
pub(crate) const MAX_DEPTH: usize = 8;

/// The bytes are not what we would have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not in the one form that is written")]
pub struct Malformed;

/// Returns the bytes of a value.
pub(crate) fn to_vec<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = minicbor::encode(value, &mut bytes);
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    bytes
}

/// Reads a value from all of `bytes`. Refuses whatever the value would not be written as: other
/// lengths of numbers, unknown fields, indefinite lengths, bytes at the end.
pub(crate) fn from_slice<'b, T: Decode<'b, ()> + Encode<()>>(
    bytes: &'b [u8],
) -> Result<T, Malformed> {
    check_shape(bytes)?;
    let value: T = minicbor::decode(bytes).map_err(|_| Malformed)?;
    if to_vec(&value) == bytes { Ok(value) } else { Err(Malformed) }
}

/// Checks that `bytes` are one item of definite lengths, nested at most [`MAX_DEPTH`] deep.
pub(crate) fn check_shape(bytes: &[u8]) -> Result<(), Malformed> {
    let mut decoder = Decoder::new(bytes);
    let mut open: Vec<u64> = vec![1];
    while let Some(left) = open.last_mut() {
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        if let Some(items) = step(&mut decoder)? {
            open.push(items);
            if open.len() > MAX_DEPTH + 1 {
                return Err(Malformed);
            }
        }
    }
    if decoder.position() == bytes.len() { Ok(()) } else { Err(Malformed) }
}

/// Passes one item; how many items follow inside it, for an array or a map.
fn step(decoder: &mut Decoder<'_>) -> Result<Option<u64>, Malformed> {
    match decoder.datatype().map_err(|_| Malformed)? {
        Type::Array => decoder.array().map_err(|_| Malformed)?.map(Some).ok_or(Malformed),
        Type::Map => {
            let pairs = decoder.map().map_err(|_| Malformed)?.ok_or(Malformed)?;
            pairs.checked_mul(2).map(Some).ok_or(Malformed)
        }
        Type::ArrayIndef
        | Type::MapIndef
        | Type::BytesIndef
        | Type::StringIndef
        | Type::Tag
        | Type::Break => Err(Malformed),
        _ => decoder.skip().map(|()| None).map_err(|_| Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_is_read_and_no_other() {
        assert_eq!(from_slice::<Vec<u32>>(&[0x82, 1, 2]), Ok(vec![1, 2]));
        for wrong in [
            &[0x82, 1][..],
            &[0x82, 1, 2, 3],
            &[0x9f, 1, 2, 0xff],
            &[0x82, 0x18, 1, 2],
            &[0xc1, 0x82, 1, 2],
            &[],
        ] {
            assert_eq!(from_slice::<Vec<u32>>(wrong), Err(Malformed), "{wrong:?}");
        }
    }

    #[test]
    fn deep_nesting_and_endless_lengths_cost_nothing() {
        let mut deep = vec![0x81; 100_000];
        deep.push(0);
        assert_eq!(check_shape(&deep), Err(Malformed));
        assert_eq!(
            check_shape(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            Err(Malformed)
        );
        assert_eq!(
            check_shape(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            Err(Malformed)
        );
        let mut fits = vec![0x81; MAX_DEPTH];
        fits.push(0);
        assert_eq!(check_shape(&fits), Ok(()));
    }
}
