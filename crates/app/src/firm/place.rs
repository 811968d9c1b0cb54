//! Where the firm's store is: following the firm there, moving it, and the sign-in to it.
//!
//! The log says where the firm is and, where everybody signs in alike, how. A device follows what
//! it has not followed before, so that what a person said on this device alone stays.

use ledger::op::StoreSet;
use ledger::{Context, Firm, Name, Object, StoreText, Time};
use seal::SystemEntropy;
use secret::{Secret, SecretText};

use super::desk::{Beside, Desk, Left, STORE, apart};
use super::exchange::make_hint;
use super::invite::done;
use super::moving;
use super::reach::Reach;
use super::steps;
use super::views::Done;
use crate::error::Result;
use crate::view::ErrorView;
use crate::{App, Error};

/// How long the place is looked into that the firm was moved away from, in seconds: a folder that is
/// kept in step by somebody else can be weeks behind.
const LOOKED_BACK_AT: u64 = 30 * 24 * 3600;

/// A place for the firm's store, and how to enter it.
#[derive(Debug)]
pub struct Place {
    /// The address.
    pub address: String,
    /// The sign-in, where the store wants one.
    pub sign_in: Option<SecretText>,
    /// Whether everybody enters with this sign-in, or each with one of their own.
    pub shared: bool,
}

impl Place {
    /// A place that everybody enters as the computer lets them: a folder.
    pub fn open(address: String) -> Self {
        Self { address, sign_in: None, shared: false }
    }

    /// What the log says of it.
    pub(crate) fn text(&self) -> StoreText {
        let shared = self.sign_in.as_ref().filter(|_| self.shared);
        let text = match shared {
            Some(sign_in) => zeroized(&[self.address.trim(), "\n", sign_in.expose().trim_end()]),
            None => SecretText::copy_of(self.address.trim()),
        };
        StoreText::new(text)
    }

    /// Says whether devices have to be told of it by the log: a folder is where each device finds
    /// it.
    pub(crate) fn is_told(&self) -> bool {
        self.sign_in.is_some()
    }
}

/// The text of a sign-in: the name in its first line, where there is one, and the secret in the
/// next.
pub fn sign_in_of(name: &str, secret: SecretText) -> SecretText {
    match name.trim() {
        "" => secret,
        name => zeroized(&[name, "\n", secret.expose()]),
    }
}

/// Says whether the log passes a sign-in on.
pub(crate) fn is_shared(text: &StoreText) -> bool {
    parts(text).1.is_some()
}

/// Where the log says that the firm is.
pub(crate) fn address_of(text: &StoreText) -> &str {
    parts(text).0
}

/// Where the log says that the firm is, and how everybody enters there, as a document.
pub(crate) fn followed(text: &StoreText) -> Secret {
    Secret::copy_of(text.secret().expose().as_bytes())
}

impl App {
    /// Goes where the log says that the firm is, if it says something new. Says whether the store
    /// is another, or is entered otherwise.
    pub(crate) fn follow(&self, desk: &mut Desk) -> Result<bool> {
        let came_in = desk.firm.person().is_some() && std::mem::take(&mut desk.notes.came_in);
        let Some(set) = desk.firm.state().store.clone() else { return Ok(false) };
        let now = followed(&set);
        if self.with_vault(|vault| Ok(vault.document(STORE)?))? == Some(now.duplicate()) {
            return Ok(false);
        }
        let (address, sign_in) = parts(&set);
        // Who just came in did so where the firm is, whatever that is called here.
        let stays = came_in || address == desk.notes.place;
        let enters = sign_in.filter(|_| !stays || address == desk.notes.place);
        if !stays || enters.is_some() {
            let sign_in = enters.map(SecretText::copy_of);
            // An own sign-in is for the place it was given for.
            self.with_vault(|vault| Ok(vault.set_store_sign_in(sign_in.as_ref())?))?;
        }
        if !stays {
            desk.notes.place = address.to_owned();
        }
        let beside = Beside { documents: vec![(STORE, Some(now))], ..Beside::default() };
        self.keep_firm(desk, &[], beside)?;
        Ok(!stays || enters.is_some())
    }

    /// Moves the firm to another store: puts everything there, checks that it can be read back,
    /// and then tells the others, in both places. The old place stays as it is; devices that still
    /// look there learn of the move there. Returns what kept the old place from being used, if
    /// anything did.
    ///
    /// # Errors
    /// When this person may not, another firm is in the new place, or it does not keep everything:
    /// the firm stays where it is then.
    pub fn move_firm(&self, to: &Place) -> Result<Done<Option<ErrorView>>> {
        let mut desk = self.open_desk()?;
        must_be_administrator(&mut desk.firm)?;
        let new = self.reach_at(&to.address, to.sign_in.as_ref())?;
        let there = new.list()?;
        if !there.names().is_empty() && !is_of(&desk.firm, there.names()) {
            return Err(Error::new("firm.place-taken").with("address", to.address.as_str()));
        }
        let (old, mut trouble) = self.clear_store(&mut desk)?;
        let told = |done, total| self.tell_progress(done, total);
        let fill = moving::fill(&desk.firm, old.as_ref().map(Reach::store), new.store(), &told);
        self.until_stopped(&new, fill)??;
        let left = Left { place: desk.notes.place.clone(), at: self.now() };
        desk.notes.left = Some(left);
        let objects = self.say_place(&mut desk, to)?;
        if let (Some(old), None) = (&old, &trouble) {
            trouble = tell(old, &objects).err();
            self.look_back(&mut desk, old)?;
        }
        let arrived = self.enter_store(&mut desk);
        let unsent = arrived.and_then(|entered| self.give_to_store(&mut desk, &entered)).err();
        let _ = self.take_keys(&mut desk); // as with other acts, the next sync says why not
        Ok(done(trouble.map(Into::into), unsent))
    }

    /// Takes in what another administrator wrote into the place that this device moved the firm away
    /// from: who moved it somewhere else at the same time did not know.
    pub(crate) fn look_where_it_was(&self, desk: &mut Desk) -> Result<()> {
        let left = desk.notes.left.as_ref();
        let left = left.filter(|left| self.now().saturating_sub(left.at) < LOOKED_BACK_AT);
        let Some(Left { place, .. }) = left else { return Ok(()) };
        match self.reach_at(place, None) {
            Ok(old) => self.look_back(desk, &old),
            // The sign-in of a server is not kept: what was written there meanwhile was read at once.
            Err(_) => Ok(()),
        }
    }

    fn look_back(&self, desk: &mut Desk, old: &Reach) -> Result<()> {
        let looked = moving::look_back(&mut desk.firm, old.store(), Time(self.now()));
        // The firm is not there any more: what cannot be read there is nothing new.
        let _ = self.until_stopped(old, looked)?;
        self.keep_firm(desk, &[], Beside::default())
    }

    /// Takes in all that is in the store and puts all that waits into it. Returns the store where
    /// it can be read, and what is wrong with it.
    fn clear_store(&self, desk: &mut Desk) -> Result<(Option<Reach>, Option<Error>)> {
        match apart(self.enter_store(desk))? {
            Err(error) if error.code() == "firm.stopped" => Err(error),
            Err(error) => Ok((None, Some(error))),
            Ok(entered) => {
                self.tend(desk, &entered)?;
                let given = apart(self.give_to_store(desk, &entered))?;
                Ok((Some(entered.reach), given.err()))
            }
        }
    }

    /// Says where the firm's store is for this device alone: another path to the same folder, or
    /// the new place when the old one is gone.
    ///
    /// # Errors
    /// When this firm is not there.
    pub fn set_place_here(&self, place: &Place) -> Result<()> {
        let mut desk = self.open_desk()?;
        let reach = self.reach_at(&place.address, place.sign_in.as_ref())?;
        if !is_of(&desk.firm, reach.list()?.names()) {
            return Err(Error::new("firm.place-other").with("address", place.address.as_str()));
        }
        let sign_in = place.sign_in.as_ref();
        self.with_vault(|vault| Ok(vault.set_store_sign_in(sign_in)?))?;
        desk.notes.place = place.address.trim().to_owned();
        self.keep_firm(&mut desk, &[], Beside::default())
    }

    /// Changes this device's sign-in to the store, once the store accepts it.
    ///
    /// # Errors
    /// When the store does not accept it, or cannot be reached: the sign-in before stays.
    pub fn set_sign_in(&self, sign_in: &SecretText) -> Result<()> {
        let notes = self.with_vault(|vault| {
            vault.firm()?.ok_or_else(|| Error::new("firm.none"))?;
            super::desk::notes(vault)
        })?;
        self.reach_at(&notes.place, Some(sign_in))?.list()?;
        self.with_vault(|vault| Ok(vault.set_store_sign_in(Some(sign_in))?))
    }

    /// Changes the sign-in to the store for everybody, once the store accepts it. The others take
    /// it up with their next sync, for which the sign-in before must still be accepted.
    ///
    /// # Errors
    /// As [`App::set_sign_in`], and when it is not for this person to do.
    pub fn set_sign_in_for_all(&self, sign_in: &SecretText) -> Result<Done<()>> {
        must_be_administrator(&mut self.open_desk()?.firm)?;
        self.set_sign_in(sign_in)?;
        let mut desk = self.open_desk()?;
        let entered = self.enter_store(&mut desk)?;
        let place = Place {
            address: desk.notes.place.clone(),
            sign_in: Some(SecretText::copy_of(sign_in.expose())),
            shared: true,
        };
        self.say_place(&mut desk, &place)?;
        let unsent = self.give_to_store(&mut desk, &entered).err();
        Ok(done((), unsent))
    }

    /// Writes into the log where the firm is, and goes there.
    fn say_place(&self, desk: &mut Desk, place: &Place) -> Result<Vec<Object>> {
        let mut entropy = SystemEntropy::new();
        let mut ctx = Context { entropy: &mut entropy, now: Time(self.now()) };
        let text = place.text();
        let set = StoreSet { text: text.clone() };
        let objects = desk.firm.author(vec![set.into()], Vec::new(), &mut ctx)?;
        let sign_in = place.sign_in.as_ref();
        self.with_vault(|vault| Ok(vault.set_store_sign_in(sign_in)?))?;
        desk.notes.place = place.address.trim().to_owned();
        let beside =
            Beside { documents: vec![(STORE, Some(followed(&text)))], ..Beside::default() };
        self.keep_firm(desk, &objects, beside)?;
        Ok(objects)
    }
}

/// Puts the entry that says where the firm is now into the place where it was.
fn tell(old: &Reach, objects: &[Object]) -> Result<()> {
    objects.iter().try_for_each(|object| old.put(object))?;
    old.put(&Object { name: Name::Hint, bytes: make_hint()?.to_vec() })
}

fn must_be_administrator(firm: &mut Firm) -> Result<()> {
    let is = firm.rank().is_some_and(ledger::Rank::is_administrator);
    if is { Ok(()) } else { Err(Error::new("firm.not-yours")) }
}

/// Whether what lies in a store is this firm's.
fn is_of(firm: &Firm, names: &std::collections::BTreeSet<Name>) -> bool {
    let mut first = steps::everything(firm).into_iter().map(|object| object.name);
    first.any(|name| matches!(name, Name::Entry(..)) && names.contains(&name))
}

/// The address, and the sign-in in the lines after it.
fn parts(text: &StoreText) -> (&str, Option<&str>) {
    let text = text.secret().expose();
    match text.split_once('\n') {
        Some((address, sign_in)) => (address, Some(sign_in)),
        None => (text, None),
    }
}

fn zeroized(parts: &[&str]) -> SecretText {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| text.push_str(part));
    SecretText::new(text)
}
