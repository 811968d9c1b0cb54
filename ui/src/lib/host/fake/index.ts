/** A host with sample data and no program behind it. Its codes change; nothing is stored. */
import type { Host } from '../types';
import { makeFakeAdding } from './adding';
import { sampleAccounts, SERVICES } from './data';
import { makeFakeFirm } from './firm';
import { makeFakeGiving } from './giving';
import { makeFakeLeaving } from './leaving';
import { makeFakeLog } from './log';
import { defaultOptions, type FakeOptions } from './options';
import { fakeError, FakeVault } from './vault';

export { optionsFromQuery } from './options';

/** Makes the sample host. */
export function makeFakeHost(options: FakeOptions = defaultOptions()): Host & { vault: FakeVault } {
  const vault = new FakeVault(options);
  const open = { state: 'unlocked', problem: null } as const;
  return {
    vault,
    ...makeFakeAdding(vault),
    ...makeFakeFirm(vault),
    ...makeFakeGiving(vault),
    ...makeFakeLeaving(vault),
    ...makeFakeLog(vault),
    status: async () => vault.status,
    createVault: async (passphrase) => {
      vault.passphrase = passphrase;
      vault.list = { ...vault.list, accounts: sampleAccounts(vault.now()).filter((account) => account.practice) };
      return vault.become({ ...open, protection: passphrase === null ? 'osSignIn' : 'passphrase', backup: 'no' });
    },
    unlock: async (passphrase) => {
      if (vault.passphrase !== null && passphrase !== vault.passphrase) throw fakeError('vault.wrong-passphrase');
      return vault.become(open);
    },
    lock: async () => {
      vault.become({ state: 'locked' });
      vault.tell('locked', null);
      return vault.status;
    },
    recover: async () => {
      vault.list = { accounts: [], damaged: [], removed: [] };
      return vault.become({ ...open, protection: 'osSignIn', backup: 'no' });
    },
    accounts: async () => vault.list,
    codes: (ids) => Promise.all(ids.map((id) => vault.code(id))),
    nextCode: async (id) => {
      vault.counters.set(id, (vault.counters.get(id) ?? 0) + 1);
      return vault.code(id);
    },
    copyCode: async (id, when) => {
      const account = vault.account(id);
      const { validUntil } = await vault.code(id);
      const now = vault.now();
      const base = { id, label: account.label, userIdHint: account.userIdHint, validUntil: account.period === null ? null : validUntil, freshAt: null };
      if (when === 'best' && now - (vault.copied.get(id) ?? 0) < 60) return { ...base, outcome: 'again' };
      if (when === 'best' && account.period !== null && validUntil - now <= (account.grace ? 2 : 5)) {
        setTimeout(() => vault.tell('copied', { ...base, outcome: 'copied', validUntil: validUntil + (account.period ?? 0) }), (validUntil - now) * 1000);
        return { ...base, outcome: 'waiting', freshAt: validUntil };
      }
      vault.copied.set(id, now);
      if (when === 'next' && account.period !== null) return { ...base, outcome: 'copied', validUntil: validUntil + account.period, freshAt: validUntil };
      vault.change(id, { lastCopied: now });
      return { ...base, outcome: 'copied' };
    },
    copyHint: async () => null,
    cancelCopy: async () => null,
    nameAid: async () => SERVICES,
    checkLabel: async (label, id) => vault.checkLabel(label, id),
    rename: async (id, label) => ({ value: vault.change(id, { label }), unsent: null }),
    setHint: async (id, userIdHint) => vault.change(id, { userIdHint }),
    setNote: async (id, note) => vault.change(id, { note }),
    setService: async (id, service) => vault.change(id, { service }),
    remove: async (id) => {
      if (vault.list.damaged.some((record) => record.id === id)) throw fakeError('vault.record-lost', { id });
      const { label, userIdHint } = vault.account(id);
      const removed = { id, label, userIdHint, removedAt: vault.now(), wipedAt: vault.now() + 30 * 86_400 };
      vault.list = { ...vault.list, accounts: vault.list.accounts.filter((account) => account.id !== id), removed: [removed, ...vault.list.removed] };
      vault.tell('changed', null);
      return null;
    },
    putBack: async (id) => {
      const all = options.accounts === 'sample' ? sampleAccounts(vault.now()) : [];
      const back = all.filter((account) => account.id === id);
      vault.list = { ...vault.list, accounts: [...vault.list.accounts, ...back], removed: vault.list.removed.filter((row) => row.id !== id) };
      vault.tell('changed', null);
      return null;
    },
    purge: async (id) => {
      const others = (row: { id: string }) => row.id !== id;
      vault.list = { ...vault.list, removed: vault.list.removed.filter(others), damaged: vault.list.damaged.filter(others) };
      vault.tell('changed', null);
      return null;
    },
    openSignIn: async () => null,
    settings: async () => vault.settings,
    saveSettings: async (settings) => {
      vault.settings = settings;
      return null;
    },
    setPassphrase: async (old, next) => {
      if (vault.passphrase !== null && old !== vault.passphrase) throw fakeError('vault.wrong-passphrase');
      vault.passphrase = next;
      vault.become({ protection: next === null ? 'osSignIn' : 'passphrase' });
      return null;
    },
    backup: async () => {
      vault.settings = { ...vault.settings, lastBackup: vault.now() };
      vault.become({ backup: 'no' });
      return { done: vault.list.accounts.length, total: vault.list.accounts.length, path: 'sixboard-2026-11-22.sixboard' };
    },
    openBackup: async () => ({
      plan: 'plan-1',
      writtenAt: vault.now() - 20 * 86_400,
      otherVault: false,
      rows: [
        { label: 'NHSmail – shared mailbox', outcome: 'add', newLabel: null },
        { label: 'Companies House – filing', outcome: 'addRenamed', newLabel: 'Companies House – filing – 2' },
        { label: 'HMRC agent services – Leeds', outcome: 'alreadyHere', newLabel: null },
        { label: 'HMRC online services – VAT', outcome: 'replacedSince', newLabel: null },
      ],
    }),
    applyPlan: async () => ({ done: 2, total: 2, path: null }),
    cancelWork: async () => null,
    discardPlan: async () => null,
    doctor: async () => [
      { id: 'check-keyring', state: 'ok', args: {}, problem: null },
      { id: 'check-clock', state: 'unknown', args: {}, problem: null },
      { id: 'check-folder', state: 'ok', args: { path: '~/.local/share/sixboard' }, problem: null },
      { id: 'check-records', state: 'ok', args: { count: String(vault.list.accounts.length) }, problem: null },
    ],
    active: async () => null,
    renewPage: async () => options.reload(),
    zoomIn: async () => null,
    zoomOut: async () => null,
    zoomUsual: async () => null,
    on: (name, hear) => vault.on(name, hear),
  };
}
