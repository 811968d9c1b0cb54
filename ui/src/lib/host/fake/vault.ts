/** The sample data while the page is open. */
import type { AccountsView, CodeView, ErrorView, HostEvents, LabelView, SettingsView, StatusView, StepAnswerView, StepView } from '../types';
import { manyAccounts, sampleAccounts, sampleSettings } from './data';
import { sampleFirm, type FirmData } from './firm-data';
import { sampleDeparture } from './leaving-data';
import type { FakeOptions } from './options';
import { decimalCode, steamCode } from './otp';

/** An error as the program would give it. */
export function fakeError(code: string, args: Record<string, string> = {}): ErrorView {
  return { code, kind: code === 'bug.unexpected' ? 'bug' : 'user', args };
}

/** The sample data while the page is open. */
/** Seconds for which an unlock counts as fresh. */
const FRESH = 120;

export class FakeVault {
  readonly options: FakeOptions;
  status: StatusView;
  list: AccountsView;
  settings: SettingsView = sampleSettings();
  passphrase: string | null;
  firm: FirmData | null;
  counters = new Map<string, number>();
  copied = new Map<string, number>();
  steps = new Map<string, Partial<Record<StepView, StepAnswerView>>>();
  /** When the passphrase was typed again, in seconds; what needs a fresh unlock may be done for two minutes. */
  unlockedAt = 0;
  #ears = new Map<string, Set<(payload: never) => void>>();

  constructor(options: FakeOptions) {
    this.options = options;
    this.firm = options.firm === null ? null : sampleFirm(options.firm, this.now());
    if (this.firm !== null && options.firm === 'leaver') this.firm = { ...this.firm, departures: [sampleDeparture(this.now())] };
    this.passphrase = options.protection === 'passphrase' ? 'correct horse' : null;
    const accounts = options.accounts === 'sample' ? sampleAccounts(this.now()) : options.accounts === 'none' ? [] : manyAccounts(options.accounts, this.now());
    const damaged = options.damaged ? [{ id: 'd'.repeat(32), problem: fakeError('vault.record-damaged', { id: 'd41f' }) }] : [];
    const shared = new Set(this.firm?.teams.flatMap((team) => team.accounts));
    this.list = { accounts: accounts.map((account) => ({ ...account, ofFirm: shared.has(account.label) })), damaged, removed: [] };
    this.status = { state: options.state, protection: null, problem: null, recoverable: false, backup: accounts.length > 0 ? 'never' : 'no' };
    if (options.state === 'blocked') this.status = { ...this.status, problem: fakeError(options.problem), recoverable: options.problem.startsWith('vault.') };
    if (options.state === 'locked' || options.state === 'unlocked') this.status.protection = options.protection;
  }

  now(): number {
    return Math.floor(this.options.clock() / 1000);
  }

  mustBeFresh(): void {
    if (this.now() - this.unlockedAt > FRESH) throw fakeError('vault.unlock-again');
  }

  tell<Name extends keyof HostEvents>(name: Name, payload: HostEvents[Name]): void {
    for (const hear of this.#ears.get(name) ?? []) (hear as (payload: HostEvents[Name]) => void)(payload);
  }

  on<Name extends keyof HostEvents>(name: Name, hear: (payload: HostEvents[Name]) => void): () => void {
    const ears = this.#ears.get(name) ?? new Set();
    this.#ears.set(name, ears.add(hear));
    return () => void ears.delete(hear);
  }

  account(id: string) {
    const found = this.list.accounts.find((account) => account.id === id);
    if (found === undefined) throw fakeError('account.not-found');
    return found;
  }

  change(id: string, over: object): null {
    this.account(id);
    this.list = { ...this.list, accounts: this.list.accounts.map((account) => (account.id === id ? { ...account, ...over } : account)) };
    this.tell('changed', null);
    return null;
  }

  become(over: Partial<StatusView>): StatusView {
    this.status = { ...this.status, ...over };
    return this.status;
  }

  checkLabel(label: string, id: string | null): LabelView {
    const same = this.list.accounts.find((account) => account.id !== id && account.label.toLowerCase() === label.trim().toLowerCase());
    const problem = label.trim() === '' ? fakeError('account.label-empty') : same ? fakeError('account.label-taken', { label: same.label, since: '2 Feb', add: same.office === null ? 'office' : 'more', example: `${same.label} – Leeds` }) : null;
    return { problem, suggestion: same?.office === null ? `${same.label} – Leeds` : null, lookAlike: null, cautions: [] };
  }

  async code(id: string): Promise<CodeView> {
    const account = this.account(id);
    const period = account.period ?? 30;
    const step = Math.floor(this.now() / period);
    const make = (at: number) => (account.kind === 'steam' ? steamCode(id, at) : decimalCode(id, at, account.digits));
    const counter = account.kind === 'hotp';
    const left = (step + 1) * period - this.now();
    const pending = account.versions[0]?.state === 'unconfirmed';
    return {
      id,
      code: await make(counter ? (this.counters.get(id) ?? 0) : step),
      next: !counter && left <= 15 ? await make(step + 1) : null,
      previousKeyCode: pending ? await decimalCode(`${id}-before`, step, account.digits) : null,
      validFrom: step * period,
      validUntil: (step + 1) * period,
      problem: null,
    };
  }
}
