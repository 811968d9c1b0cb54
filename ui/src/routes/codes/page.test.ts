import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { decimalCode } from '$lib/host/fake/otp';
import { groupCode, speakCode } from '$lib/text/digits';
import { openWindow, rowOf, STEP } from '../../test/open';

const LONDON = 'HMRC online services – Income Tax – London';

describe('the list of codes', () => {
  it('hides codes until asked, then shows the one of this step under its own label', async () => {
    const { host, user } = await openWindow();
    const row = rowOf(LONDON);
    expect(within(row).getByTestId('code').textContent).toBe('••• •••');
    await user.click(within(row).getByTestId('row-show'));
    const code = await decimalCode(row.dataset['id'] ?? '', STEP / 30, 6);
    await waitFor(() => expect(within(row).getByTestId('code').textContent).toBe(groupCode(code)));
    expect(host.vault.account(row.dataset['id'] ?? '').label).toBe(LONDON);
    await user.click(within(row).getByTestId('row-show'));
    expect(within(row).getByTestId('code').textContent).toBe('••• •••');
  });

  it('names a row to a screen reader by label, user ID, code and seconds', async () => {
    const { user } = await openWindow();
    const row = rowOf(LONDON);
    await user.click(within(row).getByTestId('row-show'));
    const code = speakCode(await decimalCode(row.dataset['id'] ?? '', STEP / 30, 6));
    expect(await screen.findByRole('group', { name: `HMRC online services, Income Tax, London. ID ending 0 9 2 2. Code ${code}. 22 seconds left.` })).toBeTruthy();
    expect(within(row).getByRole('button', { name: `Code ${code}.` })).toBeTruthy();
  });

  it('shows the next code in the last ten seconds and says so in words', async () => {
    const { user } = await openWindow({}, 21);
    const row = rowOf(LONDON);
    await user.click(within(row).getByTestId('row-show'));
    const next = await decimalCode(row.dataset['id'] ?? '', STEP / 30 + 1, 6);
    expect((await within(row).findByTestId('next')).textContent).toBe(`Next ${groupCode(next)}`);
    expect(within(row).getByRole('button', { name: `Next ${speakCode(next)}` })).toBeTruthy();
    expect(screen.getByText('Ending')).toBeTruthy();
  });

  it('finds by typing from anywhere and copies the first with Enter', async () => {
    const { host, user } = await openWindow();
    const copy = vi.spyOn(host, 'copyCode');
    (document.activeElement as HTMLElement | null)?.blur();
    await user.keyboard('inc lon');
    expect(screen.getAllByTestId('row').map((row) => row.dataset['label'])).toEqual([LONDON]);
    await user.keyboard('{Enter}');
    expect(copy).toHaveBeenCalledWith(rowOf(LONDON).dataset['id'], 'best');
    expect((await screen.findByTestId('toast')).textContent).toContain('Copied: Income Tax – London (..0922). Paste it. 22 s left.');
  });

  it('says what it did not find and shows all again', async () => {
    const { user } = await openWindow();
    await user.keyboard('inx');
    expect(screen.getByText("Nothing matches 'inx'.")).toBeTruthy();
    await user.click(screen.getByTestId('show-all'));
    expect(screen.getAllByTestId('row').length).toBeGreaterThan(5);
  });

  it('goes through the rows with the arrows and opens one with the right arrow', async () => {
    const { user } = await openWindow();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect((document.activeElement as HTMLElement).dataset['copy']).toBe(rowOf(LONDON).dataset['id']);
    await user.keyboard('{ArrowRight}');
    expect((await screen.findByTestId('panel')).dataset['id']).toBe(rowOf(LONDON).dataset['id']);
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('panel')).toBeNull();
  });
});

describe('every row', () => {
  it('keeps its label and its code with its id, however the list is ordered, searched and renewed', async () => {
    const { host } = await openWindow({ accounts: 24 });
    const { vault } = host;
    let seed = 7;
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const shuffled = <T>(list: readonly T[]) => list.map((one) => ({ at: draw(1000), one })).sort((a, b) => a.at - b.at).map(({ one }) => one);
    const some = () => vault.list.accounts[draw(vault.list.accounts.length)] ?? { id: '', label: '' };
    const codes = host.codes.bind(host);
    vi.spyOn(host, 'codes').mockImplementation(async (ids) => shuffled(await codes(ids)));
    vault.settings = { ...vault.settings, hideCodes: false };
    const labels = new Map(vault.list.accounts.map(({ id, label }) => [id, label]));
    const ask = (value: string) => fireEvent.input(screen.getByTestId('search'), { target: { value } });
    let steps = 0;
    const reorder = () => {
      vault.list = { ...vault.list, accounts: shuffled(vault.list.accounts) };
      vault.tell('changed', null);
    };
    const acts = [
      reorder,
      () => vault.change(some().id, { lastCopied: vault.now() }),
      () => ask(some().label.split(' ').slice(draw(4)).map((word) => word.slice(0, 1 + draw(4))).join(' ')),
      () => ask(''),
      () => document.dispatchEvent(new Event('visibilitychange')),
      () => vi.setSystemTime((STEP + 30 * ++steps) * 1000),
    ];
    const rowsAreRight = async () => {
      for (const row of screen.queryAllByTestId('row')) {
        const id = row.dataset['id'] ?? '';
        expect([within(row).getByTestId('row-open').textContent, within(row).getByTestId('row-copy').dataset['copy']]).toEqual([labels.get(id), id]);
        expect(within(row).getByTestId('code').textContent).toBe(groupCode(await decimalCode(id, STEP / 30 + steps, 6)));
      }
      return screen.queryAllByTestId('row').length;
    };
    reorder();
    let seen = 0;
    for (let round = 0; round < 60; round += 1) {
      await acts[draw(acts.length)]?.();
      seen += await waitFor(rowsAreRight);
    }
    expect(seen).toBeGreaterThan(300);
  });
});

describe('copying', () => {
  it('moves no row when its code is copied', async () => {
    const { user } = await openWindow();
    const order = () => screen.getAllByTestId('row').map((row) => row.dataset['label']);
    const before = order();
    await user.click(within(rowOf(LONDON)).getByTestId('row-copy'));
    await screen.findByTestId('toast');
    expect(order()).toEqual(before);
  });

  it('opens the helper on a second copy within a minute, and copies from there when told to', async () => {
    const { host, user } = await openWindow();
    const copy = vi.spyOn(host, 'copyCode');
    await user.click(within(rowOf(LONDON)).getByTestId('row-copy'));
    await user.click(within(rowOf(LONDON)).getByTestId('row-copy'));
    expect((await screen.findByTestId('refused')).textContent).toContain('Right account? The user ID ends in ..0922.');
    await user.click(screen.getByTestId('copy-anyway'));
    expect(copy).toHaveBeenLastCalledWith(rowOf(LONDON).dataset['id'], 'now');
  });

  it('waits in the last seconds, and copies this one when asked again', async () => {
    const { host, user } = await openWindow({}, 26);
    const copy = vi.spyOn(host, 'copyCode');
    await user.keyboard('inc lon{Enter}');
    expect((await screen.findByTestId('copy-waiting')).textContent).toContain('New code in 4 s – we\'ll copy it for you');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByTestId('copy-waiting')).toBeNull());
    expect(copy).toHaveBeenLastCalledWith(rowOf(LONDON).dataset['id'], 'now');
  });

  it('takes a fresh code of a counter account only when asked', async () => {
    const { host, user } = await openWindow();
    const next = vi.spyOn(host, 'nextCode');
    const row = rowOf('Payroll bureau – door fob');
    expect(next).not.toHaveBeenCalled();
    await user.click(within(row).getByTestId('row-new-code'));
    await waitFor(() => expect(within(row).getByTestId('code').textContent).toMatch(/^\d{3} \d{3}$/));
    expect(next).toHaveBeenCalledOnce();
  });
});

describe('the countdown', () => {
  const BANK = 'Bank of Yorkshire – payments';

  it('draws the bar of an odd period and names its seconds while the code is hidden', async () => {
    await openWindow({}, 8);
    const row = rowOf(BANK);
    expect(within(row).getByTestId('code').textContent).toBe('••• •••');
    expect(within(row).getByTestId('seconds').textContent).toMatch(/^(22|52) s$/);
    expect(await screen.findByRole('group', { name: /^Bank of Yorkshire, payments\. Code hidden\. (22|52) seconds left\.$/ })).toBeTruthy();
  });

  it('names nothing by an element that is not there', async () => {
    await openWindow();
    const named = [...document.querySelectorAll('[aria-labelledby]')].flatMap((element) => element.getAttribute('aria-labelledby')?.split(' ') ?? []);
    expect(named.filter((id) => id !== '' && document.getElementById(id) === null)).toEqual([]);
  });

  it.each([
    ['row-open', ''],
    ['row-show', ''],
    ['row-copy', '10 seconds left'],
  ])('says the time while Copy has the focus, and not for its row: %s', async (part, said) => {
    await openWindow({}, 19);
    within(rowOf(LONDON)).getByTestId(part).focus();
    vi.setSystemTime((STEP + 20) * 1000);
    await waitFor(() => expect(screen.getAllByTestId('countdown')[0]?.dataset['phase']).toBe('ending'));
    await waitFor(() => expect(screen.getByTestId('announcer').textContent).toBe(said));
  });

  it('says the same once more to who left Copy and came back', async () => {
    await openWindow({}, 19);
    const copy = within(rowOf(LONDON)).getByTestId('row-copy');
    const until = async (second: number, said: string) => {
      vi.setSystemTime((STEP + second) * 1000);
      await waitFor(() => expect(screen.getByTestId('announcer').textContent).toBe(said));
    };
    copy.focus();
    await until(20, '10 seconds left');
    copy.blur();
    await until(21, '');
    copy.focus();
    await until(50, '10 seconds left');
  });
});

describe('the backup reminder', () => {
  const due = async (backup: 'never' | 'older' | 'no') => {
    const window = await openWindow();
    window.host.vault.become({ backup });
    window.host.vault.tell('changed', null);
    return window;
  };

  it('says that there was never a backup, and leads to one', async () => {
    const { user } = await due('never');
    expect((await screen.findByTestId('backup-due')).textContent).toContain('No backup yet. If this computer breaks, your keys are gone.');
    await user.click(screen.getByTestId('backup-now'));
    await screen.findByTestId('settings-page');
    expect(document.activeElement?.id).toBe('settings-backup');
  });

  it('says that the backup lacks a key', async () => {
    await due('older');
    await waitFor(() => expect(screen.getByTestId('backup-due').textContent).toContain('Your backup is older than your newest key.'));
  });

  it('says nothing where none is due', async () => {
    await due('no');
    await waitFor(() => expect(screen.queryByTestId('backup-due')).toBeNull());
  });

  it('goes on "Not now", and no account with it', async () => {
    const { host, user } = await due('older');
    await user.click(await screen.findByTestId('backup-later'));
    expect(screen.queryByTestId('backup-due')).toBeNull();
    host.vault.tell('changed', null);
    expect(screen.getAllByTestId('row')).toHaveLength(host.vault.list.accounts.length);
    expect(screen.queryByTestId('backup-due')).toBeNull();
  });
});

describe('two accounts of one purpose and office', () => {
  it('are told apart in the notice', async () => {
    const { host, user } = await openWindow();
    host.vault.change(host.vault.account(rowOf('HMRC agent services – Leeds').dataset['id'] ?? '').id, { label: 'HMRC agent services – Income Tax – London' });
    await waitFor(() => expect(rowOf('HMRC agent services – Income Tax – London')).toBeTruthy());
    await user.click(within(rowOf(LONDON)).getByTestId('row-copy'));
    expect((await screen.findByTestId('toast')).textContent).toContain(`Copied: ${LONDON} (..0922).`);
  });

  it('are to be compared by what their rows show', async () => {
    const { host } = await openWindow();
    const care = () => within(rowOf(LONDON)).getByTestId('row-look-alike').textContent;
    expect(care()).toContain('Compare the word in bold, and the ID.');
    host.vault.change(rowOf(LONDON).dataset['id'] ?? '', { userIdHint: null });
    await waitFor(() => expect(care()).toContain('Compare the word in bold, and the service.'));
  });
});

describe('the account panel', () => {
  it('says the code digit by digit with its seconds, and shows it in groups', async () => {
    const { user } = await openWindow();
    const id = rowOf(LONDON).dataset['id'] ?? '';
    await user.click(within(rowOf(LONDON)).getByTestId('row-open'));
    const said = () => screen.getByTestId('panel-said').querySelector('.sr-only')?.textContent;
    await screen.findByTestId('panel');
    expect(said()).toBe('Code hidden. 22 seconds left.');
    await user.click(screen.getByTestId('panel-show'));
    const code = await decimalCode(id, STEP / 30, 6);
    await waitFor(() => expect(said()).toBe(`Code ${speakCode(code)}. 22 seconds left.`));
    const seen = screen.getByTestId('panel-code');
    expect([seen.textContent, seen.getAttribute('aria-hidden')]).toEqual([groupCode(code), 'true']);
  });

  it('asks before a changed line is left, closed or escaped, and not before an unchanged one', async () => {
    const { user } = await openWindow();
    await user.click(within(rowOf(LONDON)).getByTestId('row-open'));
    await user.click(await screen.findByTestId('panel-edit-note'));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('edit-note-input')).toBeNull();
    await user.click(screen.getByTestId('panel-edit-note'));
    await user.type(await screen.findByTestId('edit-note-input'), 'Ring Sarah first');
    for (const leave of [() => user.click(screen.getByTestId('panel-close')), () => user.keyboard('{Escape}'), () => user.keyboard('{Control>}2{/Control}')]) {
      await leave();
      await user.click(await screen.findByTestId('unsaved-stay'));
      await waitFor(() => expect(screen.queryByTestId('unsaved-dialog')).toBeNull());
      expect((screen.getByTestId('edit-note-input') as HTMLInputElement).value).toBe('Ring Sarah first');
      screen.getByTestId('edit-note-input').focus();
    }
    await user.click(screen.getByTestId('panel-close'));
    await user.click(await screen.findByTestId('unsaved-go'));
    await waitFor(() => expect(screen.queryByTestId('panel')).toBeNull());
  });

  it('removes with an undo', async () => {
    const { user } = await openWindow();
    await user.click(within(rowOf(LONDON)).getByTestId('row-open'));
    await user.click(await screen.findByTestId('panel-remove'));
    await waitFor(() => expect(() => rowOf(LONDON)).toThrow());
    await user.click(await screen.findByTestId('toast-action'));
    await waitFor(() => expect(rowOf(LONDON)).toBeTruthy());
  });

  it('renames with F2 and refuses a taken name in words', async () => {
    const { user } = await openWindow();
    await user.click(within(rowOf(LONDON)).getByTestId('row-open'));
    await user.keyboard('{F2}');
    const input = await screen.findByTestId('rename-input');
    await user.clear(input);
    await user.type(input, 'Companies House – filing');
    await waitFor(() => expect(screen.getByTestId('label-problem').dataset['code']).toBe('account.label-taken'));
  });

  it('gives the focus back to the row whose panel was closed', async () => {
    const { user } = await openWindow();
    await user.click(within(rowOf(LONDON)).getByTestId('row-open'));
    await screen.findByTestId('panel');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(within(rowOf(LONDON)).getByTestId('row-open')));
  });

  it('opens the sign-in page of the row that has the focus, whatever else matches', async () => {
    const { host, user } = await openWindow();
    const sign = vi.spyOn(host, 'openSignIn').mockResolvedValue(null);
    await user.keyboard('hmrc');
    const second = screen.getAllByTestId('row')[1];
    if (second === undefined) throw new Error('one row only');
    within(second).getByTestId('row-show').focus();
    await user.keyboard('{Control>}o{/Control}');
    expect(sign).toHaveBeenCalledWith(second.dataset['id']);
  });

  it('renames the row that has the focus on F2', async () => {
    const { user } = await openWindow();
    within(rowOf(LONDON)).getByTestId('row-copy').focus();
    await user.keyboard('{F2}');
    expect(((await screen.findByTestId('rename-input')) as HTMLInputElement).value).toBe(LONDON);
  });

  it('wipes the page when a status tells of a lock before the news does', async () => {
    const { host, reload } = await openWindow();
    const status = await host.status();
    vi.spyOn(host, 'status').mockResolvedValue({ ...status, state: 'locked' });
    host.vault.tell('changed', null);
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(document.body.textContent).not.toContain('London');
  });

  it('copies the next code only when it is held for a second, and says when it works', async () => {
    const { host, user } = await openWindow({}, 22);
    const copy = vi.spyOn(host, 'copyCode');
    await user.click(within(rowOf(LONDON)).getByTestId('row-show'));
    const next = await within(rowOf(LONDON)).findByTestId('next');
    await user.click(next);
    expect(copy).not.toHaveBeenCalled();
    await user.pointer({ keys: '[MouseLeft>]', target: next });
    await waitFor(() => expect(copy).toHaveBeenCalledWith(rowOf(LONDON).dataset['id'], 'next'), { timeout: 3000 });
    expect((await screen.findByTestId('toast')).textContent).toContain('It works in 8 s.');
  });

  it('copies the user ID hint on Ctrl+I', async () => {
    const { host, user } = await openWindow();
    const copy = vi.spyOn(host, 'copyHint');
    within(rowOf(LONDON)).getByTestId('row-copy').focus();
    await user.keyboard('{Control>}i{/Control}');
    expect(copy).toHaveBeenCalledWith(rowOf(LONDON).dataset['id']);
    expect((await screen.findByTestId('toast')).textContent).toContain('0922');
  });
});

describe('a record that cannot be read', () => {
  it('is removed for good only after it was said that nothing of it is left', async () => {
    const { host, user } = await openWindow({ damaged: true });
    const [remove, purge] = [vi.spyOn(host, 'remove'), vi.spyOn(host, 'purge')];
    await user.click(await screen.findByTestId('damaged-remove'));
    expect((await screen.findByTestId('damaged-dialog')).textContent).toContain('restore the backup, or add the key again');
    await user.click(screen.getByTestId('damaged-yes'));
    await waitFor(() => expect(screen.getByTestId('damaged-dialog').textContent).toContain('ask its service for a new key'));
    expect([remove.mock.calls.length, purge.mock.calls.length]).toEqual([1, 0]);
    await user.click(screen.getByTestId('damaged-yes'));
    await waitFor(() => expect(screen.queryByTestId('damaged')).toBeNull());
    expect(purge).toHaveBeenCalledWith('d'.repeat(32));
    expect(screen.getAllByTestId('row').length).toBeGreaterThan(5);
  });

  it('is kept for 30 days where something of it is left, and stays when the question is closed', async () => {
    const { host, user } = await openWindow({ damaged: true });
    const purge = vi.spyOn(host, 'purge');
    vi.spyOn(host, 'remove').mockImplementation(async () => {
      host.vault.list = { ...host.vault.list, damaged: [] };
      return null;
    });
    await user.click(await screen.findByTestId('damaged-remove'));
    await user.click(await screen.findByTestId('damaged-no'));
    expect(screen.getByTestId('damaged')).toBeTruthy();
    await user.click(screen.getByTestId('damaged-remove'));
    await user.click(await screen.findByTestId('damaged-yes'));
    await waitFor(() => expect(screen.queryByTestId('damaged')).toBeNull());
    expect(screen.getByTestId('toast').textContent).toContain('kept for 30 days');
    expect(purge).not.toHaveBeenCalled();
  });

  it('is not offered for settings that cannot be read: they are saved again', async () => {
    const { host } = await openWindow();
    host.vault.list = { ...host.vault.list, damaged: [{ id: 'settings', problem: { code: 'settings.damaged', kind: 'damaged', args: {} } }] };
    host.vault.tell('changed', null);
    await screen.findByTestId('damaged');
    expect(screen.queryByTestId('damaged-remove')).toBeNull();
  });
});
