//! `sixboard redo`: work that did not count.

use app::messages;
use clap::Args;

use super::done::{Sent, say_unsent};
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// List what somebody did after they were removed, or do it again in your name
///
/// Whoever is removed may have worked on meanwhile, before their device heard of it: that does not
/// count. It is kept, because a new key may be among it that nobody else has.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard redo                 lists it
  sixboard redo ID              does it again")]
pub(crate) struct Redo {
    /// ID of the work, from the list
    id: Option<String>,

    /// Print [{"id","person","device","at","acts"}], or {"sent"}, as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Redo {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such work, or it is not for this person to do.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let Some(id) = &self.id else { return self.list(context) };
        let done = context.app.do_again(id)?;
        if self.json {
            output::print_json(&Sent::from(&done))?;
        } else {
            output::print("Done again. It counts now.")?;
        }
        say_unsent(context, &done);
        Ok(())
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let work = context.app.void_work()?;
        if self.json {
            return Ok(output::print_json(&work)?);
        }
        if work.is_empty() {
            return Ok(output::print("Everything that was done counts.")?);
        }
        for one in work {
            let day = messages::day(one.at);
            output::print(&format!("{} ({}), {day}: {}", one.person, one.device, one.id))?;
            for act in one.acts {
                let words = messages::text(&act.id, [("name", act.name.as_str())]);
                output::print(&format!("  {}", words.unwrap_or(act.id)))?;
            }
        }
        Ok(())
    }
}
