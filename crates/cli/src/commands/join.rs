//! `sixboard join`.

use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;
use crate::output;
use crate::sign_in::SignIn;

/// Answer an invite into a firm
///
/// Prints 20 digits. Read them to the administrator who invited you, by voice; they let you in.
/// Then `sixboard sync` brings the codes. Accounts that you have already stay your own: they are
/// never sent anywhere.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard join --store /srv/share/sixboard                  asks for the code
  sixboard join --store /srv/share/sixboard < code.txt
  sixboard join --store postgres://db.firm.example/codes     asks for the sign-in as well
  sixboard join --give-up                       wait no longer")]
pub(crate) struct Join {
    /// Code of the invite; asked for on a terminal, or read from standard input, where this is left
    /// out or -
    code: Option<String>,

    /// Where the firm's folder is: a path, or the address of a server
    #[arg(long, value_name = "FOLDER|URL", required_unless_present = "give_up")]
    store: Option<String>,

    #[command(flatten)]
    sign_in: SignIn,

    /// What you call this device
    #[arg(long, value_name = "NAME", default_value = "computer")]
    device: String,

    /// Wait no longer to be let in
    #[arg(long, conflicts_with_all = ["code", "store"])]
    give_up: bool,

    /// Print {"digits"} as JSON, and with --give-up {"waiting"}
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Joined<'a> {
    digits: &'a str,
}

#[derive(Serialize)]
struct Waits {
    waiting: bool,
}

impl Join {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in a firm, the code is not one, or the folder has no such invite.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let Some(store) = self.store else {
            return give_up(context);
        };
        let code = context.input.invite_code(self.code.as_deref(), self.json)?;
        context.open_or_make()?;
        let place = self.sign_in.place(context, &store)?;
        let digits = context.app.join(&code, &place, &self.device)?;
        if self.json {
            return Ok(output::print_json(&Joined { digits: &digits })?);
        }
        context.note("Read these digits to your administrator:");
        output::print(&digits)?;
        context.note("Once you were let in: sixboard sync");
        Ok(())
    }
}

fn give_up(context: &Context) -> Result<(), Failure> {
    context.open()?;
    context.app.stop_joining()?;
    if context.json {
        return Ok(output::print_json(&Waits { waiting: false })?);
    }
    Ok(output::print("This device waits no longer.")?)
}
