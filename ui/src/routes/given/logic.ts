/** Paper and phones that have a key: what is outstanding, what is late, what is over. Pure. */
import type { FateView, GivenView } from '$lib/host/types';

/** How a key that was given stands. */
export type Standing = 'lost' | 'overdue' | 'out' | 'has' | 'seen' | 'returned' | 'destroyed' | 'old';

/** What is to be dealt with stands first. */
const ORDER: Standing[] = ['lost', 'overdue', 'out', 'has', 'seen', 'returned', 'destroyed', 'old'];
const OPEN: ReadonlySet<Standing> = new Set(['lost', 'overdue', 'out', 'has']);

/** How one stands at a time. A key that was replaced since is no danger, wherever it is. */
export function standing(given: GivenView, now: number): Standing {
  if (!given.in_use) return 'old';
  if (given.fate === 'lost' || given.fate === 'returned' || given.fate === 'destroyed') return given.fate;
  if (given.outstanding && given.route === 'paper') return given.due !== null && given.due < now ? 'overdue' : 'out';
  return given.route === 'shown' ? 'seen' : 'has';
}

/** Whether it is still out there, or must be dealt with. */
export const isOpen = (standing: Standing): boolean => OPEN.has(standing);

/** By what is to be dealt with, then the newest first. */
export function sorted(all: readonly GivenView[], now: number): GivenView[] {
  const place = (given: GivenView) => ORDER.indexOf(standing(given, now));
  return [...all].sort((one, other) => place(one) - place(other) || other.at - one.at);
}

/** How many need somebody: late paper, and keys that were lost. */
export function urgent(all: readonly GivenView[], now: number): number {
  return all.filter((given) => ['lost', 'overdue'].includes(standing(given, now))).length;
}

/** What can be said of one now. */
export function fates(given: GivenView, now: number): FateView[] {
  const state = standing(given, now);
  if (state === 'overdue' || state === 'out') return ['returned', 'destroyed', 'lost'];
  if (state !== 'has') return [];
  const taken: FateView[] = given.fate === null ? ['received'] : [];
  return [...taken, 'destroyed', 'lost'];
}
