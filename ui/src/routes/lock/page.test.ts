import { screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { openWindow } from '../../test/open';

it('says that the passphrase is wrong and opens with the right one', async () => {
  const { user } = await openWindow({ state: 'locked' });
  await user.type(screen.getByTestId('passphrase'), 'wrong{Enter}');
  await waitFor(() => expect(screen.getByTestId('error').dataset['code']).toBe('vault.wrong-passphrase'));
  await user.clear(screen.getByTestId('passphrase'));
  await user.type(screen.getByTestId('passphrase'), 'correct horse{Enter}');
  expect(await screen.findByTestId('search')).toBeTruthy();
});

it('needs only a button where the sign-in protects the vault', async () => {
  const { user } = await openWindow({ state: 'locked', protection: 'osSignIn' });
  expect(screen.queryByTestId('passphrase')).toBeNull();
  await user.click(screen.getByTestId('unlock'));
  expect(await screen.findByTestId('search')).toBeTruthy();
});

it('holds no label after Ctrl+L and replaces the page', async () => {
  const { reload, user } = await openWindow();
  expect(document.body.textContent).toContain('Companies House');
  await user.keyboard('{Control>}l{/Control}');
  await screen.findByTestId('lock-page');
  expect(document.documentElement.outerHTML).not.toContain('Companies House');
  expect(reload).toHaveBeenCalledOnce();
});

it('locks when the program says so', async () => {
  const { host } = await openWindow();
  host.vault.become({ state: 'locked' });
  host.vault.tell('locked', null);
  expect(await screen.findByTestId('lock-page')).toBeTruthy();
});

it('offers a new vault only after a question', async () => {
  const { user } = await openWindow({ state: 'blocked', problem: 'vault.key-missing' });
  expect(screen.getByTestId('error').dataset['code']).toBe('vault.key-missing');
  await user.click(screen.getByTestId('recover'));
  await user.click(await screen.findByTestId('recover-yes'));
  expect(await screen.findByTestId('settings-page')).toBeTruthy();
});

it('offers only another try where the keyring is not there', async () => {
  await openWindow({ state: 'blocked', problem: 'keyring.none' });
  expect(screen.getByTestId('try-again')).toBeTruthy();
  expect(screen.queryByTestId('recover')).toBeNull();
});
