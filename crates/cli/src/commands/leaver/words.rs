//! What is asked when somebody leaves, and how things stand, in words of the command line.

use app::firm::views::{
    ChoiceView, DepartureKindView, FateView, QuestionView, ReplacingView, RouteView, StepAnswerView,
};
use clap::ValueEnum;

/// An option's words for a view, and what each is called in a sentence.
macro_rules! words {
    ($(#[$about:meta])* $arg:ident for $view:ident { $($(#[$help:meta])* $name:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, ValueEnum)]
        pub(in crate::commands) enum $arg { $($(#[$help])* $name),* }

        impl From<$arg> for $view {
            fn from(arg: $arg) -> Self {
                match arg { $($arg::$name => Self::$name),* }
            }
        }
    };
}

words! {
    /// What somebody's leaving is.
    KindArg for DepartureKindView {
        /// Leaves the firm
        Leaving,
        /// Changes role, and keeps what the new teams need
        Moving,
        /// Is away for a while
        Away,
        /// Is cut off now
        CutOff,
        /// Stays; NAME is a device that was lost
        LostDevice,
    }
}

words! {
    /// What is asked.
    QuestionArg for QuestionView {
        /// Did they have anything else: a phone, paper, a backup, a picture?
        AnythingElse,
        /// Did they know the passwords?
        KnewPasswords,
        /// Were they an administrator at the service, and are two left?
        ServiceAdministrator,
        /// Is their phone number a method at an account?
        PhoneNumber,
        /// Is a phone of the firm with them?
        FirmPhone,
        /// Did they have sign-ins of their own that are to be removed?
        OwnSignIns,
        /// Who replaces the key of an account, and by when?
        Assigned,
        /// When is a good moment?
        GoodMoment,
        /// Why is the key of an account not replaced?
        Exception,
        /// Was everybody told who must be?
        Told,
        /// Are they back from being away?
        Returned,
    }
}

words! {
    /// An answer.
    ChoiceArg for ChoiceView {
        /// Yes
        Yes,
        /// No
        No,
        /// There is nothing to do
        NotNeeded,
        /// Nobody knows
        NotKnown,
    }
}

words! {
    /// By which route somebody has a key.
    RouteArg for RouteView {
        /// A phone that scanned a QR code
        Phone,
        /// A sheet of paper
        Paper,
        /// A file
        File,
        /// It was shown on the screen
        Shown,
        /// An export or a backup
        Export,
        /// A photograph, a copied phone, or else
        Other,
    }
}

words! {
    /// How far a step at the service is.
    StepAnswerArg for StepAnswerView {
        /// Done
        Yes,
        /// Still to be done
        NotYet,
        /// There is nothing to do
        NotNeeded,
    }
}

pub(super) fn kind(kind: DepartureKindView) -> &'static str {
    match kind {
        DepartureKindView::Leaving => "leaving",
        DepartureKindView::Moving => "changing role",
        DepartureKindView::Away => "away",
        DepartureKindView::CutOff => "cut off",
        DepartureKindView::LostDevice => "lost device",
    }
}

pub(super) fn state(state: ReplacingView) -> &'static str {
    match state {
        ReplacingView::Planned => "planned",
        ReplacingView::NotBegun => "not begun",
        ReplacingView::Begun => "begun",
        ReplacingView::Rivals => "two new keys: which works?",
        ReplacingView::Captured => "new key here, not confirmed",
        ReplacingView::Replaced => "replaced",
        ReplacingView::ReplacedBefore => "replaced before",
        ReplacingView::Kept => "kept",
        ReplacingView::Excepted => "not replaced",
    }
}

pub(super) fn choice(choice: ChoiceView) -> &'static str {
    match choice {
        ChoiceView::Yes => "yes",
        ChoiceView::No => "no",
        ChoiceView::NotNeeded => "not needed",
        ChoiceView::NotKnown => "not known",
    }
}

pub(super) fn question(question: QuestionView) -> &'static str {
    match question {
        QuestionView::AnythingElse => "Had anything else",
        QuestionView::KnewPasswords => "Knew the passwords",
        QuestionView::ServiceAdministrator => "Administrator at the service",
        QuestionView::PhoneNumber => "Phone number is a method",
        QuestionView::FirmPhone => "Has a phone of the firm",
        QuestionView::OwnSignIns => "Own sign-ins to remove",
        QuestionView::Assigned => "Replaces the key",
        QuestionView::GoodMoment => "Good moment",
        QuestionView::Exception => "Key not replaced",
        QuestionView::Told => "Told",
        QuestionView::Returned => "Back",
    }
}

pub(in crate::commands) fn step(answer: StepAnswerView) -> &'static str {
    match answer {
        StepAnswerView::Yes => "yes",
        StepAnswerView::NotYet => "not yet",
        StepAnswerView::NotNeeded => "not needed",
    }
}

/// A way by which somebody has a key: "app: Sam laptop", "paper no. 0017".
pub(in crate::commands) fn way(route: RouteView, detail: &str) -> String {
    let (word, between) = match route {
        RouteView::App => ("app", ": "),
        RouteView::Phone => ("phone", ": "),
        RouteView::Paper if detail.chars().all(|c| c.is_ascii_digit()) => ("paper", " no. "),
        RouteView::Paper => ("paper", ": "),
        RouteView::File => ("file", ": "),
        RouteView::Shown => ("shown on screen", ": "),
        RouteView::Export => ("export", ": "),
        RouteView::Other => ("other", ": "),
    };
    if detail.is_empty() { word.to_owned() } else { format!("{word}{between}{detail}") }
}

pub(in crate::commands) fn fate(fate: FateView) -> &'static str {
    match fate {
        FateView::Received => "received",
        FateView::Returned => "returned",
        FateView::Destroyed => "destroyed",
        FateView::Lost => "lost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_says_its_device_or_its_number() {
        assert_eq!(way(RouteView::App, "Sam laptop"), "app: Sam laptop");
        assert_eq!(way(RouteView::Paper, "0017"), "paper no. 0017");
        assert_eq!(way(RouteView::Paper, "a photocopy"), "paper: a photocopy");
        assert_eq!(way(RouteView::Phone, ""), "phone");
    }
}
