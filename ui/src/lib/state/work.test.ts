import { expect, it, vi } from 'vitest';
import { fakeError } from '$lib/host/fake/vault';
import { Work } from './work.svelte';

it('does one thing at a time', async () => {
  const work = new Work();
  let end: () => void = () => undefined;
  const first = work.run(() => new Promise<void>((resolve) => (end = resolve)));
  const second = vi.fn(async () => null);
  expect([work.busy, await work.run(second), second.mock.calls.length]).toEqual([true, false, 0]);
  end();
  expect([await first, work.busy]).toEqual([true, false]);
  expect(await work.run(second)).toBe(true);
});

it('keeps what went wrong until the next is begun', async () => {
  const work = new Work();
  expect(await work.run(() => Promise.reject(fakeError('store.gone')))).toBe(false);
  expect([work.busy, work.error?.code]).toEqual([false, 'store.gone']);
  expect(await work.run(async () => null)).toBe(true);
  expect(work.error).toBeNull();
});
