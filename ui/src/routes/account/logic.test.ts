import { expect, it } from 'vitest';
import { sampleAccount } from '$lib/host/fake/data';
import { refusedAdvice, replacementPending, usedVersion } from './logic';

const at = String;
const account = sampleAccount({ label: 'HMRC – VAT', userIdHint: '0922' }, 1000);
const replaced = sampleAccount({ label: 'B', versions: [{ number: 2, state: 'current', addedAt: 9 }, { number: 1, state: 'retired', addedAt: 1 }] }, 1000);
const pending = sampleAccount({ label: 'C', versions: [{ number: 2, state: 'unconfirmed', addedAt: 9 }, { number: 1, state: 'previous', addedAt: 1 }] }, 1000);

it('asks about the right account first, with the last four', () => {
  expect(refusedAdvice(account, at)[0]).toEqual({ id: 'refused-account-hint', args: { hint: '0922' } });
  expect(refusedAdvice(replaced, at)[0]).toEqual({ id: 'refused-account', args: {} });
});

it('speaks of the key only when it was replaced', () => {
  const ids = (of: typeof account) => refusedAdvice(of, at).map((advice) => advice.id);
  expect(ids(account)).not.toContain('refused-key');
  expect(refusedAdvice(replaced, at)).toContainEqual({ id: 'refused-key', args: { date: '9' } });
  expect(ids(pending)).toContain('refused-pending');
});

it('does not tell counter codes to wait for time', () => {
  const ids = refusedAdvice({ ...account, kind: 'hotp', period: null }, at).map((advice) => advice.id);
  expect(ids).toContain('refused-counter');
  expect(ids).not.toContain('refused-clock');
});

it('knows the version in use and a replacement that waits', () => {
  expect(usedVersion(pending.versions)?.number).toBe(2);
  expect(usedVersion(replaced.versions)?.number).toBe(2);
  expect([replacementPending(account), replacementPending(replaced), replacementPending(pending)]).toEqual([false, false, true]);
});
