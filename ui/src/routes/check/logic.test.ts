import { expect, it } from 'vitest';
import { sampleAccount } from '$lib/host/fake/data';
import type { CodeView } from '$lib/host/types';
import { toType, whereToType } from './logic';

const account = sampleAccount({ label: 'A' }, 0);
const view: CodeView = { id: 'a', code: '482913', next: null, previousKeyCode: null, validFrom: 60, validUntil: 90, problem: null };

it('shows a code with fifteen seconds left and waits with fourteen', () => {
  expect(toType(account, view, 75, null)).toEqual({ kind: 'code', code: '482913', left: 15 });
  expect(toType(account, view, 76, null)).toEqual({ kind: 'wait', seconds: 14 });
});

it('keeps a code that is up until it ends', () => {
  expect(toType(account, view, 88, '482913')).toEqual({ kind: 'code', code: '482913', left: 2 });
  expect(toType(account, view, 90, '482913')).toEqual({ kind: 'wait', seconds: 0 });
});

it('shows counter codes at once, codes of short periods too, and none without a code', () => {
  expect(toType({ ...account, period: null }, view, 500, null).kind).toBe('code');
  expect(toType({ ...account, period: 10 }, { ...view, validUntil: 80 }, 75, null).kind).toBe('code');
  expect(toType(account, undefined, 75, null)).toEqual({ kind: 'none' });
  expect(toType(account, { ...view, code: null }, 75, null)).toEqual({ kind: 'none' });
});

it('names HMRC, the issuer, or just the page', () => {
  expect(whereToType({ ...account, service: 'hmrc-asa' }).id).toBe('check-hmrc');
  expect(whereToType({ ...account, issuer: 'Bank' })).toEqual({ id: 'check-issuer', issuer: 'Bank' });
  expect(whereToType({ ...account, issuer: '' }).id).toBe('check-page');
});
