import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { wordOfSheet } from '$lib/host/fake/firm-data';
import { openWindow } from '../../test/open';

const sheet = (word: string) => Array.from({ length: 24 }, () => word).join(' ');
const step = () => screen.getByTestId('kit-page').dataset['step'];

async function open() {
  const window = await openWindow({ firm: 'administrator' });
  await window.user.keyboard('{Control>}4{/Control}');
  await window.user.click(await screen.findByTestId('kit-new'));
  await screen.findByTestId('kit-page');
  return window;
}

type User = Awaited<ReturnType<typeof open>>['user'];
const next = (user: User) => user.click(screen.getByTestId('wizard-go'));

async function typeOld(user: User, b = sheet('brick')): Promise<void> {
  await user.clear(screen.getByTestId('sheet-words-a'));
  await user.click(screen.getByTestId('sheet-words-a'));
  await user.paste(sheet('amber'));
  await user.clear(screen.getByTestId('sheet-words-b'));
  await user.click(screen.getByTestId('sheet-words-b'));
  await user.paste(b);
  await next(user);
}

async function prove(user: User, words: [string, string]): Promise<void> {
  await user.click(screen.getByTestId('sheet-show'));
  await user.type(await screen.findByTestId('word-0'), words[0]);
  await user.type(screen.getByTestId('word-1'), words[1]);
  await next(user);
}

it('puts a new kit in force once the old sheets were typed and both new ones proven', async () => {
  const { host, reload, user } = await open();
  const [show, put] = [vi.spyOn(host, 'showSheet'), vi.spyOn(host, 'putKitInForce')];
  await typeOld(user, 'zoo');
  expect((await screen.findByTestId('error')).dataset['code']).toBe('kit.count');
  await typeOld(user);
  await waitFor(() => expect(step()).toBe('sheet-a'));
  await prove(user, [wordOfSheet('a', 4), wordOfSheet('a', 19)]);
  await waitFor(() => expect(step()).toBe('sheet-b'));
  expect(put).not.toHaveBeenCalled();
  await prove(user, [wordOfSheet('b', 2), wordOfSheet('b', 11)]);
  await waitFor(() => expect(step()).toBe('done'));
  expect(show.mock.calls).toEqual([['a'], ['b']]);
  expect(screen.getByTestId('kit-page').textContent).toContain('Destroy the old sheets');
  await user.click(screen.getByTestId('kit-done'));
  expect(await screen.findByTestId('kit-checked')).toBeTruthy();
  expect(reload).toHaveBeenCalledOnce();
});

it('leaves the present kit in force when it is given up, and asks first', async () => {
  const { host, user } = await open();
  const [drop, put] = [vi.spyOn(host, 'dropKit'), vi.spyOn(host, 'putKitInForce')];
  await typeOld(user);
  await waitFor(() => expect(step()).toBe('sheet-a'));
  await user.click(screen.getByTestId('nav-codes'));
  await user.click(await screen.findByTestId('leave-go'));
  await screen.findByTestId('list');
  expect(drop).toHaveBeenCalledOnce();
  expect(put).not.toHaveBeenCalled();
});

it('is reached from the reminder, and by administrators alone', async () => {
  const { host, user, view } = await openWindow({ firm: 'administrator' });
  if (host.vault.firm !== null) host.vault.firm = { ...host.vault.firm, view: { ...host.vault.firm.view, kit_checked: host.vault.now() - 400 * 86_400 } };
  host.vault.tell('firm', null);
  expect((await screen.findByTestId('firm-kit-old')).textContent).toContain('last checked over a year ago');
  await user.click(screen.getByTestId('kit-open'));
  expect(await screen.findByTestId('kit-check')).toBeTruthy();
  view.unmount();
  await openWindow({ firm: 'staff' });
  window.location.hash = '#/kit';
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  expect(await screen.findByTestId('search')).toBeTruthy();
  expect(screen.queryByTestId('kit-page')).toBeNull();
});
