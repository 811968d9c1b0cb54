//! Setting up a firm step by step: the kit is made, its sheets are shown and proven, and only then
//! is there a firm.

use super::create::FirmRequest;
use super::invite::done;
use super::proving::{Proving, Purpose, no_kit};
use super::views::{Done, KitView};
use crate::App;
use crate::error::Result;

impl App {
    /// Checks a firm that is to be set up, and makes its recovery kit, which is kept until the firm
    /// is set up, given up, or the vault is locked.
    ///
    /// # Errors
    /// As [`App::check_firm`].
    pub fn draft_firm(&self, request: FirmRequest) -> Result<KitView> {
        self.check_firm(&request)?;
        let name = request.name.clone();
        self.begin_proof(Purpose::Found(request), name)
    }

    /// Sets the firm up, once both sheets were proven.
    ///
    /// # Errors
    /// When a sheet was not, or as [`App::create_firm`] before anything was changed. That the
    /// folder could not be reached at the end is in the answer.
    pub fn found_firm(&self) -> Result<Done<()>> {
        // Taken out, so that a lock need not wait for the folder.
        let ready = self.take_proven(|purpose| matches!(purpose, Purpose::Found(_)))?;
        let Proving { purpose: Purpose::Found(request), kit, .. } = &ready else {
            return Err(no_kit());
        };
        match self.set_up_firm(request, kit, Some(self.now())) {
            Ok(unsent) => Ok(done((), unsent)),
            Err(error) => {
                // A lock forgets the kit, also one that came meanwhile.
                let _ = self.with_vault(|_| {
                    *self.proving() = Some(ready);
                    Ok(())
                });
                Err(error)
            }
        }
    }
}
