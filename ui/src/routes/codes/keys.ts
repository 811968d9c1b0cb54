/** The keyboard of the list: type to find, arrows to choose, Enter to copy. */
import type { Session } from '$lib/state/session.svelte';
import { moveChoice } from './logic';

/** What the keys reach on the page. */
export interface ListParts {
  chosen: () => string | null;
  copyButtons: () => HTMLButtonElement[];
  search: () => HTMLInputElement | null;
  ask: (text: string) => void;
  asked: () => string;
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

function inDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"]') !== null;
}

/** The panel scrolls by arrows and takes no letters; the list is not there beside a narrow one. */
function inPanel(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-testid="panel"]') !== null;
}

function isLetter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== ' ' && event.key !== '?' && !event.ctrlKey && !event.altKey && !event.metaKey;
}

/** Makes the key handler of the list. */
export function codesKeys(session: Session, parts: ListParts): (event: KeyboardEvent) => void {
  const focusRow = (place: number) => {
    const button = parts.copyButtons()[place];
    button?.focus();
    button?.scrollIntoView?.({ block: 'nearest' });
  };
  const move = (by: number) => {
    const buttons = parts.copyButtons();
    const current = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (current === 0 && by < 0) parts.search()?.focus();
    else focusRow(moveChoice(current, by, buttons.length));
  };
  const onChosen = (event: KeyboardEvent, id: string) => {
    const search = event.target === parts.search();
    if (event.key === 'Enter' && search) void session.copying.copy(id);
    else if (event.key === 'ArrowRight' && !search && !isEditable(event.target)) session.openAccount(id);
    else if (event.key === 'F2' && !inPanel(event.target)) session.rename(id);
    else if (event.key.toLowerCase() === 'i' && event.ctrlKey) void session.copying.copyHint(id);
    else if (event.key.toLowerCase() === 'o' && event.ctrlKey) void session.attempt(() => session.host.openSignIn(id));
    else return;
    event.preventDefault();
  };
  const typed = (event: KeyboardEvent) => {
    if (!isLetter(event) || isEditable(event.target) || inPanel(event.target) || session.settings?.singleKeys === false) return;
    event.preventDefault();
    parts.ask(parts.asked() + event.key);
    parts.search()?.focus();
  };
  const escape = (event: KeyboardEvent) => {
    const { route } = session.router;
    if (session.copying.state.kind === 'waiting') void session.copying.cancel();
    else if (route.page === 'codes' && route.account !== null) session.router.go({ page: 'codes', account: null });
    else if (parts.asked() !== '') parts.ask('');
    else return;
    event.preventDefault();
  };
  return (event) => {
    if (event.defaultPrevented || inDialog(event.target) || inDialog(document.activeElement)) return;
    const digit = event.altKey && /^[1-9]$/.test(event.key) ? Number(event.key) : null;
    if (digit !== null) {
      event.preventDefault();
      focusRow(digit - 1);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !inPanel(event.target) && (event.target === parts.search() || !isEditable(event.target))) {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') escape(event);
    else {
      const chosen = parts.chosen();
      if (chosen !== null) onChosen(event, chosen);
      if (!event.defaultPrevented) typed(event);
    }
  };
}
