/** The sample host's part for adding accounts. */
import type { AddRequest, AddView, DraftSource, DraftView, FoundView, Host } from '../types';
import { sampleAccount } from './data';
import { fakeError, type FakeVault } from './vault';

function found(index: number, issuer: string, account: string, suggestedLabel: string, over: Partial<FoundView> = {}): FoundView {
  return { index, issuer, account, kind: 'totp', algorithm: 'SHA1', digits: 6, period: 30, suggestedLabel, service: null, hereAs: null, suggestedHint: null, cautions: [], ...over };
}

function draft(source: DraftSource, list: FoundView[]): DraftView {
  return { draft: `draft-${source}`, source, found: list, skipped: [], transfer: false, batch: null };
}

const ONE = found(0, 'HMRC', '123456780511', 'HMRC online services – VAT – York', { service: 'hmrc-online', suggestedHint: '0511' });

const SEVERAL: FoundView[] = [
  ONE,
  found(1, 'Companies House', 'office', 'Companies House – filing', { service: 'companies-house' }),
  found(2, 'Steam', 'training', 'Steam – training room', { kind: 'steam', digits: 5, hereAs: 'Steam – training room' }),
];

function readText(text: string): DraftView {
  const compact = text.replace(/[\s-]/g, '');
  if (compact === '') throw fakeError('key.empty');
  if (text.trim().startsWith('otpauth-migration:')) return { ...draft('text', SEVERAL), transfer: true, batch: text.includes('part') ? { read: 1, size: 2 } : null };
  if (compact.startsWith('otpauth:')) return draft('text', [ONE]);
  if (!/^[a-z2-7=]+$/i.test(compact)) throw fakeError('key.zero-is-o', { position: '3' });
  return draft('text', [found(0, '', '', '')]);
}

function add(vault: FakeVault, request: AddRequest): AddView {
  const taken = vault.list.accounts.find((account) => account.label.toLowerCase() === request.label.toLowerCase());
  if (taken !== undefined && request.replace) {
    const newest = { number: (taken.versions[0]?.number ?? 1) + 1, state: 'unconfirmed' as const, addedAt: vault.now() };
    vault.change(taken.id, { versions: [newest, ...taken.versions.map((version) => ({ ...version, state: 'previous' as const }))] });
    return { outcome: 'replaced', id: taken.id, label: taken.label, since: taken.createdAt, suggestion: null, unsent: null };
  }
  if (taken !== undefined) return { outcome: 'labelTaken', id: taken.id, label: taken.label, since: taken.createdAt, suggestion: taken.office === null ? `${taken.label} – Leeds` : null, unsent: null };
  const { label, userIdHint, note, service } = request;
  const fresh = sampleAccount({ label, userIdHint, note, service, versions: [{ number: 1, state: 'current', addedAt: vault.now() }], createdAt: vault.now() }, vault.now());
  vault.list = { ...vault.list, accounts: [...vault.list.accounts, fresh] };
  vault.tell('changed', null);
  return { outcome: 'added', id: fresh.id, label, since: fresh.createdAt, suggestion: null, unsent: null };
}

/** The commands of adding. */
export function makeFakeAdding(
  vault: FakeVault,
): Pick<Host, 'readText' | 'readPicture' | 'readClipboard' | 'readScreen' | 'discardDraft' | 'addFound' | 'confirmKey'> {
  return {
    readText: async (text) => readText(text),
    readPicture: async () => draft('picture', [ONE]),
    readClipboard: async () => {
      throw fakeError('qr.no-picture-on-clipboard');
    },
    readScreen: async () => draft('screen', SEVERAL),
    discardDraft: async () => null,
    addFound: async (request) => add(vault, request),
    confirmKey: async (id, accepted) => {
      if (!accepted) return { value: null, unsent: null };
      const versions = vault.account(id).versions.map((version, place) => ({ ...version, state: place === 0 ? ('current' as const) : ('retired' as const) }));
      return { value: vault.change(id, { versions }), unsent: null };
    },
  };
}
