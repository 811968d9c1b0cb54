/** The keys that work on every page of the unlocked window. */
import { tick } from 'svelte';
import type { Session } from '$lib/state/session.svelte';

const codes = { page: 'codes', account: null } as const;
const SECTIONS = [codes, { page: 'settings', section: null }, { page: 'help' }] as const;

/** Pages that Escape leaves; the others know more of where back is. */
const BACK_TO_CODES: ReadonlySet<string> = new Set(['settings', 'help']);

async function focusSearch(session: Session): Promise<void> {
  if (session.router.route.page !== 'codes' || session.router.route.account !== null) session.router.go(codes);
  await tick();
  const box = document.querySelector<HTMLInputElement>('[data-testid="search"]');
  box?.focus();
  box?.select();
}

function withControl(session: Session, key: string): boolean {
  const section = SECTIONS[Number(key) - 1];
  if (section !== undefined) session.router.go(section);
  else if (key === 'f') void focusSearch(session);
  else if (key === 'n') session.router.go({ page: 'add' });
  else if (key === 'l') void session.lock();
  else return false;
  return true;
}

function alone(session: Session, key: string, editing: boolean): boolean {
  if (key === 'Escape' && !editing && BACK_TO_CODES.has(session.router.route.page)) session.router.go(codes);
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
    const done = event.ctrlKey ? !event.shiftKey && withControl(session, event.key.toLowerCase()) : alone(session, event.key, editing);
    if (done) event.preventDefault();
  };
}
