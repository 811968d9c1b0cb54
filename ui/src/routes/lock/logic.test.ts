import { expect, it } from 'vitest';
import type { StatusView } from '$lib/host/types';
import { lockOffer } from './logic';

const locked: StatusView = { state: 'locked', protection: 'passphrase', problem: null, backup: 'no' };
const blocked = (code: string): StatusView => ({ state: 'blocked', protection: null, problem: { code, kind: 'damaged', args: {} }, backup: 'no' });

it('asks for the passphrase only where one protects the vault', () => {
  expect(lockOffer(locked)).toEqual({ passphrase: true, tryAgain: false, recover: false });
  expect(lockOffer({ ...locked, protection: 'osSignIn' }).passphrase).toBe(false);
});

it.each(['vault.key-missing', 'vault.other-key', 'vault.damaged'])('offers a new vault after %s', (code) => {
  expect(lockOffer(blocked(code))).toEqual({ passphrase: false, tryAgain: true, recover: true });
});

it.each(['keyring.none', 'keyring.locked', 'keyring.waiting', 'keyring.failed', 'vault.newer', 'vault.key-damaged', 'disk.failed'])(
  'never offers a new vault after %s, where the old one may still open',
  (code) => {
    expect(lockOffer(blocked(code)).recover).toBe(false);
  },
);
