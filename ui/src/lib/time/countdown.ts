/** The countdown rules: what is shown, and what Enter does, by the seconds that are left. */

/** How long "New code" stands. */
const FRESH_S = 2;

/** How far a code's life has gone. */
export type Phase = 'calm' | 'ending' | 'last';

/** Whole seconds until `validUntil`; never below 0. */
export function secondsLeft(validUntil: number, now: number): number {
  return Math.max(0, validUntil - now);
}

/** First second after the step that `now` is in. */
export function stepEnd(now: number, period: number): number {
  return (Math.floor(now / period) + 1) * period;
}

/** Over 10 s calm, 10 to 6 ending, 5 and less the last seconds. */
export function phaseOf(left: number): Phase {
  if (left > 10) return 'calm';
  return left > 5 ? 'ending' : 'last';
}

/** Whether the next code stands beneath this one. */
export function showsNext(left: number): boolean {
  return left <= 10;
}

/** Whether "New code" is said: the first 2 s of a step, where as many are left for what comes after. */
export function isFresh(left: number, period: number): boolean {
  return period >= 2 * FRESH_S && left > period - FRESH_S;
}

/** The word beside the bar, as a message id; null says nothing. */
export function phaseWord(left: number, period: number): 'count-fresh' | 'count-ending' | 'count-last' | null {
  if (isFresh(left, period)) return 'count-fresh';
  const phase = phaseOf(left);
  if (phase === 'calm') return null;
  return phase === 'ending' ? 'count-ending' : 'count-last';
}

/** What a screen reader hears while Copy has focus: at 10 s, at 5 s and at the change; nothing of codes that end before it has spoken. */
export function announcement(left: number, period: number): 'say-ten' | 'say-five' | 'say-fresh' | null {
  if (period <= 5) return null;
  if (left === period) return 'say-fresh';
  if (left === 10) return 'say-ten';
  return left === 5 ? 'say-five' : null;
}

/** Share of the bar that is filled, 0 to 1; in blocks of 5 s for people who want less motion. */
export function barShare(left: number, period: number, inBlocks: boolean): number {
  const shown = inBlocks ? Math.ceil(left / 5) * 5 : left;
  return Math.min(1, shown / period);
}

/** A new account's first code is shown only when there is time to type it. */
export function enoughToType(left: number): boolean {
  return left >= 15;
}
