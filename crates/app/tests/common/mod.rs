//! An application on a keyring in memory, a clock that is set and a clipboard that is looked at.
#![allow(dead_code)] // each test file uses a part of it
#![allow(clippy::unwrap_used)] // a test helper: a failure here is the test's failure

pub mod firm;
pub mod office;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

use app::host::{ClipboardError, Home};
use app::view::{AddRequest, AddView, DraftView};
use app::{App, Clipboard, Clock, Event, Ports};
use secret::SecretText;
use store::{OpenError, Opener, Store};
use vault::keyring::fake::FakeKeyring;
use vault::keyring::{ItemName, Keyring, KeyringError};

/// A moment at which a 30-second code starts.
pub const START: u64 = 1_800_000_000;

#[derive(Default)]
pub struct SetClock(Mutex<Duration>);

impl SetClock {
    pub fn set(&self, seconds: u64) {
        *self.0.lock().unwrap() = Duration::from_secs(seconds);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

/// Holds up the reading of the keyring, as one that asks a person does, and fails to write.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<(bool, bool)>, Condvar)>, Arc<AtomicUsize>);

/// A gate that is shut until it is released.
pub struct Held(Gate);

impl Gate {
    pub fn hold(&self) -> Held {
        *self.0.0.lock().unwrap() = (true, false);
        Held(self.clone())
    }

    /// So many items cannot be written from now on.
    pub fn refuse_writes(&self, items: usize) {
        self.1.store(items, Ordering::SeqCst);
    }

    fn pass(&self) {
        let mut state = self.0.0.lock().unwrap();
        state.1 = true;
        self.0.1.notify_all();
        drop(self.0.1.wait_while(state, |(held, _)| *held).unwrap());
    }
}

impl Held {
    pub fn wait_until_asked(&self) {
        let state = self.0.0.0.lock().unwrap();
        drop(self.0.0.1.wait_while(state, |(_, asked)| !*asked).unwrap());
    }

    pub fn release(self) {
        self.0.0.0.lock().unwrap().0 = false;
        self.0.0.1.notify_all();
    }
}

/// A keyring behind a gate.
struct Gated(FakeKeyring, Gate);

impl Keyring for Gated {
    fn read(&self, item: &ItemName) -> Result<Option<SecretText>, KeyringError> {
        self.1.pass();
        self.0.read(item)
    }

    fn write(&self, item: &ItemName, text: &SecretText) -> Result<(), KeyringError> {
        if take_one(&self.1.1) {
            return Err(KeyringError::Other("the keyring failed".to_owned()));
        }
        self.0.write(item, text)
    }

    fn delete(&self, item: &ItemName) -> Result<(), KeyringError> {
        self.0.delete(item)
    }

    fn reopen(&self) -> Result<Box<dyn Keyring>, KeyringError> {
        self.0.reopen()
    }
}

/// What a test wants done at a moment.
pub type Act = Box<dyn FnOnce() + Send>;

/// Opens stores as the program does, and does before what a test wants done just then.
#[derive(Clone, Default)]
pub struct Stores(Arc<Mutex<VecDeque<Act>>>);

impl Stores {
    /// What happens before the next store is opened, the one after, and so on.
    pub fn before_opening(&self, acts: impl IntoIterator<Item = Act>) {
        self.0.lock().unwrap().extend(acts);
    }
}

impl Opener for Stores {
    fn open(
        &self,
        address: &str,
        sign_in: Option<&SecretText>,
    ) -> Result<Arc<dyn Store>, OpenError> {
        let act = self.0.lock().unwrap().pop_front();
        if let Some(act) = act {
            act();
        }
        store_remote::AnyStore.open(address, sign_in)
    }
}

#[derive(Default)]
pub struct SeenClipboard {
    text: Mutex<String>,
    /// How often it still refuses.
    refusals: AtomicUsize,
}

impl SeenClipboard {
    pub fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    pub fn set(&self, text: &str) {
        *self.text.lock().unwrap() = text.to_owned();
    }

    pub fn refuse(&self, times: usize) {
        self.refusals.store(times, Ordering::SeqCst);
    }

    fn act(&self) -> Result<(), ClipboardError> {
        if take_one(&self.refusals) {
            return Err(ClipboardError("in use".to_owned()));
        }
        Ok(())
    }
}

/// Says whether there was one left.
fn take_one(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

impl Clipboard for SeenClipboard {
    fn put(&self, text: &SecretText) -> Result<(), ClipboardError> {
        self.act()?;
        self.set(text.expose());
        Ok(())
    }

    fn clear_if(&self, text: &SecretText) -> Result<bool, ClipboardError> {
        self.act()?;
        let ours = self.text() == text.expose();
        if ours {
            self.set("");
        }
        Ok(ours)
    }
}

pub struct Desk {
    pub app: App,
    pub clock: Arc<SetClock>,
    pub clipboard: Arc<SeenClipboard>,
    pub keyring: FakeKeyring,
    pub gate: Gate,
    pub stores: Stores,
    pub news: mpsc::Receiver<Event>,
    pub folder: tempfile::TempDir,
}

/// An application with a new vault and no practice account left in it.
pub fn desk() -> Desk {
    let desk = absent_desk();
    desk.app.create_vault(None).unwrap();
    let practice = desk.app.accounts().unwrap().accounts.remove(0);
    desk.app.remove(&practice.id).unwrap();
    desk.app.purge(&practice.id).unwrap();
    while desk.news.try_recv().is_ok() {}
    desk
}

/// An application on a folder without a vault.
pub fn absent_desk() -> Desk {
    let (keyring, folder) = (FakeKeyring::new(), tempfile::tempdir().unwrap());
    let clock = Arc::new(SetClock::default());
    clock.set(START);
    let clipboard = Arc::new(SeenClipboard::default());
    let gate = Gate::default();
    let stores = Stores::default();
    let (app, news) = open((&keyring, &gate), &stores, &folder, &clock, &clipboard);
    Desk { app, clock, clipboard, keyring, gate, stores, news, folder }
}

impl Desk {
    /// A second program on the same vault.
    pub fn another(&self) -> App {
        let keyring = (&self.keyring, &self.gate);
        open(keyring, &self.stores, &self.folder, &self.clock, &self.clipboard).0
    }

    /// A statement on the database, behind the vault's back.
    pub fn sql(&self, statement: &str) {
        let database = self.folder.path().join("vault/vault.db");
        rusqlite::Connection::open(database).unwrap().execute_batch(statement).unwrap();
    }

    /// From now on no row of `table` can be written, as on a disk that cannot be.
    pub fn refuse_writes(&self, table: &str) {
        for change in ["INSERT", "UPDATE", "DELETE"] {
            self.sql(&format!(
                "CREATE TRIGGER no_{change}_{table} BEFORE {change} ON {table}
                 BEGIN SELECT RAISE(FAIL, 'the disk failed'); END"
            ));
        }
    }

    pub fn empty_keyring(&self) {
        for name in self.keyring.names() {
            self.keyring.put(&name, None);
        }
    }

    pub fn read(&self, text: &str) -> DraftView {
        self.app.read_text(&SecretText::copy_of(text)).unwrap()
    }

    pub fn add(&self, label: &str, text: &str) -> AddView {
        let draft = self.read(text);
        self.app.add_found(&request(&draft, label)).unwrap()
    }
}

pub fn request(draft: &DraftView, label: &str) -> AddRequest {
    AddRequest {
        draft: draft.draft.clone(),
        index: 0,
        label: label.to_owned(),
        user_id_hint: None,
        note: None,
        service: None,
        replace: false,
    }
}

fn open(
    (keyring, gate): (&FakeKeyring, &Gate),
    stores: &Stores,
    folder: &tempfile::TempDir,
    clock: &Arc<SetClock>,
    clipboard: &Arc<SeenClipboard>,
) -> (App, mpsc::Receiver<Event>) {
    let (sent, news) = mpsc::channel();
    let sent = Mutex::new(sent);
    let ports = Ports {
        keyring: Arc::new(Gated(keyring.clone(), gate.clone())),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        clipboard: Arc::clone(clipboard) as Arc<dyn Clipboard>,
        stores: Arc::new(stores.clone()),
        news: Arc::new(move |event| {
            let _ = sent.lock().unwrap().send(event);
        }),
    };
    (App::new(Home::new(folder.path().join("vault")), ports), news)
}
