//! Reading the firm's log: who did what, and who could make codes when.

use ledger::{Firm, PersonId, Role, Time, VersionRef, Way};

use super::alarms::alarms;
use super::log_lines::{KINDS, Names, lines, route_kind, use_line};
use super::names::is;
use super::use_read::UsesRead;
use super::views::{CouldView, LogFilter, LogLine, LogView, SilentView, WhoCouldView};
use crate::error::Result;
use crate::{App, Error};

const DAY: u64 = 24 * 3600;

/// For how long records of use are looked for where nobody says from when.
const USES_FOR: u64 = 92 * DAY;

/// A device says every day that it is there.
const SILENT_AFTER: u64 = 2 * DAY;

impl App {
    /// The firm's log with the records of use in it, the newest first: all of it for
    /// administrators and auditors, their own lines for others.
    ///
    /// # Errors
    /// When this vault is in no firm, nobody or nothing has the name that is asked for, or somebody
    /// else's lines are not for this person.
    pub fn log(&self, filter: &LogFilter) -> Result<LogView> {
        let now = self.now();
        let uses_from = filter.from.unwrap_or_else(|| now.saturating_sub(USES_FOR));
        let mut firm = self.glance_at_firm()?.firm;
        let own = !reads_all(&mut firm);
        let uses = if own {
            let device = firm.device();
            UsesRead { records: self.own_used(device)?, ..UsesRead::default() }
        } else {
            let uses = self.all_uses(uses_from, filter.to.unwrap_or(u64::MAX))?;
            firm = self.glance_at_firm()?.firm; // the look into the store may have brought more
            uses
        };
        let names = Names::of(&mut firm);
        let me = firm.person();
        let asked = Asked::read(filter, &names, own.then_some(me))?;
        let log = firm.log();
        let entries = log.len();
        let readable = log.iter().filter(|entry| !own || (me.is_some() && entry.person == me));
        let mut found: Vec<LogLine> = readable.flat_map(|entry| lines(&names, entry)).collect();
        found.extend(uses.records.iter().map(|used| use_line(&names, used)));
        found.retain(|line| asked.wants(line));
        found.sort_by_key(|line| line.at);
        found.reverse();
        Ok(LogView {
            lines: found,
            entries,
            since: since(&names),
            own,
            uses_from,
            unread: uses.unread,
            is_part: uses.is_part,
            unreached: uses.unreached.map(Into::into),
            silent: if own { Vec::new() } else { silent(&mut firm, &names, now) },
            alarms: alarms(&mut firm),
        })
    }

    /// Who could make codes for an account at a moment, or now: by which way, with which of its
    /// keys, since when.
    ///
    /// # Errors
    /// When the firm has no account of this label, or it is not for this person to know.
    pub fn who_could(&self, label: &str, at: Option<u64>) -> Result<WhoCouldView> {
        let mut firm = self.glance_at_firm()?.firm;
        if !reads_all(&mut firm) {
            return Err(Error::new("log.not-yours"));
        }
        let names = Names::of(&mut firm);
        let found = names.accounts(label);
        let [id] = found[..] else {
            let none = Error::new("log.no-account").with("label", label);
            let several = Error::new("log.several-accounts").with("label", label);
            return Err(if found.is_empty() { none } else { several });
        };
        let mut ways: Vec<CouldView> = Vec::new();
        for holder in firm.who_could(id, at.map(Time)) {
            let key = VersionRef { account: id, version: holder.version };
            ways.extend(holder.ways.iter().map(|(way, since)| CouldView {
                person: names.person(holder.person),
                left: names.state.has_left(holder.person),
                key: names.number(key).unwrap_or_default(),
                since: since.0,
                ..way_view(&names, *way)
            }));
        }
        ways.sort_by_cached_key(|way| (way.person.to_lowercase(), way.key, way.since));
        let at = at.unwrap_or_else(|| self.now());
        Ok(WhoCouldView { id: id.to_string(), label: names.label(id), at, ways })
    }
}

/// What a filter stands for, once its names are known to stand for somebody and something.
struct Asked<'a> {
    filter: &'a LogFilter,
}

impl<'a> Asked<'a> {
    /// `only` is the one person whose lines may be read, where not everybody's may be.
    fn read(filter: &'a LogFilter, names: &Names, only: Option<Option<PersonId>>) -> Result<Self> {
        if let Some(who) = &filter.who {
            let is_asked = |me: PersonId| is(&names.person(me), who);
            if only.is_some_and(|me| !me.is_some_and(is_asked)) {
                return Err(Error::new("log.not-yours"));
            }
            if !names.state.people.values().any(|person| is(&person.name, who)) {
                return Err(Error::new("firm.no-person").with("name", who.as_str()));
            }
        }
        if let Some(label) = &filter.account
            && names.accounts(label).is_empty()
        {
            return Err(Error::new("log.no-account").with("label", label.as_str()));
        }
        if let Some(what) = &filter.what
            && !KINDS.iter().any(|kind| is_of(kind, what))
        {
            return Err(Error::new("log.no-kind").with("kind", what.as_str()));
        }
        Ok(Self { filter })
    }

    fn wants(&self, line: &LogLine) -> bool {
        let LogFilter { who, account, what, from, to, routine } = self.filter;
        let person = line.person.as_deref().unwrap_or_default();
        let label = line.account.as_deref();
        who.as_ref().is_none_or(|who| is(person, who))
            && account.as_ref().is_none_or(|asked| label.is_some_and(|label| is(label, asked)))
            && what.as_ref().is_none_or(|what| is_of(&line.what, what))
            && from.is_none_or(|from| line.at >= from)
            && to.is_none_or(|to| line.at <= to)
            && (*routine || what.is_some() || !line.routine)
    }
}

/// Whether a kind of line is the one that is asked for, or begins with it and a dash.
fn is_of(kind: &str, asked: &str) -> bool {
    let rest = kind.strip_prefix(asked.trim());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether this device's person reads everybody's lines.
pub(crate) fn reads_all(firm: &mut Firm) -> bool {
    let me = firm.device();
    matches!(firm.state().role(me), Some(Role::Administrator | Role::Auditor))
}

pub(crate) fn since(names: &Names) -> Option<u64> {
    names.state.devices.values().map(|device| device.added_at.0).min()
}

/// The devices in use that have not reported for two days.
pub(crate) fn silent(firm: &mut Firm, names: &Names, now: u64) -> Vec<SilentView> {
    let (me, acks) = (firm.device(), firm.acks());
    let live = names.state.live_devices().filter(|(id, _)| *id != me);
    let mut silent: Vec<SilentView> = live
        .map(|(id, device)| SilentView {
            person: names.person(device.person),
            device: device.label.clone(),
            last_seen: acks.get(&id).map(|ack| ack.time.0),
        })
        .filter(|one| one.last_seen.is_none_or(|at| now.saturating_sub(at) > SILENT_AFTER))
        .collect();
    silent.sort_by_cached_key(|one| (one.last_seen, one.person.to_lowercase()));
    silent
}

fn way_view(names: &Names, way: Way) -> CouldView {
    let (route, detail) = match way {
        Way::App(device) => {
            let known = names.state.devices.get(&device);
            let route = match known.and_then(|known| known.rank) {
                Some(rank) if rank.is_administrator() => "administrator",
                _ => "app",
            };
            (route, Some(names.device(device)))
        }
        Way::Given(id) => {
            let given = names.given_to(id);
            let number = given.and_then(|given| given.number);
            let route = given.map_or("given-other", |given| route_kind(given.route));
            (route.trim_start_matches("given-"), number.map(|number| format!("no. {number}")))
        }
    };
    CouldView {
        person: String::new(),
        left: false,
        key: 0,
        route: route.to_owned(),
        detail,
        since: 0,
    }
}
