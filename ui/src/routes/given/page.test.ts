import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { fakeError } from '$lib/host/fake/vault';
import { openWindow, rowOf } from '../../test/open';

async function open(firm: 'administrator' | 'auditor' = 'administrator') {
  const window = await openWindow({ firm });
  await window.user.click(screen.getByTestId('nav-people'));
  await window.user.click(await screen.findByTestId('open-given'));
  await screen.findByTestId('given-page');
  return window;
}

const rows = () => screen.getAllByTestId('given-row').map((row) => row.textContent.replace(/\s+/g, ' '));
const state = (row: HTMLElement) => within(row).getByTestId('standing').dataset['state'];

describe('paper and phones', () => {
  it('says under People how many are late', async () => {
    const { user } = await openWindow({ firm: 'administrator' });
    await user.click(screen.getByTestId('nav-people'));
    expect((await screen.findByTestId('open-given')).textContent).toContain('1 is late or lost');
  });

  it('lists what is late first, by word and number, with who gave it and why', async () => {
    await open();
    await screen.findByTestId('given');
    const [first, second] = rows();
    expect(first).toContain('Ann Cole Paper no. 17');
    expect(first).toContain('Overdue since');
    expect(first).toContain('Given by Sarah Hart');
    expect(first).toContain('No computer at home');
    expect(second).toContain('Due back by');
    expect(within(screen.getByTestId('given-past')).getByTestId('standing').textContent.trim()).toBe('Replaced since: makes no codes any more');
  });

  it('ticks paper returned', async () => {
    const { user } = await open();
    const [row] = await screen.findAllByTestId('given-row');
    if (row === undefined) throw new Error('no row');
    await user.click(within(row).getByTestId('fate-returned'));
    await waitFor(() => expect(screen.getByTestId('given-past').textContent).toContain('Paper no. 17'));
    expect(screen.getByTestId('given').textContent).not.toContain('Paper no. 17');
  });

  it('asks before something is lost, and says that the key must be replaced now', async () => {
    const { user, host } = await open();
    const [row] = await screen.findAllByTestId('given-row');
    if (row === undefined) throw new Error('no row');
    await user.click(within(row).getByTestId('fate-lost'));
    expect((await screen.findByTestId('lost-dialog')).textContent).toContain('makes codes');
    await user.click(screen.getByTestId('lost-no'));
    expect(host.vault.firm?.given.some((one) => one.fate === 'lost')).toBe(false);
    await waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
    await user.click(within(row).getByTestId('fate-lost'));
    await user.click(await screen.findByTestId('lost-yes'));
    await waitFor(() => expect(state(screen.getAllByTestId('given-row')[0] ?? document.body)).toBe('lost'));
    expect(screen.getAllByTestId('given-row')[0]?.textContent).toContain('Replace the key now');
    await waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
    await user.click(screen.getByTestId('given-replace'));
    await waitFor(() => expect(screen.getByTestId('page').dataset['page']).toBe('replace'));
  });

  it('shows an auditor all of it and lets them change nothing', async () => {
    await open('auditor');
    await screen.findByTestId('given');
    expect(screen.queryByTestId('fate-returned')).toBeNull();
  });

  it('says so where nothing was given, and what went wrong where it cannot be read', async () => {
    const window = await open();
    if (window.host.vault.firm !== null) window.host.vault.firm = { ...window.host.vault.firm, given: [] };
    window.host.vault.tell('firm', null);
    expect((await screen.findByTestId('given-none')).textContent).toContain('Nothing was given out yet.');
    vi.spyOn(window.host, 'givenKeys').mockRejectedValue(fakeError('firm.damaged'));
    window.host.vault.tell('firm', null);
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.damaged');
  });

  it('goes back to People by Escape', async () => {
    const { user } = await open();
    await user.keyboard('{Escape}');
    await screen.findByTestId('people-page');
  });
});

describe('who has the code', () => {
  it('names paper and phones beside devices, with due dates, and the keys that the account had', async () => {
    const { user } = await openWindow({ firm: 'administrator' });
    await user.click(rowOf('HMRC online services – Income Tax – London').querySelector<HTMLElement>('[data-testid="row-open"]') ?? document.body);
    const given = await screen.findAllByTestId('holder-given');
    expect(given.map((one) => within(one).getByTestId('standing').dataset['state'])).toEqual(['overdue', 'old', 'has']);
    expect(given[0]?.textContent.replace(/\s+/g, ' ')).toContain('Paper no. 17 Key 2, since');
    expect(screen.getByTestId('key-history').textContent).toContain('Key 1: ');
    expect(screen.getByTestId('key-history').textContent).toContain('Dev Lowe');
    await user.click(within(given[0] ?? document.body).getByTestId('fate-destroyed'));
    await waitFor(() => expect(screen.getAllByTestId('holder-given').map((one) => within(one).getByTestId('standing').dataset['state'])).toContain('destroyed'));
  });
});
