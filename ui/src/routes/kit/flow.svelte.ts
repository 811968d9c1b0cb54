/** The way to a new recovery kit. The present kit stays in force until both new sheets are proven. */
import type { ErrorView } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';
import type { Session } from '$lib/state/session.svelte';
import { SheetProof } from './proof.svelte';

export type Step = 'old' | 'sheet-a' | 'sheet-b' | 'done';

/** The questions in their order. */
export const STEPS: readonly Step[] = ['old', 'sheet-a', 'sheet-b', 'done'];

/** One pass through the wizard. */
export class KitFlow {
  step = $state<Step>('old');
  busy = $state(false);
  error = $state.raw<ErrorView | null>(null);
  sheets = $state<[string, string]>(['', '']);
  readonly proof: SheetProof;
  readonly #session: Session;
  #typed = false;

  constructor(session: Session) {
    this.#session = session;
    this.proof = new SheetProof(session);
  }

  /** Whether leaving now would lose something the person did. */
  get wouldLose(): boolean {
    return this.step !== 'done' && (this.step !== 'old' || this.sheets.some((sheet) => sheet.trim() !== ''));
  }

  /** Whether the question of this step can be answered: a sheet must have been shown. */
  get ready(): boolean {
    return this.proof.shown || !this.step.startsWith('sheet');
  }

  /** Takes the answer of this step and goes on to the next. */
  async go(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await this.#answer();
    } catch (thrown) {
      this.error = asError(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** One step back; false on the first step. */
  back(): boolean {
    this.error = null;
    if (!this.step.startsWith('sheet')) return false;
    this.proof.close();
    this.step = 'old';
    return true;
  }

  /** Ends the pass: a kit that was not put to use is forgotten, and so is what was typed. */
  leave(): void {
    void this.#session.host.dropKit().catch(() => undefined);
    if (this.#typed || this.sheets.some((sheet) => sheet !== '')) this.#session.renewPage();
  }

  async #answer(): Promise<void> {
    const { host, firm } = this.#session;
    if (this.step === 'old') {
      this.proof.begin(await host.draftKit([...this.sheets]));
      this.#typed = true;
      this.sheets = ['', ''];
      this.step = 'sheet-a';
    } else if (await this.proof.prove()) {
      await firm.follow(() => host.putKitInForce());
      this.step = 'done';
    } else this.step = 'sheet-b';
  }
}
