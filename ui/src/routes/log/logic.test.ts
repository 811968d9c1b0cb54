import { describe, expect, it } from 'vitest';
import type { CouldView, LogLine } from '$lib/host/types';
import { byDay, byKey, filterOf, momentOf, namesIn, spanOf, wantedOf } from './logic';

const at = (...parts: [number, number, number, number?, number?, number?]) => new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0).getTime() / 1000;
const line = (over: Partial<LogLine>): LogLine => ({ at: at(2026, 11, 22, 10), person: 'Dev Lowe', device: 'Dev PC', what: 'copied-code', account: 'VAT', name: null, detail: null, counts: true, routine: false, entry: null, ...over });
const way = (over: Partial<CouldView>): CouldView => ({ person: 'Ann Cole', left: false, key: 1, route: 'app', detail: null, since: 0, ...over });

describe('the time that is asked for', () => {
  const now = at(2026, 11, 22, 15, 30);

  it('takes whole days, from the first second of one to the last of the other', () => {
    expect(spanOf('days', '1 3 2026', '14/3/2026', now)).toEqual({ from: at(2026, 3, 1), to: at(2026, 3, 14, 23, 59, 59) });
    expect(spanOf('days', '', '14 3 2026', now)).toEqual({ from: null, to: at(2026, 3, 14, 23, 59, 59) });
  });

  it('begins at midnight, and is open where nothing is asked', () => {
    expect(spanOf('today', '', '', now)).toEqual({ from: at(2026, 11, 22), to: null });
    expect(spanOf('week', '', '', now)).toEqual({ from: at(2026, 11, 15), to: null });
    expect(spanOf('all', 'not read', '', now)).toEqual({ from: null, to: null });
  });

  it.each([['30 2 2026', ''], ['', 'soon'], ['2 3 2026', '1 3 2026']])('is none for %s to %s', (first, last) => {
    expect(spanOf('days', first, last, now)).toBeNull();
  });
});

describe('lines', () => {
  const lines = [line({}), line({ person: 'Ann Cole', what: 'key-new', account: 'CT', at: at(2026, 11, 21, 9) }), line({ person: null, what: 'kit-used', account: null, at: at(2026, 11, 21, 8) })];

  it('are chosen by who, account and kind, and by the first part of a kind alone', () => {
    const of = (over: object) => wantedOf(lines, { who: '', account: '', what: '', ...over }).map((one) => one.what);
    expect(of({})).toEqual(['copied-code', 'key-new', 'kit-used']);
    expect(of({ who: 'Ann Cole' })).toEqual(['key-new']);
    expect(of({ account: 'VAT' })).toEqual(['copied-code']);
    expect([of({ what: 'key' }), of({ what: 'k' }), of({ who: 'Ann Cole', what: 'kit' })]).toEqual([['key-new'], [], []]);
  });

  it('are asked for in a file as they are shown', () => {
    expect(filterOf({ who: 'Ann Cole', account: '', what: 'key' }, { from: 5, to: null })).toEqual({ who: 'Ann Cole', account: null, what: 'key', from: 5, to: null, routine: false });
  });

  it('stand under their days, in their order', () => {
    expect(byDay(lines).map(({ day, lines: of }) => [day, of.length])).toEqual([['22 November 2026', 1], ['21 November 2026', 2]]);
  });

  it('name people and accounts, beside those that are known', () => {
    expect(namesIn(lines, 'person', ['Sarah Hart', 'Ann Cole'])).toEqual(['Ann Cole', 'Dev Lowe', 'Sarah Hart']);
    expect(namesIn(lines, 'account', [])).toEqual(['CT', 'VAT']);
  });
});

describe('who could make codes', () => {
  it('is answered by key, the newest first', () => {
    const keys = byKey([way({ key: 1 }), way({ key: 2, person: 'Dev Lowe' }), way({ key: 1, person: 'Sam Ode' })]);
    expect(keys.map(({ key, ways }) => [key, ways.map((one) => one.person)])).toEqual([[2, ['Dev Lowe']], [1, ['Ann Cole', 'Sam Ode']]]);
  });

  it('is asked for now, for the end of a day, or for a minute', () => {
    expect(momentOf('', ' ')).toBeNull();
    expect(momentOf('14 3 2026', '')).toBe(at(2026, 3, 14, 23, 59));
    expect(momentOf('14 3 2026', '10:40')).toBe(at(2026, 3, 14, 10, 40));
    expect([momentOf('', '10:40'), momentOf('31 2 2026', ''), momentOf('14 3 2026', '25:00')]).toEqual([undefined, undefined, undefined]);
  });
});
