//! What was read and may be added. Keys wait here; the page knows only a draft's name.

use std::collections::BTreeMap;
use std::path::Path;

use secret::SecretText;
use vault::Account;

use crate::accounts::kind_of;
use crate::error::Result;
use crate::view::{BatchView, DraftSource, DraftView, FoundView, SkippedView};
use crate::{App, Error, caution, inspect, naming, services};

/// Drafts in use, and the parts of a transfer that is not complete.
#[derive(Default)]
pub(crate) struct Drafts {
    made: u64,
    /// What is left of each; a place whose account was added is empty.
    open: BTreeMap<String, Vec<Option<otp::Account>>>,
    transfer: Vec<SecretText>,
    /// The draft that shows how far the transfer is.
    latest: String,
}

impl App {
    /// Reads a typed secret key, otpauth text, or transfer text.
    ///
    /// # Errors
    /// When it is a single thing and cannot be used; what is wrong in a list is skipped and told.
    pub fn read_text(&self, text: &SecretText) -> Result<DraftView> {
        if inspect::is_bare_key(text.expose()) {
            return self.keep(DraftSource::Text, inspect::bare_key(text)?);
        }
        self.take(DraftSource::Text, inspect::text(text))
    }

    /// Reads the QR codes of a picture file.
    ///
    /// # Errors
    /// When it cannot be read as a picture, or holds no code.
    pub fn read_picture(&self, path: &Path) -> Result<DraftView> {
        let codes = qr::read_file(path)?;
        self.take_codes(DraftSource::Picture, codes)
    }

    /// Reads the QR codes of the picture on the clipboard.
    ///
    /// # Errors
    /// When there is no picture, or no code in it.
    pub fn read_clipboard(&self) -> Result<DraftView> {
        let codes = qr::read_clipboard()?;
        self.take_codes(DraftSource::Clipboard, codes)
    }

    /// Reads the QR codes on the screen, of all monitors.
    ///
    /// # Errors
    /// When the screen cannot be read, or no code is on it.
    pub fn read_screen(&self) -> Result<DraftView> {
        let codes =
            qr::read_screen().map_err(|error| Error::from(error).with("where", "screen"))?;
        self.take_codes(DraftSource::Screen, codes)
    }

    /// Wipes a draft, and with the latest one the parts of a transfer that is not complete. One
    /// that is gone already is no error.
    pub fn discard_draft(&self, draft: &str) {
        let mut drafts = self.drafts();
        drafts.open.remove(draft);
        if drafts.latest == draft {
            drafts.transfer.clear();
        }
    }

    /// Wipes every draft.
    pub(crate) fn forget_drafts(&self) {
        let mut drafts = self.drafts();
        drafts.open.clear();
        drafts.transfer.clear();
    }

    /// The account at `index` of a draft, copied.
    pub(crate) fn drafted(&self, draft: &str, index: u32) -> Result<otp::Account> {
        let drafts = self.drafts();
        let found = drafts.open.get(draft).and_then(|found| found.get(index as usize));
        found.and_then(Option::as_ref).map(copy_of).ok_or_else(|| Error::new("draft.gone"))
    }

    /// Wipes what was added of a draft, and the draft when nothing is left of it.
    pub(crate) fn use_up(&self, draft: &str, index: u32) {
        let mut drafts = self.drafts();
        let Some(found) = drafts.open.get_mut(draft) else { return };
        if let Some(place) = found.get_mut(index as usize) {
            *place = None;
        }
        if found.iter().all(Option::is_none) {
            drafts.open.remove(draft);
        }
    }

    fn take_codes(&self, source: DraftSource, codes: Vec<SecretText>) -> Result<DraftView> {
        self.take(source, inspect::codes(&self.with_earlier_parts(codes)?))
    }

    /// Parts of one transfer come in several pictures: those read before count too.
    fn with_earlier_parts(&self, codes: Vec<SecretText>) -> Result<Vec<SecretText>> {
        let (parts, others): (Vec<_>, Vec<_>) =
            codes.into_iter().partition(|code| inspect::is_transfer(code.expose()));
        if parts.is_empty() {
            return Ok(others);
        }
        self.with_drafts(|drafts| {
            for part in parts {
                if !drafts.transfer.contains(&part) {
                    drafts.transfer.push(part);
                }
            }
            let all = drafts.transfer.iter().map(|part| SecretText::copy_of(part.expose()));
            all.chain(others).collect()
        })
    }

    /// Keeps something while the vault is unlocked and cannot be locked: nothing comes in after
    /// [`App::lock`] has wiped everything.
    fn with_drafts<T>(&self, act: impl FnOnce(&mut Drafts) -> T) -> Result<T> {
        self.with_vault(|_| Ok(act(&mut self.drafts())))
    }

    fn take(&self, source: DraftSource, read: inspect::Inspection) -> Result<DraftView> {
        match read.skipped.first() {
            Some(skipped) if read.accounts.is_empty() && read.skipped.len() == 1 => {
                Err(skipped.problem.clone())
            }
            _ => self.keep(source, read),
        }
    }

    fn keep(&self, source: DraftSource, read: inspect::Inspection) -> Result<DraftView> {
        let listing = self.listing()?;
        let mut found = Vec::new();
        for (index, account) in read.accounts.iter().enumerate() {
            let here_as = self.here_as(account)?;
            let mut view = found_view(index, account, here_as, &listing.accounts);
            view.cautions.extend(read.remarks(index));
            found.push(view);
        }
        let complete = read.batch.is_none_or(|batch| batch.read >= batch.size);
        let draft = self.with_drafts(|drafts| {
            if complete {
                drafts.transfer = Vec::new();
            }
            drafts.made += 1;
            let draft = format!("draft-{}", drafts.made);
            drafts.open.insert(draft.clone(), read.accounts.into_iter().map(Some).collect());
            drafts.latest.clone_from(&draft);
            draft
        })?;
        Ok(DraftView {
            draft,
            source,
            found,
            skipped: read.skipped.into_iter().map(SkippedView::from).collect(),
            transfer: read.transfer,
            batch: read
                .batch
                .map(|batch| BatchView { read: count(batch.read), size: count(batch.size) }),
        })
    }

    /// The label under which a key is here already; none where adding it would bring it back.
    fn here_as(&self, account: &otp::Account) -> Result<Option<String>> {
        self.with_vault(|vault| {
            let Some(id) = vault.find_same_key(&account.secret)? else { return Ok(None) };
            if vault.is_mendable(id, &account.secret)? {
                return Ok(None);
            }
            // An account that cannot be read has no name to show, and is there all the same.
            let label = vault.account(id).map(|account| account.label.as_str().to_owned());
            Ok(Some(label.unwrap_or_else(|_| id.to_string())))
        })
    }
}

pub(crate) fn copy_of(account: &otp::Account) -> otp::Account {
    otp::Account {
        issuer: account.issuer.clone(),
        account: account.account.clone(),
        label_issuer: account.label_issuer.clone(),
        params: account.params,
        secret: account.secret.duplicate(),
    }
}

fn found_view(
    index: usize,
    account: &otp::Account,
    here_as: Option<String>,
    accounts: &[Account],
) -> FoundView {
    let service = services::by_issuer(&account.issuer);
    FoundView {
        index: count(index),
        issuer: account.issuer.clone(),
        account: account.account.clone(),
        kind: kind_of(&account.params),
        algorithm: account.params.algorithm.name().to_owned(),
        digits: account.params.digits.value(),
        period: account.params.period().and_then(|period| u32::try_from(period).ok()),
        suggested_label: naming::suggest(&account.issuer, &account.account, accounts),
        service: service.map(|service| service.id.to_owned()),
        here_as,
        suggested_hint: naming::hint_of(&account.account),
        cautions: caution::of_label("", &account.account, service),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use vault::keyring::fake::FakeKeyring;

    use super::*;
    use crate::Ports;
    use crate::host::{Home, SystemClipboard, SystemClock};

    /// The first of two parts.
    const PART: &str =
        "otpauth-migration://offline?data=ChwKCkhlbGxvId6tvu8SBWFsaWNlGgFBIAEoATACEAEYAiAAKAc%3D";

    fn app() -> (App, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let ports = Ports {
            keyring: Arc::new(FakeKeyring::new()),
            clock: Arc::new(SystemClock),
            clipboard: Arc::new(SystemClipboard::default()),
            stores: Arc::new(store_remote::AnyStore),
            news: Arc::new(|_| ()),
        };
        let app = App::new(Home::new(folder.path().join("vault")), ports);
        app.create_empty_vault(None).unwrap();
        (app, folder)
    }

    fn take(app: &App) -> Result<DraftView> {
        app.take_codes(DraftSource::Picture, vec![SecretText::copy_of(PART)])
    }

    fn kept(app: &App) -> usize {
        app.drafts().transfer.len()
    }

    #[test]
    fn a_part_that_is_read_twice_is_kept_once_and_goes_with_its_latest_draft() {
        let (app, _folder) = app();
        let first = take(&app).unwrap();
        assert!(first.batch.is_some());
        let second = take(&app).unwrap();
        assert_eq!(kept(&app), 1);
        app.discard_draft(&first.draft);
        assert_eq!(kept(&app), 1, "the transfer goes on in the second");
        app.discard_draft(&second.draft);
        assert_eq!(kept(&app), 0);
    }

    #[test]
    fn a_whole_transfer_is_called_one_and_a_key_is_not() {
        let (app, _folder) = app();
        let read = |text: &str| app.read_text(&SecretText::copy_of(text)).unwrap();
        let whole = read(&PART.replace("AiAA", "ASAA"));
        assert_eq!((whole.transfer, whole.batch.is_some()), (true, false));
        assert!(!read("JBSWY3DPEHPK3PXP").transfer);
    }

    #[test]
    fn nothing_is_kept_by_a_locked_vault() {
        let (app, _folder) = app();
        app.lock();
        assert_eq!(take(&app).unwrap_err().code(), "vault.locked");
        assert_eq!(kept(&app), 0);
    }
}
