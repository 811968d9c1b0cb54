/** Copying: asks the program, waits with the person, and says what was copied. */
import { afterCopy, copyWhen, type CopyState } from '$routes/codes/logic';
import type { CopyView, CopyWhen, ErrorView, Host } from '$lib/host/types';
import { secondsLeft } from '$lib/time/countdown';
import { asError, t } from '$lib/i18n/messages';
import { nameAmong } from '$lib/text/label';
import type { Session } from './session.svelte';

/** What is being copied. */
export class Copying {
  state = $state.raw<CopyState>({ kind: 'idle' });
  readonly #host: Host;
  readonly #session: Session;

  constructor(host: Host, session: Session) {
    this.#host = host;
    this.#session = session;
    host.on('copied', (view) => this.#arrive(view));
    host.on('copy-failed', (error) => this.#fail(error));
    host.on('cleared', () => session.toasts.show('plain', t('toast-cleared')));
  }

  /** Copies an account's code: at the best moment, or now when asked a second time. */
  async copy(id: string, when: CopyWhen = copyWhen(this.state, id)): Promise<void> {
    try {
      this.#arrive(await this.#host.copyCode(id, when));
    } catch (thrown) {
      this.#fail(asError(thrown));
    }
  }

  /** Copies the last four characters of an account's user ID. */
  async copyHint(id: string): Promise<void> {
    const account = this.#session.account(id);
    if (account?.userIdHint == null) return;
    if (!(await this.#session.attempt(() => this.#host.copyHint(id)))) return;
    this.#session.toasts.show('plain', t('toast-copied-hint', { name: this.#nameOf(account.label), hint: account.userIdHint }));
  }

  /** Stops waiting. */
  async cancel(): Promise<void> {
    this.state = { kind: 'idle' };
    await this.#host.cancelCopy();
  }

  /** Forgets what was copied. */
  clear(): void {
    this.state = { kind: 'idle' };
  }

  #nameOf(label: string): string {
    const all = this.#session.list.accounts.map((account) => account.label);
    return nameAmong(label, all);
  }

  #fail(error: ErrorView): void {
    this.state = { kind: 'idle' };
    this.#session.fail(error);
  }

  #arrive(view: CopyView): void {
    this.state = afterCopy(view);
    if (this.state.kind === 'again') this.#session.openAccount(view.id);
    if (this.state.kind !== 'copied') return;
    const { label, hint, validUntil, worksFrom } = this.state;
    const short = this.#nameOf(label);
    const name = hint === null ? short : t('toast-name-hint', { name: short, hint });
    if (worksFrom === null) this.#session.toasts.show('copied', t('toast-copied', { name }), { until: validUntil });
    else this.#session.toasts.show('copied', t('toast-copied-next', { name, seconds: secondsLeft(worksFrom, this.#session.tick.now) }));
  }
}
