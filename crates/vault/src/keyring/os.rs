use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use secret::{Secret, SecretText};
use zeroize::Zeroizing;

use super::{ItemName, Keyring, KeyringError, MAX_ITEM, SERVICE, platform};

/// How long a person may take to unlock the keyring before a call gives up waiting.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The keyring of this system, on a thread of its own.
///
/// A locked keyring blocks its caller for as long as the desktop asks to unlock it, so calls give
/// up after a time with [`KeyringError::Waiting`] while the thread goes on. The connection is
/// ours, made at first use and again after every failure: a keyring that was late is found.
pub struct OsKeyring {
    limit: Duration,
    requests: Mutex<Sender<Request>>,
}

impl OsKeyring {
    /// The keyring of this system. Each call waits for at most `limit`; see [`PATIENCE`].
    ///
    /// # Errors
    /// [`KeyringError::Other`] when the system gives no thread. The keyring itself is not touched.
    pub fn new(limit: Duration) -> Result<Self, KeyringError> {
        let (requests, work) = mpsc::channel();
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || serve(&work))
            .map_err(|error| KeyringError::Other(error.to_string()))?;
        Ok(Self { limit, requests: Mutex::new(requests) })
    }

    fn ask(&self, item: ItemName, action: Action) -> Result<Option<SecretText>, KeyringError> {
        let (reply, answer) = mpsc::channel();
        let given_up = Arc::new(AtomicBool::new(false));
        let request = Request { item, action, reply, given_up: given_up.clone() };
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.send(request).map_err(|_| stopped())?;
        drop(requests);
        answer.recv_timeout(self.limit).unwrap_or_else(|error| {
            given_up.store(true, Ordering::Release);
            Err(match error {
                RecvTimeoutError::Timeout => KeyringError::Waiting,
                RecvTimeoutError::Disconnected => stopped(),
            })
        })
    }
}

impl Keyring for OsKeyring {
    fn read(&self, item: &ItemName) -> Result<Option<SecretText>, KeyringError> {
        self.ask(*item, Action::Read)
    }

    fn write(&self, item: &ItemName, text: &SecretText) -> Result<(), KeyringError> {
        if text.expose().len() > MAX_ITEM {
            return Err(KeyringError::TooLarge);
        }
        let text = Secret::copy_of(text.expose().as_bytes());
        self.ask(*item, Action::Write(text)).map(drop)
    }

    fn delete(&self, item: &ItemName) -> Result<(), KeyringError> {
        self.ask(*item, Action::Delete).map(drop)
    }

    fn reopen(&self) -> Result<Box<dyn Keyring>, KeyringError> {
        Ok(Box::new(Self::new(self.limit)?))
    }
}

struct Request {
    item: ItemName,
    action: Action,
    reply: Sender<Result<Option<SecretText>, KeyringError>>,
    /// Set when nobody waits any more: what was not begun is not done.
    given_up: Arc<AtomicBool>,
}

enum Action {
    Read,
    Write(Secret),
    Delete,
}

/// The thread: ends when its [`OsKeyring`] is gone.
fn serve(work: &Receiver<Request>) {
    let mut connection = None;
    while let Ok(request) = work.recv() {
        if request.given_up.load(Ordering::Acquire) {
            continue;
        }
        let result = act_twice(&mut connection, &request);
        // Nobody may be waiting for the answer; then it is wiped here.
        drop(request.reply.send(result));
    }
}

/// Tries once more with a new connection where an old one failed: the service may have been
/// started again since. Every action may be repeated without harm.
fn act_twice(
    connection: &mut Option<Arc<CredentialStore>>,
    request: &Request,
) -> Result<Option<SecretText>, KeyringError> {
    let was_open = connection.is_some();
    let first = act(connection, request);
    match first {
        Err(KeyringError::NoService(_) | KeyringError::Other(_)) if was_open => {
            act(connection, request)
        }
        result => result,
    }
}

fn act(
    connection: &mut Option<Arc<CredentialStore>>,
    request: &Request,
) -> Result<Option<SecretText>, KeyringError> {
    let store = match connection {
        Some(store) => store.clone(),
        None => connection.insert(platform::connect().map_err(explain)?).clone(),
    };
    let result = act_on(&*store, request);
    if result.is_err() {
        *connection = None;
    }
    result
}

fn act_on(store: &CredentialStore, request: &Request) -> Result<Option<SecretText>, KeyringError> {
    let entry = entry(store, &request.item).map_err(explain)?;
    match &request.action {
        Action::Read => match entry.get_secret() {
            Ok(bytes) => text(bytes).map(Some),
            Err(Error::NoEntry) => Ok(None),
            Err(Error::Ambiguous(entries)) => agreed(entries.iter().map(read_entry)).map(Some),
            Err(error) => Err(explain(error)),
        },
        Action::Write(text) => entry.set_secret(text.expose()).map(|()| None).map_err(explain),
        Action::Delete => match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(None),
            Err(Error::Ambiguous(entries)) => {
                let deleted = entries.iter().try_for_each(Entry::delete_credential);
                deleted.map(|()| None).map_err(explain)
            }
            Err(error) => Err(explain(error)),
        },
    }
}

fn read_entry(entry: &Entry) -> Result<SecretText, KeyringError> {
    entry.get_secret().map_err(explain).and_then(text)
}

/// What several items of one name hold, if all hold the same: a keyring that was merged or synced
/// with another has such twins. Which of two that differ is right cannot be known.
fn agreed(
    texts: impl Iterator<Item = Result<SecretText, KeyringError>>,
) -> Result<SecretText, KeyringError> {
    let mut found: Option<SecretText> = None;
    for text in texts {
        let text = text?;
        if found.as_ref().is_some_and(|earlier| *earlier != text) {
            return Err(KeyringError::Item("there are two of its name, which differ".to_owned()));
        }
        found = Some(text);
    }
    found.ok_or_else(|| KeyringError::Item("there are two of its name".to_owned()))
}

fn entry(store: &CredentialStore, item: &ItemName) -> keyring_core::Result<Entry> {
    let modifiers = platform::modifiers(item);
    store.build(SERVICE, &item.to_string(), Some(&modifiers))
}

fn text(bytes: Vec<u8>) -> Result<SecretText, KeyringError> {
    let bytes = Zeroizing::new(bytes);
    let text = std::str::from_utf8(&bytes);
    text.map(SecretText::copy_of).map_err(|_| KeyringError::Item("it is no text".to_owned()))
}

/// Tells errors apart. The bytes that some of them carry are dropped unread, wiped.
fn explain(error: Error) -> KeyringError {
    match error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => platform::explain(&*cause),
        Error::BadEncoding(bytes) | Error::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            KeyringError::Item("it is not as it was written".to_owned())
        }
        Error::TooLong(..) => KeyringError::TooLarge,
        Error::Ambiguous(_) => KeyringError::Item("there are two of its name".to_owned()),
        Error::NoEntry => KeyringError::NotSetUp,
        other => KeyringError::Other(other.to_string()),
    }
}

fn stopped() -> KeyringError {
    KeyringError::Other("the keyring thread has stopped".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(texts: &[&str]) -> Option<String> {
        let texts = texts.iter().map(|text| Ok(SecretText::copy_of(text)));
        agreed(texts).ok().map(|text| text.expose().to_owned())
    }

    #[test]
    fn twins_of_an_item_count_as_one_and_two_that_differ_as_none() {
        assert_eq!(agree(&["a", "a", "a"]).as_deref(), Some("a"));
        assert_eq!(agree(&["a", "b"]), None);
        assert_eq!(agree(&[]), None);
        let one_locked = [Ok(SecretText::copy_of("a")), Err(KeyringError::Locked)];
        assert_eq!(agreed(one_locked.into_iter()), Err(KeyringError::Locked));
        assert!(matches!(text(vec![0xff]), Err(KeyringError::Item(_))));
    }
}
