/** What the window asks of the program, and what it hears from it. Pages know this and nothing below it. */
import type {
  AccountsView,
  AddRequest,
  AddView,
  CheckView,
  CodeView,
  CopyView,
  CopyWhen,
  DoneView,
  DraftView,
  ErrorView,
  LabelView,
  PlanView,
  ServiceView,
  SettingsView,
  StatusView,
} from './views';

export type * from './views';

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
  /** The clipboard was cleared. */
  cleared: null;
  /** A picture dropped on the window was read. */
  draft: DraftView;
  /** A picture dropped on the window could not be read. */
  'draft-failed': ErrorView;
  /** Backup or restore goes on. */
  progress: Progress;
}

/** Every call rejects with an {@link ErrorView} and nothing else. */
export interface Host {
  status(): Promise<StatusView>;
  /** First run: makes the vault and the practice account. */
  createVault(passphrase: string | null): Promise<StatusView>;
  unlock(passphrase: string | null): Promise<StatusView>;
  lock(): Promise<StatusView>;
  /** Moves an unreadable vault aside and makes a new one. */
  recover(): Promise<StatusView>;
  accounts(): Promise<AccountsView>;
  codes(ids: string[]): Promise<CodeView[]>;
  /** Counter accounts only: takes the next code. */
  nextCode(id: string): Promise<CodeView>;
  copyCode(id: string, when: CopyWhen): Promise<CopyView>;
  cancelCopy(): Promise<null>;
  readText(text: string): Promise<DraftView>;
  /** null: the person closed the file dialog. */
  readPicture(): Promise<DraftView | null>;
  readClipboard(): Promise<DraftView>;
  readScreen(): Promise<DraftView>;
  discardDraft(draft: string): Promise<null>;
  nameAid(): Promise<ServiceView[]>;
  checkLabel(label: string, id: string | null): Promise<LabelView>;
  addFound(request: AddRequest): Promise<AddView>;
  confirmKey(id: string, accepted: boolean): Promise<null>;
  rename(id: string, label: string): Promise<null>;
  setHint(id: string, hint: string | null): Promise<null>;
  setNote(id: string, note: string | null): Promise<null>;
  setService(id: string, service: string | null): Promise<null>;
  /** Can be undone for 30 days. */
  remove(id: string): Promise<null>;
  putBack(id: string): Promise<null>;
  /** Wipes a removed account now. */
  purge(id: string): Promise<null>;
  openSignIn(id: string): Promise<null>;
  settings(): Promise<SettingsView>;
  saveSettings(settings: SettingsView): Promise<null>;
  /** Sets, changes or removes what protects the vault. */
  setPassphrase(old: string | null, next: string | null): Promise<null>;
  backup(passphrase: string): Promise<DoneView | null>;
  openBackup(passphrase: string): Promise<PlanView | null>;
  applyPlan(plan: string): Promise<DoneView>;
  cancelWork(): Promise<null>;
  discardPlan(plan: string): Promise<null>;
  doctor(): Promise<CheckView[]>;
  /** Puts off the idle lock. */
  active(): Promise<null>;
  /** Replaces the page, so that nothing typed on it stays in its memory. */
  reloadPage(): void;
  /** Hears an event until the returned function is called. */
  on<Name extends keyof HostEvents>(name: Name, hear: (payload: HostEvents[Name]) => void): () => void;
}
