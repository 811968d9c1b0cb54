/** What the locked window offers. Pure. */
import type { StatusView } from '$lib/host/types';

/** Problems after which a new vault may be made, the old one being kept aside. */
const RECOVERABLE = new Set(['vault.key-missing', 'vault.other-key', 'vault.damaged']);

/** What can be done on the lock page. */
export interface LockOffer {
  /** Ask for the passphrase. */
  passphrase: boolean;
  /** Look again, when something outside stands in the way. */
  tryAgain: boolean;
  /** Make a new vault and restore a backup. */
  recover: boolean;
}

/** Reads the offer from the status. */
export function lockOffer(status: StatusView): LockOffer {
  const blocked = status.state === 'blocked';
  return {
    passphrase: !blocked && status.protection === 'passphrase',
    tryAgain: blocked,
    recover: blocked && status.problem !== null && RECOVERABLE.has(status.problem.code),
  };
}
