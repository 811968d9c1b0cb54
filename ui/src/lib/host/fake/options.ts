/** How the sample host starts, from the page's address. */
import type { Protection, VaultState } from '../types';
import type { FirmSample } from './firm-data';

/** What a page or a test may ask of the sample host. */
export interface FakeOptions {
  state: VaultState;
  protection: Protection;
  /** Code of the problem when blocked. */
  problem: string;
  /** `sample`, `none`, or a number of accounts. */
  accounts: 'sample' | 'none' | number;
  /** With records that cannot be read. */
  damaged: boolean;
  /** Which sample firm the vault is in, if any. */
  firm: FirmSample | null;
  /** Whether the firm's folder can be reached. */
  folder: 'there' | 'gone';
  /** Code of what keeps the firm from being read, if anything does. */
  firmProblem: string | null;
  /** Unix milliseconds; tests give their own. */
  clock: () => number;
  reload: () => null;
}

/** The usual start: open, with the sample accounts. */
export function defaultOptions(): FakeOptions {
  return { state: 'unlocked', protection: 'passphrase', problem: 'vault.key-missing', accounts: 'sample', damaged: false, firm: null, folder: 'there', firmProblem: null, clock: () => Date.now(), reload: () => null };
}

const STATES: readonly string[] = ['absent', 'locked', 'unlocked', 'blocked'] satisfies VaultState[];

const FIRMS: readonly string[] = ['administrator', 'alone', 'deputy', 'staff', 'auditor', 'waiting', 'removed', 'trouble', 'leaver'] satisfies FirmSample[];

function isFirm(value: string | null): value is FirmSample {
  return value !== null && FIRMS.includes(value);
}

function isState(value: string | null): value is VaultState {
  return value !== null && STATES.includes(value);
}

/** Reads `?state=locked&protection=osSignIn&problem=…&accounts=none&damaged&firm=staff&folder=gone&firmProblem=firm.damaged`. */
export function optionsFromQuery(query: string): FakeOptions {
  const asked = new URLSearchParams(query);
  const options = defaultOptions();
  const state = asked.get('state');
  if (isState(state)) options.state = state;
  if (asked.get('protection') === 'osSignIn') options.protection = 'osSignIn';
  options.problem = asked.get('problem') ?? options.problem;
  const accounts = asked.get('accounts');
  if (accounts === 'none') options.accounts = 'none';
  else if (accounts !== null && Number(accounts) > 0) options.accounts = Number(accounts);
  options.damaged = asked.has('damaged');
  const firm = asked.get('firm');
  if (isFirm(firm)) options.firm = firm;
  if (asked.get('folder') === 'gone') options.folder = 'gone';
  options.firmProblem = asked.get('firmProblem');
  return options;
}
