//! What one device sees of the store: a folder that a syncing program keeps in step, badly.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::FutureExt;
use store::{Dir, Memory, Name, Store, StoreError, Watch};

use crate::dice::Dice;

/// How badly: each is "once in so many times", 0 for never.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// An object waits for another round, so that later ones overtake it.
    pub delay: usize,
    /// An upload or download is lost for good.
    pub drop: usize,
    /// Only the beginning of an object arrives.
    pub cut: usize,
    /// An object arrives under another name.
    pub rename: usize,
    /// An object is shown and cannot be read.
    pub placeholder: usize,
    /// The other side's bytes win over what was just written here.
    pub conflict: usize,
}

#[derive(Clone, Debug)]
enum Shown {
    Bytes(Bytes),
    Placeholder,
}

#[derive(Debug)]
struct Folder {
    truth: Memory,
    shown: BTreeMap<Name, Shown>,
    sending: Vec<(Name, Bytes)>,
    lost: Vec<(Name, Bytes)>,
    past: Vec<BTreeMap<Name, Shown>>,
    stale: Option<Vec<Name>>,
    calls_left: Option<usize>,
    calm: bool,
    dice: Dice,
}

/// A device's own store. It talks to the shared one only in [`View::carry`].
#[derive(Debug)]
pub struct View(Mutex<Folder>);

impl View {
    /// Returns an empty folder beside `truth`.
    pub fn new(truth: Memory, dice: Dice) -> Self {
        Self(Mutex::new(Folder {
            truth,
            shown: BTreeMap::new(),
            sending: Vec::new(),
            lost: Vec::new(),
            past: Vec::new(),
            stale: None,
            calls_left: None,
            calm: false,
            dice,
        }))
    }

    /// The syncing program works for a while. Returns what it did to which objects.
    pub fn carry(&self, faults: Faults) -> Vec<String> {
        let mut folder = self.lock();
        let mut story = folder.upload(faults);
        story.extend(folder.download(faults));
        let now = folder.shown.clone();
        folder.past.push(now);
        if folder.past.len() > 12 {
            folder.past.remove(0);
        }
        story
    }

    /// The folder is put back to how it once was.
    pub fn roll_back(&self) -> bool {
        let mut folder = self.lock();
        let past = folder.past.clone();
        let Some(past) = folder.dice.pick(&past) else { return false };
        folder.shown = past;
        true
    }

    /// A file that is gone comes back, here and for all.
    pub fn resurrect(&self) -> Option<Name> {
        let mut folder = self.lock();
        let truth = folder.truth.contents();
        let past = folder.past.iter().flatten();
        let gone: Vec<(Name, Bytes)> = past
            .filter_map(|(name, shown)| match shown {
                Shown::Bytes(bytes) if truth.get(name) != Some(bytes) => {
                    Some((name.clone(), bytes.clone()))
                }
                _ => None,
            })
            .collect();
        let (name, bytes) = folder.dice.pick(&gone)?;
        folder.keep(&name, bytes.clone());
        folder.shown.insert(name.clone(), Shown::Bytes(bytes));
        Some(name)
    }

    /// From now on the folder lists what it lists now, or again what there is.
    pub fn toggle_stale(&self) -> bool {
        let mut folder = self.lock();
        folder.stale = match folder.stale {
            Some(_) => None,
            None => Some(folder.shown.keys().cloned().collect()),
        };
        folder.stale.is_some()
    }

    /// The device dies in its call after `calls` more of them.
    pub fn die_after(&self, calls: Option<usize>) {
        self.lock().calls_left = calls;
    }

    /// Another universe: the store that this folder is kept in step with.
    pub fn move_to(&self, truth: Memory) {
        self.lock().truth = truth;
    }

    /// The faults stop: what is here and was never sent goes to the store, and all calls go
    /// straight to it.
    pub fn calm(&self) {
        let mut folder = self.lock();
        let mut mine = std::mem::take(&mut folder.lost);
        mine.append(&mut folder.sending);
        for (name, bytes) in mine {
            folder.keep(&name, bytes);
        }
        folder.calls_left = None;
        folder.stale = None;
        folder.calm = true;
    }

    fn lock(&self) -> MutexGuard<'_, Folder> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call; says whether the device dies in it, and whether the call is still done.
    fn call(&self) -> Fate {
        let mut folder = self.lock();
        match folder.calls_left {
            Some(0) => {
                if folder.dice.once_in(2) {
                    Fate::DiesBefore
                } else {
                    Fate::DiesAfter
                }
            }
            Some(left) => {
                folder.calls_left = Some(left - 1);
                Fate::Lives
            }
            None => Fate::Lives,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Lives,
    DiesBefore,
    DiesAfter,
}

impl Folder {
    fn keep(&self, name: &Name, bytes: Bytes) {
        // What a store in memory refuses is refused by the views before.
        let _ = ready(self.truth.put(name, bytes));
    }

    fn upload(&mut self, faults: Faults) -> Vec<String> {
        let mut story = Vec::new();
        let mut later = Vec::new();
        let mut sending = std::mem::take(&mut self.sending);
        if faults.delay > 0 {
            self.dice.shuffle(&mut sending);
        }
        for (name, bytes) in sending {
            if self.dice.once_in(faults.delay) {
                later.push((name, bytes));
            } else if self.dice.once_in(faults.drop) {
                story.push(format!("its {name} is lost on the way up"));
                self.lost.push((name, bytes));
            } else if self.dice.once_in(faults.cut) {
                story.push(format!("its {name} goes up in part"));
                let part = self.cut(&bytes);
                self.keep(&name, part);
                self.lost.push((name, bytes));
            } else {
                self.keep(&name, bytes);
            }
        }
        self.sending = later;
        story
    }

    fn download(&mut self, faults: Faults) -> Vec<String> {
        let mut story = Vec::new();
        let truth = self.truth.contents();
        for (name, bytes) in &truth {
            let same = matches!(self.shown.get(name), Some(Shown::Bytes(here)) if here == bytes);
            let is_mine = self.sending.iter().any(|(mine, _)| mine == name);
            if same || self.dice.once_in(faults.delay) {
                continue;
            }
            if is_mine && !self.dice.once_in(faults.conflict) {
                continue;
            }
            self.arrive(name, bytes, faults, &mut story);
        }
        let sending = &self.sending;
        self.shown.retain(|name, _| {
            truth.contains_key(name) || sending.iter().any(|(mine, _)| mine == name)
        });
        story
    }

    fn arrive(&mut self, name: &Name, bytes: &Bytes, faults: Faults, story: &mut Vec<String>) {
        let shown = if self.dice.once_in(faults.cut) {
            story.push(format!("{name} arrives in part"));
            Shown::Bytes(self.cut(bytes))
        } else if self.dice.once_in(faults.placeholder) {
            story.push(format!("{name} is there and cannot be read"));
            Shown::Placeholder
        } else {
            Shown::Bytes(bytes.clone())
        };
        let mut place = name.clone();
        if self.dice.once_in(faults.rename) {
            let names: Vec<Name> = self.shown.keys().cloned().collect();
            if let Some(other) = self.dice.pick(&names) {
                story.push(format!("{name} arrives as {other}"));
                place = other;
            }
        }
        self.shown.insert(place, shown);
    }

    fn cut(&mut self, bytes: &Bytes) -> Bytes {
        let end = 1 + self.dice.below(bytes.len().saturating_sub(1));
        bytes.slice(..end.min(bytes.len()))
    }
}

#[async_trait]
impl Store for View {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        let fate = self.call();
        if fate == Fate::DiesBefore {
            return pending().await;
        }
        {
            store::check_write(name, &bytes)?;
            let mut folder = self.lock();
            if folder.calm {
                folder.keep(name, bytes);
            } else {
                folder.shown.insert(name.clone(), Shown::Bytes(bytes.clone()));
                folder.sending.retain(|(other, _)| other != name);
                folder.sending.push((name.clone(), bytes));
            }
        }
        if fate == Fate::DiesAfter { pending().await } else { Ok(()) }
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        if self.call() != Fate::Lives {
            return pending().await;
        }
        let folder = self.lock();
        if folder.calm {
            return ready(folder.truth.get(name));
        }
        match folder.shown.get(name) {
            Some(Shown::Placeholder) => Err(StoreError::Placeholder("not here yet".into())),
            Some(Shown::Bytes(bytes)) => {
                store::check_read(name, bytes.len() as u64).map(|()| Some(bytes.clone()))
            }
            None => Ok(None),
        }
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        if self.call() != Fate::Lives {
            return pending().await;
        }
        let folder = self.lock();
        if folder.calm {
            return ready(folder.truth.list(dir, after));
        }
        let all = folder.stale.clone();
        let all = all.unwrap_or_else(|| folder.shown.keys().cloned().collect());
        Ok(all.into_iter().filter(|name| dir.holds(name) && Some(name) > after).collect())
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        Err(StoreError::Denied(format!("{name} stays").into()))
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        let truth = self.lock().truth.clone();
        truth.watch().await
    }
}

/// Returns what a future gives that never waits: those of [`Memory`].
#[allow(clippy::expect_used, reason = "a store in memory never waits")]
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("a store in memory never waits")
}
