//! What people call an account, and the end of a user ID.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The longest label, in characters.
pub const MAX_LABEL: usize = 100;

/// What people call an account. Unique in a vault by [`Label::fold`]; never an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(String);

/// Why a text is no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Nothing but white space.
    #[error("the label is empty")]
    Empty,
    /// More than [`MAX_LABEL`] characters.
    #[error("the label is too long")]
    TooLong,
    /// It holds a character that cannot be seen and can make one label look like another.
    #[error("the label has a character that cannot be seen")]
    Invisible,
}

impl Label {
    /// Reads a label: white space is trimmed and each run of it becomes one space, letters are
    /// composed (NFC), and everything else stays as given.
    ///
    /// # Errors
    /// [`LabelError`].
    pub fn new(text: &str) -> Result<Self, LabelError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let label: String = words.join(" ").nfc().collect();
        if label.chars().any(is_invisible) {
            return Err(LabelError::Invisible);
        }
        match label.chars().count() {
            0 => Err(LabelError::Empty),
            1..=MAX_LABEL => Ok(Self(label)),
            _ => Err(LabelError::TooLong),
        }
    }

    /// The label as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for labels that a person would read as the same: without regard to case (`STRASSE`,
    /// `Straße`), width (`ＶＡＴ`, `VAT`) and the marks that only choose a glyph.
    pub fn fold(&self) -> String {
        let one_width = self.0.nfkc().collect::<String>();
        // Up, then down: lower-casing alone keeps ß from ss and final ς from σ.
        let upper = one_width.to_uppercase();
        let one_case = upper.chars().flat_map(char::to_lowercase);
        let seen = one_case.filter(|&c| !chooses_glyph(c)).collect::<String>();
        seen.nfkc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// This label with ` (number)` behind it, shortened in front so that it stays a label.
    pub(crate) fn numbered(&self, number: usize) -> Self {
        let tail = format!(" ({number})");
        let room = MAX_LABEL - tail.chars().count();
        let head: String = self.0.chars().take(room).collect();
        Self(format!("{}{tail}", head.trim_end()))
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The last four characters of a user ID, which tell two accounts at one service apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserIdHint(String);

/// The text is not exactly four ASCII letters or digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the last four characters of a user ID")]
pub struct UserIdHintError;

impl UserIdHint {
    /// Reads exactly four ASCII letters or digits: more would be the user ID itself.
    ///
    /// # Errors
    /// [`UserIdHintError`].
    pub fn new(text: &str) -> Result<Self, UserIdHintError> {
        let fits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned())).ok_or(UserIdHintError)
    }

    /// The four characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserIdHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Control characters, and the marks that turn the direction of text or take no room.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Marks with a use inside words and emoji, but no look of their own.
fn chooses_glyph(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        Label::new(text).unwrap().fold()
    }

    #[test]
    fn white_space_is_put_in_order_and_the_rest_stays_as_given() {
        let label = Label::new("  HMRC –\tIncome\n Tax, Jones & Co  ").unwrap();
        assert_eq!(label.as_str(), "HMRC – Income Tax, Jones & Co");
        assert_eq!(Label::new("Zoe\u{308}").unwrap().as_str(), "Zo\u{eb}");
        assert_eq!(Label::new("東京 ☕️").unwrap().as_str(), "東京 ☕️");
    }

    #[test]
    fn labels_that_read_the_same_fold_alike() {
        let alike = [("Income Tax", "iNCOME tAX"), ("ＶＡＴ １", "vat 1"), ("Straße", "STRASSE")];
        for (one, other) in
            alike.into_iter().chain([("ΣΟΦΟΣ", "σοφος"), ("soft\u{ad}ly", "softly")])
        {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("Income Tax"), fold("Income-Tax"));
        assert_ne!(fold("Zoë"), fold("Zoe"));
    }

    #[test]
    fn what_cannot_be_seen_or_fits_nowhere_is_refused() {
        assert_eq!(Label::new(" \u{a0} "), Err(LabelError::Empty));
        assert_eq!(Label::new(&"x".repeat(101)), Err(LabelError::TooLong));
        assert!(Label::new(&"é".repeat(100)).is_ok());
        for hidden in ["a\u{0}b", "a\u{202e}b", "a\u{200b}b", "\u{feff}a", "a\u{7f}"] {
            assert_eq!(Label::new(hidden), Err(LabelError::Invisible));
        }
    }

    #[test]
    fn a_numbered_label_stays_a_label() {
        assert_eq!(Label::new("VAT").unwrap().numbered(2).as_str(), "VAT (2)");
        let long = Label::new(&"x".repeat(100)).unwrap().numbered(12);
        assert_eq!(long.as_str().len(), 100);
        assert!(Label::new(long.as_str()).is_ok());
    }

    #[test]
    fn a_hint_is_four_letters_or_digits() {
        assert_eq!(UserIdHint::new("4417").unwrap().as_str(), "4417");
        for wrong in ["", "441", "44170", "44 7", "44é", "４４１７"] {
            assert_eq!(UserIdHint::new(wrong), Err(UserIdHintError));
        }
    }
}
