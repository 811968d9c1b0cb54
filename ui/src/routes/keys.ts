/** The keys that work on every page of the unlocked window, and those that make every page larger. */
import { tick } from 'svelte';
import type { Host } from '$lib/host/types';
import type { Route } from '$lib/state/route.svelte';
import type { Session } from '$lib/state/session.svelte';

const codes = { page: 'codes', account: null } as const;
const PEOPLE: Route = { page: 'people', person: null };
const LOG: Route = { page: 'log' };

/** Ctrl+1 and on, in the order of the rail. */
function sections(session: Session): Route[] {
  const people = session.firm.seesPeople ? [PEOPLE, LOG] : [];
  return [codes, ...people, { page: 'settings', section: null }, { page: 'help' }];
}

/** Pages that Escape leaves; the others know more of where back is. */
const BACK_TO_CODES: ReadonlySet<string> = new Set(['settings', 'help', 'people', 'given', 'log', 'reports']);

/** Where Escape leads to. */
function aboveOf(route: Route, session: Session): Route {
  if (route.page === 'given' || (route.page === 'people' && route.person !== null)) return PEOPLE;
  if (route.page === 'reports') return route.report === null ? LOG : { page: 'reports', report: null };
  if (route.page === 'log' && !session.firm.seesPeople) return { page: 'settings', section: 'firm' };
  return codes;
}

async function focusSearch(session: Session): Promise<void> {
  if (session.router.route.page !== 'codes' || session.router.route.account !== null) session.router.go(codes);
  await tick();
  const box = document.querySelector<HTMLInputElement>('[data-testid="search"]');
  box?.focus();
  box?.select();
}

function withControl(session: Session, key: string): boolean {
  const section = sections(session)[Number(key) - 1];
  if (section !== undefined) session.router.go(section);
  else if (key === 'f') void focusSearch(session);
  else if (key === 'n') session.router.go({ page: 'add' });
  else if (key === 'l') void session.lock();
  else return false;
  return true;
}

function withShift(session: Session, key: string): boolean {
  if (key !== 'n' || !session.firm.manages) return false;
  session.firm.invite();
  return true;
}

function alone(session: Session, key: string, editing: boolean): boolean {
  const { route } = session.router;
  if (key === 'Escape' && !editing && BACK_TO_CODES.has(route.page)) session.router.go(aboveOf(route, session));
  else if (key === 'F1') session.router.go({ page: 'help' });
  else if (key === '?' && !editing && session.settings?.singleKeys !== false) session.shortcutsOpen = true;
  else return false;
  return true;
}

/** Whether letters belong to a field. The empty search box does not count: it has focus when the window opens. */
function isEditing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement && target.type === 'search') return target.value !== '';
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/** Makes the key handler of the window. */
export function shellKeys(session: Session): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey) return;
    const editing = isEditing(event.target);
    const key = event.key.toLowerCase();
    const done = event.ctrlKey ? (event.shiftKey ? withShift(session, key) : withControl(session, key)) : alone(session, event.key, editing);
    if (done) event.preventDefault();
  };
}

/** Makes the handler of the keys that browsers zoom with; the program draws the page larger. */
export function zoomKeys(host: Host): (event: KeyboardEvent) => void {
  const keys: Record<string, () => Promise<null>> = {
    '+': () => host.zoomIn(),
    '=': () => host.zoomIn(),
    '-': () => host.zoomOut(),
    '0': () => host.zoomUsual(),
  };
  return (event) => {
    const zoom = (event.ctrlKey || event.metaKey) && !event.altKey ? keys[event.key] : undefined;
    if (zoom === undefined) return;
    event.preventDefault();
    void zoom().catch(() => undefined);
  };
}
