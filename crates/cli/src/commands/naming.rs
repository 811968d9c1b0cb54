//! What is said of a name that an account was given.

use app::messages;
use app::view::{LabelView, LookAlikeView};

use crate::output;

/// Tells which other name it looks like, and what it should not be.
pub(super) fn advise(checked: &LabelView) {
    if let Some(other) = &checked.look_alike {
        output::say(&looks_like(other));
    }
    for caution in &checked.cautions {
        output::say(&messages::text(caution, []).unwrap_or_default());
    }
}

fn looks_like(other: &LookAlikeView) -> String {
    let words = other.words.join(" ");
    if words.is_empty() {
        return format!("It looks like '{}', which has one word more.", other.label);
    }
    format!("It looks like '{}'. The difference is '{words}'.", other.label)
}
