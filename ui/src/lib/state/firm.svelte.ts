/** The firm as the program has it, what kept its folder from being reached, and who may do what. */
import type { DepartureView, Done, ErrorView, FirmView, Host, RoleView } from '$lib/host/types';
import { asError, t } from '$lib/i18n/messages';
import type { Session } from './session.svelte';

const READS_PEOPLE: ReadonlySet<RoleView | null> = new Set(['administrator', 'auditor']);
const SHARES: ReadonlySet<RoleView | null> = new Set(['administrator', 'deputy']);

/** Whom an invite is begun for: a new person, or a further device of one. */
export interface Inviting {
  role: RoleView;
  deviceOf: string | null;
}

/** One per session; empty while the vault is locked or in no firm. */
export class FirmKeeper {
  view = $state.raw<FirmView | null>(null);
  /** Everybody's leaving, what is open first; for those who see people. */
  departures = $state.raw<DepartureView[]>([]);
  /** Why the firm could not be read, or its folder not be looked into, the last time. */
  trouble = $state.raw<ErrorView | null>(null);
  syncing = $state(false);
  /** Counts the changes, so that open pages read again. */
  changes = $state(0);
  /** As what somebody is about to be invited; null while nobody is. */
  inviting = $state<Inviting | null>(null);
  /** Why the firm could not be read the last time; taken back once it can be. */
  unread = $state.raw<ErrorView | null>(null);
  readonly #host: Host;
  readonly #session: Session;

  constructor(host: Host, session: Session) {
    this.#host = host;
    this.#session = session;
    host.on('firm', (trouble) => void this.#hear(trouble));
  }

  /** What this person may do; null while waiting, after a removal, and in no firm. */
  get role(): RoleView | null {
    return this.view?.role ?? null;
  }

  get seesPeople(): boolean {
    return READS_PEOPLE.has(this.role);
  }

  get manages(): boolean {
    return this.role === 'administrator';
  }

  get shares(): boolean {
    return SHARES.has(this.role);
  }

  /** Reads what the program has of the firm. That it cannot be read is the firm's trouble alone: codes are shown all the same. */
  async load(): Promise<void> {
    const before = this.view;
    try {
      this.view = await this.#host.firm();
    } catch (thrown) {
      this.trouble = this.unread = asError(thrown);
      return;
    }
    if (this.trouble === this.unread) this.trouble = null;
    this.unread = null;
    this.changes += 1;
    void this.#readDepartures();
    if (before?.waiting === true && this.view?.waiting === false && !this.view.removed) {
      this.#session.toasts.show('plain', t('toast-in', { firm: this.view.name ?? '' }));
    }
  }

  /** Looks into the firm's folder now. */
  async sync(): Promise<void> {
    if ((this.view === null && this.trouble === null) || this.syncing) return;
    this.syncing = true;
    try {
      await this.#host.syncFirm();
      this.trouble = null;
    } catch (thrown) {
      this.trouble = asError(thrown);
    } finally {
      this.syncing = false;
    }
    await this.#session.refresh();
  }

  /** Opens the question whom to invite. One that is open stays, for the code of an invite is shown once. */
  invite(role: RoleView = 'staff', deviceOf: string | null = null): void {
    const here = this.#session.router.route.page === 'people';
    if (here && this.inviting !== null) return;
    this.inviting = { role, deviceOf };
    if (!here) this.#session.router.go({ page: 'people', person: null });
  }

  /** Runs an act on the firm. Its result; null when it failed, which is said. */
  async act<T>(run: () => Promise<Done<T>>): Promise<Done<T> | null> {
    try {
      return await this.follow(run);
    } catch (thrown) {
      this.#session.fail(asError(thrown));
      return null;
    }
  }

  /** Runs an act on the firm, for a page that says itself what went wrong. */
  async follow<T>(run: () => Promise<Done<T>>): Promise<Done<T>> {
    const done = await run();
    this.trouble = done.unsent;
    await this.#session.refresh();
    return done;
  }

  clear(): void {
    this.view = null;
    this.departures = [];
    this.trouble = this.unread = null;
    this.inviting = null;
  }

  /** Reads who leaves. What was read before stands where that fails: it is on its own page that one is told why. */
  async #readDepartures(): Promise<void> {
    if (!this.seesPeople) return;
    const read = await this.#host.departures().catch(() => this.departures);
    if (this.view !== null) this.departures = read;
  }

  async #hear(trouble: ErrorView | null): Promise<void> {
    this.trouble = trouble;
    await this.#session.refresh();
  }
}
