import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { openWindow, rowOf } from '../../test/open';

const alarm = { code: 'kit-used', person: null, device: null };

it('says in words when there was news, and looks again when asked', async () => {
  const { host, user } = await openWindow({ firm: 'staff' });
  expect((await screen.findByTestId('firm-line')).textContent).toContain('Last news from Hart & Lowe: 2 minutes ago');
  host.vault.options.folder = 'gone';
  await user.click(screen.getByTestId('sync-now'));
  const trouble = await screen.findByTestId('firm-trouble');
  expect(trouble.textContent).toContain('Firm folder not found (/srv/practice/sixboard). Codes still work. Changes wait.');
  expect(screen.getAllByTestId('row').length).toBeGreaterThan(3);
  host.vault.options.folder = 'there';
  await user.click(screen.getByTestId('trouble-sync'));
  await waitFor(() => expect(screen.queryByTestId('firm-trouble')).toBeNull());
});

it('tells who was removed so, without a word of the folder', async () => {
  await openWindow({ firm: 'removed' });
  expect((await screen.findByTestId('firm-removed')).textContent).toContain('You no longer have access to Hart & Lowe. Your own sign-ins are still here.');
  expect(screen.queryByTestId('firm-trouble')).toBeNull();
  expect(screen.queryByTestId('firm-line')).toBeNull();
});

it('tells an administrator what is wrong and what is to be done, and staff only what is wrong', async () => {
  const { view } = await openWindow({ firm: 'trouble' });
  expect((await screen.findByTestId('firm-alarms')).textContent).toContain("Tom Reid's 'Reception PC' wrote more than the firm's folder shows now");
  expect(screen.getByTestId('firm-replace').textContent).toContain('Companies House – filing');
  expect(screen.getByTestId('firm-line').textContent).toContain('12 days ago');
  view.unmount();
  const { host } = await openWindow({ firm: 'staff' });
  host.vault.firm = host.vault.firm === null ? null : { ...host.vault.firm, view: { ...host.vault.firm.view, alarms: [alarm], must_replace: ['y'] } };
  host.vault.tell('firm', null);
  expect(await screen.findByTestId('firm-alarms')).toBeTruthy();
  expect(screen.queryByTestId('firm-replace')).toBeNull();
});

it('asks an administrator without a passphrase for one, once, and looks for news when there is one', async () => {
  const { host, user } = await openWindow({ firm: 'administrator', protection: 'osSignIn' });
  host.vault.tell('firm', { code: 'firm.passphrase', kind: 'user', args: {} });
  expect((await screen.findByTestId('firm-passphrase')).textContent).toContain('Nothing of the firm comes or goes here until you set one.');
  expect(screen.queryByTestId('firm-trouble')).toBeNull();
  const sync = vi.spyOn(host, 'syncFirm');
  await user.click(screen.getByTestId('passphrase-open'));
  await user.click(await screen.findByTestId('passphrase-set'));
  await user.type(screen.getByTestId('passphrase-new'), 'three blue boats');
  await user.type(screen.getByTestId('passphrase-new-again'), 'three blue boats{Enter}');
  await waitFor(() => expect(sync).toHaveBeenCalled());
  expect(host.vault.status.protection).toBe('passphrase');
});

it('shows one person nothing of a firm', async () => {
  await openWindow();
  for (const id of ['firm-line', 'firm-trouble', 'nav-people', 'row-firm', 'rail-firm']) expect(screen.queryByTestId(id)).toBeNull();
});

it.each(['firm.device-key-missing', 'firm.damaged'])('shows the codes and says what it is where the firm cannot be read: %s', async (firmProblem) => {
  const { host, user } = await openWindow({ firm: 'staff', firmProblem });
  expect((await screen.findByTestId('firm-trouble')).textContent).toContain('Your codes still work.');
  expect(screen.getAllByTestId('row').length).toBeGreaterThan(3);
  await user.keyboard('{Control>}2{/Control}');
  expect(await screen.findByTestId('idle-lock')).toBeTruthy();
  await user.keyboard('{Control>}1{/Control}');
  await user.click(await screen.findByTestId('trouble-sync'));
  expect(await screen.findByTestId('firm-trouble')).toBeTruthy();
  host.vault.options.firmProblem = null;
  await user.click(screen.getByTestId('trouble-sync'));
  await waitFor(() => expect(screen.queryByTestId('firm-trouble')).toBeNull());
  expect(await screen.findByTestId('firm-line')).toBeTruthy();
});

it('says of a name for everybody that it waits while the folder is gone', async () => {
  const { host, user } = await openWindow({ firm: 'administrator' });
  const ours = host.vault.list.accounts.find((account) => account.ofFirm);
  const rename = vi.spyOn(host, 'rename').mockResolvedValue({ value: null, unsent: { code: 'store.gone', kind: 'offline', args: {} } });
  await user.click(within(rowOf(ours?.label ?? '')).getByTestId('row-open'));
  await user.keyboard('{F2}');
  await user.type(await screen.findByTestId('rename-input'), ' two{Enter}');
  expect((await screen.findByTestId('firm-trouble')).textContent).toContain('Firm folder not found');
  expect(rename).toHaveBeenCalledOnce();
});

it('says twice what is there twice', async () => {
  const { host } = await openWindow({ firm: 'administrator' });
  const { firm } = host.vault;
  host.vault.firm = firm === null ? null : { ...firm, view: { ...firm.view, alarms: [alarm, alarm], must_replace: ['y', 'y'] } };
  host.vault.tell('firm', null);
  expect((await screen.findByTestId('firm-alarms')).querySelectorAll('li')).toHaveLength(2);
  expect(screen.getByTestId('firm-replace').querySelectorAll('li')).toHaveLength(2);
});
