/** The one clock of the page: ticks on the second, only while something shows time and the page is seen. */

/** Whole Unix seconds that change while anybody needs them. */
export class Tick {
  /** Unix seconds; stands still while nobody needs it. */
  now = $state(0);
  readonly #clock: () => number;
  #users = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #heard = new Set<(now: number) => void>();

  constructor(clock: () => number = () => Date.now()) {
    this.#clock = clock;
    this.now = Math.floor(clock() / 1000);
    document.addEventListener('visibilitychange', () => this.#settle());
  }

  /** Keeps the clock going until the returned function is called. */
  need(): () => void {
    this.#users += 1;
    this.#settle();
    return () => {
      this.#users -= 1;
      this.#settle();
    };
  }

  /** Calls `hear` on every tick, until the returned function is called. Does not keep the clock going. */
  each(hear: (now: number) => void): () => void {
    this.#heard.add(hear);
    return () => void this.#heard.delete(hear);
  }

  #settle(): void {
    const wanted = this.#users > 0 && !document.hidden;
    if (wanted && this.#timer === null) this.#beat();
    if (wanted || this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  #beat(): void {
    const time = this.#clock();
    this.now = Math.floor(time / 1000);
    for (const hear of this.#heard) hear(this.now);
    // A little after the second, so that a timer that fires early does not show the old one.
    this.#timer = setTimeout(() => this.#beat(), 1005 - (time % 1000));
  }
}
