import { expect, it } from 'vitest';
import { sampleFirm } from '$lib/host/fake/firm-data';
import { firmNotices } from './logic';

const NOW = 1_795_000_020;
const firm = sampleFirm('administrator', NOW).view;

it('says nothing to one person, and nothing where all is well', () => {
  expect(firmNotices(null, 'osSignIn', NOW)).toEqual([]);
  expect(firmNotices(firm, 'passphrase', NOW)).toEqual([]);
});

it('tells an administrator what is to be done, the most urgent first', () => {
  const bad = { ...firm, founded_here: true, administrators: 1, kit_checked: null, must_replace: ['VAT'], alarms: [{ code: 'kit-used', person: null, device: null }] };
  expect(firmNotices(bad, 'osSignIn', NOW)).toEqual(['alarms', 'passphrase', 'second', 'replace', 'kit']);
});

it('asks only the device on which the firm was set up for the kit', () => {
  expect(firmNotices({ ...firm, kit_checked: null }, 'passphrase', NOW)).toEqual([]);
});

it('asks for the kit again after a year, and for a new one once it was used', () => {
  const checked = (days: number) => firmNotices({ ...firm, kit_checked: NOW - days * 86_400 }, 'passphrase', NOW);
  expect([checked(364), checked(366)]).toEqual([[], ['kit-old']]);
  expect(firmNotices({ ...firm, kit_used: true, kit_checked: null, founded_here: true }, 'passphrase', NOW)).toEqual(['kit-used']);
});

it.each(['staff', 'deputy', 'auditor'] as const)('tells %s no administrator words', (role) => {
  expect(firmNotices({ ...firm, role, administrators: 1, kit_checked: null, must_replace: ['VAT'] }, 'osSignIn', NOW)).toEqual([]);
});

it('says one thing to who was removed or waits', () => {
  expect(firmNotices({ ...firm, removed: true, role: null, alarms: [{ code: 'kit-used', person: null, device: null }] }, 'passphrase', NOW)).toEqual(['removed']);
  expect(firmNotices(sampleFirm('waiting', NOW).view, 'passphrase', NOW)).toEqual(['waiting']);
});
