import { expect, it } from 'vitest';
import type { ApprovalView } from '$lib/host/types';
import { sampleFirm } from '$lib/host/fake/firm-data';
import { approvalFor, receivers, stage, waysFor } from './logic';

const asked = { label: 'VAT', person: 'Ann Cole', route: 'phone' as const, by: 'Sarah Hart' };
const request = (over: Partial<ApprovalView> = {}): ApprovalView => ({ id: 'r', ...asked, reason: '', at: 1, granted: null, answered_by: null, may_answer: false, used: false, ...over });

it('gives a key to everybody who is in, and to nobody who left or only reads', () => {
  const { people } = sampleFirm('administrator', 1_795_000_020);
  expect(receivers(people)).not.toContain('Sam Ode');
  expect(receivers(people)).toContain('Sarah Hart');
  expect(receivers(people.map((person) => ({ ...person, role: 'auditor' as const })))).toEqual([]);
});

it('shows a key to nobody but for an administrator', () => {
  expect([waysFor(true), waysFor(false)]).toEqual([['phone', 'paper', 'file', 'shown'], ['phone', 'paper', 'file']]);
});

it('finds the newest request for exactly this that was not used', () => {
  const all = [request(), request({ id: 's', at: 2 }), request({ id: 't', at: 3, used: true }), request({ id: 'u', at: 4, person: 'Tom Reid' }), request({ id: 'v', at: 5, route: 'paper' }), request({ id: 'w', at: 6, by: 'Dev Lowe' })];
  expect(approvalFor(all, asked)?.id).toBe('s');
  expect(approvalFor([], asked)).toBeNull();
});

it('says where a request stands', () => {
  expect([null, request(), request({ granted: true }), request({ granted: false })].map(stage)).toEqual(['none', 'waits', 'granted', 'refused']);
});
