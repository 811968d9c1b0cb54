import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { openWindow, rowOf } from '../../test/open';

const open = async (who: 'found' | 'join' | 'me') => {
  const window = await openWindow({ state: 'absent' });
  await window.user.click(screen.getByTestId(`who-${who}`));
  return window;
};

it('makes a vault with the practice account in two presses for one person', async () => {
  const { host, user } = await open('me');
  const create = vi.spyOn(host, 'createVault');
  await user.click(screen.getByTestId('create'));
  await waitFor(() => expect(rowOf('Practice account – try copying')).toBeTruthy());
  expect(create).toHaveBeenCalledWith(null);
  expect(screen.queryByTestId('nav-people')).toBeNull();
  expect(screen.queryByTestId('firm-line')).toBeNull();
});

it('makes no vault while the two passphrases differ', async () => {
  const { host, user } = await open('me');
  const create = vi.spyOn(host, 'createVault');
  await user.click(screen.getByTestId('protect-passphrase'));
  await user.type(screen.getByTestId('new-passphrase'), 'three blue boats');
  await user.type(screen.getByTestId('new-passphrase-again'), 'three blue goats{Enter}');
  expect(screen.getByText('The two are not the same. Type them again.')).toBeTruthy();
  expect(create).not.toHaveBeenCalled();
});

it('goes on to restoring when there is a backup', async () => {
  const { user } = await open('me');
  await user.click(screen.getByTestId('create-restore'));
  expect(await screen.findByTestId('restore-passphrase')).toBeTruthy();
});

it('lets nobody set up a firm without a passphrase, and leads on to the firm', async () => {
  const { host, user } = await open('found');
  const create = vi.spyOn(host, 'createVault');
  expect(screen.queryByTestId('protect-sign-in')).toBeNull();
  await user.click(screen.getByTestId('create'));
  expect(screen.getByText('Type a passphrase or PIN.')).toBeTruthy();
  expect(create).not.toHaveBeenCalled();
  await user.type(screen.getByTestId('new-passphrase'), 'three blue boats');
  await user.type(screen.getByTestId('new-passphrase-again'), 'three blue boats{Enter}');
  expect((await screen.findByTestId('found-page')).dataset['step']).toBe('names');
});

it('leads who was invited on to joining, and goes back to the first question', async () => {
  const { user } = await open('join');
  await user.click(screen.getByTestId('who-back'));
  await user.click(screen.getByTestId('who-join'));
  await user.click(screen.getByTestId('protect-sign-in'));
  await user.click(screen.getByTestId('create'));
  expect(await screen.findByTestId('invite-code')).toBeTruthy();
});
