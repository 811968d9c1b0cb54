import { expect, it } from 'vitest';
import { given, sampleFirm } from '$lib/host/fake/firm-data';
import { fates, isOpen, sorted, standing, urgent } from './logic';

const NOW = 1_795_000_020;
const paper = (over: object) => given({ outstanding: true, due: NOW + 10, ...over });

it('tells paper that is late from paper that is not', () => {
  expect(standing(paper({}), NOW)).toBe('out');
  expect(standing(paper({ due: NOW - 1 }), NOW)).toBe('overdue');
  expect(standing(paper({ due: null }), NOW)).toBe('out');
});

it('waits for no file to come back', () => {
  const file = given({ route: 'file', outstanding: true });
  expect([standing(file, NOW), fates(file, NOW)]).toEqual(['has', ['received', 'destroyed', 'lost']]);
});

it('says of what is over how it ended, and of a replaced key that it works no more', () => {
  for (const fate of ['returned', 'destroyed', 'lost'] as const) expect(standing(paper({ outstanding: false, fate }), NOW)).toBe(fate);
  expect(standing(paper({ in_use: false, fate: 'lost' }), NOW)).toBe('old');
  expect(['lost', 'overdue', 'out', 'has'].every((one) => isOpen(one as 'lost'))).toBe(true);
  expect(isOpen('returned') || isOpen('old') || isOpen('seen')).toBe(false);
});

it('puts what is lost first, then what is late', () => {
  const all = [...sampleFirm('administrator', NOW).given, given({ id: 'x', fate: 'lost' })];
  expect(sorted(all, NOW).map((one) => standing(one, NOW))).toEqual(['lost', 'overdue', 'out', 'has', 'old']);
  expect(urgent(all, NOW)).toBe(2);
});

it('offers what can still become of it, and nothing of what is over', () => {
  expect(fates(paper({}), NOW)).toEqual(['returned', 'destroyed', 'lost']);
  expect(fates(given({ route: 'phone' }), NOW)).toEqual(['received', 'destroyed', 'lost']);
  expect(fates(given({ route: 'phone', fate: 'received' }), NOW)).toEqual(['destroyed', 'lost']);
  expect(fates(given({ route: 'shown' }), NOW)).toEqual([]);
  expect(fates(paper({ fate: 'lost', outstanding: false }), NOW)).toEqual([]);
});
