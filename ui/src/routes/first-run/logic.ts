/** The first run: for whom, and what protects the vault. Pure. */
import type { Route } from '$lib/state/route.svelte';

/** A firm to set up, a firm to join, or one person. */
export type Who = 'found' | 'join' | 'me';

/** What the person chose. */
export type Protector = 'sign-in' | 'passphrase';

/** What protects the vault to begin with: who sets up a firm is its administrator and must have a passphrase. */
export const protectorFor = (who: Who): Protector => (who === 'me' ? 'sign-in' : 'passphrase');

/** Where the person goes once there is a vault. */
export function placeAfter(who: Who, restore: boolean): Route {
  if (restore) return { page: 'settings', section: 'restore' };
  return who === 'me' ? { page: 'codes', account: null } : { page: who };
}

/** Why the vault cannot be made yet, as a message id; null when it can. The shortest length is the program's rule. */
export function passphraseProblem(choice: Protector, first: string, second: string): 'passphrase-empty' | 'passphrase-differs' | null {
  if (choice === 'sign-in') return null;
  if (first === '') return 'passphrase-empty';
  return first === second ? null : 'passphrase-differs';
}
