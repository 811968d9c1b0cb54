/** The list of codes: finding, ordering, and what copying does next. Pure. */
import type { AccountView, CopyView } from '$lib/host/types';

/** An account with the words it is found by. */
interface Indexed {
  account: AccountView;
  words: string[];
}

/** Words of all accounts, made once per list. */
export type SearchIndex = readonly Indexed[];

function wordsOf(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Prepares label, office, issuer and user ID hint for {@link search}. */
export function makeIndex(accounts: readonly AccountView[]): SearchIndex {
  return accounts.map((account) => ({
    account,
    words: [...new Set(wordsOf(`${account.label} ${account.office ?? ''} ${account.issuer} ${account.userIdHint ?? ''}`))],
  }));
}

/** Accounts that have, for every word asked, a word that starts so: "inc lon". Keeps the order. */
export function search(index: SearchIndex, asked: string): AccountView[] {
  const starts = wordsOf(asked);
  const has = (words: string[], start: string) => words.some((word) => word.startsWith(start));
  return index.filter(({ words }) => starts.every((start) => has(words, start))).map(({ account }) => account);
}

/** The order of the rows while a person looks at them. It does not change when a code is copied, so that no row moves under the pointer. */
export interface Order {
  ids: readonly string[];
  lastUsed: string | null;
}

/** Takes the order from the program's list: the account used last here is lifted. */
export function takeOrder(accounts: readonly AccountView[]): Order {
  let last: AccountView | null = null;
  for (const account of accounts) {
    if (account.lastCopied !== null && account.lastCopied > (last?.lastCopied ?? -1)) last = account;
  }
  return { ids: accounts.map((account) => account.id), lastUsed: last?.id ?? null };
}

/** Puts accounts in a kept order; new ones come after the one they follow in the program's list. */
export function keepOrder(order: Order, accounts: readonly AccountView[]): Order {
  const here = new Set(accounts.map((account) => account.id));
  const ids = order.ids.filter((id) => here.has(id));
  const known = new Set(ids);
  accounts.forEach((account, place) => {
    if (known.has(account.id)) return;
    const before = accounts[place - 1];
    ids.splice(before === undefined ? 0 : ids.indexOf(before.id) + 1, 0, account.id);
    known.add(account.id);
  });
  return { ids, lastUsed: order.lastUsed !== null && here.has(order.lastUsed) ? order.lastUsed : null };
}

/** Accounts in an order that {@link keepOrder} made for them. */
export function inOrder(order: Order, accounts: readonly AccountView[]): AccountView[] {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return order.ids.flatMap((id) => byId.get(id) ?? []);
}

/** The list in its groups. */
export interface Groups {
  /** The account copied last on this device. */
  lastUsed: AccountView | null;
  /** The others, in their order. */
  rest: AccountView[];
}

/** Lifts the account used last here; the rest stay in their order. */
export function group(accounts: readonly AccountView[], lastUsed: string | null): Groups {
  const lifted = accounts.find((account) => account.id === lastUsed) ?? null;
  return { lastUsed: lifted, rest: accounts.filter((account) => account !== lifted) };
}

/** How many rows are drawn before "Show more". */
export const ROWS_AT_ONCE = 100;

/** How many are drawn at each key; the others follow when the typing pauses. */
export const ROWS_WHILE_TYPING = 12;

/** The pause after which they follow, in milliseconds. */
export const TYPING_PAUSE_MS = 250;

/** Whether a code of this account lasts 30 seconds and so shares the page's bar. */
export function sharesBar(account: AccountView): boolean {
  return account.period === 30;
}

/** Where copying stands. */
export type CopyState =
  | { kind: 'idle' }
  | { kind: 'waiting'; id: string; label: string; freshAt: number }
  | { kind: 'copied'; id: string; label: string; hint: string | null; validUntil: number | null; worksFrom: number | null }
  | { kind: 'again'; id: string; label: string };

/** What the program answered to a copy, or told later, becomes the next state. */
export function afterCopy(view: CopyView): CopyState {
  const { id, label } = view;
  if (view.outcome === 'again') return { kind: 'again', id, label };
  if (view.outcome === 'waiting') return { kind: 'waiting', id, label, freshAt: view.freshAt ?? 0 };
  return { kind: 'copied', id, label, hint: view.userIdHint, validUntil: view.validUntil, worksFrom: view.freshAt };
}

/** The first copy asks for the best moment; again while that account waits means now. */
export function copyWhen(state: CopyState, id: string): 'best' | 'now' {
  return state.kind === 'waiting' && state.id === id ? 'now' : 'best';
}

/** The row that is chosen after an arrow key; stays inside the list. */
export function moveChoice(current: number, by: number, count: number): number {
  if (count === 0) return -1;
  return Math.min(count - 1, Math.max(0, current + by));
}
