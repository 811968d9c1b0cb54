/** What the firm asks of this person, the most urgent first. Pure. */
import type { FirmView, Protection } from '$lib/host/types';

/** One thing that is said above the page. */
export type FirmNotice = 'removed' | 'waiting' | 'alarms' | 'passphrase' | 'second' | 'replace' | 'kit' | 'kit-used' | 'kit-old';

/** A kit that nobody looked at for so long may be lost, or not be readable any more. */
const KIT_IS_OLD = 365 * 86_400;

/** What is wrong, rather than something to be done. */
export const WARNINGS: ReadonlySet<FirmNotice> = new Set(['removed', 'alarms', 'replace']);

/** The notices of a firm at a time; staff see no administrator's. */
export function firmNotices(firm: FirmView | null, protection: Protection | null, now: number): FirmNotice[] {
  if (firm === null) return [];
  if (firm.removed) return ['removed'];
  if (firm.waiting) return ['waiting'];
  const administrator = firm.role === 'administrator';
  const all: [FirmNotice, boolean][] = [
    ['alarms', firm.alarms.length > 0],
    ['passphrase', administrator && protection !== 'passphrase'],
    ['second', administrator && firm.administrators < 2],
    ['replace', administrator && firm.must_replace.length > 0],
    ['kit-used', administrator && firm.kit_used],
    ['kit', administrator && !firm.kit_used && firm.founded_here && firm.kit_checked === null],
    ['kit-old', administrator && !firm.kit_used && firm.kit_checked !== null && now - firm.kit_checked > KIT_IS_OLD],
  ];
  return all.filter(([, is]) => is).map(([notice]) => notice);
}
