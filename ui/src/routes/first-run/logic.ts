/** The first run's one choice: what protects the vault. Pure. */

/** What the person chose. */
export type Protector = 'sign-in' | 'passphrase';

/** Why the vault cannot be made yet, as a message id; null when it can. The shortest length is the program's rule. */
export function passphraseProblem(choice: Protector, first: string, second: string): 'passphrase-empty' | 'passphrase-differs' | null {
  if (choice === 'sign-in') return null;
  if (first === '') return 'passphrase-empty';
  return first === second ? null : 'passphrase-differs';
}
