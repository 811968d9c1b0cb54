import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { makeFakeHost } from '$lib/host/fake';
import { defaultOptions } from '$lib/host/fake/options';
import type { RouteView } from '$lib/host/types';
import Page from './Page.svelte';

const NOW = 1_795_000_020;

async function open(route: RouteView) {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
  const host = makeFakeHost({ ...defaultOptions(), firm: 'administrator', clock: () => Date.now() });
  await host.unlockAgain('correct horse');
  const account = 'HMRC agent services – Leeds';
  const request = { account, person: 'Ann Cole', route, due: null, reason: 'x', request: null };
  await (route === 'file' ? host.giveFile(request) : host.showKey(request));
  render(Page, { host });
  await screen.findByTestId('key-picture');
  return { host, user: userEvent.setup() };
}

it('shows the code for one phone as a picture, and says that it was taken by way of the program', async () => {
  const { host, user } = await open('phone');
  const taken = vi.spyOn(host, 'keyTaken');
  expect(screen.getByTestId<HTMLImageElement>('key-picture').src).toMatch(/^data:image\/png/);
  expect(screen.getByTestId('key-page').textContent).toContain("For Ann Cole's phone, key 2");
  expect(screen.getByTestId('key-page').textContent).toContain('Closes in 60 s');
  await user.click(screen.getByTestId('key-taken'));
  expect(taken).toHaveBeenCalledOnce();
  expect(host.vault.firm?.given[0]?.fate).toBe('received');
});

it('shows a key that somebody sees, which nobody takes, and closes by way of the program', async () => {
  const { host, user } = await open('shown');
  const close = vi.spyOn(host, 'closeKey');
  expect(screen.getByTestId('key-page').textContent).toContain('Seen by Ann Cole');
  expect(screen.queryByTestId('key-taken')).toBeNull();
  await user.click(screen.getByTestId('key-close'));
  expect(close).toHaveBeenCalledOnce();
});

it('shows the words of a file as a picture for five minutes, and says how they are told', async () => {
  const { host, user } = await open('file');
  const words = () => screen.getByTestId('key-page').textContent;
  expect(words()).toContain("Words for Ann Cole's file, key 2");
  expect(words()).toContain('Read these six words out on the telephone. Do not send them with the file.');
  expect(words()).not.toContain('photograph');
  expect(words()).toContain('Closes in 5 min 0 s');
  vi.setSystemTime((NOW + 241) * 1000);
  await waitFor(() => expect(words()).toContain('Closes in 59 s'), { timeout: 5000 });
  expect(screen.getByTestId<HTMLImageElement>('key-picture').alt).toContain('The six words');
  await user.click(screen.getByTestId('key-taken'));
  expect(host.vault.firm?.given[0]).toMatchObject({ route: 'file', fate: 'received' });
});

it('takes the words away when the five minutes are over', async () => {
  await open('file');
  vi.setSystemTime((NOW + 300) * 1000);
  await waitFor(() => expect(screen.queryByTestId('key-picture')).toBeNull(), { timeout: 5000 });
});

it('takes the picture away when the minute is over', async () => {
  await open('phone');
  vi.setSystemTime((NOW + 60) * 1000);
  await waitFor(() => expect(screen.queryByTestId('key-picture')).toBeNull(), { timeout: 5000 });
  expect(screen.getByTestId('key-page').textContent).toContain('Closes in 0 s');
});

it('says so when no key is shown', async () => {
  render(Page, { host: makeFakeHost() });
  expect((await screen.findByTestId('error')).dataset['code']).toBe('given.not-shown');
});
