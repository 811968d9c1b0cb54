use proptest::prelude::*;

use super::*;

fn key() -> Secret {
    Secret::new((0..32).collect())
}

#[test]
fn an_envelope_is_longer_than_its_content_by_the_overhead() {
    for len in [0, 1, 31, 32, 33, 4096] {
        let envelope = seal(&key(), Namespace::ROW, b"", &vec![9; len]).unwrap();
        assert_eq!(envelope.len(), len + OVERHEAD);
        let plain = open(&key(), Namespace::ROW, b"", &envelope).unwrap();
        assert_eq!(plain.expose(), vec![9; len]);
    }
}

#[test]
fn the_same_content_is_never_sealed_the_same_way_twice() {
    let seal = || seal(&key(), Namespace::ROW, b"", b"same").unwrap();
    assert_ne!(seal()[HEADER_LEN..], seal()[HEADER_LEN..]);
}

#[test]
fn an_envelope_opens_in_its_own_namespace_only() {
    for sealed in Namespace::ALL {
        let envelope = seal(&key(), sealed, b"row 1", b"x").unwrap();
        for tried in Namespace::ALL {
            assert_eq!(open(&key(), tried, b"row 1", &envelope).is_ok(), tried == sealed);
        }
    }
}

#[test]
fn associated_data_cannot_borrow_from_the_namespace() {
    let envelope = seal(&key(), Namespace::ROW, b"a", b"x").unwrap();
    for other in [&b""[..], b"aa", b"b", b"a\0"] {
        let opened = open(&key(), Namespace::ROW, other, &envelope);
        assert_eq!(opened.unwrap_err(), OpenError::Refused);
    }
}

#[test]
fn a_version_from_the_future_is_refused_by_its_number() {
    let mut envelope = seal(&key(), Namespace::ROW, b"", b"x").unwrap();
    envelope[0] = 2;
    let opened = open(&key(), Namespace::ROW, b"", &envelope);
    assert_eq!(opened.unwrap_err(), OpenError::UnknownVersion(2));
}

#[test]
fn every_shorter_envelope_is_refused() {
    let envelope = seal(&key(), Namespace::ROW, b"", b"abc").unwrap();
    for len in 0..envelope.len() {
        let error = open(&key(), Namespace::ROW, b"", &envelope[..len]).unwrap_err();
        let expected = if len < OVERHEAD { OpenError::TooShort } else { OpenError::Refused };
        assert_eq!(error, expected, "cut to {len}");
    }
}

#[test]
fn a_short_key_and_too_much_content_are_refused() {
    let short = Secret::new(vec![1; 31]);
    let sealed = seal(&short, Namespace::ROW, b"", b"x");
    assert_eq!(sealed.unwrap_err(), SealError::ShortKey);
    let sealed = seal(&key(), Namespace::ROW, b"", &vec![0; MAX_PLAIN + 1]);
    assert_eq!(sealed.unwrap_err(), SealError::TooLong);
    let envelope = vec![VERSION; MAX_PLAIN + OVERHEAD + 1];
    let opened = open(&key(), Namespace::ROW, b"", &envelope);
    assert_eq!(opened.unwrap_err(), OpenError::TooLong);
}

proptest! {
    #[test]
    fn whatever_was_sealed_opens_and_one_altered_bit_does_not(
        plain in proptest::collection::vec(any::<u8>(), 0..200),
        aad in proptest::collection::vec(any::<u8>(), 0..40),
        at in any::<prop::sample::Index>(),
        bit in 0_u8..8,
    ) {
        let mut envelope = seal(&key(), Namespace::ITEM, &aad, &plain).unwrap();
        let opened = open(&key(), Namespace::ITEM, &aad, &envelope).unwrap();
        prop_assert_eq!(opened.expose(), plain);
        let at = at.index(envelope.len());
        envelope[at] ^= 1 << bit;
        prop_assert!(open(&key(), Namespace::ITEM, &aad, &envelope).is_err());
    }
}
