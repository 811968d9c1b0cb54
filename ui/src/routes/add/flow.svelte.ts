/** The way through adding: reads, chooses, names, adds. Holds no secret key; the draft stays in the program. */
import type { AddView, DraftView, ErrorView, FoundView } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';
import type { Session } from '$lib/state/session.svelte';
import { startChosen, startNaming, stepAfterReading, toRequest, wouldLose, type BroughtIn, type Naming } from './logic';

export type Step = 'capture' | 'type' | 'choose' | 'name' | 'brought';
export type Source = 'screen' | 'picture' | 'clipboard' | 'text';

/** How a new key is taken without a question, where the person is at the account already. */
export interface Straight {
  /** The service of the account. A key of another one is asked about first. */
  service: string | null;
  /** Done before the key is taken. */
  before: () => Promise<unknown>;
  /** Done afterwards, in the place of the question whether it works. */
  after: () => void;
}

/** One pass through the add wizard. */
export class AddFlow {
  step = $state<Step>('capture');
  busy = $state<Source | 'add' | null>(null);
  error = $state.raw<ErrorView | null>(null);
  draft = $state.raw<DraftView | null>(null);
  chosen = $state<number[]>([]);
  current = $state.raw<FoundView | null>(null);
  naming = $state<Naming | null>(null);
  /** The account in the way of the label or the key. */
  inTheWay = $state.raw<AddView | null>(null);
  /** The label that was asked for when it was found in the way. */
  inTheWayOf = $state.raw<string | null>(null);
  brought = $state.raw<BroughtIn[]>([]);
  /** The account whose key is being replaced, or null when a new one is added. */
  readonly replaces: string | null;
  readonly #session: Session;
  readonly #straight: Straight | null;
  #typed = $state('');
  #started: Naming | null = null;
  #keyWasTyped = false;
  #left = false;

  constructor(session: Session, replaces: string | null, straight: Straight | null = null) {
    this.#session = session;
    this.replaces = replaces;
    this.#straight = straight;
  }

  /** What is typed or pasted; cleared as soon as it is read. */
  get typed(): string {
    return this.#typed;
  }

  set typed(text: string) {
    if (text !== '') this.#keyWasTyped = true;
    this.#typed = text;
  }

  /** Whether leaving now would lose something the person did. */
  get wouldLose(): boolean {
    return this.busy === 'add' || wouldLose(this.step, this.typed, this.naming, this.#started);
  }

  /** Reads from a source and goes on. */
  async read(source: Source): Promise<void> {
    if (this.busy !== null) return;
    const { host } = this.#session;
    const readers = { screen: () => host.readScreen(), picture: () => host.readPicture(), clipboard: () => host.readClipboard(), text: () => host.readText(this.typed) };
    this.busy = source;
    this.error = null;
    try {
      const draft = await readers[source]();
      if (draft !== null) this.take(draft);
    } catch (thrown) {
      this.error = asError(thrown);
    } finally {
      this.busy = null;
    }
  }

  /** Goes on with what was read. */
  take(draft: DraftView): void {
    this.#discard();
    if (this.#left) return this.#discard(draft);
    this.typed = '';
    this.draft = draft;
    this.error = null;
    const next = stepAfterReading(draft);
    if (next === 'nothing') this.error = draft.skipped[0]?.problem ?? null;
    if (next === 'choose') {
      this.chosen = this.replaces === null ? startChosen(draft.found) : [];
      this.step = 'choose';
    }
    if (next === 'name' && draft.found[0] !== undefined) this.name(draft.found[0]);
  }

  /** Goes to naming one of them. */
  name(found: FoundView): void {
    this.current = found;
    this.inTheWay = null;
    const label = this.replaces === null ? null : (this.#session.account(this.replaces)?.label ?? null);
    this.naming = { ...startNaming(found), ...(label === null ? {} : { label }) };
    this.#started = { ...this.naming };
    this.step = 'name';
    // After the reading, which is still going on.
    if (this.#straight !== null && !this.isOfAnother) void Promise.resolve().then(() => this.add());
  }

  /** Whether the key that was read is one of another service, or is here as another account already. */
  get isOfAnother(): boolean {
    const [service, here] = [this.#straight?.service ?? null, this.current?.hereAs ?? null];
    const found = this.current?.service ?? null;
    return here !== null || (service !== null && found !== null && service !== found);
  }

  /** Adds the one that was named, or replaces the key of the account with that label. */
  async add(replace = this.replaces !== null): Promise<void> {
    if (this.busy !== null || this.draft === null || this.current === null || this.naming === null) return;
    this.busy = 'add';
    this.error = null;
    try {
      await this.#straight?.before();
      const result = await this.#session.host.addFound(toRequest(this.draft.draft, this.current.index, this.naming, replace));
      if (result.unsent !== null) this.#session.firm.trouble = result.unsent;
      if (['added', 'replaced', 'mended'].includes(result.outcome)) await this.#finish(result.id);
      else {
        this.inTheWayOf = this.naming.label;
        this.inTheWay = result;
      }
    } catch (thrown) {
      this.error = asError(thrown);
    } finally {
      this.busy = null;
    }
  }

  /** Brings in all that are ticked under their offered labels; stops at the first that fails. */
  async addChosen(): Promise<void> {
    const { draft } = this;
    if (draft === null || this.busy !== null) return;
    const all = draft.found.filter((found) => this.chosen.includes(found.index));
    const [only] = all;
    if (all.length === 1 && only !== undefined) return this.name(only);
    this.busy = 'add';
    this.brought = [];
    this.step = 'brought';
    for (const found of all) {
      try {
        const result = await this.#session.host.addFound(toRequest(draft.draft, found.index, startNaming(found), false));
        this.brought = [...this.brought, { found, result }];
      } catch (thrown) {
        this.brought = [...this.brought, { found, result: null }];
        this.error = asError(thrown);
        break;
      }
    }
    this.busy = null;
    await this.#session.refresh();
  }

  /** One step back; false on the first step. */
  back(): boolean {
    this.error = null;
    this.inTheWay = null;
    if (this.step === 'capture') return false;
    const several = this.draft !== null && this.draft.found.length > 1;
    const from = this.step;
    this.typed = '';
    this.step = from === 'name' && several ? (this.brought.length > 0 ? 'brought' : 'choose') : 'capture';
    return true;
  }

  /** Ends the pass: drops the draft, and replaces the page when a key was typed on it. */
  leave(): void {
    this.#left = true;
    this.#discard();
    this.draft = null;
    this.typed = '';
    if (this.#keyWasTyped) this.#session.renewPage();
  }

  /** Lets the program forget the keys of a draft. */
  #discard(draft = this.draft): void {
    if (draft !== null) void this.#session.host.discardDraft(draft.draft).catch(() => undefined);
  }

  async #finish(id: string): Promise<void> {
    this.#started = null;
    await this.#session.refresh();
    if (this.#straight !== null) return this.#straight.after();
    this.#session.router.release();
    this.#session.router.go({ page: 'check', id });
  }
}
