/** The firm's log: which lines are wanted, of which days, and who could make codes with which key. Pure. */
import type { CouldView, LogFilter, LogLine } from '$lib/host/types';
import { longDate } from '$lib/text/dates';
import { readMoment } from '../leaving/logic';

const DAY = 86_400;

/** How many lines are drawn at once. */
export const LINES = 100;

/** Kinds of lines to choose from; each stands for itself and for those that begin with it and a dash. */
export const KINDS = ['copied-code', 'showed-code', 'showed-key', 'exported', 'given', 'key', 'step', 'shared', 'unshared', 'details', 'asked', 'approved', 'refused', 'leaving', 'person', 'device', 'team', 'kit', 'rules'] as const;

/** Of which time. */
export const PERIODS = ['all', 'today', 'week', 'month', 'year', 'days'] as const;
export type Period = (typeof PERIODS)[number];

const DAYS_OF = { week: 7, month: 30, year: 365 } as const;

/** Which lines are wanted; empty is all. */
export interface Wanted {
  who: string;
  account: string;
  what: string;
}

/** A time, both ends included; null is open. */
export interface Span {
  from: number | null;
  to: number | null;
}

/** The time that is asked for; null where a day that was typed is none, or the first is after the last. */
export function spanOf(period: Period, first: string, last: string, now: number): Span | null {
  if (period === 'all') return { from: null, to: null };
  const midnight = new Date(now * 1000).setHours(0, 0, 0, 0) / 1000;
  if (period === 'today') return { from: midnight, to: null };
  if (period !== 'days') return { from: midnight - DAYS_OF[period] * DAY, to: null };
  const from = first.trim() === '' ? null : readMoment(first, '00:00');
  const minute = last.trim() === '' ? null : readMoment(last, '23:59');
  if ((from === null && first.trim() !== '') || (minute === null && last.trim() !== '')) return null;
  const to = minute === null ? null : minute + 59;
  return from !== null && to !== null && from > to ? null : { from, to };
}

const isOf = (kind: string, asked: string) => kind === asked || kind.startsWith(`${asked}-`);

/** The lines that are wanted, in their order. */
export function wantedOf(lines: readonly LogLine[], { who, account, what }: Wanted): LogLine[] {
  return lines.filter((line) => (who === '' || line.person === who) && (account === '' || line.account === account) && (what === '' || isOf(line.what, what)));
}

/** What a file of the lines that are shown is asked for with. */
export function filterOf({ who, account, what }: Wanted, { from, to }: Span): LogFilter {
  const orNull = (text: string) => (text === '' ? null : text);
  return { who: orNull(who), account: orNull(account), what: orNull(what), from, to, routine: false };
}

/** Names that stand in the lines, and those that are known already, by the alphabet. */
export function namesIn(lines: readonly LogLine[], of: 'person' | 'account', known: readonly string[]): string[] {
  const named = lines.flatMap((line) => line[of] ?? []);
  return [...new Set([...known, ...named])].sort((one, other) => one.localeCompare(other, 'en-GB'));
}

/** Lines by day, in their order. */
export function byDay(lines: readonly LogLine[]): { day: string; lines: LogLine[] }[] {
  const days: { day: string; lines: LogLine[] }[] = [];
  for (const line of lines) {
    const day = longDate(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}

const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "10:31:07" */
export const timeOf = (at: number): string => seconds.format(at * 1000);

/** Ways to make codes, by key, the newest key first. */
export function byKey(ways: readonly CouldView[]): { key: number; ways: CouldView[] }[] {
  const keys = [...new Set(ways.map((way) => way.key))].sort((one, other) => other - one);
  return keys.map((key) => ({ key, ways: ways.filter((way) => way.key === key) }));
}

/** The moment of a question: undefined where what was typed is none, null for now. */
export function momentOf(day: string, time: string): number | null | undefined {
  if (day.trim() === '') return time.trim() === '' ? null : undefined;
  return readMoment(day, time.trim() === '' ? '23:59' : time) ?? undefined;
}
