//! Rules that a firm sets itself.

use ledger::USE_MONTHS_BOUNDS;

use super::desk::Beside;
use super::invite::done;
use super::views::Done;
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// Sets whether a key leaves the program only when two administrators agree, and for how many
    /// months records of use are kept; what is `None` stays.
    ///
    /// # Errors
    /// When it is not for this person to do, or the months are beyond 12 to 72; `vault.unlock-again`
    /// when one administrator alone is to be enough again and there was no fresh unlock.
    pub fn set_firm_rules(
        &self,
        two_people: Option<bool>,
        keep_use_months: Option<u32>,
    ) -> Result<Done<()>> {
        if keep_use_months.is_some_and(|months| !USE_MONTHS_BOUNDS.contains(&months)) {
            let (least, most) = (USE_MONTHS_BOUNDS.start(), USE_MONTHS_BOUNDS.end());
            let error = Error::new("firm.keep-use").with("least", least.to_string());
            return Err(error.with("most", most.to_string()));
        }
        let ((), unsent) = self.act(|desk, ctx| {
            let mut rules = desk.firm.register().rules;
            if rules.two_people && two_people == Some(false) {
                self.must_be_fresh()?;
            }
            rules.two_people = two_people.unwrap_or(rules.two_people);
            rules.keep_use_months = keep_use_months.unwrap_or(rules.keep_use_months);
            Ok(((), desk.firm.set_rules(rules, ctx)?, Beside::default()))
        })?;
        Ok(done((), unsent))
    }
}
