/** Giving a key to one person: what is asked, what was approved, and what was given. */
import type { ApprovalView, Done, GivenView, GiveRequest, Host, OnPaper, PersonView } from '$lib/host/types';
import { t } from '$lib/i18n/messages';
import { Fresh } from '$lib/state/fresh.svelte';
import type { Way } from '$lib/state/route.svelte';
import type { Session } from '$lib/state/session.svelte';
import { approvalFor, stage, USUAL_DAYS } from './logic';

const DAY = 86_400;

/** One per page. */
export class Giving {
  people = $state.raw<PersonView[]>([]);
  person = $state('');
  reason = $state('');
  days = $state(String(USUAL_DAYS));
  onPaper = $state<OnPaper>('both');
  /** Whether the firm's rules ask for a second administrator. */
  needsApproval = $state(false);
  approvals = $state.raw<ApprovalView[]>([]);
  /** What was given; null before. */
  given = $state.raw<GivenView | null>(null);
  readonly fresh: Fresh;
  readonly way: Way;
  readonly #session: Session;
  readonly #id: string;
  /** What the firm calls the account. */
  #firmId = '';
  readonly approval = $derived.by(() => {
    const asked = { label: this.label, person: this.person, route: this.way, by: this.#session.firm.view?.person ?? null };
    return approvalFor(this.approvals, asked);
  });
  readonly stage = $derived(stage(this.approval));

  constructor(session: Session, id: string, way: Way) {
    this.#session = session;
    this.#id = id;
    this.way = way;
    this.fresh = new Fresh(session);
    // Who looks at a key for themselves is the usual case.
    if (way === 'shown') this.person = session.firm.view?.person ?? '';
  }

  get label(): string {
    return this.#session.account(this.#id)?.label ?? '';
  }

  /** Whether everything that must be said was said, and nobody is waited for. */
  get ready(): boolean {
    return this.person !== '' && this.reason.trim() !== '' && this.stage !== 'waits' && this.stage !== 'refused';
  }

  get typed(): boolean {
    return this.given === null && this.reason !== '';
  }

  /** When paper is to be back. */
  due(days: string = this.days): number {
    return Math.floor(Date.now() / 1000) + Number(days) * DAY;
  }

  async load(): Promise<void> {
    const { host } = this.#session;
    const [people, holders] = await Promise.all([host.people(), host.holders(this.#id)]);
    this.people = people;
    this.#firmId = holders.id;
    await this.look();
  }

  /** Reads again what others may have answered. True once the person has what was shown. */
  async look(): Promise<boolean> {
    const { host } = this.#session;
    this.approvals = await host.approvals();
    const id = this.given?.id;
    if (id === undefined) return false;
    return (await host.givenKeys()).some((one) => one.id === id && one.fate === 'received');
  }

  /** Gives the key. */
  async give(): Promise<void> {
    if (!this.ready) return;
    await this.fresh.run(async () => {
      const { host, firm } = this.#session;
      const done = await this.#start(host, this.#request());
      if (done !== null) this.given = (await firm.follow(async () => done)).value;
    });
    if (this.fresh.work.error?.code === 'firm.needs-approval') {
      this.needsApproval = true;
      this.fresh.work.error = null;
    }
  }

  /** Asks a second administrator. */
  async ask(): Promise<void> {
    const { host, firm } = this.#session;
    if (this.person === '' || this.reason.trim() === '') return;
    await this.fresh.work.run(() => firm.follow(() => host.askApproval({ ...this.#request(), request: null })));
    await this.#session.attempt(() => this.look());
  }

  /** The person has what was shown; the page is left by who hears of it. */
  async taken(): Promise<boolean> {
    const { given } = this;
    const { host, firm } = this.#session;
    if (given === null) return false;
    return this.fresh.work.run(async () => {
      await firm.follow(() => host.setGiven(given.id, 'received'));
      await host.closeKey();
    });
  }

  say(): void {
    this.#session.toasts.show('plain', t('toast-given', { name: this.person, label: this.label }));
  }

  /** Null when no file was chosen. */
  #start(host: Host, request: GiveRequest): Promise<Done<GivenView> | null> {
    if (this.way === 'paper') return host.handOut(request, this.onPaper);
    return this.way === 'file' ? host.giveFile(request) : host.showKey(request);
  }

  #request(): GiveRequest {
    const due = this.way === 'paper' ? this.due() : null;
    return { account: this.#firmId, person: this.person, route: this.way, due, reason: this.reason.trim(), request: this.stage === 'granted' ? (this.approval?.id ?? null) : null };
  }
}
