//! Putting the codes of one export together.

use std::collections::BTreeMap;

use super::Batch;
use crate::Account;

/// The transfer codes read in one sitting, in any order, each as often as it comes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    transfers: Vec<Transfer>,
}

/// What became of a code that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new: look at this transfer to tell how far it is.
    New {
        /// The place in [`Gathered::transfers`].
        transfer: usize,
    },
    /// The very same code was there already; nothing changed.
    Again {
        /// The place in [`Gathered::transfers`].
        transfer: usize,
    },
}

/// One export and those of its codes that have been read.
#[derive(Debug, PartialEq, Eq)]
pub struct Transfer {
    version: i32,
    size: i32,
    id: Option<i32>,
    batches: BTreeMap<i32, Batch>,
}

impl Gathered {
    /// Adds one code. Codes belong together by version and size, and by id where both have one:
    /// version 2 writes none. Where the same place is taken by other accounts it is another export,
    /// and nothing is overwritten.
    pub fn add(&mut self, batch: Batch) -> Added {
        let again = |transfer: &Transfer| transfer.batches.get(&batch.index) == Some(&batch);
        if let Some(transfer) = self.transfers.iter().position(again) {
            return Added::Again { transfer };
        }
        let fits = |transfer: &Transfer| transfer.takes(&batch);
        let place = self.transfers.iter().position(fits).unwrap_or_else(|| {
            self.transfers.push(Transfer::new(&batch));
            self.transfers.len() - 1
        });
        self.transfers[place].batches.insert(batch.index, batch);
        Added::New { transfer: place }
    }

    /// The exports in the order they first came.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// All accounts, export by export in the exporting app's order, whether complete or not.
    pub fn into_accounts(self) -> Vec<Account> {
        self.into_batches().into_iter().flat_map(|batch| batch.accounts).collect()
    }

    /// All codes, export by export in the exporting app's order.
    pub fn into_batches(self) -> Vec<Batch> {
        self.transfers.into_iter().flat_map(|transfer| transfer.batches.into_values()).collect()
    }
}

impl Transfer {
    fn new(batch: &Batch) -> Self {
        let Batch { version, size, id, .. } = *batch;
        Self { version, size, id, batches: BTreeMap::new() }
    }

    fn takes(&self, batch: &Batch) -> bool {
        let same_id = match (self.id, batch.id) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        (self.version, self.size) == (batch.version, batch.size)
            && same_id
            && !self.batches.contains_key(&batch.index)
    }

    /// How many codes have been read: the 2 of "2 of 3 read".
    pub fn read(&self) -> usize {
        self.batches.len()
    }

    /// How many codes the export has: the 3 of "2 of 3 read". At least as many as were read.
    pub fn size(&self) -> usize {
        usize::try_from(self.size).unwrap_or(0).max(self.read())
    }

    /// The places not read yet, counted from 1. Take only as many as can be shown: a hostile code
    /// claims two thousand million.
    pub fn missing(&self) -> impl Iterator<Item = usize> {
        (0..self.size.max(0))
            .filter(|index| !self.batches.contains_key(index))
            .filter_map(|index| usize::try_from(index).ok().map(|index| index + 1))
    }

    /// Whether all codes have been read.
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }

    /// The codes read, in the exporting app's order.
    pub fn batches(&self) -> impl Iterator<Item = &Batch> {
        self.batches.values()
    }
}

#[cfg(test)]
mod tests {
    use secret::Secret;

    use super::*;
    use crate::Params;

    fn batch(size: i32, index: i32, id: Option<i32>, key: u8) -> Batch {
        let account = Account {
            issuer: String::new(),
            account: format!("{index}"),
            label_issuer: None,
            params: Params::totp_default(),
            secret: Secret::copy_of(&[key]),
        };
        Batch { version: 1, size, index, id, accounts: vec![account], skipped: Vec::new() }
    }

    #[test]
    fn order_and_repetition_do_not_matter() {
        let mut gathered = Gathered::default();
        assert_eq!(gathered.add(batch(3, 2, None, 2)), Added::New { transfer: 0 });
        assert_eq!(gathered.add(batch(3, 0, None, 0)), Added::New { transfer: 0 });
        assert_eq!(gathered.add(batch(3, 2, None, 2)), Added::Again { transfer: 0 });
        let transfer = &gathered.transfers()[0];
        assert_eq!((transfer.read(), transfer.size()), (2, 3));
        assert_eq!(transfer.missing().collect::<Vec<_>>(), [2]);
        assert!(!gathered.transfers()[0].is_complete());
        gathered.add(batch(3, 1, None, 1));
        assert!(gathered.transfers()[0].is_complete());
        let names: Vec<_> = gathered.into_accounts().into_iter().map(|a| a.account).collect();
        assert_eq!(names, ["0", "1", "2"]);
    }

    #[test]
    fn two_exports_never_overwrite_each_other() {
        let mut gathered = Gathered::default();
        gathered.add(batch(2, 0, Some(7), 1));
        assert_eq!(gathered.add(batch(2, 0, Some(8), 1)), Added::New { transfer: 1 });
        assert_eq!(gathered.add(batch(2, 0, Some(8), 2)), Added::New { transfer: 2 });
        assert_eq!(gathered.add(batch(3, 0, None, 1)), Added::New { transfer: 3 });
        assert_eq!(gathered.into_accounts().len(), 4);
    }

    #[test]
    fn hostile_sizes_cost_nothing() {
        let mut gathered = Gathered::default();
        gathered.add(batch(i32::MAX, i32::MIN, None, 0));
        gathered.add(batch(-1, 0, None, 0));
        gathered.add(batch(0, 0, None, 0));
        let complete: Vec<_> = gathered.transfers().iter().map(Transfer::is_complete).collect();
        assert_eq!(complete, [false, true, true]);
        assert_eq!(gathered.transfers()[0].missing().take(2).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(gathered.transfers()[1].size(), 1);
    }
}
