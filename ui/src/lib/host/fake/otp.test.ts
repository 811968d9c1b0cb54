import { expect, it } from 'vitest';
import { decimalCode, steamCode } from './otp';

it.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((code, counter) => [counter, code] as const))(
  'makes the code of RFC 4226, appendix D, for counter %i',
  async (counter, code) => {
    expect(await decimalCode('12345678901234567890', counter, 6)).toBe(code);
  },
);

it('makes the first code of RFC 6238, appendix B, and Steam codes of five', async () => {
  expect(await decimalCode('12345678901234567890', 1, 8)).toBe('94287082');
  expect(await steamCode('12345678901234567890', 1)).toMatch(/^[2-9BCDFGHJKMNPQRTVWXY]{5}$/);
});
