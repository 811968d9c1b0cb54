import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CodeView } from '$lib/host/types';
import { makeFakeHost } from '$lib/host/fake';
import { CodeKeeper } from './codes.svelte';
import { Tick } from './tick.svelte';

const STEP = 1_795_000_020;

function start(into: number) {
  vi.useFakeTimers({ now: (STEP + into) * 1000, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  const host = makeFakeHost();
  const asked = vi.spyOn(host, 'codes');
  const tick = new Tick();
  const keeper = new CodeKeeper(host, tick, () => undefined);
  const [first, second] = host.vault.list.accounts.map((account) => account.id);
  return { asked, tick, keeper, host, first: first ?? '', second: second ?? '' };
}

const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) await vi.advanceTimersByTimeAsync(1000);
};

afterEach(() => void vi.useRealTimers());

describe('the code keeper', () => {
  it('asks once for rows that appear together, once for the next codes, and once at the change', async () => {
    const { asked, keeper, first, second } = start(1);
    keeper.want(first);
    keeper.want(second);
    await vi.waitFor(() => expect(keeper.of(second)?.code).toBeTruthy());
    expect(asked.mock.calls).toEqual([[[first, second]]]);
    await pass(18);
    expect(asked).toHaveBeenCalledTimes(1);
    await pass(3);
    await vi.waitFor(() => expect(keeper.of(second)?.next).toBeTruthy());
    await pass(6);
    expect(asked).toHaveBeenCalledTimes(2);
    await pass(4);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it('asks for nothing and does not tick when no code is wanted', async () => {
    const { asked, tick, keeper, first } = start(1);
    const stop = keeper.want(first);
    await vi.waitFor(() => expect(keeper.of(first)?.code).toBeTruthy());
    stop();
    const stood = tick.now;
    await pass(40);
    expect(tick.now).toBe(stood);
    expect(asked).toHaveBeenCalledOnce();
    expect(keeper.of(first)).toBeUndefined();
  });

  it('stands still while the page is hidden and is right at once when it is seen again', async () => {
    const { tick } = start(1);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    tick.need();
    const stood = tick.now;
    await pass(5);
    expect(tick.now).toBe(stood);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(tick.now).toBe(STEP + 6);
  });

  it('does not ask each second for a key that cannot be read', async () => {
    const { asked, keeper, first } = start(1);
    asked.mockResolvedValue([{ id: first, code: null, next: null, previousKeyCode: null, validFrom: 0, validUntil: 0, problem: { code: 'vault.key-item-missing', kind: 'damaged', args: {} } }]);
    keeper.want(first);
    await pass(5);
    expect(keeper.of(first)?.problem?.code).toBe('vault.key-item-missing');
    expect(asked).toHaveBeenCalledOnce();
  });

  it('shows no code of a key that was replaced, though its answer comes late', async () => {
    const { asked, keeper, host, first } = start(1);
    const accounts = host.vault.list.accounts;
    keeper.follow(accounts);
    keeper.want(first);
    await vi.waitFor(() => expect(keeper.of(first)?.code).toBeTruthy());
    const [old] = await host.codes([first]);
    if (old === undefined) throw new Error('no code');
    let answer: (codes: CodeView[]) => void = () => undefined;
    asked.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const replaced = (number: number) => accounts.map((one) => (one.id === first ? { ...one, versions: [{ number, state: 'unconfirmed' as const, addedAt: STEP }, ...one.versions] } : one));
    keeper.follow(replaced(2));
    expect(keeper.of(first)).toBeUndefined();
    await pass(1);
    const calls = asked.mock.calls.length;
    keeper.follow(replaced(3));
    await vi.waitFor(() => expect(keeper.of(first)?.code).toBeTruthy());
    expect(asked.mock.calls.length).toBe(calls + 1);
    const fresh = keeper.of(first);
    answer([{ ...old, code: '000000' }]);
    await pass(1);
    expect(keeper.of(first)).toBe(fresh);
    keeper.follow(replaced(3));
    expect(keeper.of(first)).toBe(fresh);
  });
});
