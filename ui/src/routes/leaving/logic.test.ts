import { describe, expect, it } from 'vitest';
import { leaverAccount, sampleDeparture } from '$lib/host/fake/leaving-data';
import { asksOf, beside, clockOf, endOfToday, firstOpen, isToRemove, nextOpen, noticeOf, openPages, pageOf, readMoment, replaceBeside, tally, whereToGoOn } from './logic';

const NOW = 1_795_000_020;
const sam = sampleDeparture(NOW);

describe('what is open', () => {
  it('counts the keys that somebody could still use, of those that concern anybody', () => {
    expect(tally(sam.accounts)).toEqual({ left: 4, excepted: 0, all: 5 });
    expect(tally([leaverAccount('A', 'excepted', NOW), leaverAccount('B', 'kept', NOW)])).toEqual({ left: 0, excepted: 1, all: 1 });
  });

  it('goes through the keys from the top, and from the top again at the end', () => {
    const accounts = [leaverAccount('A', 'not_begun', NOW), leaverAccount('B', 'replaced', NOW), leaverAccount('C', 'rivals', NOW)];
    const [a, b, c] = accounts.map((one) => one.id);
    expect(firstOpen(accounts)).toBe(a);
    expect([a, b, c].map((one) => nextOpen(accounts, one ?? ''))).toEqual([c, c, a]);
    expect(nextOpen([leaverAccount('A', 'not_begun', NOW)], a ?? '')).toBeNull();
    const settled = leaverAccount('A', 'replaced', NOW, { password: 'yes', old_method: 'not_needed' });
    const asked = leaverAccount('B', 'replaced', NOW, { password: 'yes' });
    expect([firstOpen([settled, asked]), firstOpen([settled])]).toEqual([asked.id, null]);
  });

  it('says on which page each thing that is left is done', () => {
    expect(['left-remove', 'left-keys', 'left-rivals', 'left-confirm', 'left-passwords'].map((left) => pageOf(sam, left))).toEqual(['who', 'keys', 'keys', 'keys', 'keys']);
    expect(pageOf(sam, 'left-questions')).toBe('had');
    const answered = { ...sam, answers: asksOf(sam).map((question) => ({ question, account: null, choice: 'no' as const, person: null, due: null, text: '', by: 'Dev Lowe', at: NOW })) };
    expect(pageOf(answered, 'left-questions')).toBe('tell');
    expect([whereToGoOn(sam), whereToGoOn({ ...answered, left: ['left-questions'] }), whereToGoOn({ ...sam, left: [] })]).toEqual(['had', 'tell', 'sign']);
  });

  it('marks every page on which something is left', () => {
    expect([...openPages(sam)].sort()).toEqual(['had', 'keys', 'sign', 'tell']);
    expect([...openPages({ ...sam, left: [] })]).toEqual(['sign']);
    expect(openPages({ ...sam, left: [], signed_off_at: NOW }).size).toBe(0);
  });

  it('asks a lost device nothing, and of who is away only for copies', () => {
    expect(asksOf({ ...sam, device: 'Sam laptop' })).toEqual([]);
    expect(asksOf({ ...sam, kind: 'away' })).toEqual(['anything_else']);
  });

  it('removes who goes and is still in, and nobody who is away', () => {
    expect([isToRemove({ ...sam, removed_at: null }), isToRemove(sam), isToRemove({ ...sam, kind: 'away', removed_at: null })]).toEqual([true, false, false]);
  });

  it('knows the ends', () => {
    expect([beside('who'), beside('sign')]).toEqual([{ before: null, after: 'had' }, { before: 'tell', after: null }]);
  });
});

describe('the clock', () => {
  it('runs from the last day until the last key, and has not begun before it', () => {
    expect(clockOf(sam, NOW)).toEqual({ id: 'clock-open', days: 2, hours: 0, minutes: 0 });
    expect(clockOf({ ...sam, open_until: sam.open_since + 3 * 3600 + 120 }, NOW)).toEqual({ id: 'clock-closed', days: 0, hours: 3, minutes: 2 });
    expect(clockOf({ ...sam, open_since: NOW + 60 }, NOW).id).toBe('clock-ahead');
  });
});

describe('a day as people write it', () => {
  it.each(['31 1 2027', '31/01/2027', '31.1.2027', ' 31-1-2027 '])('reads %s', (day) => {
    expect(readMoment(day, '17:30')).toBe(new Date(2027, 0, 31, 17, 30).getTime() / 1000);
  });

  it.each([['30 2 2027', '17:30'], ['31 1 27', '17:30'], ['tomorrow', '17:30'], ['31 1 2027', '25:00'], ['31 1 2027', ''], ['', '']])('refuses %s %s', (day, time) => {
    expect(readMoment(day, time)).toBeNull();
  });

  it('ends a day at half past five', () => {
    expect(new Date(endOfToday(NOW) * 1000).toTimeString().slice(0, 5)).toBe('17:30');
  });
});

describe('the line above the codes', () => {
  it('is red while somebody can get in, and nothing once it is signed off', () => {
    expect(noticeOf(sam, NOW)).toEqual({ id: 'notice-left', urgent: true });
    expect(noticeOf({ ...sam, kind: 'cut_off' }, NOW)?.id).toBe('notice-cut-off');
    expect(noticeOf({ ...sam, removed_at: null, open_since: NOW + 60 }, NOW)).toEqual({ id: 'notice-ahead', urgent: false });
    expect(noticeOf({ ...sam, signed_off_at: NOW }, NOW)).toBeNull();
  });

  it('asks the second administrator to sign, and not the one who began', () => {
    const done = { ...sam, accounts: [leaverAccount('A', 'replaced', NOW)], left: [] };
    expect([noticeOf(done, NOW)?.id, noticeOf({ ...done, may_sign_off: false }, NOW)]).toEqual(['notice-sign', null]);
  });

  it('leaves to the other notice the keys that no leaving goes through', () => {
    const [first] = sam.accounts.filter((one) => one.state === 'not_begun');
    expect(replaceBeside([first?.label ?? '', 'Another'], [sam])).toEqual(['Another']);
    expect(replaceBeside([first?.label ?? ''], [{ ...sam, signed_off_at: NOW }])).toEqual([first?.label]);
  });
});
