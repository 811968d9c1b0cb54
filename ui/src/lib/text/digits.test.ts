import { expect, it } from 'vitest';
import { groupCode, spaced, speakCode } from './digits';

it.each([
  ['482913', '482 913'],
  ['12345678', '1234 5678'],
  ['1234567', '123 4567'],
  ['123456789', '123 456 789'],
  ['1234567890', '123 456 7890'],
  ['R7KQ2', 'R7KQ2'],
  ['12345', '12345'],
  ['7', '7'],
])('groups %s as %s', (code, grouped) => {
  expect(groupCode(code)).toBe(grouped);
});

it('loses no digit whatever the length', () => {
  for (let length = 1; length <= 10; length += 1) {
    const code = '0123456789'.slice(0, length);
    expect(groupCode(code).replaceAll(' ', '')).toBe(code);
  }
});

it('speaks digits one by one with a pause between groups', () => {
  expect(speakCode('482913')).toBe('4 8 2, 9 1 3');
  expect(spaced('0922')).toBe('0 9 2 2');
});
