/** Somebody's leaving as its pages show it: what is open, where to go on, how long it has been. Pure. */
import type { AnswerView, DepartureAccountView, DepartureKindView, DepartureView, LogLine, QuestionView, ReplacingView } from '$lib/host/types';
import { LEAVING_STEPS, type LeavingStep } from '$lib/state/route.svelte';

/** Keys that are still to be replaced. */
const OPEN: ReadonlySet<ReplacingView> = new Set(['planned', 'not_begun', 'begun', 'rivals', 'captured']);
/** Keys that there is nothing to do about. */
const SPARED: ReadonlySet<ReplacingView> = new Set(['kept', 'replaced_before']);
/** Who leaves like this is out of the firm at the end. */
const GOES: ReadonlySet<DepartureKindView> = new Set(['leaving', 'cut_off', 'lost_device']);

/** What is asked on the page "What they had", in order. */
export const ASKED_OF_HAD = ['anything_else', 'knew_passwords', 'service_administrator', 'phone_number', 'firm_phone', 'own_sign_ins'] as const satisfies QuestionView[];

/** Whether the key of an account is still to be replaced. */
export const isOpen = (account: Pick<DepartureAccountView, 'state'>): boolean => OPEN.has(account.state);

/** Whether there is anything to do about an account, or was. */
export const concerns = (account: Pick<DepartureAccountView, 'state'>): boolean => !SPARED.has(account.state);

/** How many keys are still to be replaced, and how many are not for a reason, of how many. */
export function tally(accounts: readonly DepartureAccountView[]): { left: number; excepted: number; all: number } {
  return { left: accounts.filter(isOpen).length, excepted: accounts.filter((one) => one.state === 'excepted').length, all: accounts.filter(concerns).length };
}

/** Whether who leaves is still to be removed from the firm. */
export const isToRemove = (leaving: DepartureView): boolean => GOES.has(leaving.kind) && leaving.removed_at === null;

/** Whether the leaving is signed off, or the person is back. */
export function isClosed(leaving: DepartureView): boolean {
  return leaving.signed_off_at !== null;
}

/** An answer that was given. */
export function answerOf(leaving: DepartureView, question: QuestionView, account: string | null = null): AnswerView | null {
  return leaving.answers.find((one) => one.question === question && one.account === account) ?? null;
}

/** Whether a person is asked the questions: not of a lost device, and only of paper and phones while somebody is away. */
export function asksOf(leaving: DepartureView): readonly (typeof ASKED_OF_HAD)[number][] {
  if (leaving.device !== null) return [];
  return leaving.kind === 'away' ? ['anything_else'] : ASKED_OF_HAD;
}

/** The pages on which a question is not answered. */
function unanswered(leaving: DepartureView): LeavingStep[] {
  const had = asksOf(leaving).some((question) => answerOf(leaving, question) === null);
  return [...(had ? (['had'] as const) : []), ...(answerOf(leaving, 'told') === null ? (['tell'] as const) : [])];
}

const PAGE_OF: Record<string, LeavingStep> = { 'left-remove': 'who', 'left-away': 'who', 'left-keys': 'keys', 'left-rivals': 'keys', 'left-confirm': 'keys', 'left-passwords': 'keys' };

/** The page on which something that is left can be done. */
export function pageOf(leaving: DepartureView, left: string): LeavingStep {
  return PAGE_OF[left] ?? unanswered(leaving)[0] ?? 'tell';
}

/** Every page on which something is left. */
export function openPages(leaving: DepartureView): ReadonlySet<LeavingStep> {
  const pages = leaving.left.flatMap((left) => (left === 'left-questions' ? unanswered(leaving) : [pageOf(leaving, left)]));
  return new Set(leaving.signed_off_at === null ? [...pages, 'sign'] : pages);
}

/** Where to go on: the first page on which something is left. */
export function whereToGoOn(leaving: DepartureView): LeavingStep {
  const pages = openPages(leaving);
  return LEAVING_STEPS.find((step) => pages.has(step)) ?? 'sign';
}

/** The page after this one, and the one before it; null at the ends. */
export function beside(step: LeavingStep): { before: LeavingStep | null; after: LeavingStep | null } {
  const at = LEAVING_STEPS.indexOf(step);
  return { before: LEAVING_STEPS[at - 1] ?? null, after: LEAVING_STEPS[at + 1] ?? null };
}

/** For how long they could, or can, get in: a message id and its values. */
export function clockOf(leaving: DepartureView, now: number): { id: 'clock-open' | 'clock-closed' | 'clock-ahead'; days: number; hours: number; minutes: number } {
  const until = leaving.open_until ?? now;
  const passed = Math.max(0, until - leaving.open_since);
  const parts = { days: Math.floor(passed / 86_400), hours: Math.floor((passed % 86_400) / 3600), minutes: Math.floor((passed % 3600) / 60) };
  if (leaving.open_until !== null) return { id: 'clock-closed', ...parts };
  return { id: leaving.open_since > now ? 'clock-ahead' : 'clock-open', ...parts };
}

/** The account to open on the page of keys: the first that is to be replaced, or else whose last questions are open. */
export const firstOpen = (accounts: readonly DepartureAccountView[]): string | null =>
  (accounts.find(isOpen) ?? accounts.find((one) => one.state === 'replaced' && !isSettled(one)))?.id ?? null;

/** The next account to be replaced after this one, from the top again at the end. */
export function nextOpen(accounts: readonly DepartureAccountView[], id: string): string | null {
  const at = accounts.findIndex((one) => one.id === id);
  return firstOpen([...accounts.slice(at + 1), ...accounts.slice(0, Math.max(0, at))]);
}

/** Whether the questions after a replacement are answered. */
export function isSettled(account: DepartureAccountView): boolean {
  return account.password !== null && account.password !== 'not_yet' && account.old_method !== null && account.old_method !== 'not_yet';
}

/** How the last day is given. */
export type LastDay = 'now' | 'today' | 'day';

/** When staff go home. */
const END_OF_DAY = { hours: 17, minutes: 30 };

/** The moment of "today at the end of the day", in seconds. */
export function endOfToday(now: number): number {
  return new Date(now * 1000).setHours(END_OF_DAY.hours, END_OF_DAY.minutes, 0, 0) / 1000;
}

/** Reads a day and a time as people here write them; null for what is none. */
export function readMoment(day: string, time: string): number | null {
  const [, date, month, year] = /^\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})\s*$/.exec(day) ?? [];
  const [, hours, minutes] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(time) ?? [];
  if (date === undefined || month === undefined || year === undefined || hours === undefined || minutes === undefined) return null;
  const read = new Date(Number(year), Number(month) - 1, Number(date), Number(hours), Number(minutes));
  // The thirtieth of February would be a day in March.
  const same = read.getDate() === Number(date) && read.getMonth() === Number(month) - 1 && read.getHours() === Number(hours) && read.getMinutes() === Number(minutes);
  return same ? read.getTime() / 1000 : null;
}

/** By when somebody does it: this many days from now, at the end of the day. */
export const dueIn = (days: number, now: number): number => endOfToday(now + days * 86_400);

/** What is said of an open leaving above the codes; null where nobody can get in, and nothing is due. */
export function noticeOf(leaving: DepartureView, now: number): { id: 'notice-left' | 'notice-cut-off' | 'notice-lost' | 'notice-moved' | 'notice-ahead' | 'notice-sign'; urgent: boolean } | null {
  if (isClosed(leaving)) return null;
  const { left } = tally(leaving.accounts);
  if (left === 0) return leaving.left.length === 0 && leaving.may_sign_off ? { id: 'notice-sign', urgent: false } : null;
  if (leaving.kind === 'leaving' && leaving.removed_at === null && leaving.open_since > now) return { id: 'notice-ahead', urgent: false };
  const ids = { leaving: 'notice-left', cut_off: 'notice-cut-off', lost_device: 'notice-lost', moving: 'notice-moved', away: 'notice-moved' } as const;
  return { id: ids[leaving.kind], urgent: true };
}

/** Keys to be replaced that no open leaving goes through. */
export function replaceBeside(labels: readonly string[], departures: readonly DepartureView[]): string[] {
  const open = departures.filter((one) => !isClosed(one)).flatMap((one) => one.accounts.filter(isOpen));
  const gone = new Set(open.map((account) => account.label));
  return labels.filter((label) => !gone.has(label));
}

/** Of lines that say that a code was copied, the people by account and when it was last, the latest first. */
export function copiedLately(lines: readonly LogLine[], labels: readonly string[]): { label: string; people: string[]; at: number }[] {
  const found = labels.map((label) => {
    const here = lines.filter((line) => line.what === 'copied-code' && line.account === label);
    return { label, people: [...new Set(here.map((line) => line.person ?? ''))].sort(), at: Math.max(0, ...here.map((line) => line.at)) };
  });
  return found.filter((one) => one.at > 0).sort((one, other) => other.at - one.at);
}
