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
  sixboard join abcd-efgh-ijkl-mnop-qrst-uvwx-yz --store /srv/share/sixboard
  sixboard join - --store /srv/share/sixboard < code.txt
  sixboard join CODE --store postgres://db.firm.example/codes       asks for the sign-in
  sixboard join --give-up                       wait no longer")]
pub(crate) struct Join {
    /// Code of the invite; - for standard input
    #[arg(required_unless_present = "give_up")]
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

    /// Print {"digits"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Joined<'a> {
    digits: &'a str,
}

impl Join {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in a firm, the code is not one, or the folder has no such invite.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (Some(code), Some(store)) = (self.code, self.store) else {
            context.open()?;
            context.app.stop_joining()?;
            return Ok(output::print("This device waits no longer.")?);
        };
        let code = match code.as_str() {
            "-" => context.input.stdin()?,
            typed => secret::SecretText::copy_of(typed),
        };
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
