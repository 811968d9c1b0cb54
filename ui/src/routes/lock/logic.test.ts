import { expect, it } from 'vitest';
import type { StatusView } from '$lib/host/types';
import { lockOffer } from './logic';

const locked: StatusView = { state: 'locked', protection: 'passphrase', problem: null, recoverable: false, backup: 'no' };
const blocked: StatusView = { state: 'blocked', protection: null, problem: { code: 'keyring.locked', kind: 'locked', args: {} }, recoverable: false, backup: 'no' };

it('asks for the passphrase only where one protects the vault', () => {
  expect(lockOffer(locked)).toEqual({ passphrase: true, recover: false });
  expect(lockOffer({ ...locked, protection: 'osSignIn' }).passphrase).toBe(false);
});

it('offers a new vault only where the program says that the old one will not come back', () => {
  expect(lockOffer({ ...blocked, recoverable: true })).toEqual({ passphrase: false, recover: true });
  expect(lockOffer(blocked)).toEqual({ passphrase: false, recover: false });
});
