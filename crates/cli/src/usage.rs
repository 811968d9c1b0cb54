//! Wrong use, explained without echoing a key that was typed in the wrong place.

use std::ffi::OsString;
use std::io::Write;

use clap::error::ErrorKind;

use crate::failure::{EXIT_USAGE, ErrorBody, ErrorLine, USAGE};
use crate::output;

/// A word at least this long may be a secret key.
const LONG_AS_A_KEY: usize = 12;

/// Prints help, version, or what is wrong with the arguments; gives the exit code.
pub(crate) fn explain(error: &clap::Error, words: &[OsString]) -> u8 {
    if !error.use_stderr() {
        // A closed pipe (`sixboard help | head -1`) is no failure.
        let _ = error.print();
        return 0;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return EXIT_USAGE;
    }
    let text = without_long_words(&error.render().to_string(), words);
    if words.iter().any(|word| word == "--json") {
        let line = text.lines().next().unwrap_or_default();
        let what = line.strip_prefix("error: ").unwrap_or(line);
        let next = "See how it is used with --help.";
        let code = "usage.wrong";
        output::say_json(&ErrorLine { error: ErrorBody { code, kind: USAGE, what, next } });
    } else {
        // Nowhere is left to say that it cannot be said.
        let _ = write!(std::io::stderr(), "{}", output::harmless(&text));
    }
    EXIT_USAGE
}

/// Takes out of `text` every word of the command that may be a key: a mistyped command line would
/// put it into logs as well.
fn without_long_words(text: &str, words: &[OsString]) -> String {
    let mut text = text.to_owned();
    for word in words.iter().skip(1).filter_map(|word| word.to_str()) {
        let value =
            if word.starts_with('-') { word.split_once('=').map(|(_, v)| v) } else { Some(word) };
        if let Some(value) = value.filter(|value| value.len() >= LONG_AS_A_KEY) {
            text = text.replace(value, "…");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Cli;

    #[test]
    fn a_key_in_the_wrong_place_is_not_echoed() {
        for words in [
            vec!["sixboard", "JBSWY3DPEHPK3PXP"],
            vec!["sixboard", "add", "--label", "A", "--key", "-", "JBSWY3DPEHPK3PXP"],
            vec!["sixboard", "add", "--label", "A", "--key", "-", "--digits=JBSWY3DPEHPK3PXP"],
            vec!["sixboard", "inspect", "-", "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP"],
            vec!["sixboard", "code", "A", "--at", "JBSWY3DPEHPK3PXP"],
        ] {
            let Err(error) = Cli::try_parse_from(&words) else { panic!("{words:?} was taken") };
            let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
            let text = without_long_words(&error.render().to_string(), &words);
            assert!(!text.contains("JBSWY3DP"), "{text}");
            assert!(text.contains("error: "), "{text}");
        }
    }
}
