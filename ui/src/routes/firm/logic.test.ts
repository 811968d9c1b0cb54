import { expect, it } from 'vitest';
import { sampleFirm } from '$lib/host/fake/firm-data';
import { firmNotices } from './logic';

const NOW = 1_795_000_020;
const firm = sampleFirm('administrator', NOW).view;

it('says nothing to one person, and nothing where all is well', () => {
  expect(firmNotices(null, 'osSignIn')).toEqual([]);
  expect(firmNotices(firm, 'passphrase')).toEqual([]);
});

it('tells an administrator what is to be done, the most urgent first', () => {
  const bad = { ...firm, founded_here: true, administrators: 1, kit_checked: null, must_replace: ['VAT'], alarms: [{ code: 'kit-used', person: null, device: null }] };
  expect(firmNotices(bad, 'osSignIn')).toEqual(['alarms', 'passphrase', 'second', 'replace', 'kit']);
});

it('asks only the device on which the firm was set up for the kit', () => {
  expect(firmNotices({ ...firm, kit_checked: null }, 'passphrase')).toEqual([]);
});

it.each(['staff', 'deputy', 'auditor'] as const)('tells %s no administrator words', (role) => {
  expect(firmNotices({ ...firm, role, administrators: 1, kit_checked: null, must_replace: ['VAT'] }, 'osSignIn')).toEqual([]);
});

it('says one thing to who was removed or waits', () => {
  expect(firmNotices({ ...firm, removed: true, role: null, alarms: [{ code: 'kit-used', person: null, device: null }] }, 'passphrase')).toEqual(['removed']);
  expect(firmNotices(sampleFirm('waiting', NOW).view, 'passphrase')).toEqual(['waiting']);
});
