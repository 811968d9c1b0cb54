//! Codes, otpauth URIs and account parameters; pure, time is an argument.
//!
//! What a service hands out is read by [`uri`] (one otpauth URI), [`migration`] (a transfer code of
//! Google Authenticator), [`typed`] (a secret key typed by hand) and [`text`] (whatever a person
//! pastes). Each gives [`Account`]s, or says which field it refuses and why, and never echoes a
//! secret key. [`code_at`] makes the code.
//!
//! ```
//! let account = otp::uri::parse("otpauth://totp/HMRC:0922?secret=JBSWY3DPEHPK3PXP")?;
//! let code = otp::code_at(&account.secret, &account.params, 1_111_111_109);
//! assert_eq!(code.text.expose(), "071271");
//! assert_eq!(code.valid_until - code.valid_from, 30);
//! # Ok::<(), otp::uri::UriError>(())
//! ```

mod account;
mod base32;
mod code;
pub mod migration;
mod note;
mod params;
pub mod text;
pub mod typed;
pub mod uri;

pub use account::Account;
pub use code::{Code, code_at, code_since};
pub use note::Note;
pub use params::{Algorithm, Digits, Kind, Params, Period};
