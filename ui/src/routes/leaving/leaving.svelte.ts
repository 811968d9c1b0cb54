/** One leaving: read anew whenever the firm changed, and changed one act after the other, so that no answer is lost. */
import type { AnswerRequest, DepartureView, Done, ErrorView, StepAnswerView, StepView } from '$lib/host/types';
import { asError, t } from '$lib/i18n/messages';
import type { Session } from '$lib/state/session.svelte';

type Answer = Pick<AnswerRequest, 'question' | 'choice'> & Partial<AnswerRequest>;

/** What the wizard's pages show and do. */
export class Leaving {
  view = $state.raw<DepartureView | null>(null);
  /** Why it could not be read, or the last act was not done. */
  error = $state.raw<ErrorView | null>(null);
  /** Acts that are not done yet. */
  saving = $state(0);
  /** What was done last, for who hears the page. */
  said = $state('');
  readonly session: Session;
  readonly id: string;
  #line: Promise<unknown> = Promise.resolve();

  constructor(session: Session, id: string) {
    this.session = session;
    this.id = id;
  }

  /** Reads it, after what is being done. */
  load(): Promise<void> {
    return this.#after(async () => {
      this.view = await this.session.host.departure(this.id);
    });
  }

  /** Answers a question. */
  answer(answer: Answer): Promise<boolean> {
    return this.act(() => this.session.host.answerLeaving(this.id, { account: null, person: null, due: null, text: '', route: null, key: null, ...answer }));
  }

  /** Says how far a step of an account is. */
  step(account: string, step: StepView, answer: StepAnswerView): Promise<boolean> {
    return this.act(() => this.session.host.setStep(account, step, answer));
  }

  /** Does something that is in the firm's records from then on. Whether it was done. */
  async act(run: () => Promise<Done<DepartureView | null>>): Promise<boolean> {
    this.saving += 1;
    let done = false;
    await this.#after(async () => {
      this.error = null;
      this.said = '';
      const { value } = await this.session.firm.follow(run);
      this.view = value ?? (await this.session.host.departure(this.id));
      this.said = t('leaving-saved');
      done = true;
    });
    this.saving -= 1;
    return done;
  }

  #after(run: () => Promise<void>): Promise<void> {
    const turn = this.#line.then(run).catch((thrown: unknown) => {
      this.error = asError(thrown);
    });
    this.#line = turn;
    return turn;
  }
}
