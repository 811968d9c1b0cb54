//! Accounts: adding, a new key, sharing, opening.

use secret::Secret;

use crate::EntryObjects;
use crate::alarm::Alarm;
use crate::author::AuthorError;
use crate::entry::Object;
use crate::firm::{Context, Firm};
use crate::ids::{AccountId, GroupId, VersionId};
use crate::keys::KeyId;
use crate::op::{
    AccountSet, AccountUse, Confirm, DetailsSet, Grant, Op, Origin, SealedDetails, Seals, Ungrant,
    Version, VersionRef,
};
use crate::secrets::{
    Blinded, Details, MAX_RECORDS, open_details, open_secret, seal_details, seal_secrets,
};

/// Why a secret key was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// There is no such account or version.
    #[error("there is no such account or version")]
    Unknown,
    /// No group key that opens it is here: it is not for this device, or has not arrived.
    #[error("the key has not arrived")]
    NoKey,
    /// It is not what its entry commits to.
    #[error("the secret key is not the one that was announced")]
    WrongCommitment,
}

/// An account to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// What it is called and how its codes are made.
    pub details: &'a Details,
    /// Its secret key.
    pub key: &'a Secret,
}

impl Firm {
    /// Adds an account with its secret key, held by `teams`; by none, the administrators keep it.
    ///
    /// # Errors
    /// [`AuthorError`]: a deputy names at least one team, and only such as the deputy is in.
    pub fn add_account(
        &mut self,
        details: &Details,
        key: &Secret,
        teams: &[GroupId],
        ctx: &mut Context<'_>,
    ) -> Result<(AccountId, EntryObjects), AuthorError> {
        let (ids, objects) = self.add_accounts(&[NewAccount { details, key }], teams, ctx)?;
        Ok((ids.first().copied().ok_or(AuthorError::Unknown)?, objects))
    }

    /// Adds accounts as [`Firm::add_account`] adds one, all for the same teams: in few entries, and
    /// at little more cost than one. Returns their ids in the same order.
    ///
    /// # Errors
    /// As [`Firm::add_account`]; none is added then.
    pub fn add_accounts(
        &mut self,
        new: &[NewAccount<'_>],
        teams: &[GroupId],
        ctx: &mut Context<'_>,
    ) -> Result<(Vec<AccountId>, EntryObjects), AuthorError> {
        if !new.iter().all(|one| one.details.is_sound()) {
            return Err(AuthorError::OutOfBounds);
        }
        if !teams.is_empty() {
            self.need_two_administrators()?;
        }
        let mut added = Vec::new();
        for one in new {
            let account = AccountId::make(ctx.entropy)?;
            added.push((VersionRef { account, version: VersionId::make(ctx.entropy)? }, one));
        }
        let mut groups = teams.to_vec();
        if groups.is_empty() {
            groups.push(GroupId::ADMINISTRATORS);
        }
        let mut objects = self.renew(&groups, ctx)?;
        let (mut ops, mut items) = (Vec::new(), Vec::new());
        for (at, one) in &added {
            let account = at.account;
            ops.push(AccountSet { account, state: AccountUse::Live }.into());
            ops.extend(teams.iter().map(|group| Op::from(Grant { account, group: *group })));
            ops.push(self.version_op(
                (*at, Origin::Fresh),
                Vec::new(),
                one.key,
                &mut items,
                ctx,
            )?);
        }
        let (seals, blobs) = self.seals_ops(&items, &groups, ctx)?;
        ops.extend(seals);
        let readers = self.readers_keys(&groups)?;
        for (at, one) in &added {
            ops.push(self.details_op((at.account, 1), one.details, &readers, ctx)?);
        }
        objects.extend(self.author(ops, blobs, ctx)?);
        Ok((added.into_iter().map(|(at, _)| at.account).collect(), objects))
    }

    /// Gives an account a new secret key from its service.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn new_key(
        &mut self,
        account: AccountId,
        key: &Secret,
        ctx: &mut Context<'_>,
    ) -> Result<(VersionRef, EntryObjects), AuthorError> {
        let state = self.state();
        if !state.accounts.contains_key(&account) {
            return Err(AuthorError::Unknown);
        }
        let groups: Vec<GroupId> = state.holders(account).into_iter().collect();
        let replaces = state.heads(account).into_iter().collect();
        let at = VersionRef { account, version: VersionId::make(ctx.entropy)? };
        let mut objects = self.renew(&groups, ctx)?;
        let mut items = Vec::new();
        let mut ops = vec![self.version_op((at, Origin::Fresh), replaces, key, &mut items, ctx)?];
        let (seals, blobs) = self.seals_ops(&items, &groups, ctx)?;
        ops.extend(seals);
        objects.extend(self.author(ops, blobs, ctx)?);
        Ok((at, objects))
    }

    /// Says that the service takes codes of this key version.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn confirm(
        &mut self,
        at: VersionRef,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        self.known_version(at)?;
        self.author(vec![Confirm { at }.into()], Vec::new(), ctx)
    }

    /// Puts the secret key of an earlier version in the place of those in use, which the service
    /// refused. It is no fresh key: what must be replaced stays so.
    ///
    /// # Errors
    /// [`AuthorError::NoKey`] also when the earlier key cannot be opened here.
    pub fn go_back(
        &mut self,
        to: VersionRef,
        ctx: &mut Context<'_>,
    ) -> Result<(VersionRef, EntryObjects), AuthorError> {
        self.known_version(to)?;
        let key = self.open_blinded(to).map_err(|_| AuthorError::NoKey)?.key();
        let account = to.account;
        let groups: Vec<GroupId> = self.state().holders(account).into_iter().collect();
        let mut replaces = self.state().heads(account);
        replaces.insert(to.version);
        let at = VersionRef { account, version: VersionId::make(ctx.entropy)? };
        let mut objects = self.renew(&groups, ctx)?;
        let replaces = replaces.into_iter().collect();
        let mut items = Vec::new();
        let mut ops =
            vec![self.version_op((at, Origin::Carried), replaces, &key, &mut items, ctx)?];
        let (seals, blobs) = self.seals_ops(&items, &groups, ctx)?;
        ops.extend(seals);
        ops.push(Confirm { at }.into());
        objects.extend(self.author(ops, blobs, ctx)?);
        Ok((at, objects))
    }

    /// Says whether a secret key is one that the account has or had, as far as this device can open
    /// those.
    pub fn knows_key(&mut self, account: AccountId, key: &Secret) -> bool {
        let versions = self.state().accounts.get(&account).map(|known| &known.versions);
        let all: Vec<VersionId> =
            versions.into_iter().flat_map(|all| all.keys().copied()).collect();
        let open = |version| self.open_blinded(VersionRef { account, version });
        all.into_iter().filter_map(|version| open(version).ok()).any(|known| known.key() == *key)
    }

    pub(crate) fn known_version(&mut self, at: VersionRef) -> Result<(), AuthorError> {
        let account = self.state().accounts.get(&at.account).ok_or(AuthorError::Unknown)?;
        let known = account.versions.contains_key(&at.version);
        known.then_some(()).ok_or(AuthorError::Unknown)
    }

    /// Changes what an account is called and how its codes are made.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn set_details(
        &mut self,
        account: AccountId,
        details: &Details,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let known = self.state().accounts.get(&account).ok_or(AuthorError::Unknown)?;
        let edit = known.details.values().map(|copy| copy.edit).max().unwrap_or(0) + 1;
        let groups: Vec<GroupId> = self.state().holders(account).into_iter().collect();
        if !details.is_sound() {
            return Err(AuthorError::OutOfBounds);
        }
        let mut objects = self.renew(&groups, ctx)?;
        let readers = self.readers_keys(&groups)?;
        let op = self.details_op((account, edit), details, &readers, ctx)?;
        objects.extend(self.author(vec![op], Vec::new(), ctx)?);
        Ok(objects)
    }

    /// Lets a team hold an account. Follow with [`Firm::repair`], which seals the key for it.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn share(
        &mut self,
        account: AccountId,
        group: GroupId,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let state = self.state();
        if !state.accounts.contains_key(&account) || !state.teams.contains_key(&group) {
            return Err(AuthorError::Unknown);
        }
        self.need_two_administrators()?;
        self.author(vec![Grant { account, group }.into()], Vec::new(), ctx)
    }

    /// Takes an account from a team. What the team could see must be replaced: see
    /// [`Firm::must_replace`].
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn unshare(
        &mut self,
        account: AccountId,
        group: GroupId,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        self.author(vec![Ungrant { account, group }.into()], Vec::new(), ctx)
    }

    /// Opens a secret key and checks it against its commitment.
    ///
    /// # Errors
    /// [`SecretError`]; a wrong commitment raises [`Alarm::WrongCommitment`] too.
    pub fn open_secret(&mut self, at: VersionRef) -> Result<Secret, SecretError> {
        self.settle();
        let opened = self.open_blinded(at);
        if matches!(opened, Err(SecretError::WrongCommitment)) {
            let (account, version) = (at.account, at.version);
            self.alarm(Alarm::WrongCommitment { account, version });
        }
        opened.map(|blinded| blinded.key())
    }

    /// Opens an account's label and settings, the latest edit that this device can read.
    pub fn open_details(&mut self, account: AccountId) -> Option<Details> {
        self.settle();
        self.latest_details(account).map(|(_, details)| details)
    }

    pub(crate) fn latest_details(&self, account: AccountId) -> Option<(u64, Details)> {
        let copies = self.view_state()?.accounts.get(&account)?.details.values();
        let opened = copies.filter_map(|copy| {
            let place = (account, copy.edit);
            let details = match self.ring.key((copy.sealed.group, copy.sealed.epoch)) {
                Some(key) => open_details(self.pin.firm, key, place, &copy.sealed)?,
                None => self.open_audited_details(place, &copy.sealed)?,
            };
            Some((copy.edit, details))
        });
        opened.max_by_key(|(edit, _)| *edit)
    }

    pub(crate) fn can_open(&self, at: VersionRef) -> bool {
        self.open_blinded(at).is_ok()
    }

    pub(crate) fn open_blinded(&self, at: VersionRef) -> Result<Blinded, SecretError> {
        let state = self.view_state().ok_or(SecretError::Unknown)?;
        let account = state.accounts.get(&at.account).ok_or(SecretError::Unknown)?;
        let version = account.versions.get(&at.version).ok_or(SecretError::Unknown)?;
        let mut error = SecretError::NoKey;
        for place in &version.seals {
            let id = (place.group, place.epoch);
            let (Some(key), Some(blob)) = (self.ring.key(id), self.blobs.get(&place.blob)) else {
                continue;
            };
            let opened = open_secret(self.pin.firm, (id, key), blob, place.index, at);
            match opened {
                Some(blinded) if blinded.commitment(self.pin.firm, at) == version.commitment => {
                    return Ok(blinded);
                }
                _ => error = SecretError::WrongCommitment,
            }
        }
        Err(error)
    }

    /// States a version, and puts its secret key among the `items` to be sealed.
    fn version_op(
        &self,
        (at, origin): (VersionRef, Origin),
        replaces: Vec<VersionId>,
        key: &Secret,
        items: &mut Vec<(VersionRef, Blinded)>,
        ctx: &mut Context<'_>,
    ) -> Result<Op, AuthorError> {
        let blinded = Blinded::make(ctx.entropy, key)?;
        let commitment = blinded.commitment(self.pin.firm, at);
        items.push((at, blinded));
        let (account, version) = (at.account, at.version);
        Ok(Version { account, version, replaces, origin, commitment }.into())
    }

    /// Seals secret keys for `groups`, in blobs of at most [`MAX_RECORDS`].
    fn seals_ops(
        &mut self,
        items: &[(VersionRef, Blinded)],
        groups: &[GroupId],
        ctx: &mut Context<'_>,
    ) -> Result<(Vec<Op>, Vec<Object>), AuthorError> {
        let (mut ops, mut blobs) = (Vec::new(), Vec::new());
        for id in self.usable_keys(groups)? {
            let key = self.ring.key(id).ok_or(AuthorError::NoKey)?;
            for part in items.chunks(MAX_RECORDS) {
                let (blob, object) = seal_secrets(ctx.entropy, self.pin.firm, (id, key), part)?;
                let items = part.iter().map(|(at, _)| *at).collect();
                ops.push(Seals { group: id.0, epoch: id.1, blob, items }.into());
                blobs.push(object);
            }
        }
        Ok((ops, blobs))
    }

    /// The keys under which those read the details of an account whom `groups` give its key, and
    /// the auditors.
    pub(crate) fn readers_keys(&mut self, groups: &[GroupId]) -> Result<Vec<KeyId>, AuthorError> {
        let mut all = groups.to_vec();
        all.push(GroupId::AUDITORS);
        self.usable_keys(&all)
    }

    fn details_op(
        &self,
        (account, edit): (AccountId, u64),
        details: &Details,
        readers: &[KeyId],
        ctx: &mut Context<'_>,
    ) -> Result<Op, AuthorError> {
        let mut sealed: Vec<SealedDetails> = Vec::new();
        for id in readers {
            let key = self.ring.key(*id).ok_or(AuthorError::NoKey)?;
            let place = (account, edit);
            sealed.push(seal_details(ctx.entropy, self.pin.firm, (*id, key), place, details)?);
        }
        Ok(DetailsSet { account, edit, sealed }.into())
    }

    /// The current keys of `groups` that are held here, that nobody stopped can open, and whose
    /// makers knew of every stop. Under another nothing is ever sealed: [`Firm::renew`] makes a new
    /// one first. A group without a usable key is left for the repair of who can.
    fn usable_keys(&mut self, groups: &[GroupId]) -> Result<Vec<KeyId>, AuthorError> {
        self.settle();
        let (exposed, stops) = (self.exposed_epochs(), self.stops());
        let state = self.view_state().ok_or(AuthorError::NoKey)?;
        let current =
            groups.iter().filter_map(|group| Some((*group, state.current_epoch(*group)?)));
        let usable = current.filter(|(group, (id, epoch))| {
            let id = (*group, *id);
            self.ring.holds(id) && !exposed.contains(&id) && self.is_up_to_date(epoch, &stops)
        });
        let usable: Vec<KeyId> = usable.map(|(group, (id, _))| (group, id)).collect();
        // Sealed for nobody, a secret key would be lost.
        let kept = usable.iter().any(|(group, _)| *group != GroupId::AUDITORS);
        if kept { Ok(usable) } else { Err(AuthorError::NoKey) }
    }
}
