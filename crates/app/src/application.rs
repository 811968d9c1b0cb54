//! The application as a shell holds it.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use secret::SecretText;
use vault::Home;

use crate::alarm::Alarm;
use crate::backup::Plans;
use crate::copy::Copying;
use crate::draft::Drafts;
use crate::firm::{Proving, Quiet, Showing, Turns, Unkept};
use crate::session::Session;
use crate::{Event, Ports};

/// One vault and everything that may be done with it. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub home: Home,
    pub ports: Ports,
    pub idle: Alarm,
    pub fresh: Alarm,
    pub clear: Alarm,
    pub hide: Alarm,
    /// When the person was here last, as Unix time: alarms stand still while a computer sleeps.
    pub active_at: AtomicU64,
    /// When the person last proved to be the one of this vault.
    pub unlocked_at: AtomicU64,
    /// How often somebody wanted the work with the firm's store to stop. Each work looks for a wish
    /// that came after it began, so that none stops what begins later.
    pub stops: AtomicU64,
    pub turns: Turns,
    proving: Mutex<Option<Proving>>,
    shown_invite: Mutex<Option<SecretText>>,
    showing: Mutex<Option<Showing>>,
    quiet: Mutex<Option<Quiet>>,
    unkept: Mutex<Unkept>,
    session: Mutex<Session>,
    copying: Mutex<Copying>,
    drafts: Mutex<Drafts>,
    plans: Mutex<Plans>,
}

impl App {
    /// The vault of one profile folder. Opens nothing yet.
    pub fn new(home: Home, ports: Ports) -> Self {
        Self(Arc::new_cyclic(|app| Inner {
            home,
            ports,
            idle: ring(app, |app| app.lock_and_tell()),
            fresh: ring(app, |app| app.copy_fresh()),
            clear: ring(app, |app| app.clear_due()),
            hide: ring(app, |app| app.hide_key()),
            active_at: AtomicU64::default(),
            unlocked_at: AtomicU64::default(),
            stops: AtomicU64::default(),
            turns: Turns::default(),
            proving: Mutex::default(),
            shown_invite: Mutex::default(),
            showing: Mutex::default(),
            quiet: Mutex::default(),
            unkept: Mutex::default(),
            session: Mutex::default(),
            copying: Mutex::default(),
            drafts: Mutex::default(),
            plans: Mutex::default(),
        }))
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    /// The recovery kit that is being proven.
    pub(crate) fn proving(&self) -> MutexGuard<'_, Option<Proving>> {
        held(&self.0.proving)
    }

    /// The last look into the firm's store, where it found nothing to do.
    pub(crate) fn quiet(&self) -> MutexGuard<'_, Option<Quiet>> {
        held(&self.0.quiet)
    }

    /// Records of use that the vault did not take yet.
    pub(crate) fn unkept(&self) -> MutexGuard<'_, Unkept> {
        held(&self.0.unkept)
    }

    /// The code of the invite that is shown.
    pub(crate) fn shown_invite(&self) -> MutexGuard<'_, Option<SecretText>> {
        held(&self.0.shown_invite)
    }

    /// The key that is shown.
    pub(crate) fn showing(&self) -> MutexGuard<'_, Option<Showing>> {
        held(&self.0.showing)
    }

    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        held(&self.0.session)
    }

    pub(crate) fn copying(&self) -> MutexGuard<'_, Copying> {
        held(&self.0.copying)
    }

    pub(crate) fn drafts(&self) -> MutexGuard<'_, Drafts> {
        held(&self.0.drafts)
    }

    pub(crate) fn plans(&self) -> MutexGuard<'_, Plans> {
        held(&self.0.plans)
    }

    /// Unix time in whole seconds, as this computer has it.
    pub fn now(&self) -> u64 {
        self.precise_now().as_secs()
    }

    pub(crate) fn precise_now(&self) -> Duration {
        self.0.ports.clock.now()
    }

    pub(crate) fn tell(&self, event: Event) {
        (self.0.ports.news)(event);
    }
}

/// A panic elsewhere must not lock a person out of the codes.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ring(app: &Weak<Inner>, act: fn(&App)) -> Alarm {
    let app = Weak::clone(app);
    Alarm::new(move || {
        if let Some(inner) = app.upgrade() {
            act(&App(inner));
        }
    })
}
