/** Where the person is, kept in the address so that a replaced page opens at the same place. Ids only, no names. */

/** How a key can leave the program for one person. */
export const WAYS = ['phone', 'paper', 'file', 'shown'] as const;
export type Way = (typeof WAYS)[number];
/** The pages of somebody's leaving, in order. */
export const LEAVING_STEPS = ['who', 'had', 'keys', 'tell', 'sign'] as const;
export type LeavingStep = (typeof LEAVING_STEPS)[number];
/** The reports, as the program names them. */
export const REPORTS = ['who-could', 'leavers', 'shown-and-exported', 'paper-and-phones', 'out-of-date', 'joiners', 'integrity'] as const;
export type ReportName = (typeof REPORTS)[number];

/** The pages of the unlocked window. */
export type Route =
  | { page: 'codes'; account: string | null }
  | { page: 'add' }
  | { page: 'replace'; id: string }
  | { page: 'check'; id: string }
  | { page: 'settings'; section: string | null }
  | { page: 'help' }
  | { page: 'share'; id: string }
  | { page: 'give'; id: string; way: Way }
  | { page: 'given' }
  | { page: 'people'; person: string | null }
  | { page: 'leave'; what: 'person' | 'device'; id: string }
  | { page: 'leaving'; id: string; step: LeavingStep; account: string | null }
  | { page: 'log' }
  | { page: 'reports'; report: ReportName | null }
  | { page: 'found' }
  | { page: 'kit' }
  | { page: 'join' };

const ID = /^[0-9a-z]{32}$/;
/** Ids of the firm: of people, devices, accounts, and of somebody's leaving. */
const OF_FIRM = /^[0-9a-z]{26}$/;
const ofFirm = (id: string | undefined): string | null => (id !== undefined && OF_FIRM.test(id) ? id : null);

/** Reads an address such as `#/codes/<id>`; what it does not know is the list of codes. */
export function parseRoute(hash: string): Route {
  const [page, id, more, last] = hash.replace(/^#\/?/, '').split('/');
  const known = id !== undefined && ID.test(id) ? id : null;
  if (page === 'add' || page === 'help' || page === 'found' || page === 'kit' || page === 'join' || page === 'given' || page === 'log') return { page };
  if (page === 'reports') return { page, report: REPORTS.find((one) => one === id) ?? null };
  if (page === 'people') return { page, person: ofFirm(id) };
  if (page === 'leave' || page === 'leaving') return parseLeaving(page, id, more, last) ?? { page: 'people', person: null };
  if (page === 'settings') return { page, section: id ?? null };
  if ((page === 'replace' || page === 'check' || page === 'share') && known !== null) return { page, id: known };
  const way = WAYS.find((one) => one === more);
  if (page === 'give' && known !== null && way !== undefined) return { page, id: known, way };
  return { page: 'codes', account: page === 'codes' ? known : null };
}

function parseLeaving(page: 'leave' | 'leaving', first: string | undefined, second: string | undefined, account: string | undefined): Route | null {
  const [id, what] = [ofFirm(page === 'leave' ? second : first), LEAVING_STEPS.find((one) => one === second)];
  if (id === null) return null;
  if (page === 'leaving') return what === undefined ? null : { page, id, step: what, account: ofFirm(account) };
  return first === 'person' || first === 'device' ? { page, what: first, id } : null;
}

/** Writes the address of a place. */
export function formatRoute(route: Route): string {
  if (route.page === 'codes') return route.account === null ? '#/codes' : `#/codes/${route.account}`;
  if (route.page === 'settings') return route.section === null ? '#/settings' : `#/settings/${route.section}`;
  if (route.page === 'reports') return route.report === null ? '#/reports' : `#/reports/${route.report}`;
  if (route.page === 'people') return route.person === null ? '#/people' : `#/people/${route.person}`;
  if (route.page === 'give') return `#/give/${route.id}/${route.way}`;
  if (route.page === 'leave') return `#/leave/${route.what}/${route.id}`;
  if (route.page === 'leaving') return `#/leaving/${route.id}/${route.step}${route.account === null ? '' : `/${route.account}`}`;
  return 'id' in route ? `#/${route.page}/${route.id}` : `#/${route.page}`;
}

/** Asked before leaving; returns true when it keeps the person and will call `go` itself. */
export type Guard = (go: () => void) => boolean;

/** The place now, and the way to another. */
export class Router {
  route = $state.raw<Route>(parseRoute(window.location.hash));
  #guard: Guard | null = null;

  constructor() {
    window.addEventListener('hashchange', () => (this.route = parseRoute(window.location.hash)));
  }

  /** Lets `guard` be asked before leaving, until the returned function is called. */
  hold(guard: Guard): () => void {
    this.#guard = guard;
    return () => {
      if (this.#guard === guard) this.#guard = null;
    };
  }

  /** Lets the person go without being asked. */
  release(): void {
    this.#guard = null;
  }

  /** Goes to another place, once nobody keeps the person here. Being there already, it does nothing. */
  go(route: Route): void {
    if (formatRoute(route) === formatRoute(this.route)) return;
    if (this.#guard?.(() => this.#set(route)) !== true) this.#set(route);
  }

  #set(route: Route): void {
    this.route = route;
    window.history.replaceState(null, '', formatRoute(route));
  }
}
