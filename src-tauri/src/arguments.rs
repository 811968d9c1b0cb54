//! The desktop program's arguments: `--profile DIR` opens another, wholly separate vault.

use std::ffi::OsString;
use std::path::PathBuf;

use app::host::Home;

/// What the program was started with.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    profile: Option<PathBuf>,
}

/// An argument that is not known or not complete.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ArgumentError {
    /// Not an argument of this program.
    #[error("'{0}' is not an option. Use --profile DIR to open another vault.")]
    Unknown(String),
    /// `--profile` without a folder.
    #[error("--profile needs a folder.")]
    Profile,
    /// Something asks that the window be driven by another program.
    #[error("the window cannot be driven by another program. Unset TAURI_WEBVIEW_AUTOMATION.")]
    Driven,
    /// The system names no folder for local data.
    #[error("there is no folder for local data. Use --profile DIR to name one.")]
    NoFolder,
}

/// The environment switch that makes the window one that WebDriver drives.
const DRIVEN: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Refuses to start where the window would be driven: only builds for tests may be.
///
/// # Errors
/// [`ArgumentError::Driven`].
pub fn refuse_to_be_driven() -> Result<(), ArgumentError> {
    check_driven(cfg!(debug_assertions), std::env::var_os(DRIVEN).is_some())
}

fn check_driven(for_tests: bool, driven: bool) -> Result<(), ArgumentError> {
    if driven && !for_tests { Err(ArgumentError::Driven) } else { Ok(()) }
}

impl Arguments {
    /// Reads the arguments after the program's name.
    pub fn read(mut words: impl Iterator<Item = OsString>) -> Result<Self, ArgumentError> {
        let mut arguments = Self::default();
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--profile") => {
                    let folder = words.next().ok_or(ArgumentError::Profile)?;
                    arguments.profile = Some(folder.into());
                }
                _ => return Err(ArgumentError::Unknown(word.to_string_lossy().into_owned())),
            }
        }
        Ok(arguments)
    }

    /// The profile's folder.
    pub fn home(&self) -> Result<Home, ArgumentError> {
        let default = || app::host::default_home().ok_or(ArgumentError::NoFolder);
        self.profile.clone().map_or_else(default, |folder| Ok(Home::new(folder)))
    }

    /// Whether this is the vault that opens without an argument.
    pub fn is_default_profile(&self) -> bool {
        self.profile.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_build_is_not_driven_by_another_program() {
        assert_eq!(check_driven(false, true), Err(ArgumentError::Driven));
        assert_eq!(check_driven(false, false), Ok(()));
        assert_eq!(check_driven(true, true), Ok(()));
    }

    fn read(words: &[&str]) -> Result<Arguments, ArgumentError> {
        Arguments::read(words.iter().map(OsString::from))
    }

    #[test]
    fn a_profile_is_a_folder() {
        assert!(read(&[]).unwrap().is_default_profile());
        assert_eq!(read(&["--profile", "a b"]).unwrap().profile, Some(PathBuf::from("a b")));
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        assert_eq!(read(&["--profile"]), Err(ArgumentError::Profile));
        assert_eq!(read(&["-x"]), Err(ArgumentError::Unknown("-x".to_owned())));
    }
}
