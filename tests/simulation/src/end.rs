//! What must hold once the faults have stopped and all know all.

use std::collections::BTreeSet;

use ledger::{Firm, Time};

use crate::acts;
use crate::checks::{self, Broken};
use crate::world::World;

impl World {
    /// Checks what must hold when all know all.
    ///
    /// # Errors
    /// [`Broken`].
    pub(crate) fn check_end(&mut self) -> Result<(), Broken> {
        let store = self.stores[0].contents();
        let now = self.now;
        let alice = self.clients[0].firm();
        let (hash, code) = (alice.state().hash(), alice.team_code());
        let live: BTreeSet<_> = alice.state().live_devices().map(|(id, _)| id).collect();
        checks::no_group_key_is_in_the_clear(alice, &store)?;
        self.facts.check_leavers(alice)?;
        self.outside.check(&self.facts, alice)?;
        let register = alice.register().clone();
        let put_back = self.clients.iter().filter(|client| client.put_back);
        let put_back: BTreeSet<_> = put_back.map(|client| client.device).collect();
        for client in self.clients.iter_mut().filter(|client| live.contains(&client.device)) {
            let name = client.name.clone();
            let firm = client.firm();
            if firm.state().hash() != hash || firm.team_code() != code {
                let lacks = (firm.entry_count(), firm.wanted());
                return Err(format!("{name} came to another state than alice: {lacks:?}"));
            }
            if *firm.register() != register {
                return Err(format!("{name} came to another register than alice"));
            }
            checks::all_is_well(&name, firm, now, &put_back)?;
        }
        self.check_order(hash)?;
        self.check_stopped_writers(hash)
    }

    /// S3: any order of arrival gives the same state.
    fn check_order(&mut self, hash: ledger::Hash) -> Result<(), Broken> {
        let mut objects: Vec<_> = self.stores[0].contents().into_iter().collect();
        self.dice.shuffle(&mut objects);
        let (pin, keys) = (self.clients[0].firm().pin(), self.clients[0].keys());
        let mut fresh = Firm::replica(pin, keys, Vec::new());
        feed(&mut fresh, &objects, self.now);
        let register = self.clients[0].firm().register();
        if fresh.state().hash() == hash && fresh.register() == register {
            Ok(())
        } else {
            Err("S3: another order of arrival gives another state".to_owned())
        }
    }

    /// S4: what a stopped administrator writes who leaves the stop out changes nothing.
    fn check_stopped_writers(&mut self, hash: ledger::Hash) -> Result<(), Broken> {
        let store: Vec<_> = self.stores[0].contents().into_iter().collect();
        let pin = self.clients[0].firm().pin();
        let register = self.clients[0].firm().register().clone();
        for who in 1..self.clients.len() {
            let device = self.clients[who].device;
            let known = self.clients[0].firm().state().devices.get(&device);
            let Some(stop) = known.and_then(|one| Some(one.stopped.as_ref()?.by)) else { continue };
            let before = store.iter().filter(|(name, _)| !is_from(name, stop));
            let before: Vec<_> = before.cloned().collect();
            let mut leaver = Firm::replica(pin, self.clients[who].keys(), Vec::new());
            feed(&mut leaver, &before, self.now);
            for _ in 0..4 {
                self.acts += 1;
                let (now, number) = (self.now, self.acts);
                let act = acts::act(&mut leaver, &mut self.dice, number, &mut self.entropy, now);
                for object in act.map(|act| act.objects).unwrap_or_default() {
                    let alice = self.clients[0].firm();
                    // What went wrong is among the alarms.
                    let _ = alice.intake(&object.name.to_string(), &object.bytes, now);
                }
            }
            let alice = self.clients[0].firm();
            if alice.state().hash() != hash || *alice.register() != register {
                return Err(format!("S4: {} was stopped and is heard", self.clients[who].name));
            }
        }
        Ok(())
    }
}

/// Gives a replica objects until nothing changes.
fn feed(firm: &mut Firm, objects: &[(store::Name, bytes::Bytes)], now: Time) {
    loop {
        let before = (firm.entry_count(), firm.wanted());
        for (name, bytes) in objects {
            // What went wrong is among the alarms.
            let _ = firm.intake(name.as_str(), bytes, now);
        }
        if (firm.entry_count(), firm.wanted()) == before {
            return;
        }
    }
}

/// Whether an object is the entry `point`, or a later one of its log.
fn is_from(name: &store::Name, point: ledger::LogPoint) -> bool {
    match ledger::Name::parse(name.as_str()) {
        Some(ledger::Name::Entry(device, seq, _)) => device == point.device && seq >= point.seq,
        _ => false,
    }
}
