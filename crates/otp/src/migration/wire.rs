//! Protobuf fields without copies: prost reads keys and numbers, and the bytes stay borrowed,
//! because prost's own messages copy a secret key through buffers that are never wiped.

use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

/// One field of a message.
#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) number: u32,
    pub(super) value: Value<'a>,
}

/// A field's value, as far as a transfer code has use for it.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Other,
}

/// The fields of `message` in the order they stand. The first damaged one is the last given.
pub(super) fn fields(message: &[u8]) -> impl Iterator<Item = Result<Field<'_>, DecodeError>> {
    let mut rest = message;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let field = next(&mut rest);
        if field.is_err() {
            rest = &[];
        }
        Some(field)
    })
}

fn next<'a>(rest: &mut &'a [u8]) -> Result<Field<'a>, DecodeError> {
    let (number, wire_type) = decode_key(rest)?;
    let value = match wire_type {
        WireType::Varint => Value::Number(decode_varint(rest)?),
        WireType::LengthDelimited => {
            let all = *rest;
            skip_field(wire_type, number, rest, DecodeContext::default())?;
            let mut body = all;
            let len = decode_varint(&mut body)?;
            Value::Bytes(&body[..usize::try_from(len).unwrap_or(usize::MAX).min(body.len())])
        }
        _ => {
            skip_field(wire_type, number, rest, DecodeContext::default())?;
            Value::Other
        }
    };
    Ok(Field { number, value })
}
