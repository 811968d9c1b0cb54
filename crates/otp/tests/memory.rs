//! After a URI is read and codes are made, nothing but the account itself holds the secret key.
//!
//! Linux lets a process read its own memory as a file, which needs no unsafe code. The work is done
//! on a thread that then waits, so that what it left on its stack still lies there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails this way")]

use std::fs::{self, File};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::sync::Mutex;
use std::sync::mpsc;

use otp::{Account, Algorithm, Digits, Params, Period};
use secret::Secret;
use zeroize::Zeroizing;

const KEY_LEN: usize = 20;
const PAGE: usize = 4096;

/// One search at a time: a search copies what it reads.
static SEARCHING: Mutex<()> = Mutex::new(());

/// A secret key that never stands in memory whole: each byte is computed when it is asked for.
#[derive(Clone, Copy)]
struct Key(u64);

impl Key {
    fn new(salt: u64) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Self(now.as_nanos() as u64 ^ salt << 56)
    }

    fn byte(self, place: usize) -> u8 {
        let mixed = (self.0 ^ place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ mixed >> 31).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed >> 40) as u8
    }

    fn bytes(self) -> impl Iterator<Item = u8> {
        (0..KEY_LEN).map(move |place| self.byte(place))
    }

    fn base32(self) -> impl Iterator<Item = u8> {
        (0..KEY_LEN * 8 / 5).map(move |place| {
            let bit = place * 5;
            let second = if bit / 8 + 1 < KEY_LEN { self.byte(bit / 8 + 1) } else { 0 };
            let pair = u16::from(self.byte(bit / 8)) << 8 | u16::from(second);
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(pair >> (11 - bit % 8)) & 31]
        })
    }

    /// The key, the key as HMAC's two pads hold it, and the key as base32.
    fn needles(self) -> [Needle; 4] {
        [
            Needle::of(self.bytes()),
            Needle::of(self.bytes().map(|byte| byte ^ 0x36)),
            Needle::of(self.bytes().map(|byte| byte ^ 0x5c)),
            Needle::of(self.base32()),
        ]
    }

    fn uri(self) -> Zeroizing<String> {
        let mut uri = Zeroizing::new(String::with_capacity(256));
        uri.push_str("otpauth://totp/A:me?issuer=A&secret=");
        uri.extend(self.base32().map(char::from));
        uri
    }
}

/// What is looked for, kept inverted: the search would find itself otherwise.
struct Needle(Vec<u8>);

impl Needle {
    fn of(bytes: impl Iterator<Item = u8>) -> Self {
        Self(bytes.map(|byte| !byte).collect())
    }

    /// Half of it counts as found. Pages of zeros, most of all memory, are passed over.
    fn count_in(&self, memory: &[u8]) -> usize {
        let wanted = &self.0[..self.0.len() / 2];
        let is_here = |window: &[u8]| window.iter().zip(wanted).all(|(byte, not)| *byte == !*not);
        let starts = (0..memory.len()).step_by(PAGE).filter(|start| {
            let page = &memory[*start..memory.len().min(start + PAGE)];
            *page != [0; PAGE][..page.len()]
        });
        starts
            .map(|start| &memory[start..memory.len().min(start + PAGE + wanted.len() - 1)])
            .map(|page| page.windows(wanted.len()).filter(|window| is_here(window)).count())
            .sum()
    }
}

/// How often each needle stands in the writable memory of this process.
fn count(key: Key) -> [usize; 4] {
    let needles = key.needles();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut counts = [0; 4];
    let mut copy = vec![0; 64 << 20];
    let ours = copy.as_ptr() as u64;
    for line in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let (range, rest) = line.split_once(' ').unwrap();
        let (from, to) = range.split_once('-').unwrap();
        let from = u64::from_str_radix(from, 16).unwrap();
        let to = u64::from_str_radix(to, 16).unwrap();
        let is_ours = (from..to).contains(&ours);
        let Some(region) = copy.get_mut(..usize::try_from(to - from).unwrap()) else {
            continue;
        };
        if !rest.starts_with("rw") || is_ours || memory.read_exact_at(region, from).is_err() {
            continue;
        }
        for (needle, count) in needles.iter().zip(&mut counts) {
            *count += needle.count_in(region);
        }
    }
    copy.fill(0);
    black_box(&copy);
    counts
}

/// Does `work` deep in the stack of a thread, and counts while its outcome and its stack are there;
/// then again when the outcome is dropped.
fn count_after<T: Send + 'static>(
    key: Key,
    work: impl FnOnce(Key) -> T + Send + 'static,
) -> [[usize; 4]; 2] {
    let (tell, told) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let worker = std::thread::spawn(move || {
        let outcome = deep_down(Box::new(work), key);
        tell.send(1).unwrap();
        released.recv().unwrap();
        drop(outcome);
        tell.send(2).unwrap();
        released.recv().unwrap();
    });
    let counts = [1, 2].map(|turn| {
        assert_eq!(told.recv().unwrap(), turn);
        let counts = count(key);
        release.send(()).unwrap();
        counts
    });
    worker.join().unwrap();
    counts
}

/// Keeps room on the stack between `work` and whatever its caller calls next; `work` is boxed so that
/// it cannot be inlined into that room.
#[inline(never)]
fn deep_down<T>(work: Box<dyn FnOnce(Key) -> T>, key: Key) -> T {
    let mut room = [0_u8; 32 * 1024];
    black_box(&mut room);
    let outcome = work(key);
    black_box(&mut room);
    outcome
}

fn make_codes(account: &Account) {
    for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
        let params = Params::totp(algorithm, Digits::SIX, Period::THIRTY);
        black_box(otp::code_at(&account.secret, &params, 1_700_000_000));
    }
    black_box(otp::code_at(&account.secret, &Params::steam(), 1_700_000_000));
}

#[test]
fn the_search_finds_what_is_left_behind() {
    let _alone = SEARCHING.lock().unwrap();
    let key = Key::new(1);
    assert_eq!(count(key), [0; 4]);
    let [held, _] = count_after(key, |key| {
        let mut left = [0_u8; KEY_LEN];
        left.iter_mut().zip(key.bytes()).for_each(|(byte, value)| *byte = value);
        black_box(&mut left);
        key.uri()
    });
    assert!(held[0] >= 1, "a copy left on the stack was not found: {held:?}");
    assert_eq!(held[3], 1, "the URI was not found: {held:?}");
}

/// Nothing runs after the last code, so that nothing but the code's own care covers its tracks.
#[test]
fn a_code_leaves_no_copy_of_its_key() {
    let _alone = SEARCHING.lock().unwrap();
    for (salt, algorithm) in [(5, Algorithm::Sha1), (6, Algorithm::Sha256), (7, Algorithm::Sha512)]
    {
        let counts = count_after(Key::new(salt), move |key| {
            let secret = Secret::filled(KEY_LEN, |bytes| {
                bytes.iter_mut().zip(key.bytes()).for_each(|(byte, value)| *byte = value);
                Ok::<_, ()>(())
            });
            let secret = secret.unwrap();
            let params = Params::totp(algorithm, Digits::SIX, Period::THIRTY);
            let code = otp::code_at(&secret, &params, 1_700_000_000);
            (secret, code)
        });
        assert_eq!(counts, [[1, 0, 0, 0], [0; 4]], "{algorithm:?}");
    }
}

#[test]
fn only_the_account_holds_the_key_of_a_uri() {
    let _alone = SEARCHING.lock().unwrap();
    let counts = count_after(Key::new(2), |key| {
        let uri = key.uri();
        let found = otp::text::read(&uri);
        assert_eq!(found.accounts.len(), 1);
        let account = otp::uri::parse(&uri).unwrap();
        black_box(otp::uri::write(&account));
        make_codes(&account);
        account
    });
    assert_eq!(counts, [[1, 0, 0, 0], [0; 4]]);
}

#[test]
fn only_the_outcome_holds_a_key_typed_by_hand() {
    let _alone = SEARCHING.lock().unwrap();
    let counts = count_after(Key::new(3), |key| {
        let mut typed = Zeroizing::new(String::with_capacity(256));
        typed.extend(key.base32().map(char::from));
        otp::typed::parse(&typed).unwrap()
    });
    assert_eq!(counts, [[1, 0, 0, 0], [0; 4]]);
}

#[test]
fn only_the_account_holds_the_key_of_a_transfer_code() {
    let _alone = SEARCHING.lock().unwrap();
    let counts = count_after(Key::new(4), |key| {
        let mut payload = Zeroizing::new(Vec::with_capacity(256));
        payload.extend([10, KEY_LEN as u8 + 2, 10, KEY_LEN as u8]);
        payload.extend(key.bytes());
        let mut uri = Zeroizing::new(String::with_capacity(256));
        uri.push_str("otpauth-migration://offline?data=");
        data_encoding::BASE64.encode_append(&payload, &mut uri);
        let batch = otp::migration::parse(&uri).unwrap();
        make_codes(&batch.accounts[0]);
        batch
    });
    assert_eq!(counts, [[1, 0, 0, 0], [0; 4]]);
}
