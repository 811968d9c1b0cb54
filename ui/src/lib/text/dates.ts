/** Times as people say them, in British English. */

const DAY = 86_400;
const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** "14 March 2026" */
export function longDate(at: number): string {
  return dayMonthYear.format(at * 1000);
}

/** "14 March 2026, 09:12" */
export function dayAndTime(at: number): string {
  return `${longDate(at)}, ${clockTime.format(at * 1000)}`;
}

/** "2 Feb", with the year when it is another one. */
export function shortDate(at: number, now: number): string {
  const date = new Date(at * 1000);
  const text = dayMonth.format(date);
  return date.getFullYear() === new Date(now * 1000).getFullYear() ? text : `${text} ${date.getFullYear()}`;
}

/** "09:12 today", "yesterday 09:12" or "2 Feb". */
export function whenUsed(at: number, now: number): { kind: 'today' | 'yesterday' | 'earlier'; text: string } {
  const midnight = new Date(now * 1000).setHours(0, 0, 0, 0) / 1000;
  const text = clockTime.format(at * 1000);
  if (at >= midnight) return { kind: 'today', text };
  if (at >= midnight - DAY) return { kind: 'yesterday', text };
  return { kind: 'earlier', text: shortDate(at, now) };
}

/** Whole days until `at`, at least 0. */
export function daysUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / DAY));
}

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });
const UNITS = [
  ['day', DAY],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "12 days ago", "1 minute ago"; null for less than a minute. */
export function longAgo(at: number, now: number): string | null {
  const passed = now - at;
  for (const [unit, seconds] of UNITS) {
    if (passed >= seconds) return relative.format(-Math.floor(passed / seconds), unit);
  }
  return null;
}

/** Whole days since `at`, at least 0. */
export function daysSince(at: number, now: number): number {
  return Math.max(0, Math.floor((now - at) / DAY));
}
