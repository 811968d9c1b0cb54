import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { openWindow } from '../../test/open';

const open = async (protection: 'passphrase' | 'osSignIn' = 'passphrase') => {
  const window = await openWindow({ protection });
  await window.user.keyboard('{Control>}2{/Control}');
  await screen.findByTestId('settings-page');
  return window;
};

it('says which of the two protects the vault, and changes it', async () => {
  const { user } = await open('osSignIn');
  expect(screen.getByTestId('protected-by').textContent).toBe('Your sign-in to this computer protects this vault.');
  await user.click(screen.getByTestId('passphrase-set'));
  await user.type(screen.getByTestId('passphrase-new'), 'three blue boats');
  await user.type(screen.getByTestId('passphrase-new-again'), 'three blue boats{Enter}');
  await waitFor(() => expect(screen.getByTestId('protected-by').textContent).toBe('A passphrase or PIN protects this vault.'));
});

it('saves the lock time, the theme and the switches', async () => {
  const { host, user } = await open();
  await user.selectOptions(screen.getByTestId('idle-lock'), '5');
  await user.click(screen.getByTestId('theme-dark'));
  await user.click(screen.getByTestId('hide-seconds'));
  expect(host.vault.settings).toMatchObject({ idleLockMinutes: 5, theme: 'dark', hideSeconds: true });
  expect(document.documentElement.dataset['theme']).toBe('dark');
});

it('shows what a restore would add before anything changes, and discards it on cancel', async () => {
  const { host, user } = await open();
  const apply = vi.spyOn(host, 'applyPlan');
  const discard = vi.spyOn(host, 'discardPlan');
  await user.type(screen.getByTestId('restore-passphrase'), 'x{Enter}');
  expect((await screen.findByTestId('plan-stale')).textContent).toBe("1 key was replaced after that and won't work. Restore the rest?");
  expect(screen.getAllByTestId('plan-row').map((row) => row.dataset['outcome'])).toEqual(['add', 'addRenamed', 'alreadyHere', 'replacedSince']);
  await user.click(screen.getByTestId('restore-cancel'));
  expect(discard).toHaveBeenCalledWith('plan-1');
  expect(apply).not.toHaveBeenCalled();
});

it('lists the keys on a question mark, unless single keys are off', async () => {
  const { user } = await open();
  await user.keyboard('?');
  expect(await screen.findByTestId('shortcuts')).toBeTruthy();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByTestId('shortcuts')).toBeNull());
  await user.click(screen.getByTestId('single-keys'));
  await user.keyboard('?');
  expect(screen.queryByTestId('shortcuts')).toBeNull();
});

it('keeps two contacts of one name', async () => {
  const { user } = await open();
  for (const place of [0, 1]) {
    await user.clear(screen.getByTestId(`contact-name-${place}`));
    await user.type(screen.getByTestId(`contact-name-${place}`), 'Reception');
  }
  await user.click(screen.getByTestId('contacts-save'));
  await waitFor(() => expect(screen.getByTestId('help-card').textContent?.match(/Reception/g)).toHaveLength(2));
});

it('shows a backup that holds one label twice', async () => {
  const { host, user } = await open();
  const row = { label: 'VAT', outcome: 'add', newLabel: null } as const;
  vi.spyOn(host, 'openBackup').mockResolvedValue({ plan: 'plan-2', writtenAt: 0, otherVault: false, rows: [row, row] });
  await user.type(screen.getByTestId('restore-passphrase'), 'x{Enter}');
  await waitFor(() => expect(screen.getAllByTestId('plan-row')).toHaveLength(2));
});

it('says "Saved." only when it was saved', async () => {
  const { host, user } = await open();
  vi.spyOn(host, 'saveSettings').mockRejectedValue({ code: 'disk.full', kind: 'user', args: {} });
  await user.click(screen.getByTestId('contacts-save'));
  await waitFor(() => expect(screen.getByTestId('toast').dataset['kind']).toBe('error'));
  expect(screen.getAllByTestId('toast')).toHaveLength(1);
});

it('counts what a restore added', async () => {
  const { user } = await open();
  await user.type(screen.getByTestId('restore-passphrase'), 'x{Enter}');
  await user.click(await screen.findByTestId('restore-apply'));
  expect((await screen.findByTestId('restore-done')).textContent).toBe('2 of 2 accounts brought in.');
});

it('asks before contacts that were typed are left, and not once they are saved', async () => {
  const { user } = await open();
  await user.type(screen.getByTestId('contact-name-1'), ' Jones');
  await user.keyboard('{Control>}1{/Control}');
  await user.click(await screen.findByTestId('unsaved-stay'));
  await waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
  expect((screen.getByTestId('contact-name-1') as HTMLInputElement).value).toBe('Dev Lowe Jones');
  await user.click(screen.getByTestId('contacts-save'));
  await user.keyboard('{Control>}1{/Control}');
  expect(await screen.findByTestId('search')).toBeTruthy();
});

it('lets no administrator of a firm do without a passphrase', async () => {
  const { user, view } = await openWindow({ firm: 'administrator' });
  await user.keyboard('{Control>}4{/Control}');
  await screen.findByTestId('passphrase-change');
  expect(screen.queryByTestId('passphrase-remove')).toBeNull();
  view.unmount();
  await open();
  expect(screen.getByTestId('passphrase-remove')).toBeTruthy();
});
