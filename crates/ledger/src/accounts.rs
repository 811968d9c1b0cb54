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
    AccountSet, AccountUse, Confirm, DetailsSet, Grant, Op, Origin, SealedDetails, Seals, Ungrant, Version,
    VersionRef,
};
use crate::secrets::{Blinded, Details, open_details, open_secret, seal_details, seal_secrets};

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
        if !details.is_sound() {
            return Err(AuthorError::OutOfBounds);
        }
        if !teams.is_empty() {
            self.need_two_administrators()?;
        }
        let account = AccountId::make(ctx.entropy)?;
        let at = VersionRef { account, version: VersionId::make(ctx.entropy)? };
        let mut groups = teams.to_vec();
        if groups.is_empty() {
            groups.push(GroupId::ADMINISTRATORS);
        }
        let mut objects = self.renew(&groups, ctx)?;
        let mut ops = vec![AccountSet { account, state: AccountUse::Live }.into()];
        ops.extend(teams.iter().map(|group| Op::from(Grant { account, group: *group })));
        let (more, blobs) = self.version_ops((at, Origin::Fresh), Vec::new(), key, &groups, ctx)?;
        ops.extend(more);
        ops.push(self.details_op(account, 1, details, &groups, ctx)?);
        objects.extend(self.author(ops, blobs, ctx)?);
        Ok((account, objects))
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
        let (ops, blobs) = self.version_ops((at, Origin::Fresh), replaces, key, &groups, ctx)?;
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
        let (mut ops, blobs) =
            self.version_ops((at, Origin::Carried), replaces, &key, &groups, ctx)?;
        ops.push(Confirm { at }.into());
        objects.extend(self.author(ops, blobs, ctx)?);
        Ok((at, objects))
    }

    /// Says whether a secret key is one that the account has or had, as far as this device can open
    /// those.
    pub fn knows_key(&mut self, account: AccountId, key: &Secret) -> bool {
        let versions = self.state().accounts.get(&account).map(|known| &known.versions);
        let all: Vec<VersionId> = versions.into_iter().flat_map(|all| all.keys().copied()).collect();
        let open = |version| self.open_blinded(VersionRef { account, version });
        all.into_iter().filter_map(|version| open(version).ok()).any(|known| known.key() == *key)
    }

    fn known_version(&mut self, at: VersionRef) -> Result<(), AuthorError> {
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
        let op = self.details_op(account, edit, details, &groups, ctx)?;
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
            let key = self.ring.key((copy.sealed.group, copy.sealed.epoch))?;
            let details = open_details(self.pin.firm, key, (account, copy.edit), &copy.sealed)?;
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

    fn version_ops(
        &mut self,
        (at, origin): (VersionRef, Origin),
        replaces: Vec<VersionId>,
        key: &Secret,
        groups: &[GroupId],
        ctx: &mut Context<'_>,
    ) -> Result<(Vec<Op>, Vec<Object>), AuthorError> {
        let blinded = Blinded::make(ctx.entropy, key)?;
        let commitment = blinded.commitment(self.pin.firm, at);
        let (account, version) = (at.account, at.version);
        let mut ops = vec![Version { account, version, replaces, origin, commitment }.into()];
        let mut blobs = Vec::new();
        let items = [(at, blinded)];
        for id in self.usable_keys(groups)? {
            let key = self.ring.key(id).ok_or(AuthorError::NoKey)?;
            let (blob, object) = seal_secrets(ctx.entropy, self.pin.firm, (id, key), &items)?;
            ops.push(Seals { group: id.0, epoch: id.1, blob, items: vec![at] }.into());
            blobs.push(object);
        }
        Ok((ops, blobs))
    }

    fn details_op(
        &mut self,
        account: AccountId,
        edit: u64,
        details: &Details,
        groups: &[GroupId],
        ctx: &mut Context<'_>,
    ) -> Result<Op, AuthorError> {
        let mut sealed: Vec<SealedDetails> = Vec::new();
        let mut all = groups.to_vec();
        all.push(GroupId::AUDITORS);
        for id in self.usable_keys(&all)? {
            let key = self.ring.key(id).ok_or(AuthorError::NoKey)?;
            sealed.push(seal_details(
                ctx.entropy,
                self.pin.firm,
                (id, key),
                (account, edit),
                details,
            )?);
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
