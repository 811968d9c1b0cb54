//! otpauth URIs: what a service's QR code holds.
//!
//! Sources disagree (Google's wiki page "Key Uri Format", draft-linuxgemini-otpauth-uri-02, and what
//! services really write), so the rules are our own: layout and spelling are forgiven, a parameter
//! that decides the codes never is. A value that cannot be used is refused by its field's name,
//! never replaced by a default. Nothing is ever fetched (`image=`, `icon=`).
//!
//! ```
//! let uri = "otpauth://totp/Contoso:me%40contoso.com?secret=abcdefghijklmnop&issuer=Microsoft";
//! let account = otp::uri::parse(uri)?;
//! assert_eq!(account.issuer, "Microsoft");
//! assert_eq!(account.label_issuer.as_deref(), Some("Contoso"));
//!
//! let refused = otp::uri::parse("otpauth://totp/A:me?secret=JBSWY3DP&algorithm=SHA224").unwrap_err();
//! assert_eq!((refused.field(), refused.detail()), ("algorithm", Some("SHA224")));
//! # Ok::<(), otp::uri::UriError>(())
//! ```

mod error;
mod label;
mod query;
mod read;
mod write;

pub use error::UriError;
pub use read::{parse, parse_with_notes};
pub use write::write;

pub(crate) use error::shown;
pub(crate) use label::{Label, split as split_label};
pub(crate) use query::{Query, secret_text};
pub(crate) use read::is_secret_layout;
