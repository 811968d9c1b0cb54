import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { FirmSample } from '$lib/host/fake/firm-data';
import { fakeError } from '$lib/host/fake/vault';
import { openWindow, rowOf } from '../../test/open';

const OWN = 'Bank of Yorkshire – payments';
const SHARED = 'HMRC agent services – Leeds';
const COUNTER = 'Payroll bureau – door fob';

async function open(label: string, firm: FirmSample = 'administrator') {
  const window = await openWindow({ firm });
  window.host.vault.tell('changed', null);
  await window.user.click(rowOf(label).querySelector<HTMLElement>('[data-testid="row-open"]') ?? document.body);
  await screen.findByTestId('panel');
  return window;
}

const tick = (id: string, name: string) => screen.getAllByTestId(id).find((box) => box.dataset['name'] === name) ?? document.body;

describe('sharing', () => {
  it('shares an own account with a team and a person', async () => {
    const { host, user } = await open(OWN);
    const share = vi.spyOn(host, 'share');
    await user.click(screen.getByTestId('panel-share'));
    await screen.findByTestId('share-page');
    await screen.findAllByTestId('share-team');
    await user.click(tick('share-team', 'Tax'));
    await user.click(tick('share-person', 'Tom Reid'));
    await user.click(screen.getByTestId('share-go'));
    await screen.findByTestId('panel');
    expect(share.mock.calls.map(([, to]) => to)).toEqual([{ team: 'Tax' }, { person: 'Tom Reid' }]);
    expect((await screen.findByTestId('toast')).textContent).toContain(`Shared ${OWN} with Tax, Tom Reid.`);
  });

  it('refuses codes of a counter with its reason, and changes nothing', async () => {
    const { host, user } = await open(COUNTER);
    await user.click(screen.getByTestId('panel-share'));
    await screen.findAllByTestId('share-team');
    await user.click(tick('share-team', 'Tax'));
    await user.click(screen.getByTestId('share-go'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.counter');
    expect(host.vault.list.accounts.find((account) => account.label === COUNTER)?.ofFirm).toBe(false);
  });

  it('offers the other ways once nothing pushes them down any more, also where nobody can be read', async () => {
    const { host, user } = await open(SHARED);
    let fail = (_: unknown): void => undefined;
    host.people = () => new Promise((_, reject) => (fail = reject));
    await user.click(screen.getByTestId('panel-share'));
    await screen.findByTestId('share-page');
    expect(screen.queryByTestId('way-file')).toBeNull();
    fail(fakeError('firm.damaged'));
    await screen.findByTestId('way-file');
  });

  it('says by person and device who has which key, and stops sharing with the honest sentence', async () => {
    const { host, user } = await open(SHARED);
    expect((await screen.findByTestId('sharing-count')).textContent).toBe('4 of 5 devices have the key in use.');
    const ann = screen.getAllByTestId('holder').find((one) => one.dataset['device'] === 'Ann laptop');
    expect(ann?.textContent.replace(/\s+/g, ' ')).toContain('has key 1, replaced since · not seen for 12 days');
    await user.click(screen.getByTestId('stop-sharing'));
    expect((await screen.findByTestId('stop-dialog')).textContent).toContain('makes codes until you replace it at the service');
    await user.click(screen.getByTestId('stop-yes'));
    await waitFor(() => expect(screen.queryByTestId('stop-dialog')).toBeNull());
    expect(host.vault.firm?.teams.find((team) => team.name === 'Tax')?.accounts).not.toContain(SHARED);
  });

  it('shows two devices of one name, and a person beside another of that name', async () => {
    const { host, user } = await openWindow({ firm: 'administrator' });
    const holders = await host.holders(host.vault.list.accounts.find((account) => account.label === SHARED)?.id ?? '');
    const [device] = holders.devices;
    if (device === undefined) throw new Error('no device');
    vi.spyOn(host, 'holders').mockResolvedValue({ ...holders, people: ['Tom Reid', 'Tom Reid'], devices: [device, { ...device, this: false }] });
    await user.click(rowOf(SHARED).querySelector<HTMLElement>('[data-testid="row-open"]') ?? document.body);
    await waitFor(() => expect(screen.getAllByTestId('holder')).toHaveLength(2));
    expect(screen.getAllByTestId('stop-sharing')).toHaveLength(3);
  });

  it('shows staff neither who has it nor a way to share or rename it', async () => {
    await open(SHARED, 'staff');
    expect(screen.queryByTestId('sharing')).toBeNull();
    expect(screen.queryByTestId('panel-rename')).toBeNull();
    expect(screen.queryByTestId('panel-replace')).toBeNull();
    expect(screen.queryByTestId('panel-remove')).toBeNull();
    expect(screen.getByTestId('panel-of-firm').textContent).toContain("is Hart & Lowe's");
  });

  it('lets an administrator give it another name and a new key, for everybody', async () => {
    const { host, user } = await open(SHARED, 'administrator');
    const { id } = host.vault.list.accounts.find((account) => account.label === SHARED) ?? { id: '' };
    expect(screen.getByTestId('panel-of-firm').textContent).toContain('goes to everybody who has it');
    expect(screen.getByTestId('panel-rename')).toBeDefined();
    await user.click(screen.getByTestId('panel-replace'));
    await user.click(await screen.findByTestId('from-text'));
    await user.type(await screen.findByTestId('key'), 'JBSWY3DPEHPK3PXP');
    await user.click(screen.getByTestId('key-continue'));
    await screen.findByTestId('try-code');
    expect(host.vault.list.accounts.find((account) => account.id === id)?.versions).toHaveLength(2);
  });

  it('tells staff of a new key and asks them nothing of it', async () => {
    const { host } = await openWindow({ firm: 'staff' });
    const account = host.vault.list.accounts.find((one) => one.label === SHARED);
    const newest = { number: 2, state: 'unconfirmed' as const, addedAt: 1 };
    host.vault.change(account?.id ?? '', { versions: [newest, { number: 1, state: 'previous' as const, addedAt: 0 }] });
    await waitFor(() => expect(rowOf(SHARED).textContent).toContain('tell an administrator'));
    expect(rowOf(SHARED).querySelector('[data-testid="row-check"]')).toBeNull();
  });

  it('asks who needs a new account once it was checked', async () => {
    const { user } = await openWindow({ firm: 'administrator' });
    await user.keyboard('{Control>}n{/Control}');
    await user.click(await screen.findByTestId('from-text'));
    await user.type(await screen.findByTestId('key'), 'JBSWY3DPEHPK3PXP');
    await user.click(screen.getByTestId('key-continue'));
    await user.type(await screen.findByTestId('label'), 'Xero – Payroll');
    await user.click(screen.getByTestId('add-go'));
    await user.click(await screen.findByTestId('accepted'));
    expect((await screen.findByTestId('share-page')).textContent).toContain('Who needs it?');
    await user.click(screen.getByTestId('share-later'));
    expect((await screen.findByTestId('panel')).textContent).toContain('Only you.');
  });
});
