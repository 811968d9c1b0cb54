import { expect, it } from 'vitest';
import { passphraseProblem } from './logic';

it('asks for nothing when the sign-in protects the vault', () => {
  expect(passphraseProblem('sign-in', '', '')).toBeNull();
});

it.each([
  ['', '', 'passphrase-empty'],
  ['long enough', 'long enougj', 'passphrase-differs'],
  ['long enough', 'long enough', null],
] as const)('answers %s and %s with %s', (first, second, problem) => {
  expect(passphraseProblem('passphrase', first, second)).toBe(problem);
});
