//! "Must replace": derived from who could ever have opened what, so that nobody can forget it
//! (protocol section 11).

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::Firm;
use crate::fold::Folded;
use crate::ids::{AccountId, DeviceId, LogPoint, PersonId, VersionId};
use crate::keys::KeyId;
use crate::op::{Origin, VersionRef};
use crate::reach::Reach;
use crate::register::{Given, Register};
use crate::state::{Account, Loss, LossKind, State};

/// An account whose secret key somebody has who should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustReplace {
    /// The account.
    pub account: AccountId,
    /// The acts by which somebody lost it, each with all who had it.
    pub because: BTreeMap<LogPoint, BTreeSet<LossKind>>,
}

/// Whom an act took something from, and what of it they could open.
struct Losers {
    devices: BTreeSet<DeviceId>,
    people: BTreeSet<PersonId>,
    keys: BTreeSet<KeyId>,
}

/// What the losses of a firm are compared with, made once for all of them.
struct Search<'a> {
    firm: &'a Firm,
    state: &'a State,
    register: &'a Register,
    reach: Reach<'a>,
    /// The accounts that have a version sealed under a key.
    sealed: BTreeMap<KeyId, BTreeSet<AccountId>>,
    /// The keys that were given of an account, and the accounts of which a person was given one.
    given: BTreeMap<AccountId, Vec<&'a Given>>,
    of_person: BTreeMap<PersonId, BTreeSet<AccountId>>,
}

impl<'a> Search<'a> {
    fn of(firm: &'a Firm, folded: &'a Folded) -> Self {
        let (state, register) = (&folded.state, &folded.register);
        let reach = Reach::of(firm, folded);
        let mut sealed: BTreeMap<KeyId, BTreeSet<AccountId>> = BTreeMap::new();
        for (id, account) in &state.accounts {
            for (version, known) in &account.versions {
                let at = VersionRef { account: *id, version: *version };
                for key in reach.seals(at, known) {
                    sealed.entry(key).or_default().insert(*id);
                }
            }
        }
        let (mut given, mut of_person) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::new());
        for one in register.given.values() {
            let account = one.version.account;
            given.entry(account).or_default().push(one);
            of_person.entry(one.to).or_insert_with(BTreeSet::new).insert(account);
        }
        Self { firm, state, register, reach, sealed, given, of_person }
    }

    fn losers(&self, what: &LossKind) -> Losers {
        let devices = devices_that_lost(self.state, what);
        let keys = self.reach.opened_by(&devices);
        Losers { people: people_who_lost(self.state, what), keys, devices }
    }

    /// The accounts of which those who lost something can have a key.
    fn candidates(&self, what: &LossKind, losers: &Losers) -> BTreeSet<AccountId> {
        match what {
            LossKind::Account(_, lost) => [*lost].into(),
            LossKind::Given(id) => {
                let given = self.register.given.get(id);
                given.map(|given| given.version.account).into_iter().collect()
            }
            _ => {
                let sealed = losers.keys.iter().filter_map(|key| self.sealed.get(key));
                let given = losers.people.iter().filter_map(|one| self.of_person.get(one));
                sealed.chain(given).flatten().copied().collect()
            }
        }
    }

    /// The versions that those have who lost the account. Whoever still has a right to it has lost
    /// nothing, and is asked for when that ends.
    fn seen(
        &self,
        (id, account): (AccountId, &'a Account),
        loss: &Loss,
        losers: &Losers,
    ) -> BTreeSet<VersionId> {
        match &loss.what {
            LossKind::Account(_, lost) if *lost != id => return BTreeSet::new(),
            LossKind::Given(given) => {
                let version = self.register.given.get(given).map(|given| given.version);
                let version = version.filter(|version| version.account == id);
                return version.map(|version| version.version).into_iter().collect();
            }
            _ => {}
        }
        let devices = losers.devices.iter();
        let out: BTreeSet<DeviceId> =
            devices.filter(|device| !self.state.may_use(**device, id)).copied().collect();
        let mut seen = if out.is_empty() {
            BTreeSet::new()
        } else if out == losers.devices {
            self.reach.opened_versions((id, account), &losers.keys)
        } else {
            self.reach.opened_versions((id, account), &self.reach.opened_by(&out))
        };
        let given = self.given.get(&id).into_iter().flatten().filter(|given| {
            losers.people.contains(&given.to)
                && self.is_out(given.to, id)
                // Who gave it knowing of the act meant it; not so when the person left the firm.
                && (self.state.has_left(given.to) || !self.firm.knew(given.by, loss.by))
        });
        seen.extend(given.map(|given| given.version.version));
        seen
    }

    fn is_out(&self, person: PersonId, account: AccountId) -> bool {
        let state = self.state;
        state.has_left(person)
            || !(state.person_holds(person, account) || state.administrators().contains(&person))
    }
}

impl Firm {
    /// The accounts whose secret key has to be replaced at the service, and why.
    ///
    /// An act by which somebody lost an account asks for a new key until there is a version that
    /// is fresh, whose author knew of the act, and that the leaver neither can open nor was given by
    /// another route; and as long as the leaver has any key in use.
    pub fn must_replace(&mut self) -> Vec<MustReplace> {
        self.settle();
        let Some(folded) = self.view_folded() else { return Vec::new() };
        let (state, register) = (&folded.state, &folded.register);
        let search = Search::of(self, folded);
        let mut found: BTreeMap<AccountId, BTreeMap<LogPoint, BTreeSet<LossKind>>> =
            BTreeMap::new();
        let mut live: BTreeMap<AccountId, BTreeSet<VersionId>> = BTreeMap::new();
        for loss in state.losses.iter().cloned().chain(lost_with_others(state, register)) {
            let losers = search.losers(&loss.what);
            for id in search.candidates(&loss.what, &losers) {
                let Some(account) = state.accounts.get(&id) else { continue };
                let seen = search.seen((id, account), &loss, &losers);
                if seen.is_empty() {
                    continue;
                }
                let live =
                    live.entry(id).or_insert_with(|| live_lineage(account, &state.heads(id)));
                if self.asks(account, live, &loss, &seen) {
                    let because = found.entry(id).or_default();
                    because.entry(loss.by).or_default().insert(loss.what.clone());
                }
            }
        }
        let must = |(account, because)| MustReplace { account, because };
        found.into_iter().map(must).collect()
    }

    fn asks(
        &self,
        account: &Account,
        live: &BTreeSet<VersionId>,
        loss: &Loss,
        seen: &BTreeSet<VersionId>,
    ) -> bool {
        if live.iter().any(|version| seen.contains(version)) {
            return true;
        }
        let had_it = seen.iter().any(|version| !self.was_replaced_before(account, *version, loss));
        had_it && !self.is_answered(account, loss, seen)
    }

    /// Whether the author of a fresh version knew of the loss and the leaver does not have it.
    fn is_answered(&self, account: &Account, loss: &Loss, seen: &BTreeSet<VersionId>) -> bool {
        account.versions.iter().any(|(id, version)| {
            version.origin == Origin::Fresh && !seen.contains(id) && self.knew(version.by, loss.by)
        })
    }

    /// Whether a fresh key had already taken the version's place when the act was done.
    fn was_replaced_before(&self, account: &Account, old: VersionId, loss: &Loss) -> bool {
        account.versions.iter().any(|(id, version)| {
            *id != old
                && version.origin == Origin::Fresh
                && descends(account, *id, old)
                && self.knew(loss.by, version.by)
        })
    }
}

/// The keys given by other routes that somebody has who is not in the firm: those that are lost, and
/// those given to a person whom no entry that counts lets in.
fn lost_with_others(state: &State, register: &Register) -> Vec<Loss> {
    let given = register.given.iter().filter_map(|(id, given)| {
        let unknown = (!state.people.contains_key(&given.to)).then_some(given.by);
        Some(Loss { by: given.lost.or(unknown)?, what: LossKind::Given(*id) })
    });
    given.collect()
}

/// The devices that an act took something from.
fn devices_that_lost(state: &State, what: &LossKind) -> BTreeSet<DeviceId> {
    match what {
        LossKind::Device(device) => [*device].into(),
        LossKind::Given(_) => BTreeSet::new(),
        _ => {
            let people = people_who_lost(state, what);
            people.into_iter().flat_map(|person| state.devices_of(person)).collect()
        }
    }
}

/// The people that an act took something from. Who lost a device has lost nothing else.
fn people_who_lost(state: &State, what: &LossKind) -> BTreeSet<PersonId> {
    match what {
        LossKind::Person(person) | LossKind::Team(_, person) => [*person].into(),
        LossKind::Device(_) | LossKind::Given(_) => BTreeSet::new(),
        LossKind::Account(group, _) => {
            let team = state.teams.get(group);
            team.map(|team| team.ever.clone()).unwrap_or_default()
        }
    }
}

/// The heads, and every version that may hold the secret key of one: a carried version holds that of
/// one of those it replaces, and which one is not said.
pub(crate) fn live_lineage(account: &Account, heads: &BTreeSet<VersionId>) -> BTreeSet<VersionId> {
    let mut alike: BTreeMap<VersionId, Vec<VersionId>> = BTreeMap::new();
    for (id, version) in &account.versions {
        for former in version.replaces.iter().filter(|_| version.origin == Origin::Carried) {
            alike.entry(*id).or_default().push(*former);
            alike.entry(*former).or_default().push(*id);
        }
    }
    let mut live = heads.clone();
    let mut next: Vec<VersionId> = heads.iter().copied().collect();
    while let Some(id) = next.pop() {
        let further = alike.get(&id).into_iter().flatten();
        next.extend(further.filter(|other| live.insert(**other)));
    }
    live
}

/// Whether `later` took the place of `earlier`, over any number of steps.
fn descends(account: &Account, later: VersionId, earlier: VersionId) -> bool {
    let (mut next, mut passed) = (vec![later], BTreeSet::new());
    while let Some(id) = next.pop() {
        if id == earlier {
            return true;
        }
        if passed.insert(id) {
            let version = account.versions.get(&id);
            next.extend(version.into_iter().flat_map(|version| &version.replaces));
        }
    }
    false
}
