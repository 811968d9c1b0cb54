/** The account panel: which advice fits when a code was not accepted, and in what order. Pure. */
import type { AccountView, KeyVersionView } from '$lib/host/types';

/** One piece of advice: a message id and its values. */
export interface Advice {
  id: string;
  args: Record<string, string>;
}

/** The key version in use, or the newest when none is confirmed yet. */
export function usedVersion(versions: readonly KeyVersionView[]): KeyVersionView | undefined {
  return versions.find((version) => version.state === 'current') ?? versions[0];
}

/** Whether a replacement waits for the service to accept it. */
export function replacementPending(account: AccountView): boolean {
  return account.versions[0]?.state === 'unconfirmed' && account.versions.length > 1;
}

/** The steps of "Code not accepted?": right account, a new code, the key, the backup method. */
export function refusedAdvice(account: AccountView, dateOf: (at: number) => string): Advice[] {
  const advice: Advice[] = [];
  if (account.userIdHint === null) advice.push({ id: 'refused-account', args: {} });
  else advice.push({ id: 'refused-account-hint', args: { hint: account.userIdHint } });
  advice.push({ id: account.kind === 'hotp' ? 'refused-counter' : 'refused-wait', args: {} });
  const version = usedVersion(account.versions);
  if (replacementPending(account)) advice.push({ id: 'refused-pending', args: {} });
  else if (version !== undefined && version.number > 1) advice.push({ id: 'refused-key', args: { date: dateOf(version.addedAt) } });
  if (account.kind !== 'hotp') advice.push({ id: 'refused-clock', args: {} });
  advice.push({ id: 'refused-backup', args: {} });
  return advice;
}
