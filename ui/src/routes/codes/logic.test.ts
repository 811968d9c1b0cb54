import { describe, expect, it } from 'vitest';
import { manyAccounts, sampleAccount, sampleAccounts } from '$lib/host/fake/data';
import type { CopyView } from '$lib/host/types';
import { afterCopy, copyWhen, group, inOrder, keepOrder, makeIndex, moveChoice, search, takeOrder } from './logic';

const NOW = 1_795_000_000;
const accounts = sampleAccounts(NOW);
const labels = (asked: string) => search(makeIndex(accounts), asked).map((account) => account.label);

describe('search', () => {
  it('finds by the start of any word', () => {
    expect(labels('inc lon')).toEqual(['HMRC online services – Income Tax – London']);
    expect(labels('lon inc')).toEqual(labels('inc lon'));
    expect(labels('LEED').length).toBe(2);
  });

  it('finds by issuer, office and user ID hint', () => {
    expect(labels('0929')).toEqual(['HMRC online services – Corporation Tax – London']);
    expect(labels('sixb')).toEqual(['Practice account – try copying']);
  });

  it('finds nothing inside a word, and nothing for an unknown one', () => {
    expect(labels('ncome')).toEqual([]);
    expect(labels('inx')).toEqual([]);
  });

  it('gives the whole list for an empty question and ignores accents and marks', () => {
    expect(labels('  – ')).toHaveLength(accounts.length);
    const cafe = makeIndex([sampleAccount({ label: 'Café Royal – tills' }, NOW)]);
    expect(search(cafe, 'cafe')).toHaveLength(1);
  });

  it('answers among ten thousand accounts well inside a frame, by the middle of many keys', () => {
    const index = makeIndex(manyAccounts(10_000, NOW));
    const times = ['i', 'in', 'inc', 'inc ', 'inc l', 'inc lo', 'inc lon', 'h o i l 9', 'zz'].flatMap((asked) =>
      [1, 2, 3].map(() => {
        const start = performance.now();
        search(index, asked);
        return performance.now() - start;
      }),
    );
    times.sort((a, b) => a - b);
    console.info(`type-ahead over 10,000: median ${times[13]?.toFixed(2)} ms, slowest ${times[26]?.toFixed(2)} ms`);
    expect(times).toHaveLength(27);
  });
});

describe('groups', () => {
  it('lifts the account used last here and keeps every other one', () => {
    const { lastUsed, rest } = group(accounts, takeOrder(accounts).lastUsed);
    expect(lastUsed?.label).toBe('HMRC agent services – Leeds');
    expect(rest).toHaveLength(accounts.length - 1);
  });

  it('lifts none when none was used', () => {
    expect(takeOrder(accounts.map((account) => ({ ...account, lastCopied: null }))).lastUsed).toBeNull();
    expect(group(accounts, null).lastUsed).toBeNull();
  });

  it('moves no row when a code is copied and the program lifts its account', () => {
    const order = takeOrder(accounts);
    const [first, second, ...rest] = accounts.map((account) => ({ ...account }));
    if (first === undefined || second === undefined) throw new Error('no sample accounts');
    const after = [{ ...second, lastCopied: NOW }, first, ...rest];
    const kept = keepOrder(order, after);
    expect(inOrder(kept, after).map((account) => account.id)).toEqual(order.ids);
    expect(kept.lastUsed).toBe(order.lastUsed);
  });

  it('puts a new account after the one it follows, and drops a removed one', () => {
    const order = takeOrder(accounts);
    const fresh = sampleAccount({ label: 'New – one' }, NOW);
    const after = [...accounts.slice(0, 2), fresh, ...accounts.slice(3)];
    expect(keepOrder(order, after).ids).toEqual(after.map((account) => account.id));
    expect(keepOrder(order, accounts.slice(1)).lastUsed).toBeNull();
  });
});

describe('copying', () => {
  const view: CopyView = { outcome: 'copied', id: 'a', label: 'A', userIdHint: '0922', validUntil: 90, freshAt: null };

  it('goes from waiting to copied when the program tells so', () => {
    const waiting = afterCopy({ ...view, outcome: 'waiting', freshAt: 60 });
    expect(waiting).toEqual({ kind: 'waiting', id: 'a', label: 'A', freshAt: 60 });
    expect(afterCopy(view)).toEqual({ kind: 'copied', id: 'a', label: 'A', hint: '0922', validUntil: 90, worksFrom: null });
  });

  it('asks for this code when Enter comes again while it waits, but only for the same account', () => {
    const waiting = afterCopy({ ...view, outcome: 'waiting', freshAt: 60 });
    expect(copyWhen(waiting, 'a')).toBe('now');
    expect(copyWhen(waiting, 'b')).toBe('best');
    expect(copyWhen({ kind: 'idle' }, 'a')).toBe('best');
  });

  it('opens the helper on a second copy, and copies from there when told to', () => {
    const again = afterCopy({ ...view, outcome: 'again' });
    expect(again.kind).toBe('again');
    expect(copyWhen(again, 'a')).toBe('best'); // its helper says 'now' itself
    expect(copyWhen(afterCopy(view), 'a')).toBe('best');
  });
});

it('keeps the choice inside the list', () => {
  expect(moveChoice(0, -1, 3)).toBe(0);
  expect(moveChoice(2, 1, 3)).toBe(2);
  expect(moveChoice(-1, 1, 3)).toBe(0);
  expect(moveChoice(0, 1, 0)).toBe(-1);
});
