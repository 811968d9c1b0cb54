/** Proving the two sheets of a new recovery kit: each is shown in its own window, and two of its words are typed back. */
import type { KitView, SheetSide } from '$lib/host/types';
import type { Session } from '$lib/state/session.svelte';

/** One kit on its way. The kit itself stays in the program. */
export class SheetProof {
  side = $state<SheetSide>('a');
  words = $state<[string, string]>(['', '']);
  /** Whether the sheet was shown. */
  shown = $state(false);
  #kit = $state.raw<KitView | null>(null);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Begins with a kit, or anew with a sheet of it. */
  begin(kit: KitView): void {
    this.#kit = kit;
    this.#turn('a');
  }

  /** The places of the two words that are asked for. */
  get asked(): [number, number] {
    return this.#kit?.asked[this.side === 'a' ? 0 : 1] ?? [1, 2];
  }

  /** Shows the sheet in its own window. */
  async show(): Promise<void> {
    if (await this.#session.attempt(() => this.#session.host.showSheet(this.side))) this.shown = true;
  }

  /** Has the typed words compared, and goes on to the other sheet; true when that was the last. */
  async prove(): Promise<boolean> {
    const { host } = this.#session;
    await host.proveSheet(this.side, [...this.words]);
    await host.closeSheet();
    if (this.side === 'b') return true;
    this.#turn('b');
    return false;
  }

  /** Gives up what is shown: a kit is shown once. */
  close(): void {
    void this.#session.host.closeSheet().catch(() => undefined);
  }

  #turn(side: SheetSide): void {
    this.side = side;
    this.shown = false;
    this.words = ['', ''];
  }
}
