use super::*;

fn text(text: &str) -> SecretText {
    SecretText::copy_of(text)
}

fn sealed(passphrase: &str) -> Vec<u8> {
    seal(&text(passphrase), Cost::MIN, Namespace::BACKUP, b"file", b"content").unwrap()
}

fn open_with(passphrase: &str, envelope: &[u8]) -> Result<Secret, OpenError> {
    open(&text(passphrase), Namespace::BACKUP, b"file", envelope)
}

#[test]
fn the_right_passphrase_opens_and_a_wrong_one_is_named() {
    let envelope = sealed("correct horse");
    assert_eq!(open_with("correct horse", &envelope).unwrap().expose(), b"content");
    for wrong in ["correct horse ", "Correct horse", "", &"x".repeat(MAX_LEN + 1)] {
        assert_eq!(open_with(wrong, &envelope).unwrap_err(), OpenError::WrongPassphrase);
    }
}

#[test]
fn every_byte_of_a_passphrase_outside_ascii_counts() {
    let envelope = sealed("Grüße, 四五六");
    assert!(open_with("Grüße, 四五六", &envelope).is_ok());
    // As many characters, other bytes: a program that counted characters would cut the end off.
    for wrong in ["Grüße, 四五七", "Gruße, 四五六", "Grüße, 四五"] {
        assert_eq!(open_with(wrong, &envelope).unwrap_err(), OpenError::WrongPassphrase);
    }
}

#[test]
fn the_same_passphrase_composed_otherwise_opens() {
    let envelope = sealed("Zoe\u{308} \u{ff11}\u{ff12}");
    assert!(open_with("Zo\u{eb} 12", &envelope).is_ok());
}

#[test]
fn damage_is_told_apart_from_a_wrong_passphrase() {
    let envelope = sealed("p");
    // In order: cost, salt, check, digest, inner salt, inner tag.
    for at in [4, 20, 50, 62, 80, envelope.len() - 1] {
        let mut damaged = envelope.clone();
        damaged[at] ^= 1;
        assert_eq!(open_with("p", &damaged).unwrap_err(), OpenError::Damaged, "byte {at}");
    }
}

#[test]
fn a_file_that_asks_for_too_much_or_too_little_work_is_refused_before_any() {
    let limits = [
        (1024 * 1024 + 1, 3, 1),
        (64 * 1024, 17, 1),
        (64 * 1024, 3, 9),
        (19 * 1024 - 1, 2, 1),
        (19 * 1024, 1, 1),
        (19 * 1024, 2, 0),
        (u32::MAX, u32::MAX, u32::MAX),
    ];
    for (memory_kib, passes, lanes) in limits {
        assert_eq!(Cost::new(memory_kib, passes, lanes), None);
        let header = Header { cost: Cost { memory_kib, passes, lanes }, salt: [0; SALT_LEN] };
        let mut envelope = header.encode().to_vec();
        envelope.extend_from_slice(&[0; CHECK_LEN]);
        let digest = digest_of(Namespace::BACKUP, &envelope);
        envelope.extend_from_slice(&digest);
        assert_eq!(open_with("p", &envelope).unwrap_err(), OpenError::Cost);
    }
    assert!(Cost::new(1024 * 1024, 16, 8).is_some());
}

#[test]
fn every_shorter_envelope_is_refused() {
    let envelope = sealed("p");
    for len in 0..HEADER_LEN + CHECK_LEN + DIGEST_LEN {
        assert_eq!(open_with("p", &envelope[..len]).unwrap_err(), OpenError::TooShort);
    }
    let start = HEADER_LEN + CHECK_LEN + DIGEST_LEN;
    for len in [start, start + 1, start + 20, envelope.len() - 1] {
        assert!(open_with("p", &envelope[..len]).is_err(), "cut to {len}");
    }
}

#[test]
fn a_version_from_the_future_is_refused_by_its_number() {
    let mut envelope = sealed("p");
    envelope[0] = 9;
    assert_eq!(open_with("p", &envelope).unwrap_err(), OpenError::UnknownVersion(9));
}

#[test]
fn namespace_and_associated_data_are_bound() {
    let envelope = sealed("p");
    let elsewhere = open(&text("p"), Namespace::VAULT_KEY, b"file", &envelope);
    assert_eq!(elsewhere.unwrap_err(), OpenError::Damaged);
    let other = open(&text("p"), Namespace::BACKUP, b"other", &envelope);
    assert_eq!(other.unwrap_err(), OpenError::Damaged);
}

#[test]
fn an_empty_or_endless_passphrase_seals_nothing() {
    let seal = |passphrase: &str| {
        seal(&text(passphrase), Cost::MIN, Namespace::BACKUP, b"", b"").unwrap_err()
    };
    assert_eq!(seal(""), SealError::EmptyPassphrase);
    assert_eq!(seal(&"x".repeat(MAX_LEN + 1)), SealError::LongPassphrase);
}
