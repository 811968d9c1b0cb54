/** The codes on the screen: asked for once a step, only those that are seen, dropped when hidden. */
import { untrack } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { AccountView, CodeView, ErrorView, Host } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';
import { secondsLeft, showsNext } from '$lib/time/countdown';
import type { Tick } from './tick.svelte';

/** Holds the codes that are visible now. */
export class CodeKeeper {
  /** Accounts whose code the person asked to see. */
  readonly shown = new SvelteSet<string>();
  readonly #codes = new SvelteMap<string, CodeView>();
  readonly #wanted = new Map<string, number>();
  readonly #missing = new Set<string>();
  /** Asked for and not answered yet, by the question that counts; a slow keyring is not asked twice. */
  readonly #asking = new Map<string, symbol>();
  /** Which keys make the codes. */
  #keys = new Map<string, string>();
  readonly #host: Host;
  readonly #fail: (error: ErrorView) => void;
  readonly #tick: Tick;

  constructor(host: Host, tick: Tick, fail: (error: ErrorView) => void) {
    this.#host = host;
    this.#tick = tick;
    this.#fail = fail;
    tick.each((now) => this.#renew(now));
  }

  /** The code of an account, if it is here. */
  of(id: string): CodeView | undefined {
    return this.#codes.get(id);
  }

  /** Keeps a timed account's code fresh until the returned function is called. */
  want(id: string): () => void {
    const stop = this.#tick.need();
    this.#wanted.set(id, (this.#wanted.get(id) ?? 0) + 1);
    // Untracked: an effect that wants a code must not run again when the code comes.
    if (!untrack(() => this.#codes.has(id))) this.#ask([id]);
    return () => {
      stop();
      const left = (this.#wanted.get(id) ?? 1) - 1;
      if (left > 0) this.#wanted.set(id, left);
      else this.#drop(id);
    };
  }

  /** Takes in which keys the accounts have now: a code of a key that was replaced is asked for anew. */
  follow(accounts: readonly AccountView[]): void {
    const before = this.#keys;
    this.#keys = new Map(accounts.map(({ id, versions }) => [id, JSON.stringify(versions)]));
    const replaced = [...this.#wanted.keys()].filter((id) => before.has(id) && before.get(id) !== this.#keys.get(id));
    for (const id of replaced) this.#codes.delete(id);
    if (replaced.length > 0) this.#ask(replaced);
  }

  /** Takes the next code of a counter account and shows it. */
  async next(id: string): Promise<void> {
    this.#codes.set(id, await this.#host.nextCode(id));
    this.shown.add(id);
  }

  /** Shows or hides an account's code. */
  toggle(id: string): void {
    if (!this.shown.delete(id)) this.shown.add(id);
    else this.#codes.delete(id);
  }

  /** Asks once more for the codes of keys that could not be read. */
  askAgain(): void {
    const unread = [...this.#wanted.keys()].filter((id) => this.#codes.get(id)?.problem != null);
    if (unread.length > 0) this.#ask(unread);
  }

  /** Forgets every code. */
  clear(): void {
    this.shown.clear();
    this.#codes.clear();
    this.#keys.clear();
  }

  #drop(id: string): void {
    this.#wanted.delete(id);
    this.#codes.delete(id);
  }

  #renew(now: number): void {
    const stale = [...this.#wanted.keys()].filter((id) => {
      if (this.#asking.has(id)) return false;
      const code = this.#codes.get(id);
      // A key that cannot be read is not asked for each second; askAgain does when the list changed.
      if (code === undefined || code.code === null) return false;
      const left = secondsLeft(code.validUntil, now);
      return left === 0 || (showsNext(left) && code.next === null);
    });
    if (stale.length > 0) this.#ask(stale);
  }

  #ask(ids: string[]): void {
    const first = this.#missing.size === 0;
    for (const id of ids) this.#missing.add(id);
    // Rows that appear together ask together.
    if (first) queueMicrotask(() => void this.#fetch());
  }

  async #fetch(): Promise<void> {
    const ids = [...this.#missing];
    this.#missing.clear();
    const question = Symbol();
    for (const id of ids) this.#asking.set(id, question);
    const counts = (id: string) => this.#asking.get(id) === question;
    try {
      for (const code of await this.#host.codes(ids)) {
        if (this.#wanted.has(code.id) && counts(code.id)) this.#codes.set(code.id, code);
      }
    } catch (thrown) {
      this.#fail(asError(thrown));
    } finally {
      for (const id of ids.filter(counts)) this.#asking.delete(id);
    }
  }
}
