/** The way through setting up a firm. The recovery kit stays in the program until both sheets are proven. */
import type { ErrorView } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';
import { Where } from '$lib/parts/where.svelte';
import type { Session } from '$lib/state/session.svelte';
import { passphraseProblem } from '../first-run/logic';
import { SheetProof } from '../kit/proof.svelte';

export type Step = 'protect' | 'names' | 'place' | 'sheet-a' | 'sheet-b' | 'second';

/** The questions in their order; the first is asked of those who have no passphrase. */
export const STEPS: readonly Step[] = ['protect', 'names', 'place', 'sheet-a', 'sheet-b', 'second'];

/** One pass through the wizard. */
export class FoundFlow {
  step = $state<Step>('names');
  busy = $state(false);
  error = $state.raw<ErrorView | null>(null);
  name = $state('');
  person = $state('');
  device = $state('');
  first = $state('');
  second = $state('');
  problem = $state<ReturnType<typeof passphraseProblem>>(null);
  readonly where = new Where();
  readonly proof: SheetProof;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.proof = new SheetProof(session);
    // The page is replaced at the end where a sign-in was typed on it.
    if (session.firm.view?.founded_here === true && session.firm.view.administrators < 2) this.step = 'second';
    else if (session.status?.protection !== 'passphrase') this.step = 'protect';
  }

  /** Whether leaving now would lose something the person did. */
  get wouldLose(): boolean {
    return this.step !== 'second' && [this.name, this.person, this.where.address].some((text) => text.trim() !== '');
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

  /** One step back; false on the first step. The sheets of a kit are shown anew with a new kit. */
  back(): boolean {
    this.error = null;
    if (this.step === 'names' || this.step === 'protect' || this.step === 'second') return false;
    this.proof.close();
    this.step = this.step === 'place' ? 'names' : 'place';
    return true;
  }

  /** Whether the question of this step can be answered: a sheet must have been shown. */
  get ready(): boolean {
    return this.proof.shown || !this.step.startsWith('sheet');
  }

  /** Ends the pass: a firm that was not set up is forgotten, with its kit. */
  leave(): void {
    void this.#session.host.dropKit().catch(() => undefined);
  }

  async #answer(): Promise<void> {
    const { host } = this.#session;
    if (this.step === 'protect') {
      this.problem = passphraseProblem('passphrase', this.first, this.second);
      if (this.problem !== null) return;
      await host.setPassphrase(null, this.first);
      this.first = this.second = '';
      await this.#session.refresh();
      this.step = 'names';
    } else if (this.step === 'names') {
      this.step = 'place';
    } else if (this.step === 'place') {
      const { name, person, device, where } = this;
      this.proof.begin(await host.draftFirm({ name, person, device, place: where.form }));
      this.step = 'sheet-a';
    } else if (await this.proof.prove()) {
      const done = await host.foundFirm();
      this.step = 'second';
      await this.#session.firm.follow(() => Promise.resolve(done));
      if (this.where.holdsSecret) this.#session.renewPage();
    } else this.step = 'sheet-b';
  }
}
