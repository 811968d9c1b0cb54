import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { sampleLines } from '$lib/host/fake/log';
import { fakeError } from '$lib/host/fake/vault';
import { openWindow, STEP } from '../../test/open';

const VAT = 'HMRC online services – Income Tax – London';

async function open(firm: 'administrator' | 'auditor' = 'administrator') {
  const window = await openWindow({ firm });
  await window.user.click(screen.getByTestId('nav-log'));
  await screen.findAllByTestId('log-line');
  return window;
}

const kinds = () => screen.queryAllByTestId('log-line').map((line) => line.dataset['what']);

describe('the log', () => {
  it('tells an administrator who did what, on which device, the newest first', async () => {
    await open();
    const [first] = screen.getAllByTestId('log-line');
    expect(first?.textContent.replace(/\s+/g, ' ')).toContain(`Copied a code ${VAT} Ann Cole on Ann laptop`);
    expect(kinds()).toHaveLength(8);
    expect(screen.getByText('had no effect').closest('li')?.textContent).toContain('Sam Ode');
    const remarks = screen.getByTestId('log-remarks').textContent;
    expect(remarks).toContain('1,284 signed entries, chain unbroken since');
    expect(remarks).toContain('Reception PC of Tom Reid last reported: never');
    expect(remarks).toContain('no proof that somebody signed in');
  });

  it('is filtered by who, account and what, and says so where nothing is left', async () => {
    const { user } = await open();
    await user.selectOptions(screen.getByTestId('log-who'), 'Dev Lowe');
    await waitFor(() => expect(kinds()).toEqual(['key-new', 'given-paper']));
    await user.selectOptions(screen.getByTestId('log-what'), 'given');
    await waitFor(() => expect(kinds()).toEqual(['given-paper']));
    await user.selectOptions(screen.getByTestId('log-what'), 'copied-code');
    await user.selectOptions(screen.getByTestId('log-when'), 'days');
    await screen.findByTestId('log-no-match');
    await user.click(screen.getByTestId('log-clear'));
    expect(screen.getByTestId<HTMLSelectElement>('log-when').value).toBe('all');
    await user.selectOptions(screen.getByTestId('log-account'), VAT);
    await waitFor(() => expect(kinds()).toEqual(['copied-code', 'key-new', 'given-paper']));
  });

  it('reads the days that are typed, whole, and asks for none that are no days', async () => {
    const { user, host } = await open();
    const read = vi.spyOn(host, 'firmLog');
    await user.selectOptions(screen.getByTestId('log-when'), 'days');
    await user.type(screen.getByTestId('log-from'), '30 2 2026');
    await user.click(screen.getByTestId('log-days'));
    expect((await screen.findByTestId('log-days-wrong')).textContent).toContain('Write days like');
    expect(read).not.toHaveBeenCalled();
    await user.clear(screen.getByTestId('log-from'));
    await user.type(screen.getByTestId('log-from'), '1 10 2026');
    await user.click(screen.getByTestId('log-days'));
    await waitFor(() => expect(read).toHaveBeenCalledTimes(1));
    expect(read.mock.calls[0]?.[0].from).toBe(new Date(2026, 9, 1).getTime() / 1000);
    await waitFor(() => expect(kinds()).not.toContain('founded'));
  });

  it('draws a hundred lines of ten thousand, and more on request', async () => {
    const { user, host } = await openWindow({ firm: 'auditor' });
    const view = await host.firmLog({ who: null, account: null, what: null, from: null, to: null, routine: false });
    const [line] = sampleLines(STEP, [VAT, VAT]);
    if (line === undefined) throw new Error('no line');
    const lines = Array.from({ length: 10_000 }, (_, place) => ({ ...line, at: STEP - place * 60 }));
    vi.spyOn(host, 'firmLog').mockResolvedValue({ ...view, lines });
    await user.click(screen.getByTestId('nav-log'));
    await waitFor(() => expect(kinds()).toHaveLength(100));
    expect(screen.getByTestId('log-count').textContent).toBe('100 of 10,000 lines, the newest first');
    await user.click(screen.getByTestId('log-more'));
    await waitFor(() => expect(kinds()).toHaveLength(200));
  });

  it('shows staff their own lines alone, from Settings, and no words of administrators', async () => {
    const { user } = await openWindow({ firm: 'staff' });
    expect(screen.queryByTestId('nav-log')).toBeNull();
    await user.click(screen.getByTestId('nav-settings'));
    await user.click(await screen.findByTestId('own-log'));
    await waitFor(() => expect(kinds()).toEqual(['copied-code']));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('What is recorded of you');
    for (const absent of ['log-who', 'could-go', 'open-reports', 'export-audit']) expect(screen.queryByTestId(absent)).toBeNull();
    await user.keyboard('{Escape}');
    await screen.findByTestId('settings-page');
  });

  it('says what went wrong and tries again, and names reports that cannot be reached', async () => {
    const { user, host } = await openWindow({ firm: 'administrator' });
    const view = await host.firmLog({ who: null, account: null, what: null, from: null, to: null, routine: false });
    const read = vi.spyOn(host, 'firmLog').mockRejectedValueOnce(fakeError('firm.damaged'));
    await user.click(screen.getByTestId('nav-log'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.damaged');
    read.mockResolvedValueOnce({ ...view, lines: [], unreached: fakeError('store.gone') });
    await user.click(screen.getByTestId('log-again'));
    expect((await screen.findByTestId('log-none')).textContent).toContain('Nothing recorded yet.');
    expect(screen.getByTestId('log-unreached').textContent).toContain('cannot be read now');
    expect(screen.queryByTestId('error')).toBeNull();
  });

  it('counts how far the reading is', async () => {
    const { user, host } = await openWindow({ firm: 'administrator' });
    vi.spyOn(host, 'firmLog').mockReturnValue(new Promise(() => undefined));
    await user.click(screen.getByTestId('nav-log'));
    await screen.findByTestId('log-reading');
    host.vault.tell('progress', { done: 3, total: 90 });
    await waitFor(() => expect(screen.getByTestId('log-reading').textContent).toContain('3 of 90'));
  });
});

describe('who could make codes', () => {
  it('is answered by key and way, at a minute', async () => {
    const { user, host } = await open();
    const ask = vi.spyOn(host, 'whoCould');
    await user.click(screen.getByTestId('could-go'));
    expect((await screen.findByTestId('could-wrong')).textContent).toBe('Choose an account');
    await user.selectOptions(screen.getByTestId('could-account'), VAT);
    await user.type(screen.getByTestId('could-day'), '14 3 2026');
    await user.type(screen.getByTestId('could-time'), '10:40');
    await user.click(screen.getByTestId('could-go'));
    const keys = await screen.findAllByTestId('could-key');
    expect(ask).toHaveBeenCalledWith(VAT, new Date(2026, 2, 14, 10, 40).getTime() / 1000);
    expect(keys.map((key) => within(key).getByRole('heading').textContent)).toEqual(['With key 2', 'With key 1']);
    expect(keys[0]?.textContent).toContain('Ann Cole, On paper (no. 17)');
    expect(keys[1]?.textContent).toContain('left the firm');
  });
});

describe('the log as a file', () => {
  it('has the lines that are shown, and says when it was saved, not when it was cancelled', async () => {
    const { user, host } = await open();
    const save = vi.spyOn(host, 'saveLog').mockResolvedValueOnce(false);
    await user.selectOptions(screen.getByTestId('log-who'), 'Dev Lowe');
    await user.click(screen.getByTestId('export-csv'));
    await waitFor(() => expect(save).toHaveBeenCalledWith({ who: 'Dev Lowe', account: null, what: null, from: null, to: null, routine: false }, 'csv'));
    expect(screen.queryByTestId('toast')).toBeNull();
    await user.click(screen.getByTestId('export-audit'));
    expect((await screen.findByTestId('toast')).textContent).toContain('Saved');
    expect(save).toHaveBeenLastCalledWith(expect.anything(), 'audit');
  });

  it('is checked, and the first thing that is wrong is told', async () => {
    const { user, host } = await open();
    await user.click(screen.getByTestId('check-export'));
    expect((await screen.findByTestId('export-checked')).textContent).toContain('Hart & Lowe: 1,284 signed entries of 7 devices hold.');
    vi.spyOn(host, 'checkLogFile').mockRejectedValue(fakeError('audit.entry', { entry: '12', fault: 'its device did not sign it' }));
    await user.click(screen.getByTestId('check-export'));
    expect((await screen.findByTestId('error')).textContent).toContain('Entry 12 does not hold');
    expect(screen.queryByTestId('export-checked')).toBeNull();
  });

  it('is told apart from a certificate, of which is said what it proves', async () => {
    const { user, host } = await open();
    const certificate = { firm: 'Hart & Lowe', firm_id: 'f', first_entry: 'e1', person: 'Sam Ode', made_by: 'Sarah Hart', made_at: 1_800_000_000, device: 'd', accounts: 4, complete: true, signed_off_by: 'Dev Lowe', entries: [], proven: true, unknown: 0 };
    const check = vi.spyOn(host, 'checkLogFile').mockResolvedValue({ certificate });
    await user.click(screen.getByTestId('check-export'));
    const said = (await screen.findByTestId('export-checked')).textContent;
    expect(said).not.toContain('left out');
    for (const part of ['Leaver certificate of Hart & Lowe, for Sam Ode: 4 accounts.', "this firm's log says the same", 'Dev Lowe signed it off']) expect(said).toContain(part);
    check.mockResolvedValue({ certificate: { ...certificate, proven: false, complete: false, signed_off_by: null, unknown: 2 } });
    await user.click(screen.getByTestId('check-export'));
    await waitFor(() => expect(screen.getByTestId('export-checked').textContent).toContain("only the firm's log shows"));
    expect(screen.getByTestId('export-checked').textContent).toContain('2 earlier entries of the log Sarah Hart did not know');
    expect(screen.getByTestId('export-checked').textContent).toContain('Something was left to do');
  });
});
