/** What the window asks of the program, and what it hears from it. Pages know this and nothing below it. */
import type { commands, CopyView, DraftView, ErrorView } from './bindings.gen';

export type * from './bindings.gen';

/** How far long work has come. */
export interface Progress {
  done: number;
  total: number;
}

/** What may be heard, and what comes with it. */
export interface HostEvents {
  /** The list changed, perhaps by another program. */
  changed: null;
  /** The vault was locked. */
  locked: null;
  /** A copy that waited was done. */
  copied: CopyView;
  /** A copy that waited was not done. */
  'copy-failed': ErrorView;
  /** The clipboard was cleared. */
  cleared: null;
  /** A picture dropped on the window was read. */
  draft: DraftView;
  /** A picture dropped on the window could not be read. */
  'draft-failed': ErrorView;
  /** Backup, restore or a sync goes on. */
  progress: Progress;
  /** The firm's folder was looked into; with what went wrong, if anything did. */
  firm: ErrorView | null;
}

/** What the program's commands do, and what only a page can hear. Every call rejects with an {@link ErrorView}. */
export type Host = typeof commands & {
  /** Hears an event until the returned function is called. */
  on<Name extends keyof HostEvents>(name: Name, hear: (payload: HostEvents[Name]) => void): () => void;
};
