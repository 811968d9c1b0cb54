/** What a page or a dialog does on request: one thing at a time, and what went wrong with it. */
import type { ErrorView } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';

/** One per page or dialog. */
export class Work {
  busy = $state(false);
  error = $state.raw<ErrorView | null>(null);

  /** Runs an act, unless another goes on. Whether it was done; what went wrong stands until the next. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await act();
      return true;
    } catch (thrown) {
      this.error = asError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
