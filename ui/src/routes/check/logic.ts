/** Checking a new key: which words, and whether the code stays long enough to be typed. Pure. */
import type { AccountView, CodeView } from '$lib/host/types';
import { enoughToType, secondsLeft } from '$lib/time/countdown';

/** The code to type now, or how long to wait for one that lasts. */
export type ToType = { kind: 'code'; code: string; left: number } | { kind: 'wait'; seconds: number } | { kind: 'none' };

/** A code is shown with 15 s or more left; once shown it stays until it ends. `shown` is the code that is up already. */
export function toType(account: AccountView, view: CodeView | undefined, now: number, shown: string | null): ToType {
  if (view === undefined || view.code === null) return { kind: 'none' };
  if (account.period === null) return { kind: 'code', code: view.code, left: 0 };
  const left = secondsLeft(view.validUntil, now);
  const short = account.period < 20;
  if (left > 0 && (view.code === shown || short || enoughToType(left))) return { kind: 'code', code: view.code, left };
  return { kind: 'wait', seconds: left };
}

/** Where the code is typed, in the words of the service: HMRC's own page, or the one of the issuer. */
export function whereToType(account: AccountView): { id: 'check-hmrc' | 'check-issuer' | 'check-page'; issuer: string } {
  if (account.service?.startsWith('hmrc') === true) return { id: 'check-hmrc', issuer: '' };
  return account.issuer === '' ? { id: 'check-page', issuer: '' } : { id: 'check-issuer', issuer: account.issuer };
}
