//! Making keys of groups: wrapped, archived, chained to the former ones (protocol section 7).

use std::collections::{BTreeMap, BTreeSet};

use secret::Secret;

use crate::EntryObjects;
use crate::author::AuthorError;
use crate::firm::{Context, Firm};
use crate::ids::{EpochId, GroupId, Rank};
use crate::keys::{self, KeyId, make_key, make_shards};
use crate::op::{Epoch, KeySeal};
use crate::state;

impl Firm {
    /// Makes keys of groups, in an entry that is sealed under everyone's new one if there is one.
    pub(crate) fn make_epochs(
        &mut self,
        groups: &BTreeSet<GroupId>,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let firm = self.pin.firm;
        let mut made: BTreeMap<GroupId, (KeyId, Secret)> = BTreeMap::new();
        for group in groups {
            made.insert(*group, make_key(ctx.entropy, *group)?);
        }
        let admins = self.archive_key(&made);
        let (mut ops, mut objects, mut doors) = (Vec::new(), Vec::new(), Vec::new());
        for (group, (id, key)) in &made {
            let recipients = self.state().recipients(*group);
            let (shards, blobs) = make_shards(ctx.entropy, firm, *id, key, &recipients)?;
            objects.extend(blobs);
            if *group == GroupId::EVERYONE {
                doors.clone_from(&shards);
            }
            let archive = match &admins {
                Some((epoch, admins)) if *group != GroupId::ADMINISTRATORS => {
                    let under = ((GroupId::ADMINISTRATORS, *epoch), admins);
                    Some(keys::seal_key(ctx.entropy, firm, under, (*id, key), *epoch)?)
                }
                _ => None,
            };
            let chained = [GroupId::EVERYONE, GroupId::ADMINISTRATORS].contains(group);
            let chain = if chained { self.chain(*id, key, ctx)? } else { Vec::new() };
            let commitment = keys::commitment(firm, *id, key).ok_or(AuthorError::NoKey)?;
            let epoch = id.1;
            ops.push(Epoch { group: *group, epoch, commitment, shards, archive, chain }.into());
        }
        let epoch = match made.remove(&GroupId::EVERYONE) {
            Some(((_, epoch), key)) => {
                self.doors.entry(epoch).or_default().push(key);
                epoch
            }
            None => self.current_everyone()?,
        };
        self.author_under(epoch, doors, ops, objects, ctx)
    }

    /// The administrators' key that new keys are archived under. An authority-only kit has none.
    fn archive_key(
        &mut self,
        made: &BTreeMap<GroupId, (KeyId, Secret)>,
    ) -> Option<(EpochId, Secret)> {
        if let Some(((_, epoch), key)) = made.get(&GroupId::ADMINISTRATORS) {
            return Some((*epoch, key.duplicate()));
        }
        let epoch = *self.state().current.get(&GroupId::ADMINISTRATORS)?;
        let key = self.ring.key((GroupId::ADMINISTRATORS, epoch))?;
        Some((epoch, key.duplicate()))
    }

    /// Seals the former keys of a group under its new one: those that no later key opens yet. What a
    /// later key opens that is not held here is out of reach, perhaps for everybody.
    fn chain(
        &mut self,
        id: KeyId,
        key: &Secret,
        ctx: &mut Context<'_>,
    ) -> Result<Vec<KeySeal>, AuthorError> {
        let firm = self.pin.firm;
        let group = id.0;
        self.settle();
        let epochs = self.view_state().and_then(|state| state.epochs.get(&group));
        let held =
            epochs.into_iter().flatten().filter(|(epoch, _)| self.ring.holds((group, **epoch)));
        let links = held.map(|(_, epoch)| epoch);
        let linked: BTreeSet<EpochId> =
            links.flat_map(|epoch| epoch.chain.iter().map(|link| link.epoch)).collect();
        let mut chain = Vec::new();
        for (epoch, former) in self.former_keys(group) {
            if !linked.contains(&epoch) && epoch != id.1 {
                let inner = ((group, epoch), former);
                chain.push(keys::seal_key(ctx.entropy, firm, (id, key), inner, epoch)?);
            }
        }
        Ok(chain)
    }

    /// The keys of a group that are held here, for everyone also those that only void work
    /// announced: others built on it.
    fn former_keys(&self, group: GroupId) -> BTreeMap<EpochId, &Secret> {
        let mut former: BTreeMap<EpochId, &Secret> = BTreeMap::new();
        if group == GroupId::EVERYONE {
            let epochs = self.book.ids().map(|id| self.book.entry(id).header.epoch);
            former.extend(epochs.filter_map(|epoch| Some((epoch, self.everyone_key(epoch)?))));
        }
        former.extend(self.ring.of(group));
        former
    }

    /// Whether the administrators' key is fit to archive others under. A leaver who was appointed
    /// by somebody who did not know of the stop may hold it. An authority-only kit archives none.
    pub(crate) fn may_archive(&mut self) -> bool {
        let is_kit = self.rank() == Some(Rank::KIT);
        let current = self.administrators_epoch();
        current.map_or(is_kit, |epoch| self.is_up_to_date(epoch, &self.stops()))
    }

    /// The administrators' current key, if it is held here.
    pub(crate) fn administrators_epoch(&self) -> Option<&state::Epoch> {
        let (id, epoch) = self.view_state()?.current_epoch(GroupId::ADMINISTRATORS)?;
        self.ring.holds((GroupId::ADMINISTRATORS, id)).then_some(epoch)
    }
}
