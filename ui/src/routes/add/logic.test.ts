import { expect, it } from 'vitest';
import { SERVICES } from '$lib/host/fake/data';
import type { DraftView, FoundView } from '$lib/host/types';
import { composeLabel, startChosen, startNaming, stepAfterReading, toRequest, wouldLose } from './logic';

const found: FoundView = { index: 0, issuer: 'HMRC', account: 'a', kind: 'totp', algorithm: 'SHA1', digits: 6, period: 30, suggestedLabel: 'HMRC – VAT', service: 'hmrc-online', hereAs: null, suggestedHint: '0511', cautions: [] };
const draft: DraftView = { draft: 'd', source: 'text', found: [found], skipped: [], transfer: false, batch: null };

it('goes to naming with one, to choosing with several or with a part of a transfer, nowhere with none', () => {
  expect(stepAfterReading(draft)).toBe('name');
  expect(stepAfterReading({ ...draft, found: [found, found] })).toBe('choose');
  expect(stepAfterReading({ ...draft, batch: { read: 1, size: 2 } })).toBe('choose');
  expect(stepAfterReading({ ...draft, batch: { read: 2, size: 2 } })).toBe('name');
  expect(stepAfterReading({ ...draft, found: [] })).toBe('nothing');
});

it('asks for exactly what was filled in, and nothing for what was left empty', () => {
  const naming = { ...startNaming(found), label: ' HMRC – VAT – York ', note: '  ' };
  expect(toRequest('d', 0, naming, false)).toEqual({ draft: 'd', index: 0, label: 'HMRC – VAT – York', userIdHint: '0511', note: null, service: 'hmrc-online', replace: false });
});

it('puts a label together from service, purpose and office', () => {
  expect(composeLabel(SERVICES, 'hmrc-online', 'Income Tax', 'Leeds')).toBe('HMRC online services – Income Tax – Leeds');
  expect(composeLabel(SERVICES, '', 'Payments', '')).toBe('Payments');
});

it('ticks only accounts that are not here yet', () => {
  expect(startChosen([found, { ...found, index: 1, hereAs: 'B' }])).toEqual([0]);
});

it('knows when leaving would lose typed work', () => {
  const started = startNaming(found);
  expect(wouldLose('type', ' ', null, null)).toBe(false);
  expect(wouldLose('type', 'JBSW', null, null)).toBe(true);
  expect(wouldLose('name', '', { ...started }, started)).toBe(false);
  expect(wouldLose('name', '', { ...started, note: 'x' }, started)).toBe(true);
  expect(wouldLose('capture', '', null, null)).toBe(false);
});
