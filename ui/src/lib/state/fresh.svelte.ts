/** What needs a fresh unlock: it asks for the passphrase once the program wants it, and goes on. */
import type { Session } from './session.svelte';
import { Work } from './work.svelte';

/** One per page or dialog. */
export class Fresh {
  readonly work = new Work();
  /** Whether the passphrase is asked for. */
  asks = $state(false);
  passphrase = $state('');
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Runs an act, after the passphrase where it is asked for. Whether it was done. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    const asked = this.asks;
    const done = await this.work.run(() => (asked ? this.#again(act) : act()));
    if (this.work.error?.code === 'vault.unlock-again') {
      this.asks = true;
      this.work.error = null;
      // Without a passphrase there is nothing to type: the computer's own sign-in stands for it.
      if (!asked && this.#session.status?.protection !== 'passphrase') return this.run(act);
    }
    return done;
  }

  /** Asks no more, and forgets what was typed. */
  cancel(): void {
    this.passphrase = '';
    this.asks = false;
  }

  async #again(act: () => Promise<unknown>): Promise<void> {
    await this.#session.host.unlockAgain(this.passphrase === '' ? null : this.passphrase);
    this.passphrase = '';
    this.asks = false;
    await act();
  }
}
