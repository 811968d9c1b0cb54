//! The authority pass against an independent oracle, written from the rule (protocol section 6)
//! and sharing no code with it: on random histories with the kit, self-stops, forks, accomplices
//! enrolled before the cut, and attacks by those who were stopped.

use std::collections::{BTreeMap, BTreeSet};

use seal::{KemPublic, SeededEntropy, VerifyingKey};

use super::*;
use crate::entry::{Header, Verified};
use crate::ids::{FirmId, Lamport};
use crate::op::{DeviceAdd, Genesis, KitReach, Note, PublicKeys, RecoveryNew, Stop};

/// Index 0 is the kit, 1 the first administrator; what comes after are the kits that follow.
const PEOPLE: usize = 7;
const ALL: usize = PEOPLE + 2;

fn keys(who: usize) -> PublicKeys {
    let byte = u8::try_from(who).unwrap();
    PublicKeys { sign: VerifyingKey([byte; 32]), kem: KemPublic([byte; 32]) }
}

fn device(who: usize) -> DeviceId {
    let keys = keys(who);
    DeviceId::derive(FirmId([0; 32]), keys.sign, keys.kem)
}

fn person(who: usize) -> PersonId {
    PersonId([u8::try_from(who).unwrap(); 16])
}

/// What an entry does, in the oracle's words.
#[derive(Clone, Debug)]
enum Act {
    Nothing,
    Rank { who: usize, rank: u32 },
    Stop { who: usize, seq: u64, branch: u32 },
    StopPerson { who: usize, seq: u64, branch: u32 },
    NewKit { who: usize },
}

/// An entry of the oracle: its author, its number, its branch, what came before it, what it saw.
#[derive(Clone, Debug)]
struct Line {
    who: usize,
    seq: u64,
    prev_branch: u32,
    /// For each author, the last entry seen, by number and branch.
    seen: BTreeMap<usize, (u64, u32)>,
    act: Act,
}

type Key = (usize, u64, u32);

#[derive(Clone, Default)]
struct History {
    lines: BTreeMap<Key, Line>,
}

/// The oracle's answer: the entries that count, and everyone's rank.
type Verdict = (BTreeSet<Key>, BTreeMap<usize, u32>);

impl History {
    fn chain_to(&self, who: usize, seq: u64, branch: u32) -> Vec<Key> {
        let (mut chain, mut at) = (Vec::new(), (who, seq, branch));
        while let Some(line) = self.lines.get(&at) {
            chain.push(at);
            at = (who, line.seq - 1, line.prev_branch);
        }
        chain.reverse();
        chain
    }

    fn knows(&self, later: Key, earlier: Key) -> bool {
        let mut open = vec![later];
        let mut passed = BTreeSet::new();
        while let Some(at) = open.pop() {
            if at == earlier {
                return true;
            }
            if let Some(line) = self.lines.get(&at).filter(|_| passed.insert(at)) {
                open.push((line.who, line.seq.saturating_sub(1), line.prev_branch));
                open.extend(line.seen.iter().map(|(who, (seq, branch))| (*who, *seq, *branch)));
            }
        }
        false
    }

    fn branches(&self, who: usize, seq: u64) -> Vec<Key> {
        self.lines.range((who, seq, 0)..=(who, seq, u32::MAX)).map(|(key, _)| *key).collect()
    }

    /// The rule, read aloud: from the smallest rank to the largest, each log up to its cut.
    fn judge(&self, hash: impl Fn(Key) -> Hash) -> Verdict {
        let genesis = (1, 1, 0);
        // Who, by which entry, from which rank, to which rank.
        let mut given: Vec<(usize, Key, u32, u32)> = vec![(0, genesis, 0, 0), (1, genesis, 0, 1)];
        let mut stops: Vec<(usize, u32, u64, u32)> = Vec::new();
        let (mut counts, mut walked) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let rank_of = |who: usize| given.iter().filter(|g| g.0 == who).map(|g| g.3).min();
            let next = (0..ALL)
                .filter(|who| !walked.contains(who))
                .filter_map(|who| Some((rank_of(who)?, device(who), who)))
                .min();
            let Some((rank, _, who)) = next else {
                let ranks = (0..ALL).filter_map(|who| Some((who, rank_of(who)?)));
                return (counts, ranks.collect());
            };
            walked.insert(who);
            let chain = self.log(who, rank, &stops, &hash);
            for key in chain {
                let line = &self.lines[&key];
                let standing = given
                    .iter()
                    .filter(|g| g.0 == who && (g.2 < rank || rank == 0) && self.knows(key, g.1))
                    .map(|g| g.3)
                    .min();
                let Some(standing) = standing else { continue };
                counts.insert(key);
                if self.apply(line, key, (rank, standing), &walked, &mut given, &mut stops) {
                    break;
                }
            }
        }
    }

    fn apply(
        &self,
        line: &Line,
        key: Key,
        (rank, standing): (u32, u32),
        walked: &BTreeSet<usize>,
        given: &mut Vec<(usize, Key, u32, u32)>,
        stops: &mut Vec<(usize, u32, u64, u32)>,
    ) -> bool {
        match line.act {
            Act::Rank { who, rank: to } if to > standing && who != line.who => {
                if !walked.contains(&who) {
                    given.push((who, key, rank, to));
                }
                false
            }
            Act::Stop { who, .. } if who == line.who => true,
            Act::StopPerson { who, .. } if who == 0 || who >= PEOPLE => false, // a kit is nobody
            Act::StopPerson { who, .. } if who == line.who => true,
            Act::Stop { who, seq, branch } | Act::StopPerson { who, seq, branch } => {
                stops.push((who, standing, seq, branch));
                false
            }
            Act::NewKit { who } if standing == 0 => {
                given.push((who, key, 0, 0));
                true
            }
            _ => false,
        }
    }

    /// A log up to its cut; or, where nobody stopped it, up to its fork.
    fn log(
        &self,
        who: usize,
        rank: u32,
        stops: &[(usize, u32, u64, u32)],
        hash: impl Fn(Key) -> Hash,
    ) -> Vec<Key> {
        let mine: Vec<_> = stops.iter().filter(|s| s.0 == who && s.1 < rank).collect();
        if let Some(end) = mine.iter().map(|s| s.2).min() {
            let named = mine.iter().filter(|s| s.2 > 0);
            let senior = named.min_by_key(|s| (s.1, hash((who, s.2, s.3))));
            let Some(senior) = senior else { return Vec::new() };
            let mut chain = self.chain_to(who, senior.2, senior.3);
            chain.retain(|key| key.1 <= end);
            return chain;
        }
        let mut chain = Vec::new();
        for seq in 1.. {
            match self.branches(who, seq).as_slice() {
                [one] => chain.push(*one),
                _ => return chain,
            }
        }
        chain
    }

    /// The same history as verified entries, arriving in any order that structure allows.
    ///
    /// An entry states only what moved since the one before it: what it states is what counts.
    fn book(&mut self, entropy: &mut SeededEntropy) -> (Book, BTreeMap<Key, EntryId>) {
        let (mut book, mut ids) = (Book::default(), BTreeMap::new());
        let mut left: Vec<Key> = self.lines.keys().copied().collect();
        while !left.is_empty() {
            let start = below(entropy, left.len());
            let count = left.len();
            let ready = (0..count).map(|step| (start + step) % count).find(|index| {
                let line = &self.lines[&left[*index]];
                let prev = (line.who, line.seq - 1, line.prev_branch);
                let seen = line.seen.iter().map(|(who, (seq, branch))| (*who, *seq, *branch));
                seen.chain((line.seq > 1).then_some(prev)).all(|key| ids.contains_key(&key))
            });
            let key = left.swap_remove(ready.unwrap());
            let entry = self.verified(key, &book, &ids);
            let place = book.check(&entry.header).unwrap();
            let stated = &entry.header.seen;
            let line = self.lines.get_mut(&key).unwrap();
            line.seen.retain(|who, _| stated.iter().any(|point| point.device == device(*who)));
            ids.insert(key, book.add(entry, place));
        }
        (book, ids)
    }

    fn verified(&self, key: Key, book: &Book, ids: &BTreeMap<Key, EntryId>) -> Verified {
        let line = &self.lines[&key];
        let prev = ids.get(&(line.who, line.seq - 1, line.prev_branch)).copied();
        let mut seen: Vec<LogPoint> = Vec::new();
        for (who, (seq, branch)) in &line.seen {
            let point = book.entry(ids[&(*who, *seq, *branch)]).point();
            let known = prev.and_then(|prev| book.past(prev, point.device));
            if known.is_none_or(|known| book.entry(known).header.seq < point.seq) {
                seen.push(point);
            }
        }
        seen.sort();
        let parents = seen.iter().filter_map(|point| book.find(point.hash)).chain(prev);
        let lamport = parents.map(|id| book.entry(id).header.lamport.0).max().unwrap_or(0);
        let before = prev.map_or(Hash::NONE, |prev| book.entry(prev).hash);
        let header =
            Header::bare(device(line.who), Seq(line.seq), before, seen, Lamport(lamport + 1));
        Verified { header, hash: hash_of(key), ops: self.ops(key), bytes: Vec::new() }
    }

    fn ops(&self, key: Key) -> Vec<Op> {
        let line = &self.lines[&key];
        if key == (1, 1, 0) {
            return vec![genesis()];
        }
        let stop = |target, who: usize, seq: u64, branch| -> Op {
            let hash = if seq == 0 { Hash::NONE } else { hash_of((who, seq, branch)) };
            let cut = LogPoint { device: device(who), seq: Seq(seq), hash };
            Stop { target, cuts: vec![cut], reason: String::new() }.into()
        };
        vec![match &line.act {
            Act::Nothing => Note { account: None, text: String::new() }.into(),
            Act::Rank { who, rank } => DeviceAdd {
                person: person(*who),
                keys: keys(*who),
                label: String::new(),
                invite: None,
                rank: Some(Rank(*rank)),
            }
            .into(),
            Act::Stop { who, seq, branch } => {
                stop(Target::Device(device(*who)), *who, *seq, *branch)
            }
            Act::StopPerson { who, seq, branch } => {
                stop(Target::Person(person(*who)), *who, *seq, *branch)
            }
            Act::NewKit { who } => {
                RecoveryNew { keys: keys(*who), reach: KitReach::Decrypts }.into()
            }
        }]
    }
}

fn genesis() -> Op {
    Genesis {
        name: String::new(),
        person: person(1),
        person_name: String::new(),
        keys: keys(1),
        label: String::new(),
        kit: keys(0),
        reach: KitReach::Decrypts,
    }
    .into()
}

fn hash_of((who, seq, branch): Key) -> Hash {
    let text = format!("{who} {seq} {branch}");
    Hash(seal::sha256(text.as_bytes()))
}

fn below(entropy: &mut SeededEntropy, end: usize) -> usize {
    let bytes: [u8; 8] = seal::make_bytes(entropy).unwrap();
    usize::try_from(u64::from_le_bytes(bytes) % end as u64).unwrap()
}

/// A random history: devices that sync in pairs, appoint, stop (rightly or not), step down, fork.
struct Maker {
    history: History,
    views: Vec<BTreeMap<usize, (u64, u32)>>,
    entropy: SeededEntropy,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut maker = Self {
            history: History::default(),
            views: vec![BTreeMap::new(); ALL],
            entropy: SeededEntropy::new(seed),
        };
        maker.write(1, Act::Nothing, 0);
        maker.write(1, Act::Rank { who: 2, rank: 2 }, 0);
        maker.write(1, Act::Rank { who: 3, rank: 3 }, 0);
        for who in 0..ALL {
            maker.views[who].insert(1, (3, 0));
        }
        maker
    }

    fn below(&mut self, end: usize) -> usize {
        below(&mut self.entropy, end)
    }

    /// Writes after the last own entry that the view holds; with a new branch number, a fork.
    fn write(&mut self, who: usize, act: Act, branch: u32) {
        let (last, prev_branch) = self.views[who].get(&who).copied().unwrap_or((0, 0));
        let mut seen = self.views[who].clone();
        seen.remove(&who);
        let line = Line { who, seq: last + 1, prev_branch, seen, act };
        self.history.lines.insert((who, last + 1, branch), line);
        self.views[who].insert(who, (last + 1, branch));
    }

    fn sync(&mut self, to: usize, from: usize) {
        // Whole pasts travel: an entry never arrives without what it saw.
        for (who, (seq, branch)) in self.views[from].clone() {
            let mine = self.views[to].get(&who).copied().unwrap_or((0, 0));
            if who != to && mine.0 < seq {
                self.views[to].insert(who, (seq, branch));
            }
        }
    }

    fn act(&mut self, who: usize) -> Act {
        let (target, roll) = (self.below(PEOPLE), self.below(20));
        let (seq, branch) = self.views[who].get(&target).copied().unwrap_or((0, 0));
        let rank = u32::try_from(1 + self.below(6)).unwrap();
        match roll {
            0..=5 => Act::Nothing,
            6..=11 if target > 1 => Act::Rank { who: target, rank },
            12..=14 => Act::Stop { who: target, seq, branch },
            15..=17 => Act::StopPerson { who: target, seq, branch },
            19 if who == 0 => Act::NewKit { who: PEOPLE },
            18 | 19 if who == PEOPLE => Act::NewKit { who: PEOPLE + 1 },
            18 => Act::Stop { who, seq: 0, branch: 0 },
            _ => Act::Nothing,
        }
    }

    fn run(&mut self) {
        for _ in 0..6 + self.below(40) {
            let who = self.below(ALL);
            if self.below(2) == 0 {
                let from = self.below(ALL);
                self.sync(who, from);
                continue;
            }
            let act = self.act(who);
            if self.below(25) == 0 {
                self.fork(who);
            }
            let (_, branch) = self.views[who].get(&who).copied().unwrap_or((0, 0));
            let heir = if let Act::NewKit { who: heir } = act { Some(heir) } else { None };
            self.write(who, act, branch);
            if let Some(heir) = heir {
                self.sync(heir, who); // it is made on the spot
            }
        }
    }

    /// Puts an author back to before the last own entry, and lets it write another.
    fn fork(&mut self, who: usize) {
        let Some((seq, branch)) = self.views[who].get(&who).copied().filter(|last| last.0 > 0)
        else {
            return;
        };
        if (who, seq) == (1, 1) {
            return;
        }
        let before = self.history.lines[&(who, seq, branch)].clone();
        match seq {
            1 => self.views[who].remove(&who),
            _ => self.views[who].insert(who, (seq - 1, before.prev_branch)),
        };
        let branches = self.history.branches(who, seq);
        let next = branches.iter().map(|key| key.2).max().map_or(0, |last| last + 1);
        let seen_before = before.seen;
        let view = std::mem::take(&mut self.views[who]);
        self.views[who] = seen_before;
        if let Some(own) = view.get(&who) {
            self.views[who].insert(who, *own);
        }
        self.write(who, Act::Nothing, next);
    }
}

fn agree(history: &mut History, entropy: &mut SeededEntropy) -> Authority {
    let (book, ids) = history.book(entropy);
    let authority = judge(&book, ids[&(1, 1, 0)]);
    let (counts, ranks) = history.judge(hash_of);
    let effective: BTreeSet<EntryId> = authority.effective.keys().copied().collect();
    let expected: BTreeSet<EntryId> = counts.iter().map(|key| ids[key]).collect();
    assert_eq!(effective, expected, "{:#?}", history.lines);
    let expected: BTreeMap<DeviceId, Rank> =
        ranks.iter().map(|(who, rank)| (device(*who), Rank(*rank))).collect();
    assert_eq!(authority.ranks, expected, "{:#?}", history.lines);
    authority
}

fn counting(history: &History) -> BTreeSet<Key> {
    history.judge(hash_of).0
}

/// What a history had in it that the pass has to get right.
#[derive(Debug, Default)]
struct Seen {
    stopped: usize,
    forked: usize,
    kits: usize,
    acts_of_later_kits: usize,
    self_stops: usize,
    accomplices: usize,
}

impl Seen {
    fn add(&mut self, history: &History, authority: &Authority) {
        self.stopped += authority.cuts.len();
        self.forked += usize::from(history.lines.keys().any(|key| key.2 > 0));
        for key in counting(history) {
            let line = &history.lines[&key];
            self.acts_of_later_kits += usize::from(line.who >= PEOPLE);
            match line.act {
                Act::NewKit { .. } if line.who == 0 => self.kits += 1,
                Act::Stop { who, .. } | Act::StopPerson { who, .. } if who == line.who => {
                    self.self_stops += 1;
                }
                // Appointed before the cut by somebody who was stopped: they stay.
                Act::Rank { who, .. } if who != line.who => {
                    let is_cut = is_stopped_by_others(history, line.who, authority);
                    self.accomplices +=
                        usize::from(is_cut && authority.ranks.contains_key(&device(who)));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_pass_and_the_oracle_agree_on_random_histories() {
    let mut seen = Seen::default();
    for seed in 0..4000 {
        let mut maker = Maker::new(seed);
        maker.run();
        let authority = agree(&mut maker.history, &mut maker.entropy);
        // Another order of arrival gives the same.
        assert_eq!(agree(&mut maker.history, &mut maker.entropy).ranks, authority.ranks);
        seen.add(&maker.history, &authority);
    }
    assert!(seen.stopped > 3000 && seen.forked > 500, "{seen:?}");
    assert!(seen.kits > 150 && seen.acts_of_later_kits > 50, "{seen:?}");
    assert!(seen.self_stops > 300 && seen.accomplices > 100, "{seen:?}");
}

/// Whoever was stopped writes on, alone and together: any stops, any ranks, any claims of what was
/// seen. Nothing changes.
#[test]
fn the_stopped_cannot_change_what_counts() {
    let mut attackers = 0;
    for seed in 10_000..13_000 {
        let mut maker = Maker::new(seed);
        maker.run();
        let authority = agree(&mut maker.history, &mut maker.entropy);
        let before = counting(&maker.history);
        let out: Vec<usize> = (1..PEOPLE)
            .filter(|who| is_stopped_by_others(&maker.history, *who, &authority))
            .collect();
        for _ in 0..3 {
            for who in &out {
                attackers += 1;
                if let Some(other) = out.first() {
                    maker.sync(*who, *other);
                }
                let act = maker.act(*who);
                let (_, branch) = maker.views[*who].get(who).copied().unwrap_or((0, 0));
                maker.write(*who, act, branch);
                if maker.below(3) == 0 {
                    maker.fork(*who);
                }
            }
        }
        agree(&mut maker.history, &mut maker.entropy);
        assert_eq!(counting(&maker.history), before, "seed {seed}");
    }
    assert!(attackers > 3000, "{attackers}");
}

/// Stopped by a more senior device at a number that the log had then reached: all that it writes
/// from now on is after the cut. A device that stepped down, or forked, was not stopped by others.
fn is_stopped_by_others(history: &History, who: usize, authority: &Authority) -> bool {
    let Some(rank) = authority.ranks.get(&device(who)) else { return false };
    let counts = counting(history);
    let stops = counts.iter().filter_map(|key| match history.lines[key].act {
        Act::Stop { who: target, .. } | Act::StopPerson { who: target, .. } if target == who => {
            Some(key.0)
        }
        _ => None,
    });
    let mut senior =
        stops.filter(|by| *by != who).filter(|by| authority.ranks[&device(*by)] < *rank);
    senior.next().is_some() && authority.cuts.contains_key(&device(who))
}

#[test]
fn a_deputys_stop_has_no_effect_and_a_later_rank_lends_nothing_to_it() {
    let mut maker = Maker::new(1);
    let deputy = 4;
    maker.write(1, Act::Rank { who: deputy, rank: 0xffff }, 0);
    maker.sync(deputy, 1);
    maker.write(deputy, Act::Stop { who: 3, seq: 0, branch: 0 }, 0);
    maker.sync(1, deputy);
    maker.write(1, Act::Rank { who: deputy, rank: 2 }, 0);
    maker.sync(3, 1);
    maker.write(3, Act::Nothing, 0);
    let (book, ids) = maker.history.book(&mut maker.entropy);
    let authority = judge(&book, ids[&(1, 1, 0)]);
    assert_eq!(authority.ranks[&device(deputy)], Rank(2));
    assert!(
        authority.effective.contains_key(&ids[&(deputy, 1, 0)]),
        "written, without that effect"
    );
    assert!(authority.effective.contains_key(&ids[&(3, 1, 0)]), "not stopped");
    assert!(!authority.cuts.contains_key(&device(3)));
}
