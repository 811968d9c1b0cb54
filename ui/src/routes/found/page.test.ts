import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { wordOfSheet } from '$lib/host/fake/firm-data';
import { openWindow } from '../../test/open';

async function open(protection: 'passphrase' | 'osSignIn' = 'passphrase') {
  const window = await openWindow({ protection });
  await window.user.keyboard('{Control>}2{/Control}');
  await window.user.click(await screen.findByTestId('firm-found'));
  await screen.findByTestId('found-page');
  return window;
}

type User = Awaited<ReturnType<typeof open>>['user'];

const step = () => screen.getByTestId('found-page').dataset['step'];
const next = (user: User) => user.click(screen.getByTestId('wizard-go'));

async function name(user: User, place: string): Promise<void> {
  await user.type(screen.getByTestId('firm-name'), 'Hart & Lowe');
  await user.type(screen.getByTestId('your-name'), 'Sarah Hart');
  await user.type(screen.getByTestId('device-name'), 'Office PC');
  await next(user);
  await user.type(await screen.findByTestId('place'), place);
  await next(user);
}

async function prove(user: User, words: [string, string]): Promise<void> {
  await user.click(screen.getByTestId('sheet-show'));
  await user.clear(await screen.findByTestId('word-0'));
  await user.type(screen.getByTestId('word-0'), words[0]);
  await user.clear(screen.getByTestId('word-1'));
  await user.type(screen.getByTestId('word-1'), words[1]);
  await next(user);
}

it('sets up a firm whose two sheets were shown and proven, and asks for the second administrator', async () => {
  const { host, user } = await open();
  const show = vi.spyOn(host, 'showSheet');
  await name(user, '/srv/practice');
  await waitFor(() => expect(step()).toBe('sheet-a'));
  expect(screen.getByTestId<HTMLButtonElement>('wizard-go').disabled).toBe(true);
  await prove(user, [wordOfSheet('a', 4), wordOfSheet('a', 19)]);
  await waitFor(() => expect(step()).toBe('sheet-b'));
  await prove(user, [wordOfSheet('b', 2), wordOfSheet('b', 11)]);
  await waitFor(() => expect(step()).toBe('second'));
  expect(show.mock.calls).toEqual([['a'], ['b']]);
  expect(host.vault.firm?.view).toMatchObject({ name: 'Hart & Lowe', person: 'Sarah Hart', place: '/srv/practice' });
  await user.click(screen.getByTestId('second-invite'));
  expect(await screen.findByTestId('invite-dialog')).toBeTruthy();
  expect(screen.getByTestId('invite-role-administrator').dataset['state']).toBe('checked');
});

it('goes no further with words that are not on the sheet', async () => {
  const { host, user } = await open();
  await name(user, '/srv/practice');
  await waitFor(() => expect(step()).toBe('sheet-a'));
  await prove(user, ['wrong', 'words']);
  expect((await screen.findByTestId('error')).dataset['code']).toBe('kit.typed');
  expect(step()).toBe('sheet-a');
  expect(host.vault.firm).toBeNull();
});

it.each([
  ['/srv/taken', 'firm.place-taken'],
  ['practice', 'firm.address'],
])('refuses the folder %s with %s before a kit is made', async (place, code) => {
  const { user } = await open();
  await name(user, place);
  expect((await screen.findByTestId('error')).dataset['code']).toBe(code);
  expect(step()).toBe('place');
});

it('asks who has no passphrase for one first', async () => {
  const { host, user } = await open('osSignIn');
  expect(step()).toBe('protect');
  await user.type(screen.getByTestId('new-passphrase'), 'three blue boats');
  await user.type(screen.getByTestId('new-passphrase-again'), 'three blue boats');
  await next(user);
  await waitFor(() => expect(step()).toBe('names'));
  expect(host.vault.status.protection).toBe('passphrase');
});

it('asks before typed work is lost, and forgets the kit when it is left', async () => {
  const { host, user } = await open();
  const drop = vi.spyOn(host, 'dropKit');
  await name(user, '/srv/practice');
  await waitFor(() => expect(step()).toBe('sheet-a'));
  await user.click(screen.getByTestId('nav-codes'));
  await user.click(await screen.findByTestId('leave-go'));
  await screen.findByTestId('list');
  expect(drop).toHaveBeenCalledOnce();
  expect(host.vault.firm).toBeNull();
});

it('sets a firm up on a server, whose sign-in is asked for as it wants it, and replaces the page on which it was typed', async () => {
  const { host, reload, user } = await open();
  const draft = vi.spyOn(host, 'draftFirm');
  await user.type(screen.getByTestId('firm-name'), 'Hart & Lowe');
  await user.type(screen.getByTestId('your-name'), 'Sarah Hart');
  await user.type(screen.getByTestId('device-name'), 'Office PC');
  await next(user);
  await user.click(await screen.findByTestId('place-kind-server'));
  await user.type(await screen.findByTestId('place-address'), 'azure://account/firm');
  expect(await screen.findByLabelText('Account key or shared access signature')).toBeTruthy();
  await user.clear(screen.getByTestId('place-address'));
  await user.type(screen.getByTestId('place-address'), 's3://bucket/firm');
  await user.type(await screen.findByLabelText('ID of the access key'), 'AKIA');
  await user.type(screen.getByTestId('sign-in-secret'), 'wrong');
  await next(user);
  expect((await screen.findByTestId('error')).dataset['code']).toBe('store.sign-in');
  await user.clear(screen.getByTestId('sign-in-secret'));
  await user.type(screen.getByTestId('sign-in-secret'), 'copper lamp');
  await next(user);
  await waitFor(() => expect(step()).toBe('sheet-a'));
  expect(draft.mock.lastCall?.[0].place).toEqual({ address: 's3://bucket/firm', sign_in: { name: 'AKIA', secret: 'copper lamp' }, shared: true });
  await prove(user, [wordOfSheet('a', 4), wordOfSheet('a', 19)]);
  await waitFor(() => expect(step()).toBe('sheet-b'));
  await prove(user, [wordOfSheet('b', 2), wordOfSheet('b', 11)]);
  await waitFor(() => expect(step()).toBe('second'));
  expect(host.vault.firm?.view).toMatchObject({ place: 's3://bucket/firm', shared_sign_in: true });
  expect(reload).toHaveBeenCalledOnce();
});

it('asks for the second administrator again where the page was replaced', async () => {
  const { user } = await openWindow({ firm: 'alone' });
  window.location.hash = '#/found';
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  await user.click(await screen.findByTestId('second-later'));
  expect(await screen.findByTestId('search')).toBeTruthy();
});
