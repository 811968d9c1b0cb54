//! Names and listing, one promise a function.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use super::content::log_dir;
use super::{Broken, Content, Kept, Scale, ensure, make_name};
use crate::{Dir, Kind, Name, Store};

pub(super) async fn alphabet(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    let id = "abcdefghijklmnopqrstuvwxyz";
    let back = "zyxwvutsrqponmlkjihgfedcba";
    let digits = "0123456789abcdef";
    for text in [
        format!("ts1/log/{id}/999/4294967295-{digits}.e"),
        format!("ts1/log/{back}/1234567/0000000000-{digits}.e"),
        format!("ts1/blob/0z/0z{id}0123456789abcdefghijklmn.b"),
        format!("ts1/ack/{digits}0123456789.a"),
        format!("ts1/join/{back}.{digits}.j"),
        format!("ts1/join/{back}.w"),
        format!("ts1/use/{id}/2026-11-22.u"),
        format!("ts1/pack/{back}/0000000001-0000000256-{digits}.p"),
    ] {
        let name = Name::parse(&text)?;
        let bytes = Content::make(1, 100);
        mine.put(&name, bytes.clone().into()).await?;
        let found = theirs.get(&name).await?;
        ensure(found.as_deref() == Some(&bytes[..]), || format!("{name} is not what was put"))?;
        let names = theirs.list(&Dir::root(), None).await?;
        ensure(names.contains(&name), || format!("{name} is not listed"))?;
    }
    Ok(())
}

pub(super) async fn directories(mine: &dyn Store, theirs: &dyn Store) -> Kept {
    let near = ["ts1/log/bbbbbbbbbbbbbbbbbbbbbbbbbb", "ts1/log/bbbbbbbbbbbbbbbbbbbbbbbbbc"];
    let mut put = Vec::new();
    for (dir, part, number) in [(0, "000", 1), (0, "000", 2), (0, "001", 1000), (1, "000", 1)] {
        let name = format!("{}/{part}/{number:010}-0123456789abcdef.e", near[dir]);
        put.push(Name::parse(&name)?);
    }
    for name in &put {
        mine.put(name, Content::make(3, 100).into()).await?;
    }
    listed(theirs, near[0], None, &put[..3]).await?;
    listed(theirs, near[1], None, &put[3..]).await?;
    listed(theirs, &format!("{}/000", near[0]), None, &put[..2]).await?;
    listed(theirs, &format!("{}/002", near[0]), None, &[]).await?;
    for after in 0..3 {
        listed(theirs, near[0], Some(&put[after]), &put[after + 1..3]).await?;
    }
    let all = names_of(theirs, &Dir::root(), None).await?;
    ensure(put.iter().all(|name| all.contains(name)), || "ts1 does not list it all".to_owned())
}

pub(super) async fn many(mine: &dyn Store, theirs: &dyn Store, scale: Scale) -> Kept {
    const FIRST: u64 = 100_000;
    let mut names = Vec::new();
    for number in 0..scale.names as u64 {
        names.push(make_name(Kind::Entry, FIRST + number)?);
    }
    // Several at once, as a device does that joins or heals.
    for some in names.chunks(scale.at_once.max(1)) {
        let puts = some.iter().map(|name| mine.put(name, Content::make(7, 64).into()));
        for put in join_all(puts).await {
            put?;
        }
    }
    let dir = log_dir()?;
    let all = names_of(theirs, &dir, None).await?;
    let missing = names.iter().filter(|name| !all.contains(name)).count();
    ensure(missing == 0, || format!("{missing} of {} are not listed", names.len()))?;
    let Some(half) = names.get(names.len() / 2) else { return Ok(()) };
    let rest = names_of(theirs, &dir, Some(half)).await?;
    let expected: BTreeSet<_> = all.into_iter().filter(|name| name > half).collect();
    ensure(rest == expected, || format!("{} of {} after the half", rest.len(), expected.len()))
}

async fn listed(store: &dyn Store, dir: &str, after: Option<&Name>, expected: &[Name]) -> Kept {
    let names = names_of(store, &Dir::parse(dir)?, after).await?;
    let expected: BTreeSet<_> = expected.iter().cloned().collect();
    ensure(names == expected, || format!("{dir} after {after:?} lists {names:?}"))
}

/// Lists, and sees to it that nothing is listed twice.
async fn names_of(
    store: &dyn Store,
    dir: &Dir,
    after: Option<&Name>,
) -> Result<BTreeSet<Name>, Broken> {
    let names = store.list(dir, after).await?;
    let count = names.len();
    let names: BTreeSet<_> = names.into_iter().collect();
    ensure(names.len() == count, || format!("{dir} lists names twice"))?;
    Ok(names)
}
