import { expect, it } from 'vitest';
import type { PlanView } from '$lib/host/types';
import { checkWords, idleChoices, replacedSince, wouldAdd } from './logic';

const row = (outcome: PlanView['rows'][number]['outcome']) => ({ label: outcome, outcome, newLabel: null });
const plan: PlanView = { plan: 'p', writtenAt: 0, otherVault: false, rows: [row('add'), row('addRenamed'), row('alreadyHere'), row('replacedSince')] };

it('would add what is new and what is renamed, and nothing else', () => {
  expect(wouldAdd(plan).map((one) => one.outcome)).toEqual(['add', 'addRenamed']);
  expect(replacedSince(plan)).toBe(1);
});

it('offers the lock time that is set even when it is not one of the usual', () => {
  expect(idleChoices(15)).toEqual([1, 5, 15, 30, 60, 0]);
  expect(idleChoices(7)[0]).toBe(7);
});

it('finds the words of a self-test by the name it gives, or by how it went', () => {
  expect(checkWords({ id: 'check-clock', state: 'bad', args: { words: 'check-clock-back' }, problem: null })).toBe('check-clock-back');
  expect(checkWords({ id: 'check-clock', state: 'unknown', args: {}, problem: null })).toBe('check-clock-unknown');
});
