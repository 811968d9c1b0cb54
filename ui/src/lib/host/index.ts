/** Chooses the host: the desktop program, the sample one in a browser, or none. */
import type { Host } from './types';

export type * from './types';

/** The host of this page; null when the page was opened outside the program. */
export async function chooseHost(): Promise<Host | null> {
  if ('__TAURI_INTERNALS__' in window) {
    const { makeTauriHost } = await import('./tauri');
    return makeTauriHost();
  }
  if (import.meta.env.DEV || import.meta.env.VITE_FAKE === '1') {
    const { makeFakeHost, optionsFromQuery } = await import('./fake');
    return makeFakeHost(optionsFromQuery(window.location.search));
  }
  return null;
}
