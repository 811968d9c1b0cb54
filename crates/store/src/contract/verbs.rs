//! The four verbs and the wake, one promise a function.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;

use super::{Broken, Content, Kept, Reads, Scale, ensure, make_name};
use crate::{Dir, Kind, Name, Store, StoreError};

/// How long a wake may take; far beyond every store's own rhythm in these checks.
const WAKE: Duration = Duration::from_secs(60);

/// How often what follows a dropped put is put again until it is there to stay.
const PUTS_AFTER_A_DROP: usize = 20;

pub(super) async fn empty(store: &dyn Store) -> Kept {
    let names = store.list(&Dir::root(), None).await?;
    ensure(names.is_empty(), || format!("it lists {} names", names.len()))?;
    let found = store.get(&make_name(Kind::Team, 0)?).await?;
    ensure(found.is_none(), || "it has an object that nobody put".to_owned())
}

pub(super) async fn put_then_get(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    for (number, kind) in all_kinds().into_iter().enumerate() {
        let name = make_name(kind, 100 + number as u64)?;
        let bytes = Content::make(number as u64, 500);
        put(mine, &name, &bytes).await?;
        expect(mine, &name, &bytes).await?;
        expect(theirs, &name, &bytes).await?;
    }
    Ok(())
}

pub(super) async fn large(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    for (number, len) in [16, 64 << 10, 4 << 20, Kind::Blob.max_len()].into_iter().enumerate() {
        let name = make_name(Kind::Blob, 200 + number as u64)?;
        let bytes = Content::make(len as u64, len);
        put(mine, &name, &bytes).await?;
        expect(theirs, &name, &bytes).await?;
    }
    Ok(())
}

pub(super) async fn refused(store: &dyn Store) -> Kept {
    let name = make_name(Kind::Entry, 300)?;
    let refused = store.put(&name, vec![1; name.max_len() + 1].into()).await;
    ensure(matches!(refused, Err(StoreError::TooLarge(_))), || format!("too large: {refused:?}"))?;
    let refused = store.put(&name, Bytes::new()).await;
    ensure(matches!(refused, Err(StoreError::Bug(_))), || format!("empty: {refused:?}"))?;
    let found = store.get(&name).await?;
    ensure(found.is_none(), || "it kept what it refused".to_owned())
}

pub(super) async fn overwrite(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    for kind in all_kinds().into_iter().filter(|kind| kind.is_overwritten()) {
        let name = make_name(kind, 400)?;
        for (number, len) in [4000, 100, 3000].into_iter().enumerate() {
            let bytes = Content::make(number as u64, len);
            put(mine, &name, &bytes).await?;
            expect(theirs, &name, &bytes).await?;
        }
        // Back to bytes that it had before: the newest counts, not the first of their kind.
        let first = Content::make(0, 4000);
        put(mine, &name, &first).await?;
        expect(theirs, &name, &first).await?;
    }
    Ok(())
}

pub(super) async fn put_again(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    let name = make_name(Kind::Entry, 500)?;
    let bytes = Content::make(5, 700);
    for store in [mine, theirs, mine] {
        put(store, &name, &bytes).await?;
    }
    expect(theirs, &name, &bytes).await?;
    let names = theirs.list(&super::content::log_dir()?, None).await?;
    let times = names.iter().filter(|listed| **listed == name).count();
    ensure(times == 1, || format!("it is listed {times} times"))
}

pub(super) async fn torn(mine: &dyn Store, theirs: &dyn Store, scale: Scale) -> Kept {
    let name = make_name(Kind::Ack, 600)?;
    put(mine, &name, &Content::make(0, 200 << 10)).await?;
    let write = async {
        for number in 1..=scale.overwrites as u64 {
            let len = if number % 2 == 0 { 200 << 10 } else { 90 << 10 };
            put(mine, &name, &Content::make(number, len)).await?;
        }
        Ok::<_, Broken>(())
    };
    let mut write = pin!(write);
    loop {
        tokio::select! {
            done = &mut write => break done?,
            found = theirs.get(&name) => check_whole(found, scale.reads)?,
        }
    }
    check_whole(theirs.get(&name).await, Reads::Whole)
}

fn check_whole(found: Result<Option<Bytes>, StoreError>, reads: Reads) -> Kept {
    let found = match found {
        Err(error) if reads == Reads::JudgedByContent && error.concerns_one_object() => {
            return Ok(());
        }
        found => found?.ok_or_else(|| Broken::new("it was gone for a moment"))?,
    };
    let is_fine = Content::is_whole(&found) || reads == Reads::JudgedByContent;
    ensure(is_fine, || format!("{} torn bytes", found.len()))
}

pub(super) async fn dropped(mine: &dyn Store, theirs: &dyn Store, scale: Scale) -> Kept {
    let name = make_name(Kind::Ack, 700)?;
    put(mine, &name, &Content::make(0, 1000)).await?;
    for micros in [0, 50, 200, 1000, 5000, 20_000] {
        let put = mine.put(&name, Content::make(micros, 200 << 10).into());
        let _ = timeout(Duration::from_micros(micros), put).await; // either way is right
        if scale.reads == Reads::Whole {
            let found = theirs.get(&name).await?;
            let whole = found.as_deref().is_some_and(Content::is_whole);
            ensure(whole, || format!("after {micros} us it is neither old nor new"))?;
        }
        let last = Content::make(micros + 1, 300);
        put_until_kept(mine, theirs, &name, &last).await?;
    }
    Ok(())
}

/// What comes after a dropped call is not undone by it for good. A server that had the whole of a
/// dropped one may still be writing it: then what follows is put again, as the next sync does.
async fn put_until_kept(mine: &dyn Store, theirs: &dyn Store, name: &Name, bytes: &[u8]) -> Kept {
    let mut kept = Ok(());
    for _ in 0..PUTS_AFTER_A_DROP {
        mine.put(name, bytes.to_vec().into()).await?;
        kept = expect(theirs, name, bytes).await;
        if kept.is_ok() {
            break;
        }
    }
    kept
}

pub(super) async fn delete(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    let (name, beside) = (make_name(Kind::Blob, 800)?, make_name(Kind::Blob, 801)?);
    let bytes = Content::make(8, 900);
    put(mine, &name, &bytes).await?;
    put(mine, &beside, &bytes).await?;
    for store in [mine, theirs] {
        store.delete(&name).await?;
        let found = theirs.get(&name).await?;
        ensure(found.is_none(), || "it is still there".to_owned())?;
    }
    let names = theirs.list(&Dir::parse("ts1/blob")?, None).await?;
    ensure(!names.contains(&name), || "it is still listed".to_owned())?;
    expect(theirs, &beside, &bytes).await?;
    put(mine, &name, &bytes).await?;
    expect(theirs, &name, &bytes).await
}

pub(super) async fn wake(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    let mut watch = theirs.watch().await?;
    for number in 0..3 {
        let name = make_name(Kind::Entry, 900 + number)?;
        put(mine, &name, &Content::make(number, 600)).await?;
        put(mine, &make_name(Kind::Hint, 0)?, &Content::make(number, 40)).await?;
        let slept = || Broken::new(format!("change {number} woke nobody"));
        timeout(WAKE, watch.changed()).await.map_err(|_| slept())??;
    }
    Ok(())
}

fn all_kinds() -> [Kind; 8] {
    use Kind::{Ack, Blob, Entry, Hint, Join, Pack, Team, Use};
    [Team, Entry, Blob, Ack, Join, Use, Hint, Pack]
}

async fn put(store: &dyn Store, name: &Name, bytes: &[u8]) -> Kept {
    Ok(store.put(name, Bytes::copy_from_slice(bytes)).await?)
}

async fn expect(store: &dyn Store, name: &Name, bytes: &[u8]) -> Kept {
    let found = store.get(name).await?;
    let found = found.ok_or_else(|| Broken::new(format!("{name} is not there")))?;
    ensure(found == bytes, || format!("{name} has {} other bytes", found.len()))
}
