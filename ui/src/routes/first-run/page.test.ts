import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { openWindow, rowOf } from '../../test/open';

it('makes a vault with the practice account in one press', async () => {
  const { host, user } = await openWindow({ state: 'absent' });
  const create = vi.spyOn(host, 'createVault');
  await user.click(screen.getByTestId('create'));
  await waitFor(() => expect(rowOf('Practice account – try copying')).toBeTruthy());
  expect(create).toHaveBeenCalledWith(null);
});

it('makes no vault while the two passphrases differ', async () => {
  const { host, user } = await openWindow({ state: 'absent' });
  const create = vi.spyOn(host, 'createVault');
  await user.click(screen.getByTestId('protect-passphrase'));
  await user.type(screen.getByTestId('new-passphrase'), 'three blue boats');
  await user.type(screen.getByTestId('new-passphrase-again'), 'three blue goats{Enter}');
  expect(screen.getByText('The two are not the same. Type them again.')).toBeTruthy();
  expect(create).not.toHaveBeenCalled();
});

it('goes on to restoring when there is a backup', async () => {
  const { user } = await openWindow({ state: 'absent' });
  await user.click(screen.getByTestId('create-restore'));
  expect(await screen.findByTestId('restore-passphrase')).toBeTruthy();
});
