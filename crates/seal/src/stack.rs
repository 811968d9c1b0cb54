use zeroize::Zeroize;

/// More than the deepest frame of the ring calls that handle a key.
const DEPTH: usize = 8 * 1024;

/// Runs `work` and overwrites the stack that it used.
///
/// ring keeps the last partial block of what it hashes, and its derived keys, in plain values on
/// the stack. Short keys would stay readable there until something else happens to use the place.
#[inline(never)]
pub(crate) fn scrubbed<T>(work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    scrub();
    result
}

#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn scrub() {
    let mut frame = [0_u8; DEPTH];
    std::hint::black_box(&mut frame);
    frame.zeroize();
}
