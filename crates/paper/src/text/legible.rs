//! Text of any origin into text that can be drawn, with nothing lost and nothing hidden.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::Face;

const OPEN_ISOLATE: char = '\u{2068}';
const CLOSE_ISOLATE: char = '\u{2069}';

/// `text` with white space as spaces and its accents composed, in which each character that
/// cannot be drawn, or would be invisible or reorder others, is spelled out: `[U+202E]`.
///
/// The flag says whether any was.
pub fn legible(text: &str, face: Face) -> (Zeroizing<String>, bool) {
    // Room for all, so that no unwiped copy is left: Ä may be one byte more than was given.
    let mut shown = Zeroizing::new(String::with_capacity(text.len() * 2 + 16));
    let mut spelled = false;
    for c in text.nfc() {
        if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
            shown.push(' ');
        } else if matches!(c, OPEN_ISOLATE | CLOSE_ISOLATE) || is_drawable(c, face) {
            shown.push(c);
        } else {
            spelled = true;
            // Writing to a string cannot fail.
            let _ = write!(shown, "[U+{:04X}]", c as u32);
        }
    }
    (shown, spelled)
}

/// Sets `text` within a sentence so that neither reorders the other: without it, a number after a
/// Hebrew name is printed before it.
///
/// Isolates that `text` brings along are spelled out, or they could end ours.
pub fn isolated(text: &str) -> String {
    let text = text.replace([OPEN_ISOLATE, CLOSE_ISOLATE], "\u{2066}");
    if text.chars().any(is_right_to_left) {
        format!("{OPEN_ISOLATE}{text}{CLOSE_ISOLATE}")
    } else {
        text
    }
}

/// Whether `c` only steers the order of others and is not drawn.
pub fn is_isolate(c: char) -> bool {
    matches!(c, OPEN_ISOLATE | CLOSE_ISOLATE)
}

/// Whether text with `c` in it must be ordered before it is drawn. Says yes too often, never too
/// seldom.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        || is_isolate(c)
}

/// The face that draws `c` in text of `face`: its own if it can.
pub fn face_of(c: char, face: Face) -> Option<Face> {
    [face, Face::Other].into_iter().find(|one| one.loaded().advance(c).is_some())
}

fn is_drawable(c: char, face: Face) -> bool {
    !is_unseen(c) && face_of(c, face).is_some()
}

/// Controls, format characters and private ones: some fonts draw them as nothing.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}')
        || matches!(c, '\u{70f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (String, bool) {
        let (shown, spelled) = legible(text, Face::Text);
        (shown.to_string(), spelled)
    }

    #[test]
    fn names_of_europe_and_the_pound_stand_as_they_are() {
        for text in
            ["Zoë O’Neill-Šťastná", "£1,284 – 50 %", "Łukasz Żółć", "Σοφία", "Юлия", "ﬁ ½ ™"]
        {
            assert_eq!(shown(text), (text.nfc().collect(), false), "{text}");
        }
    }

    #[test]
    fn what_no_font_here_draws_is_spelled_out() {
        assert_eq!(shown("王 Wang"), ("[U+738B] Wang".to_owned(), true));
        assert_eq!(shown("\u{1f9ff}"), ("[U+1F9FF]".to_owned(), true));
    }

    #[test]
    fn what_would_be_invisible_or_reorder_others_is_spelled_out() {
        for (text, expected) in [
            ("a\u{202e}b", "a[U+202E]b"),
            ("a\u{200b}b", "a[U+200B]b"),
            ("a\0b", "a[U+0000]b"),
            ("a\u{feff}b", "a[U+FEFF]b"),
            ("a\u{e000}b", "a[U+E000]b"),
        ] {
            assert_eq!(shown(text), (expected.to_owned(), true));
        }
    }

    #[test]
    fn white_space_is_a_space_and_accents_are_composed() {
        assert_eq!(shown("a\nb\tc\u{2003}d"), ("a b c d".to_owned(), false));
        assert_eq!(shown("Zoe\u{308}"), ("Zoë".to_owned(), false));
    }

    #[test]
    fn an_isolate_from_outside_cannot_end_ours() {
        assert_eq!(isolated("Ann"), "Ann");
        let name = isolated("שרה\u{2069}\u{2068}");
        assert_eq!(shown(&name).0, "\u{2068}שרה[U+2066][U+2066]\u{2069}");
    }
}
