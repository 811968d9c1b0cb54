//! An application on a keyring in memory, a clock that is set and a clipboard that is looked at.
#![allow(dead_code)] // each test file uses a part of it
#![allow(clippy::unwrap_used)] // a test helper: a failure here is the test's failure

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use app::host::{ClipboardError, Home};
use app::view::{AddRequest, AddView, DraftView};
use app::{App, Clipboard, Clock, Event, Ports};
use secret::SecretText;
use vault::keyring::fake::FakeKeyring;

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

#[derive(Default)]
pub struct SeenClipboard(Mutex<String>);

impl SeenClipboard {
    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    pub fn set(&self, text: &str) {
        *self.0.lock().unwrap() = text.to_owned();
    }
}

impl Clipboard for SeenClipboard {
    fn put(&self, text: &SecretText) -> Result<(), ClipboardError> {
        self.set(text.expose());
        Ok(())
    }

    fn clear_if(&self, text: &SecretText) -> Result<bool, ClipboardError> {
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
    let (app, news) = open(&keyring, &folder, &clock, &clipboard);
    Desk { app, clock, clipboard, keyring, news, folder }
}

impl Desk {
    /// A second program on the same vault.
    pub fn another(&self) -> App {
        open(&self.keyring, &self.folder, &self.clock, &self.clipboard).0
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
    keyring: &FakeKeyring,
    folder: &tempfile::TempDir,
    clock: &Arc<SetClock>,
    clipboard: &Arc<SeenClipboard>,
) -> (App, mpsc::Receiver<Event>) {
    let (sent, news) = mpsc::channel();
    let sent = Mutex::new(sent);
    let ports = Ports {
        keyring: Arc::new(keyring.clone()),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        clipboard: Arc::clone(clipboard) as Arc<dyn Clipboard>,
        news: Arc::new(move |event| {
            let _ = sent.lock().unwrap().send(event);
        }),
    };
    (App::new(Home::new(folder.path().join("vault")), ports), news)
}
