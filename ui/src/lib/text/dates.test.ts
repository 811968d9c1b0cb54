import { expect, it } from 'vitest';
import { daysSince, longAgo } from './dates';

const NOW = 1_795_000_020;

it.each([
  [0, null],
  [59, null],
  [60, '1 minute ago'],
  [3600 * 2 + 5, '2 hours ago'],
  [86_400 * 12 + 5, '12 days ago'],
])('says of %i seconds: %s', (seconds, words) => {
  expect(longAgo(NOW - seconds, NOW)).toBe(words);
});

it('counts whole days, and none for a clock that is ahead', () => {
  expect(daysSince(NOW - 86_400 * 3 + 1, NOW)).toBe(2);
  expect(daysSince(NOW + 500, NOW)).toBe(0);
});
