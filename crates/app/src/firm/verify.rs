//! Checking the firm's whole log again.

use super::alarms::alarms;
use super::views::VerifyView;
use crate::App;
use crate::error::Result;

impl App {
    /// Checks every entry of the log again from the first one on, and every state that an
    /// administrator stated on the way. The folder is not asked: it is not believed.
    ///
    /// # Errors
    /// When what is kept here does not hold together.
    pub fn verify_firm(&self) -> Result<VerifyView> {
        // To open the firm is to check every signature and every rule again.
        let mut desk = self.open_desk()?;
        desk.firm.verify_checkpoints();
        let writers = desk.firm.heads().len();
        let state = desk.firm.state();
        let since = state.devices.values().map(|device| device.added_at.0).min();
        let compared = state.checkpoints.len();
        Ok(VerifyView {
            entries: desk.firm.entry_count(),
            writers,
            since,
            compared,
            void: desk.firm.void_entries().len(),
            missing: desk.firm.missing().len(),
            alarms: alarms(&mut desk.firm),
            team_code: desk.firm.team_code().to_string(),
        })
    }
}
