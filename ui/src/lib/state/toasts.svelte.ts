/** Short notices at the foot of the window. */

/** A button in a notice. */
export interface ToastAction {
  label: string;
  run: () => void;
}

/** One notice. */
export interface Toast {
  id: number;
  kind: 'plain' | 'copied' | 'error';
  text: string;
  /** Shows the seconds left until then. */
  until: number | null;
  action: ToastAction | null;
}

const STAYS_MS = { plain: 6000, copied: 10_000, error: 20_000 } as const;
const STAYS_WITH_ACTION_MS = 20_000;

/** The notices that are up; a new one of the same kind takes the old one's place. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #count = 0;

  /** Puts up a notice; it goes by itself. */
  show(kind: Toast['kind'], text: string, more: { until?: number | null; action?: ToastAction } = {}): void {
    this.#count += 1;
    const toast: Toast = { id: this.#count, kind, text, until: more.until ?? null, action: more.action ?? null };
    this.list = [...this.list.filter((other) => other.kind !== kind), toast];
    setTimeout(() => this.dismiss(toast.id), toast.action === null ? STAYS_MS[kind] : STAYS_WITH_ACTION_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.list = [];
  }
}
