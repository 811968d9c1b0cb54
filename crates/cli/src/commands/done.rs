//! What there is to say of a change in the firm that was made.

use std::io;

use app::firm::views::Done;
use app::view::ErrorView;
use serde::Serialize;

use super::listed;
use crate::context::Context;
use crate::output;

/// Whether others know of it, as JSON says it.
#[derive(Serialize)]
pub(super) struct Sent {
    sent: bool,
}

impl<T> From<&Done<T>> for Sent {
    fn from(done: &Done<T>) -> Self {
        Self { sent: done.unsent.is_none() }
    }
}

/// The accounts whose keys are to be replaced now, and whether others know of it, as JSON says it.
#[derive(Serialize)]
pub(super) struct ToReplace<'a> {
    replace_key: &'a [String],
    sent: bool,
}

impl<'a> From<&'a Done<Vec<String>>> for ToReplace<'a> {
    fn from(done: &'a Done<Vec<String>>) -> Self {
        Self { replace_key: &done.value, sent: done.unsent.is_none() }
    }
}

/// Prints the accounts whose keys are to be replaced, where there are any.
///
/// # Errors
/// When standard output does not take it.
pub(super) fn print_to_replace(labels: &[String]) -> io::Result<()> {
    if labels.is_empty() {
        return Ok(());
    }
    output::print(&format!("Replace the key: {}", listed(labels)))
}

/// Says that others do not know of it yet, where that is so.
pub(super) fn say_unsent<T>(context: &Context, done: &Done<T>) {
    say_trouble(context, done.unsent.as_ref());
}

/// As [`say_unsent`], for what keeps others from knowing.
pub(super) fn say_trouble(context: &Context, trouble: Option<&ErrorView>) {
    if let Some(problem) = trouble {
        context.note(
            "Done here. It is not in the firm's folder yet, and goes there with the next sync:",
        );
        output::warn_of(context.json, problem);
    }
}
