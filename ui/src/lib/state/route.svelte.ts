/** Where the person is, kept in the address so that a replaced page opens at the same place. Ids only, no names. */

/** The pages of the unlocked window. */
export type Route =
  | { page: 'codes'; account: string | null }
  | { page: 'add' }
  | { page: 'replace'; id: string }
  | { page: 'check'; id: string }
  | { page: 'settings'; section: string | null }
  | { page: 'help' }
  | { page: 'share'; id: string }
  | { page: 'people'; person: string | null }
  | { page: 'found' }
  | { page: 'join' };

const ID = /^[0-9a-z]{32}$/;
const PERSON = /^[0-9a-z]{26}$/;

/** Reads an address such as `#/codes/<id>`; what it does not know is the list of codes. */
export function parseRoute(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  const known = id !== undefined && ID.test(id) ? id : null;
  if (page === 'add' || page === 'help' || page === 'found' || page === 'join') return { page };
  if (page === 'people') return { page, person: id !== undefined && PERSON.test(id) ? id : null };
  if (page === 'settings') return { page, section: id ?? null };
  if ((page === 'replace' || page === 'check' || page === 'share') && known !== null) return { page, id: known };
  return { page: 'codes', account: page === 'codes' ? known : null };
}

/** Writes the address of a place. */
export function formatRoute(route: Route): string {
  if (route.page === 'codes') return route.account === null ? '#/codes' : `#/codes/${route.account}`;
  if (route.page === 'settings') return route.section === null ? '#/settings' : `#/settings/${route.section}`;
  if (route.page === 'people') return route.person === null ? '#/people' : `#/people/${route.person}`;
  return 'id' in route ? `#/${route.page}/${route.id}` : `#/${route.page}`;
}

/** The place now, and the way to another. */
export class Router {
  route = $state.raw<Route>(parseRoute(window.location.hash));
  /** Asked before leaving; returns true when the page keeps the person and will call `go` itself. */
  guard: ((go: () => void) => boolean) | null = null;

  constructor() {
    window.addEventListener('hashchange', () => (this.route = parseRoute(window.location.hash)));
  }

  go(route: Route): void {
    if (this.guard?.(() => this.#set(route)) === true) return;
    this.#set(route);
  }

  #set(route: Route): void {
    this.guard = null;
    this.route = route;
    window.history.replaceState(null, '', formatRoute(route));
  }
}
