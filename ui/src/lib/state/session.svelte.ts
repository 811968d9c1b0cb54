/** The window's state: what the program told, where the person is, what is on the screen. */
import type { AccountsView, AccountView, DraftView, ErrorView, Host, SettingsView, StatusView } from '$lib/host/types';
import { asError, errorWords } from '$lib/i18n/messages';
import { CodeKeeper } from './codes.svelte';
import { Copying } from './copying.svelte';
import { FirmKeeper } from './firm.svelte';
import { Router } from './route.svelte';
import { Tick } from './tick.svelte';
import { Toasts } from './toasts.svelte';

const EMPTY: AccountsView = { accounts: [], damaged: [], removed: [] };
const ACTIVE_EVERY_MS = 15_000;

/** One per page. Holds no secret key, and no label or code once the vault is locked. */
export class Session {
  status = $state.raw<StatusView | null>(null);
  list = $state.raw<AccountsView>(EMPTY);
  settings = $state.raw<SettingsView | null>(null);
  /** Why nothing could be loaded. */
  trouble = $state.raw<ErrorView | null>(null);
  shortcutsOpen = $state(false);
  /** The account whose label is being changed. */
  renaming = $state<string | null>(null);
  /** A picture dropped on the window, until the page takes it that captures a key. */
  dropped = $state.raw<DraftView | null>(null);
  /** Parts of a page that take a dropped picture. */
  captures = 0;
  readonly host: Host;
  readonly tick: Tick;
  readonly router = new Router();
  readonly toasts = new Toasts();
  readonly codes: CodeKeeper;
  readonly copying: Copying;
  readonly firm: FirmKeeper;
  #lastActive = 0;

  constructor(host: Host, tick = new Tick()) {
    this.host = host;
    this.tick = tick;
    this.codes = new CodeKeeper(host, tick, (error) => this.fail(error));
    this.copying = new Copying(host, this);
    this.firm = new FirmKeeper(host, this);
    host.on('changed', () => void this.refresh());
    host.on('locked', () => this.#afterLock());
    host.on('draft', (draft) => this.#take(draft));
    host.on('draft-failed', (error) => this.fail(error));
  }

  /** Asks where the vault stands, and loads the list when it is open. */
  async start(): Promise<void> {
    try {
      await this.enter(await this.host.status());
    } catch (thrown) {
      this.trouble = asError(thrown);
    }
  }

  /** Takes a new status; loads the list when the vault is open. */
  async enter(status: StatusView): Promise<void> {
    if (status.state !== 'unlocked' && this.status?.state === 'unlocked') return this.#afterLock();
    const opened = status.state === 'unlocked' && this.status?.state !== 'unlocked';
    if (status.state === 'unlocked') await this.#load();
    this.status = status;
    if (opened) void this.firm.sync();
  }

  /** Reads list and status again. */
  async refresh(): Promise<void> {
    if (this.status?.state !== 'unlocked') return;
    try {
      await this.enter(await this.host.status());
      this.codes.askAgain();
    } catch (thrown) {
      this.fail(asError(thrown));
    }
  }

  /** Locks; the page is replaced, so that nothing of the list stays in its memory. */
  async lock(): Promise<void> {
    try {
      await this.host.lock();
      this.#afterLock();
    } catch (thrown) {
      this.fail(asError(thrown));
    }
  }

  /** Saves settings; says so and returns false when they could not be saved. */
  async saveSettings(settings: SettingsView): Promise<boolean> {
    const before = this.settings;
    this.settings = settings;
    try {
      await this.host.saveSettings(settings);
      return true;
    } catch (thrown) {
      this.settings = before;
      this.fail(asError(thrown));
      return false;
    }
  }

  /** Runs a command that may fail; says so and returns false when it does. */
  async attempt(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (thrown) {
      this.fail(asError(thrown));
      return false;
    }
  }

  /** Says what went wrong. */
  fail(error: ErrorView): void {
    if (error.code === 'vault.locked') return this.#afterLock();
    const { what, next } = errorWords(error);
    this.toasts.show('error', `${what} ${next}`.trim());
  }

  /** Replaces the page, so that nothing typed or shown on it stays in memory. */
  renewPage(): void {
    void this.host.renewPage().catch(() => window.location.reload());
  }

  account(id: string): AccountView | null {
    return this.list.accounts.find((account) => account.id === id) ?? null;
  }

  openAccount(id: string): void {
    this.router.go({ page: 'codes', account: id });
  }

  /** Opens an account with its label ready to be changed. */
  rename(id: string): void {
    this.renaming = id;
    this.openAccount(id);
  }

  /** Puts off the idle lock, at most every 15 s. */
  touched(): void {
    const now = Date.now();
    if (this.status?.state !== 'unlocked' || now - this.#lastActive < ACTIVE_EVERY_MS) return;
    this.#lastActive = now;
    void this.host.active().catch(() => undefined);
  }

  #take(draft: DraftView): void {
    if (this.status?.state !== 'unlocked') return;
    this.dropped = draft;
    const { page } = this.router.route;
    if (this.captures === 0 && page !== 'add' && page !== 'replace') this.router.go({ page: 'add' });
  }

  async #load(): Promise<void> {
    [this.list, this.settings] = await Promise.all([this.host.accounts(), this.host.settings(), this.firm.load()]);
    this.codes.follow(this.list.accounts);
  }

  #afterLock(): void {
    if (this.status?.state !== 'unlocked') return;
    this.status = { ...this.status, state: 'locked' };
    this.list = EMPTY;
    this.settings = null;
    this.dropped = null;
    this.codes.clear();
    this.copying.clear();
    this.firm.clear();
    this.toasts.clear();
    this.router.release();
    this.router.go({ page: 'codes', account: null });
    this.renewPage();
  }
}
