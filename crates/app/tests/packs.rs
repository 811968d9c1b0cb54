//! A new device of a firm with a long log reads it in few requests, and a store that has lost,
//! withheld or damaged packs costs it requests and nothing else.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Mutex;

use app::firm::steps::{self, Disk, Received};
use async_trait::async_trait;
use bytes::Bytes;
use ledger::{
    Compared, Context, DeviceKeys, Firm, Founding, InviteSecret, Invitee, Joining, Kit, KitReach,
    Name, Object, Standing, Time,
};
use seal::SystemEntropy;
use secret::Secret;
use store::{Dir, Memory, Store, StoreError, Watch};

const NOW: Time = Time(1_790_000_000);

/// A store that notes what it is asked for.
#[derive(Debug, Default)]
struct Asked {
    inner: Memory,
    read: Mutex<Vec<String>>,
    listed: Mutex<Vec<String>>,
}

#[async_trait]
impl Store for Asked {
    async fn put(&self, name: &store::Name, bytes: Bytes) -> Result<(), StoreError> {
        self.inner.put(name, bytes).await
    }

    async fn get(&self, name: &store::Name) -> Result<Option<Bytes>, StoreError> {
        self.read.lock().unwrap().push(name.to_string());
        self.inner.get(name).await
    }

    async fn list(
        &self,
        dir: &Dir,
        after: Option<&store::Name>,
    ) -> Result<Vec<store::Name>, StoreError> {
        self.listed.lock().unwrap().push(dir.to_string());
        self.inner.list(dir, after).await
    }

    async fn delete(&self, name: &store::Name) -> Result<(), StoreError> {
        self.inner.delete(name).await
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        self.inner.watch().await
    }
}

/// What a device keeps is of no matter here.
struct Nothing;

impl Disk for Nothing {
    type Error = Infallible;

    fn save(&mut self, _: &mut Firm) -> Result<(), Infallible> {
        Ok(())
    }

    fn to_send(&mut self) -> Result<Vec<Object>, Infallible> {
        Ok(Vec::new())
    }

    fn sent(&mut self, _: usize) -> Result<(), Infallible> {
        Ok(())
    }
}

/// A firm with a long log in packs, and a device that was let in and has read nothing.
struct Town {
    alice: Firm,
    newcomer: Firm,
    store: Asked,
}

fn keys(byte: u8) -> DeviceKeys {
    let seed = |byte| Secret::new(vec![byte; 32]);
    DeviceKeys::derive(&seed(byte), &seed(byte + 100)).unwrap()
}

fn name(of: &Name) -> store::Name {
    store::Name::parse(&of.to_string()).unwrap()
}

async fn town() -> Town {
    let mut entropy = SystemEntropy::new();
    let mut ctx = Context { entropy: &mut entropy, now: NOW };
    let (kit, _) = Kit::make(ctx.entropy).unwrap();
    let founding = Founding {
        name: "Hart & Co".to_owned(),
        person_name: "Alice".to_owned(),
        label: "PC".to_owned(),
        keys: keys(1),
        kit: &kit,
        reach: KitReach::Decrypts,
    };
    let (mut alice, mut objects) = Firm::create(founding, &mut ctx).unwrap();
    for number in 0..40 {
        let (_, more) = alice.set_team(None, &format!("Team {number}"), &mut ctx).unwrap();
        objects.extend(more);
    }
    let invitee = Invitee {
        name: "Eve".to_owned(),
        person: None,
        standing: Standing::Staff,
        rank: None,
        teams: Vec::new(),
    };
    let (invitation, offer) = alice.invite(invitee, 3600, &mut ctx).unwrap();
    let code = InviteSecret::read(&invitation.secret().code()).unwrap();
    let joining = Joining::open(code, &offer.bytes, NOW).unwrap();
    let (answer, digits) = joining.answer(&keys(2), "PC", ctx.entropy).unwrap();
    let read = alice.read_answers(&invitation, &[answer.bytes], NOW).unwrap().unwrap();
    let compared = Compared::Digits(digits.to_string());
    objects.extend(alice.approve(&invitation, &read, &compared, &mut ctx).unwrap());
    let welcome = objects.last().unwrap().bytes.clone();
    objects.extend(alice.pack([].iter(), 1, &mut ctx).unwrap());
    // The log goes on after the packs.
    let (_, more) = alice.set_team(None, "Last", &mut ctx).unwrap();
    objects.extend(more);
    let store = Asked::default();
    for object in objects {
        store.put(&name(&object.name), object.bytes.into()).await.unwrap();
    }
    let newcomer = joining.welcome(&welcome, keys(2)).unwrap();
    Town { alice, newcomer, store }
}

impl Town {
    async fn receive(&mut self) -> Received {
        steps::receive(&mut self.newcomer, &self.store, &mut Nothing, NOW, &|_, _| {})
            .await
            .unwrap()
    }

    /// How many objects of a kind were read.
    fn read(&self, kind: &str) -> usize {
        let begin = format!("ts1/{kind}/");
        self.store.read.lock().unwrap().iter().filter(|name| name.starts_with(&begin)).count()
    }

    fn packs(&self) -> Vec<(store::Name, Bytes)> {
        let all = self.store.inner.contents().into_iter();
        all.filter(|(name, _)| name.to_string().starts_with("ts1/pack/")).collect()
    }

    fn agrees(&mut self) -> bool {
        self.newcomer.state().hash() == self.alice.state().hash()
            && self.newcomer.alarms().count() == 0
    }
}

#[tokio::test]
async fn a_new_device_reads_packs_and_what_comes_after_them_and_lists_no_more_than_that() {
    let mut town = town().await;
    let received = town.receive().await;
    assert!(town.agrees());
    assert_eq!(town.read("pack"), 1);
    assert!(town.read("log") <= 2, "{} entries were read one by one", town.read("log"));
    assert!(!town.store.listed.lock().unwrap().iter().any(|dir| dir == "ts1"));
    // What was not listed is not lost: nothing is put back.
    assert!(received.listing.is_part());
    let listing = &received.listing;
    let put = steps::heal(&town.newcomer, &town.store, &mut Nothing, listing, &|_, _| {}).await;
    assert_eq!(put.unwrap(), []);
    // The next look sees all, and fetches none of it again.
    town.store.read.lock().unwrap().clear();
    let received = town.receive().await;
    assert!(!received.listing.is_part());
    assert_eq!((town.read("pack"), town.read("log"), received.count), (0, 0, 0));
}

#[tokio::test]
async fn without_packs_or_with_damaged_ones_the_entries_are_read() {
    for damage in ["gone", "cut", "other bytes"] {
        let mut town = town().await;
        for (name, bytes) in town.packs() {
            match damage {
                "gone" => town.store.delete(&name).await.unwrap(),
                "cut" => town.store.put(&name, bytes.slice(..bytes.len() / 2)).await.unwrap(),
                _ => town.store.put(&name, "junk".into()).await.unwrap(),
            }
        }
        let received = town.receive().await;
        assert!(town.agrees(), "{damage}");
        assert!(!received.listing.is_part(), "{damage}");
        assert_eq!(town.read("log"), town.alice.entry_count(), "{damage}");
    }
}

#[tokio::test]
async fn a_store_that_shows_packs_alone_withholds_what_comes_after_and_is_heard_of_later() {
    let mut town = town().await;
    let after: BTreeSet<Name> = {
        let packed = town.packs();
        let (name, _) = &packed[0];
        let Some(Name::Pack(_, _, last, _)) = Name::parse(name.as_str()) else { unreachable!() };
        let all = town.alice.objects().map(|object| object.name);
        all.filter(|name| matches!(name, Name::Entry(_, seq, _) if *seq > last)).collect()
    };
    let mut held = Vec::new();
    for one in &after {
        held.push((one, town.store.inner.get(&name(one)).await.unwrap().unwrap()));
        town.store.delete(&name(one)).await.unwrap();
    }
    town.receive().await;
    assert!(!town.agrees());
    for (one, bytes) in held {
        town.store.put(&name(one), bytes).await.unwrap();
    }
    town.receive().await;
    assert!(town.agrees());
}
