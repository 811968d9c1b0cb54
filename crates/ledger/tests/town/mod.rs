//! A firm in memory: devices that share one store of objects, each syncing when a story says so.
#![allow(clippy::unwrap_used, dead_code, reason = "helpers of tests fail as tests do")]

pub mod forge;

use std::collections::BTreeMap;

use ledger::{
    AccountId, Algorithm, CodeKind, Compared, Context, Details, DeviceId, DeviceKeys, Firm,
    Founding, GroupId, InviteSecret, Invitee, Joining, Kit, KitReach, Name, Object, PersonId, Rank,
    Removal, Seq, Standing, Target, Time, VersionRef,
};
use seal::{Entropy, SeededEntropy, VerifyingKey, make_secret};
use secret::Secret;

pub const START: Time = Time(1_790_000_000);

/// The store and what the world outside the ledger gives: randomness and time.
pub struct Town {
    pub store: BTreeMap<String, Vec<u8>>,
    pub entropy: SeededEntropy,
    pub now: Time,
    /// The seeds of all signing keys that were made here.
    pub seeds: BTreeMap<VerifyingKey, Secret>,
}

impl Town {
    pub fn new(seed: u64) -> Self {
        let entropy = SeededEntropy::new(seed);
        Self { store: BTreeMap::new(), entropy, now: START, seeds: BTreeMap::new() }
    }

    pub fn ctx(&mut self) -> Context<'_> {
        self.now = Time(self.now.0 + 1);
        Context { entropy: &mut self.entropy, now: self.now }
    }

    pub fn keys(&mut self) -> DeviceKeys {
        let sign = make_secret(&mut self.entropy, 32).unwrap();
        let kem = make_secret(&mut self.entropy, 32).unwrap();
        let keys = DeviceKeys::derive(&sign, &kem).unwrap();
        self.seeds.insert(keys.public().sign, sign);
        keys
    }

    pub fn found(&mut self, reach: KitReach) -> (Firm, Kit) {
        let (kit, _) = Kit::make(&mut self.entropy).unwrap();
        let keys = self.keys();
        let founding = Founding {
            name: "Hart & Co".to_owned(),
            person_name: "Alice".to_owned(),
            label: "Alice's PC".to_owned(),
            keys,
            kit: &kit,
            reach,
        };
        let (firm, objects) = Firm::create(founding, &mut self.ctx()).unwrap();
        self.upload(objects);
        (firm, kit)
    }

    pub fn upload(&mut self, objects: Vec<Object>) {
        for object in objects {
            assert!(object.bytes.len() <= object.name.max_len());
            self.store.insert(object.name.to_string(), object.bytes);
        }
    }

    /// Gives a device everything that is in the store, again and again until nothing changes.
    pub fn sync(&self, firm: &mut Firm) {
        sync_from(&self.store, firm, self.now);
    }

    /// The whole ceremony: invite, answer, compare, approve, welcome, sync.
    pub fn enrol(&mut self, admin: &mut Firm, invitee: Invitee) -> Firm {
        let (joining, welcome, keys) = self.let_in(admin, invitee);
        let mut firm = joining.welcome(&welcome, keys).unwrap();
        self.sync(&mut firm);
        firm
    }

    fn let_in(&mut self, admin: &mut Firm, invitee: Invitee) -> (Joining, Vec<u8>, DeviceKeys) {
        let (invitation, offer) = admin.invite(invitee, 3600, &mut self.ctx()).unwrap();
        let secret = InviteSecret::read(&invitation.secret().code()).unwrap();
        let joining = Joining::open(secret, &offer.bytes, self.now).unwrap();
        let keys = self.keys();
        let (join, digits) = joining.answer(&keys, "PC", &mut self.entropy).unwrap();
        let answer = admin.read_answers(&invitation, &[join.bytes], self.now).unwrap().unwrap();
        let compared = Compared::Digits(digits.to_string());
        let objects = admin.approve(&invitation, &answer, &compared, &mut self.ctx()).unwrap();
        let welcome = objects.last().unwrap().bytes.clone();
        self.upload(objects);
        (joining, welcome, keys)
    }

    /// A device that was let in, and has read nothing yet.
    pub fn newcomer(&mut self, admin: &mut Firm) -> Firm {
        let (joining, welcome, keys) = self.let_in(admin, staff("Eve", &[]));
        joining.welcome(&welcome, keys).unwrap()
    }

    pub fn add_account(&mut self, firm: &mut Firm, key: &[u8], teams: &[GroupId]) -> AccountId {
        let key = Secret::copy_of(key);
        let (id, objects) =
            firm.add_account(&details("VAT"), &key, teams, &mut self.ctx()).unwrap();
        self.upload(objects);
        id
    }

    pub fn team(&mut self, firm: &mut Firm, name: &str) -> GroupId {
        let (group, objects) = firm.set_team(None, name, &mut self.ctx()).unwrap();
        self.upload(objects);
        group
    }

    pub fn put_in(&mut self, firm: &mut Firm, group: GroupId, person: PersonId) {
        let objects = firm.set_team_people(group, vec![person], vec![], &mut self.ctx()).unwrap();
        self.upload(objects);
    }

    pub fn remove(&mut self, firm: &mut Firm, target: Target) {
        let removal =
            Removal { targets: vec![target], cuts: BTreeMap::new(), reason: "left".to_owned() };
        let objects = firm.remove(&removal, &mut self.ctx()).unwrap();
        self.upload(objects);
    }

    pub fn new_key(&mut self, firm: &mut Firm, account: AccountId, key: &[u8]) -> VersionRef {
        let (at, objects) = firm.new_key(account, &Secret::copy_of(key), &mut self.ctx()).unwrap();
        self.upload(objects);
        at
    }

    /// Everything that is due, long after.
    pub fn repair(&mut self, firm: &mut Firm) {
        firm.reconcile(self.now, 0);
        self.now = Time(self.now.0 + 3600);
        let objects = firm.repair_due(0, &mut self.ctx()).unwrap();
        self.upload(objects);
    }

    pub fn ack(&mut self, firm: &mut Firm) {
        let object = firm.ack("1.0", &mut self.ctx()).unwrap();
        self.upload(vec![object]);
    }
}

/// Alice (1), Bob (2), and a team that holds one account.
pub fn two(seed: u64) -> (Town, Firm, Firm, GroupId, AccountId) {
    let mut town = Town::new(seed);
    let (mut alice, _) = town.found(KitReach::Decrypts);
    let mut bob = town.enrol(&mut alice, admin("Bob", 2));
    let team = town.team(&mut alice, "Payroll");
    let account = town.add_account(&mut alice, b"seed one", &[team]);
    town.sync(&mut bob);
    (town, alice, bob, team, account)
}

/// What a store lists that has all that a device knows.
pub fn listing(firm: &Firm) -> BTreeMap<DeviceId, Seq> {
    firm.heads().into_iter().map(|head| (head.device, head.seq)).collect()
}

/// One device enrolled, and its state copied.
pub fn enrol_twice(town: &mut Town, alice: &mut Firm) -> (Firm, Firm) {
    let seed = |byte: u8| Secret::new(vec![byte; 32]);
    let keys = || DeviceKeys::derive(&seed(8), &seed(9)).unwrap();
    let (invitation, offer) = alice.invite(admin("Cy", 3), 3600, &mut town.ctx()).unwrap();
    let code = InviteSecret::read(&invitation.secret().code()).unwrap();
    let joining = Joining::open(code, &offer.bytes, town.now).unwrap();
    let (join, digits) = joining.answer(&keys(), "PC", &mut town.entropy).unwrap();
    let answer = alice.read_answers(&invitation, &[join.bytes], town.now).unwrap().unwrap();
    let compared = Compared::Digits(digits.to_string());
    let objects = alice.approve(&invitation, &answer, &compared, &mut town.ctx()).unwrap();
    let welcome = objects.last().unwrap().bytes.clone();
    town.upload(objects);
    let mut one = joining.welcome(&welcome, keys()).unwrap();
    town.sync(&mut one);
    let memory = one.memory();
    let kept = one.objects().map(|object| (object.name, object.bytes));
    let mut other = Firm::restore(keys(), &memory, kept.collect::<Vec<_>>()).unwrap();
    assert_eq!(other.state().hash(), one.state().hash());
    assert_eq!(other.rank(), one.rank());
    (one, other)
}

pub fn sync_from(store: &BTreeMap<String, Vec<u8>>, firm: &mut Firm, now: Time) {
    loop {
        let before = (firm.entry_count(), firm.wanted());
        for (name, bytes) in store {
            if !firm.holds(&Name::parse(name).unwrap()) {
                // What went wrong is among the alarms.
                let _ = firm.intake(name, bytes, now);
            }
        }
        if (firm.entry_count(), firm.wanted()) == before {
            return;
        }
    }
}

pub fn staff(name: &str, teams: &[GroupId]) -> Invitee {
    Invitee {
        name: name.to_owned(),
        person: None,
        standing: Standing::Staff,
        rank: None,
        teams: teams.to_vec(),
    }
}

pub fn admin(name: &str, rank: u32) -> Invitee {
    Invitee { rank: Some(Rank(rank)), ..staff(name, &[]) }
}

pub fn details(label: &str) -> Details {
    Details {
        label: label.to_owned(),
        user_id_hint: None,
        service: Some("HMRC".to_owned()),
        algorithm: Algorithm::Sha1,
        digits: 6,
        period: 30,
        kind: CodeKind::Totp,
        issuer: None,
        note: None,
    }
}

/// The secret keys of an account that a device can open now, of the versions in use.
pub fn opens(firm: &mut Firm, account: AccountId) -> Vec<Vec<u8>> {
    let heads = firm.state().heads(account);
    let keys = heads.into_iter().filter_map(|version| {
        let key = firm.open_secret(VersionRef { account, version }).ok()?;
        Some(key.expose().to_vec())
    });
    keys.collect()
}

/// The accounts that must be replaced.
pub fn must(firm: &mut Firm) -> Vec<AccountId> {
    firm.must_replace().into_iter().map(|one| one.account).collect()
}

pub fn random(entropy: &mut SeededEntropy, below: usize) -> usize {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes).unwrap();
    usize::try_from(u64::from_le_bytes(bytes) % below as u64).unwrap()
}
