//! A keyring in memory that fails when told to. For tests alone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secret::SecretText;

use super::{ItemName, Keyring, KeyringError};

#[cfg(all(not(debug_assertions), not(test)))]
compile_error!("the feature `test-util` must never be part of a release build");

/// What goes wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The call fails and changes nothing.
    Fails(KeyringError),
    /// The call changes what it should, and says that it failed.
    FailsAfter(KeyringError),
    /// A write or a deletion says that it worked, and changes nothing.
    Forgets,
    /// A write keeps other text than it was given; a deletion changes nothing.
    Garbles,
}

#[derive(Default)]
struct Shared {
    items: BTreeMap<String, String>,
    faults: Box<[Option<Fault>]>,
    calls: usize,
}

/// A keyring in memory. Clones and [`Keyring::reopen`] share its items.
#[derive(Clone, Default)]
pub struct FakeKeyring(Arc<Mutex<Shared>>);

impl FakeKeyring {
    /// An empty keyring without faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on the calls take these faults in turn; after the last there are none.
    pub fn with_faults(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        let mut shared = self.shared();
        shared.faults = faults.into_iter().collect();
        shared.calls = 0;
    }

    /// How many calls were made since the last [`Self::with_faults`].
    pub fn calls(&self) -> usize {
        self.shared().calls
    }

    /// The names of all items.
    pub fn names(&self) -> Vec<String> {
        self.shared().items.keys().cloned().collect()
    }

    /// The text of an item, by its name.
    pub fn peek(&self, name: &str) -> Option<String> {
        self.shared().items.get(name).cloned()
    }

    /// Puts an item there, or takes it away, behind everybody's back.
    pub fn put(&self, name: &str, text: Option<&str>) {
        let mut shared = self.shared();
        match text {
            Some(text) => drop(shared.items.insert(name.to_owned(), text.to_owned())),
            None => drop(shared.items.remove(name)),
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_fault(&self) -> Option<Fault> {
        let mut shared = self.shared();
        let fault = shared.faults.get(shared.calls).cloned().flatten();
        shared.calls += 1;
        fault
    }

    fn change(&self, change: impl FnOnce(&Self, Option<&Fault>)) -> Result<(), KeyringError> {
        match self.next_fault() {
            Some(Fault::Fails(error)) => Err(error),
            Some(Fault::FailsAfter(error)) => {
                change(self, None);
                Err(error)
            }
            fault => {
                change(self, fault.as_ref());
                Ok(())
            }
        }
    }
}

impl Keyring for FakeKeyring {
    fn read(&self, item: &ItemName) -> Result<Option<SecretText>, KeyringError> {
        match self.next_fault() {
            Some(Fault::Fails(error) | Fault::FailsAfter(error)) => Err(error),
            _ => Ok(self.peek(&item.to_string()).map(SecretText::new)),
        }
    }

    fn write(&self, item: &ItemName, text: &SecretText) -> Result<(), KeyringError> {
        self.change(|keyring, fault| match fault {
            Some(Fault::Forgets) => {}
            Some(_) => keyring.put(&item.to_string(), Some("garbled")),
            None => keyring.put(&item.to_string(), Some(text.expose())),
        })
    }

    fn delete(&self, item: &ItemName) -> Result<(), KeyringError> {
        self.change(|keyring, fault| {
            if fault.is_none() {
                keyring.put(&item.to_string(), None);
            }
        })
    }

    fn reopen(&self) -> Result<Box<dyn Keyring>, KeyringError> {
        Ok(Box::new(self.clone()))
    }
}
