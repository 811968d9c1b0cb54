/** Everybody of the firm, read anew whenever something changed. */
import type { ApprovalView, DeviceView, ErrorView, GivenView, PersonView, RequestView, TeamView, VoidView } from '$lib/host/types';
import { asError } from '$lib/i18n/messages';
import type { Session } from '$lib/state/session.svelte';

/** What the people page shows. */
export class Everybody {
  people = $state.raw<PersonView[]>([]);
  devices = $state.raw<DeviceView[]>([]);
  teams = $state.raw<TeamView[]>([]);
  requests = $state.raw<RequestView[]>([]);
  /** Work of people who were removed that did not count. */
  voided = $state.raw<VoidView[]>([]);
  /** Keys that were given by another route than this program, and requests to give one. */
  given = $state.raw<GivenView[]>([]);
  approvals = $state.raw<ApprovalView[]>([]);
  /** Whether it was read once. */
  ready = $state(false);
  error = $state.raw<ErrorView | null>(null);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async load(): Promise<void> {
    const { host, firm } = this.#session;
    try {
      [this.people, this.devices, this.teams] = await Promise.all([host.people(), host.devices(), host.teams()]);
      this.given = await host.givenKeys();
      if (firm.manages) [this.voided, this.approvals] = await Promise.all([host.voidWork(), host.approvals()]);
      this.error = null;
      this.ready = true;
    } catch (thrown) {
      this.error = asError(thrown);
    }
    try {
      if (firm.manages) this.requests = await host.requests();
    } catch (thrown) {
      // Who answered is in the folder alone; that it cannot be reached is said above the page.
      firm.trouble = asError(thrown);
    }
  }
}
