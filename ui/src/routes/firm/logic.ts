/** What the firm asks of this person, the most urgent first. Pure. */
import type { FirmView, Protection } from '$lib/host/types';

/** One thing that is said above the page. */
export type FirmNotice = 'removed' | 'waiting' | 'alarms' | 'passphrase' | 'second' | 'replace' | 'kit';

/** What is wrong, rather than something to be done. */
export const WARNINGS: ReadonlySet<FirmNotice> = new Set(['removed', 'alarms', 'replace']);

/** The notices of a firm; staff see no administrator's. */
export function firmNotices(firm: FirmView | null, protection: Protection | null): FirmNotice[] {
  if (firm === null) return [];
  if (firm.removed) return ['removed'];
  if (firm.waiting) return ['waiting'];
  const administrator = firm.role === 'administrator';
  const all: [FirmNotice, boolean][] = [
    ['alarms', firm.alarms.length > 0],
    ['passphrase', administrator && protection !== 'passphrase'],
    ['second', administrator && firm.administrators < 2],
    ['replace', administrator && firm.must_replace.length > 0],
    ['kit', administrator && firm.founded_here && firm.kit_checked === null],
  ];
  return all.filter(([, is]) => is).map(([notice]) => notice);
}
