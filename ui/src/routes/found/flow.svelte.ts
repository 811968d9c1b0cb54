/** The way through setting up a firm. The recovery kit stays in the program until both sheets are proven. */
import type { ErrorView, KitView, SheetSide } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';
import type { Session } from '$lib/state/session.svelte';
import { passphraseProblem } from '../first-run/logic';

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
  place = $state('');
  first = $state('');
  second = $state('');
  problem = $state<ReturnType<typeof passphraseProblem>>(null);
  words = $state<[string, string]>(['', '']);
  /** Whether the sheet of this step was shown. */
  shown = $state(false);
  kit = $state.raw<KitView | null>(null);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    if (session.status?.protection !== 'passphrase') this.step = 'protect';
  }

  /** Whether leaving now would lose something the person did. */
  get wouldLose(): boolean {
    return this.step !== 'second' && [this.name, this.person, this.place].some((text) => text.trim() !== '');
  }

  get side(): SheetSide {
    return this.step === 'sheet-b' ? 'b' : 'a';
  }

  /** The places of the two words that are asked for. */
  get asked(): [number, number] {
    return this.kit?.asked[this.side === 'a' ? 0 : 1] ?? [1, 2];
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
    void this.#session.host.closeSheet().catch(() => undefined);
    this.#enter(this.step === 'place' ? 'names' : 'place');
    return true;
  }

  /** Asks the system for a folder. */
  async chooseFolder(): Promise<void> {
    await this.#session.attempt(async () => (this.place = (await this.#session.host.chooseFolder()) ?? this.place));
  }

  /** Whether the question of this step can be answered: a sheet must have been shown. */
  get ready(): boolean {
    return this.shown || !this.step.startsWith('sheet');
  }

  /** Shows the sheet of this step in its own window. */
  async show(): Promise<void> {
    if (await this.#session.attempt(() => this.#session.host.showSheet(this.side))) this.shown = true;
  }

  /** Ends the pass: a firm that was not set up is forgotten, with its kit. */
  leave(): void {
    void this.#session.host.dropFirm().catch(() => undefined);
  }

  async #answer(): Promise<void> {
    const { host } = this.#session;
    if (this.step === 'protect') {
      this.problem = passphraseProblem('passphrase', this.first, this.second);
      if (this.problem !== null) return;
      await host.setPassphrase(null, this.first);
      this.first = this.second = '';
      await this.#session.refresh();
      this.#enter('names');
    } else if (this.step === 'names') {
      this.#enter('place');
    } else if (this.step === 'place') {
      const { name, person, device, place } = this;
      this.kit = await host.draftFirm({ name, person, device, place });
      this.#enter('sheet-a');
    } else {
      await host.proveSheet(this.side, [...this.words]);
      await host.closeSheet();
      if (this.side === 'a') return this.#enter('sheet-b');
      const done = await host.foundFirm();
      this.#enter('second');
      await this.#session.firm.follow(() => Promise.resolve(done));
    }
  }

  #enter(step: Step): void {
    this.step = step;
    this.shown = false;
    this.words = ['', ''];
  }
}
