/** The words of the window: its own, and those of errors, which it shares with the command line. */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { AlarmView, ErrorView } from '$lib/host/types';
import windowText from './window.ftl?raw';

const shared = import.meta.glob<string>('$messages/en.ftl', { query: '?raw', import: 'default', eager: true });

/** What happened, and what to do next. */
export interface ErrorWords {
  what: string;
  next: string;
}

/** Reads message files; a message that cannot be read is a fault of ours and is told in the console. */
export function makeBundle(...sources: string[]): FluentBundle {
  const bundle = new FluentBundle('en-GB', { useIsolating: false });
  for (const source of sources) {
    for (const error of bundle.addResource(new FluentResource(source), { allowOverrides: true })) console.error(error);
  }
  return bundle;
}

const bundle = makeBundle(...Object.values(shared), windowText);

/** What the words are read in: shared advice names what is there to press, or to type. */
const READ_IN = { shell: 'window' };

function find(id: string, args: Record<string, FluentVariable> | null): string | null {
  const pattern = bundle.getMessage(id)?.value;
  return pattern === undefined || pattern === null ? null : bundle.formatPattern(pattern, { ...args, ...READ_IN }, []);
}

/** The words for `id`; the id itself when there are none, so that it is seen. */
export function t(id: string, args: Record<string, FluentVariable> | null = null): string {
  return find(id, args) ?? id;
}

/** Whether there are words for `id`. */
export function hasWords(id: string): boolean {
  return bundle.hasMessage(id);
}

/** Both sentences of an error; those of our own fault when the file has none for its code. */
export function errorWords(error: ErrorView): ErrorWords {
  const stem = error.code.replaceAll('.', '-');
  const what = find(`err-${stem}`, error.args);
  if (what === null) return { what: t('unexpected-what'), next: t('unexpected-next', { code: error.code }) };
  return { what, next: find(`rec-${stem}`, error.args) ?? '' };
}

/** What went wrong in the firm, with what to do about it. */
export function alarmWords({ code, person, device }: AlarmView): string {
  const who = person === null || device === null ? t('alarm-who-unknown') : t('alarm-who', { person, device });
  return find(`alarm-${code}`, { who }) ?? t('alarm-unknown');
}

/** An error as the host rejects with it; anything else is our own fault. */
export function asError(thrown: unknown): ErrorView {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'args' in thrown) return thrown as ErrorView;
  console.error(thrown);
  return { code: 'bug.unexpected', kind: 'bug', args: { reference: reference(String(thrown)) } };
}

/** Those that are not mistaken for each other when they are read out. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Three letters and digits that are the same for the same fault, and tell nothing of what it holds. */
function reference(fault: string): string {
  let number = 0x811c9dc5; // FNV-1a, as the program makes its own
  for (const byte of new TextEncoder().encode(fault)) number = Math.imul(number ^ byte, 0x01000193) >>> 0;
  return [0, 5, 10].map((shift) => LETTERS.charAt((number >>> shift) % LETTERS.length)).join('');
}
