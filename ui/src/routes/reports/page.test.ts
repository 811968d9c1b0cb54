import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { fakeError } from '$lib/host/fake/vault';
import { openWindow } from '../../test/open';

const VAT = 'HMRC online services – Income Tax – London';

async function open() {
  const window = await openWindow({ firm: 'auditor' });
  await window.user.click(screen.getByTestId('nav-log'));
  await window.user.click(await screen.findByTestId('open-reports'));
  await screen.findByTestId('reports-page');
  return window;
}

describe('reports', () => {
  it('are seven, each with the question that it answers, and none of who does how much', async () => {
    await open();
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual(['Who could make codes', 'Leavers', 'Keys shown, exported and printed', 'Paper, files and phones', 'Out-of-date copies', 'Who was let in', 'Is the log whole?']);
    expect(screen.getByTestId('reports-page').textContent).toContain('Which copies on paper, in files or on phones are still out there?');
  });

  it('are tables, saved for a spreadsheet or as PDF', async () => {
    const { user, host } = await open();
    const save = vi.spyOn(host, 'saveReport');
    await user.click(screen.getByTestId('report-paper-and-phones'));
    const rows = await screen.findAllByTestId('report-row');
    expect(rows.map((row) => within(row).getAllByRole('cell').map((cell) => cell.textContent))).toEqual([['17', VAT, 'Ann Cole'], ['18', 'HMRC agent services – Leeds', 'Tom Reid']]);
    expect(screen.getAllByRole('columnheader').map((heading) => heading.textContent)).toEqual(['Number', 'Account', 'Person']);
    await user.click(screen.getByTestId('report-pdf'));
    await screen.findByTestId('toast');
    await user.click(screen.getByTestId('report-csv'));
    await waitFor(() => expect(save.mock.calls).toEqual([['paper-and-phones', null, null, 'pdf'], ['paper-and-phones', null, null, 'csv']]));
  });

  it('say so where there is nothing to report, and what went wrong', async () => {
    const { user, host } = await open();
    await user.click(screen.getByTestId('report-leavers'));
    expect((await screen.findByTestId('report-empty')).textContent).toBe('Nothing to report.');
    expect(screen.getByTestId('report-notes').textContent).toContain('Still open: 0.');
    vi.spyOn(host, 'saveReport').mockRejectedValue(fakeError('log.file', { cause: 'no space' }));
    await user.click(screen.getByTestId('report-pdf'));
    expect((await screen.findByTestId('error')).textContent).toContain('The file cannot be written: no space.');
    await user.keyboard('{Escape}');
    await screen.findByTestId('reports-page');
    await user.keyboard('{Escape}');
    await screen.findByTestId('log-page');
  });

  it('of who could are asked for one account, and saved for the same moment', async () => {
    const { user, host } = await open();
    const save = vi.spyOn(host, 'saveReport');
    await user.click(screen.getByTestId('report-who-could'));
    await screen.findByRole('option', { name: VAT });
    expect(screen.queryByTestId('report-pdf')).toBeNull();
    await user.selectOptions(screen.getByTestId('could-account'), VAT);
    await user.type(screen.getByTestId('could-day'), '14 3 2026');
    await user.click(screen.getByTestId('could-go'));
    await user.click(await screen.findByTestId('report-pdf'));
    await waitFor(() => expect(save).toHaveBeenCalledWith('who-could', VAT, new Date(2026, 2, 14, 23, 59).getTime() / 1000, 'pdf'));
  });
});

describe('rules of the firm', () => {
  it('keep records of use for as long as an administrator says', async () => {
    const { user, host } = await openWindow({ firm: 'administrator' });
    await user.click(screen.getByTestId('nav-settings'));
    const months = await screen.findByTestId<HTMLSelectElement>('keep-use');
    expect([months.value, [...months.options].map((option) => option.value)]).toEqual(['24', ['12', '18', '24', '36', '48', '60', '72']]);
    await user.selectOptions(months, '72');
    await user.click(screen.getByTestId('keep-use-save'));
    await waitFor(() => expect(host.vault.firm?.view.keep_use_months).toBe(72));
    await user.click(screen.getByTestId('two-people'));
    await waitFor(() => expect(host.vault.firm?.view.two_people).toBe(true));
    expect(host.vault.firm?.view.keep_use_months).toBe(72);
  });

  it('let one administrator alone be enough again only behind the passphrase', async () => {
    const { user, host } = await openWindow({ firm: 'administrator', protection: 'passphrase' });
    await user.click(screen.getByTestId('nav-settings'));
    const two = await screen.findByTestId('two-people');
    await user.click(two);
    await waitFor(() => expect(host.vault.firm?.view.two_people).toBe(true));
    await user.click(two);
    await user.click(await screen.findByTestId('two-people-keep'));
    expect([two.getAttribute('aria-checked'), host.vault.firm?.view.two_people]).toEqual(['true', true]);
    await user.click(two);
    await user.type(await screen.findByTestId('again-passphrase'), 'correct horse');
    await user.click(screen.getByTestId('two-people-off'));
    await waitFor(() => expect(host.vault.firm?.view.two_people).toBe(false));
    expect(two.getAttribute('aria-checked')).toBe('false');
    expect(screen.queryByTestId('two-people-off')).toBeNull();
  });

  it('are no setting for an auditor', async () => {
    const { user } = await openWindow({ firm: 'auditor' });
    await user.click(screen.getByTestId('nav-settings'));
    await screen.findByTestId('settings-page');
    expect(screen.queryByTestId('keep-use')).toBeNull();
  });
});
