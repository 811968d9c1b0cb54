//! What somebody, or the store, did wrong, as a person is told of it.

use ledger::{Alarm, DeviceId, Firm, Role, State};

use super::views::AlarmView;

/// What went wrong, with the device that is at fault. The firm's rules are no business of staff.
pub(crate) fn alarms(firm: &mut Firm) -> Vec<AlarmView> {
    let me = firm.device();
    let alarms: Vec<Alarm> = firm.alarms().copied().collect();
    let state = firm.state();
    let gives = matches!(state.role(me), Some(Role::Administrator | Role::Deputy | Role::Auditor));
    // Who checks an export is nobody in the firm.
    let is_concerned = gives || !state.devices.contains_key(&me);
    let is_shown = |alarm: &&Alarm| is_concerned || !matches!(alarm, Alarm::RuleLifted(_));
    alarms.iter().filter(is_shown).map(|alarm| view(state, alarm)).collect()
}

fn view(state: &State, alarm: &Alarm) -> AlarmView {
    let (code, device) = parts(alarm);
    let known = device.and_then(|id| state.devices.get(&id));
    let whose = known.and_then(|one| Some((one, state.people.get(&one.person)?)));
    AlarmView {
        code: code.to_owned(),
        person: whose.map(|(_, person)| person.name.clone()),
        device: whose.map(|(device, _)| device.label.clone()),
    }
}

/// The code of an alarm, under which its words are, and whose device it is about.
fn parts(alarm: &Alarm) -> (&'static str, Option<DeviceId>) {
    match alarm {
        Alarm::Fork { device, .. } => ("fork", Some(*device)),
        Alarm::Broken { device, .. } => ("broken", Some(*device)),
        Alarm::NeedsUpdate { device, .. } => ("needs-update", Some(*device)),
        Alarm::Withheld(point) => ("withheld", Some(point.device)),
        Alarm::RolledBack { device, .. } => ("rolled-back", Some(*device)),
        Alarm::AckWentBack(device) => ("ack-went-back", Some(*device)),
        Alarm::InviteBurnt(_) => ("invite-burnt", None),
        Alarm::WrongGroupKey { .. } => ("wrong-group-key", None),
        Alarm::WrongCommitment { .. } => ("wrong-commitment", None),
        Alarm::CheckpointMismatch(point) => ("checkpoint-mismatch", Some(point.device)),
        Alarm::KitUsed(_) => ("kit-used", None),
        Alarm::UseBroken(device) => ("use-broken", Some(*device)),
        Alarm::Disagreement { by, .. } => ("disagreement", Some(*by)),
        Alarm::RuleLifted(point) => ("rule-lifted", Some(point.device)),
        _ => ("unknown", None),
    }
}

#[cfg(test)]
mod tests {
    use ledger::{AccountId, EpochId, GroupId, Hash, InviteId, LogPoint, Seq, VersionId};

    use super::*;
    use crate::messages;

    /// The very words that a person reads.
    const WORDS: [(&str, &str); 14] = [
        (
            "fork",
            "Alice's 'Laptop' may have been copied, or was put back to an earlier state. Take \
             it out of use and invite it again.",
        ),
        (
            "broken",
            "Alice's 'Laptop' wrote something into the firm's record that no Sixboard writes. \
             Take it out of use, and have the computer looked at before you invite it again.",
        ),
        (
            "needs-update",
            "Alice's 'Laptop' has a newer Sixboard, and wrote something that this one cannot \
             read. Update Sixboard on this computer.",
        ),
        (
            "withheld",
            "Alice's 'Laptop' wrote something that has not arrived here for more than a day. \
             See whether the firm's folder is in step on both computers.",
        ),
        (
            "rolled-back",
            "Alice's 'Laptop' wrote more than the firm's folder shows now, as if the folder \
             was put back from a backup. Sixboard puts back what is missing. Ask who looks \
             after the folder what happened.",
        ),
        (
            "ack-went-back",
            "Alice's 'Laptop' went back to an earlier state. Ask its person whether the \
             computer was restored from a backup. If it was not, take it out of use and \
             invite it again.",
        ),
        (
            "invite-burnt",
            "Two different devices answered one invite: its code was stolen or passed on. \
             Close that invite, then invite again and hand the code over unseen.",
        ),
        (
            "wrong-group-key",
            "Keys that came from the firm are not the ones that were announced. Tell your \
             administrators: somebody gave people different keys. Codes that you have still \
             work.",
        ),
        (
            "wrong-commitment",
            "A key that came from the firm is not the one that was announced. It was not \
             taken in. Tell your administrators: somebody gave people different keys.",
        ),
        (
            "checkpoint-mismatch",
            "Alice's 'Laptop' knows the firm otherwise than this device does. Show this to \
             another administrator before you change who is in the firm.",
        ),
        (
            "kit-used",
            "The recovery kit was used. If nobody planned that, find out who has its sheets, \
             and replace it.",
        ),
        (
            "use-broken",
            "Alice's 'Laptop' keeps a record of use that was altered. Ask its person about \
             it. If nobody can explain it, take it out of use and invite it again.",
        ),
        (
            "disagreement",
            "Alice's 'Laptop' was shown another history of the firm than this device. Show \
             this to another administrator before you change who is in the firm.",
        ),
        (
            "rule-lifted",
            "Alice's 'Laptop' switched off the rule that two administrators agree before a key \
             leaves Sixboard. If that was not agreed, look in the log for what was given since.",
        ),
    ];

    fn every() -> Vec<Alarm> {
        let (device, seq, hash) = (DeviceId([1; 16]), Seq(1), Hash([1; 32]));
        let point = LogPoint { device, seq, hash };
        let (account, version) = (AccountId([1; 16]), VersionId([1; 16]));
        vec![
            Alarm::Fork { device, seq },
            Alarm::Broken { device, seq },
            Alarm::NeedsUpdate { device, kind: 1 },
            Alarm::Withheld(point),
            Alarm::RolledBack { device, shows: seq, known: seq },
            Alarm::AckWentBack(device),
            Alarm::InviteBurnt(InviteId([1; 16])),
            Alarm::WrongGroupKey { group: GroupId([1; 16]), epoch: EpochId([1; 16]) },
            Alarm::WrongCommitment { account, version },
            Alarm::CheckpointMismatch(point),
            Alarm::KitUsed(point),
            Alarm::UseBroken(device),
            Alarm::Disagreement { by: device, holds: point },
            Alarm::RuleLifted(point),
        ]
    }

    fn view_of(alarm: &Alarm, whose: Option<[&str; 2]>) -> AlarmView {
        let [person, device] = [0, 1].map(|at| whose.map(|whose| whose[at].to_owned()));
        AlarmView { code: parts(alarm).0.to_owned(), person, device }
    }

    #[test]
    fn every_alarm_is_told_in_plain_words_with_what_to_do() {
        for (alarm, (code, words)) in every().iter().zip(WORDS) {
            let whose = parts(alarm).1.map(|_| ["Alice", "Laptop"]);
            let view = view_of(alarm, whose);
            assert_eq!((view.code.as_str(), messages::of_alarm(&view).as_str()), (code, words));
        }
    }

    #[test]
    fn a_device_that_is_not_known_is_called_so() {
        for alarm in every() {
            let words = messages::of_alarm(&view_of(&alarm, None));
            assert!(!words.contains('{') && !words.contains("Alice"), "{words}");
            let names = parts(&alarm).1.is_some();
            assert_eq!(words.starts_with("A device that is not in the firm "), names, "{words}");
        }
    }
}
