/** What the locked window offers. Pure. */
import type { StatusView } from '$lib/host/types';

/** What can be done on the lock page. */
export interface LockOffer {
  /** Ask for the passphrase. */
  passphrase: boolean;
  /** Make a new vault and restore a backup. */
  recover: boolean;
}

/** Reads the offer from the status. */
export function lockOffer(status: StatusView): LockOffer {
  const blocked = status.state === 'blocked';
  return {
    passphrase: !blocked && status.protection === 'passphrase',
    recover: blocked && status.recoverable,
  };
}
