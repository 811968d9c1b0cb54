import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { DIGITS, type FirmSample } from '$lib/host/fake/firm-data';
import { fakeError } from '$lib/host/fake/vault';
import { openWindow } from '../../test/open';

async function open(firm: FirmSample = 'administrator') {
  const window = await openWindow({ firm });
  await window.user.keyboard('{Control>}2{/Control}');
  await screen.findByTestId('people');
  return window;
}

const row = (name: string) => {
  const found = document.querySelector<HTMLElement>(`[data-testid="person-row"][data-name="${name}"] button`);
  if (found === null) throw new Error(`no row of ${name}`);
  return found;
};

describe('the people of a firm', () => {
  it('says of everybody what they may do, their teams, and when a device was heard of', async () => {
    await open();
    expect(row('Ann Cole').textContent.replace(/\s+/g, ' ')).toContain('1 device · not seen for 12 days');
    expect(within(row('Dev Lowe')).getByTestId('role').dataset['role']).toBe('administrator');
    expect(row('Tom Reid').textContent).toContain('never seen');
  });

  it('is not for staff and deputies, also not by its key', async () => {
    for (const firm of ['staff', 'deputy'] as const) {
      const { user, view } = await openWindow({ firm });
      expect(screen.queryByTestId('nav-people')).toBeNull();
      await user.keyboard('{Control>}2{/Control}');
      await screen.findByTestId('settings-page');
      view.unmount();
    }
  });

  it('lets an auditor read and change nothing', async () => {
    const { user } = await open('auditor');
    expect(screen.queryByTestId('invite')).toBeNull();
    expect(screen.queryByTestId('new-team')).toBeNull();
    await user.click(row('Dev Lowe'));
    expect((await screen.findByTestId('person-page')).dataset['name']).toBe('Dev Lowe');
    for (const id of ['leaving-start', 'cut-off']) expect(screen.queryByTestId(id)).toBeNull();
    expect(screen.queryByTestId('device-lost')).toBeNull();
  });

  it('asks who is alone for a second administrator', async () => {
    const { user } = await open('alone');
    expect(screen.getByTestId('people-alone').textContent).toContain("It's only you.");
    await user.click(screen.getByTestId('alone-invite'));
    expect((await screen.findByTestId('invite-role-administrator')).dataset['state']).toBe('checked');
  });
});

describe('inviting', () => {
  it('shows the code once, as a picture, copies it in the program, and forgets it with the dialog', async () => {
    const { host, user } = await open();
    const [invite, copy, forget] = [vi.spyOn(host, 'invite'), vi.spyOn(host, 'copyInvite'), vi.spyOn(host, 'forgetInvite')];
    await user.keyboard('{Control>}{Shift>}n{/Shift}{/Control}');
    await user.type(await screen.findByTestId('invite-name'), 'Lee Marsh');
    await user.click(screen.getByTestId('invite-role-deputy'));
    await user.click(screen.getAllByTestId('invite-team').find((box) => box.dataset['name'] === 'Tax') ?? document.body);
    await user.click(screen.getByTestId('invite-go'));
    const picture = await screen.findByTestId<HTMLImageElement>('invite-picture');
    expect(picture.src).toMatch(/^data:image\/png;base64,/);
    expect(invite).toHaveBeenCalledWith({ name: 'Lee Marsh', role: 'deputy', teams: ['Tax'], further_device: false });
    expect(screen.getByTestId('invite-place').textContent).toBe('/srv/practice/sixboard');
    await user.click(screen.getByTestId('invite-copy'));
    expect(copy).toHaveBeenCalledOnce();
    await user.click(screen.getByTestId('invite-done'));
    await waitFor(() => expect(screen.queryByTestId('invite-dialog')).toBeNull());
    expect(forget).toHaveBeenCalledOnce();
    expect(await screen.findByText('Invited, has not answered yet. Open until 20 Nov.')).toBeTruthy();
  });

  it('refuses a name that is taken, in words of the window', async () => {
    const { user } = await open();
    await user.click(screen.getByTestId('invite'));
    await user.type(await screen.findByTestId('invite-name'), 'Ann Cole');
    await user.click(screen.getByTestId('invite-go'));
    const error = await screen.findByTestId('error');
    expect(error.dataset['code']).toBe('firm.person-taken');
    expect(error.textContent).not.toContain('--further-device');
  });

  it('invites a further device of somebody who is in', async () => {
    const { host, user } = await open();
    const invite = vi.spyOn(host, 'invite');
    await user.click(row('Ann Cole'));
    await user.click(await screen.findByTestId('add-device'));
    await user.click(await screen.findByTestId('invite-go'));
    await screen.findByTestId('invite-picture');
    expect(invite).toHaveBeenCalledWith({ name: 'Ann Cole', role: 'staff', teams: [], further_device: true });
  });

  /** Begins an invite that the program answers when told to. */
  async function slow() {
    const window = await open();
    const { host, user } = window;
    let answer: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (answer = resolve));
    const invite = host.invite.bind(host);
    vi.spyOn(host, 'invite').mockImplementationOnce(async (request) => (await waits, invite(request)));
    await user.click(screen.getByTestId('invite'));
    await user.type(await screen.findByTestId('invite-name'), 'Lee Marsh{Enter}');
    await waitFor(() => expect(screen.getByTestId('invite-go').getAttribute('aria-busy')).toBe('true'));
    return { ...window, answer };
  }

  it('is not closed before its code was seen', async () => {
    const { host, user, answer } = await slow();
    const close = vi.spyOn(host, 'closeInvite');
    for (const leave of [() => user.keyboard('{Escape}'), () => user.click(screen.getByTestId('dialog-close')), () => user.keyboard('{Control>}{Shift>}n{/Shift}{/Control}')]) {
      await leave();
      expect(host.vault.firm?.requests.some((one) => one.name === 'Lee Marsh')).toBe(false);
      expect(screen.getByTestId<HTMLInputElement>('invite-name').value).toBe('Lee Marsh');
    }
    answer();
    expect(await screen.findByTestId('invite-picture')).toBeTruthy();
    expect(close).not.toHaveBeenCalled();
  });

  it('is taken back when the page was left before its code was seen', async () => {
    const { host, user, answer } = await slow();
    const forget = vi.spyOn(host, 'forgetInvite');
    await user.keyboard('{Control>}1{/Control}');
    await screen.findByTestId('search');
    answer();
    await waitFor(() => expect(forget).toHaveBeenCalledOnce());
    await waitFor(() => expect(host.vault.firm?.requests.map((one) => one.name)).toEqual(['Jo Bell', 'Kim Fox']));
    await user.keyboard('{Control>}2{/Control}');
    await screen.findByTestId('people');
    expect(screen.queryByTestId('invite-dialog')).toBeNull();
  });

  it('lets the program forget a code that was shown when the page is left', async () => {
    const { host, user, answer } = await slow();
    const forget = vi.spyOn(host, 'forgetInvite');
    answer();
    await screen.findByTestId('invite-picture');
    await user.keyboard('{Control>}1{/Control}');
    await screen.findByTestId('search');
    expect(forget).toHaveBeenCalledOnce();
    expect(host.vault.firm?.requests.some((one) => one.name === 'Lee Marsh')).toBe(true);
  });
});

describe('letting in', () => {
  it('compares typed digits in the program, and lets nobody in with wrong ones', async () => {
    const { host, user } = await open();
    await user.click(screen.getByTestId('compare'));
    expect(screen.queryByTestId('compare-shown')).toBeNull();
    await user.type(await screen.findByTestId('compare-typed'), '0000 0000 0000 0000 0000');
    await user.click(screen.getByTestId('they-match'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('invite.digits');
    expect(host.vault.firm?.people.some((person) => person.name === 'Jo Bell')).toBe(false);
    await user.clear(screen.getByTestId('compare-typed'));
    await user.type(screen.getByTestId('compare-typed'), DIGITS);
    await user.click(screen.getByTestId('they-match'));
    await waitFor(() => expect(row('Jo Bell')).toBeTruthy());
    expect(screen.queryByTestId('compare-dialog')).toBeNull();
  });

  it('shows the digits side by side, and closes the invite when they differ', async () => {
    const { host, user } = await open();
    const approve = vi.spyOn(host, 'approve');
    await user.click(screen.getByTestId('compare'));
    await user.click(await screen.findByTestId('compare-way-person'));
    expect((await screen.findByTestId('compare-shown')).textContent).toContain('4821');
    await user.click(screen.getByTestId('they-differ'));
    await waitFor(() => expect(host.vault.firm?.requests.map((one) => one.name)).toEqual(['Kim Fox']));
    expect(approve).not.toHaveBeenCalled();
  });

  it('lets in by the digits that were shown, and nobody before any are', async () => {
    const { host, user } = await open();
    const approve = vi.spyOn(host, 'approve');
    vi.spyOn(host, 'answeredDigits').mockRejectedValueOnce(fakeError('store.gone', { cause: 'not found' }));
    await user.click(screen.getByTestId('compare'));
    await user.click(await screen.findByTestId('compare-way-person'));
    await screen.findByTestId('error');
    expect(screen.getByTestId<HTMLButtonElement>('they-match').disabled).toBe(true);
    await user.click(screen.getByTestId('compare-way-voice'));
    await user.click(screen.getByTestId('compare-way-person'));
    await screen.findByTestId('compare-shown');
    await user.click(screen.getByTestId('they-match'));
    await waitFor(() => expect(row('Jo Bell')).toBeTruthy());
    expect(approve).toHaveBeenCalledWith('Jo Bell', DIGITS);
  });
});

describe('teams', () => {
  it('shows what is there twice under one name', async () => {
    const { host, user } = await openWindow({ firm: 'administrator' });
    const { firm } = host.vault;
    if (firm === null) throw new Error('no firm');
    const [team] = firm.teams;
    const [ann] = firm.people;
    if (team === undefined || ann === undefined) throw new Error('nobody there');
    host.vault.firm = { ...firm, teams: [{ ...team, accounts: ['VAT', 'VAT'] }], people: [...firm.people, { ...ann, id: 'b'.repeat(26), teams: ['Tax', 'Tax'] }] };
    await user.keyboard('{Control>}2{/Control}');
    expect((await screen.findByTestId('team')).querySelectorAll('dd li')).toHaveLength(2);
    await user.click(screen.getByTestId('team-change'));
    await screen.findByTestId('team-people-dialog');
    expect(screen.getAllByTestId('team-person').filter((box) => box.dataset['name'] === ann.name)).toHaveLength(2);
  });

  it('makes one, refuses a second of that name, and puts people in and out', async () => {
    const { host, user } = await open();
    await user.click(screen.getByTestId('new-team'));
    await user.type(await screen.findByTestId('team-name'), 'Tax{Enter}');
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.team-taken');
    await user.clear(screen.getByTestId('team-name'));
    await user.type(screen.getByTestId('team-name'), 'Audit{Enter}');
    await waitFor(() => expect(screen.queryByTestId('team-dialog')).toBeNull());
    const payroll = document.querySelector<HTMLElement>('[data-testid="team"][data-name="Payroll"]') ?? document.body;
    await user.click(within(payroll).getByTestId('team-change'));
    const tick = (name: string) => screen.getAllByTestId('team-person').find((box) => box.dataset['name'] === name) ?? document.body;
    await screen.findByTestId('team-people-dialog');
    await user.click(tick('Ann Cole'));
    await user.click(tick('Tom Reid'));
    await user.click(screen.getByTestId('team-save'));
    await waitFor(() => expect(host.vault.firm?.teams.find((team) => team.name === 'Payroll')?.people).toEqual(['Ann Cole', 'Dev Lowe']));
  });

  it('moves a person from the page of that person', async () => {
    const { host, user } = await open();
    await user.click(row('Tom Reid'));
    await user.click(await screen.findByTestId('person-team-Tax'));
    await waitFor(() => expect(host.vault.firm?.people.find((person) => person.name === 'Tom Reid')?.teams).toEqual(['Payroll', 'Tax']));
  });
});

describe('leaving', () => {
  it('offers nobody to remove themselves', async () => {
    const { user } = await open();
    await user.click(row('Sarah Hart'));
    await screen.findByTestId('person-page');
    for (const id of ['leaving-start', 'cut-off']) expect(screen.queryByTestId(id)).toBeNull();
    await user.keyboard('{Escape}');
    expect(await screen.findByTestId('people')).toBeTruthy();
  });
});

describe('roles', () => {
  it('says the rules before somebody is made more, and offers nobody to be made less', async () => {
    const { host, user } = await open();
    const appoint = vi.spyOn(host, 'appoint');
    await user.click(row('Ann Cole'));
    await user.click(await screen.findByTestId('make-administrator'));
    const dialog = await screen.findByTestId('role-dialog');
    for (const rule of ['passphrase or PIN', 'never the other way round', 'every key of the firm must be replaced', 'Nobody can be made less']) expect(dialog.textContent).toContain(rule);
    await user.click(screen.getByTestId('role-no'));
    await waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
    expect(appoint).not.toHaveBeenCalled();
    await user.click(screen.getByTestId('make-deputy'));
    await user.click(await screen.findByTestId('role-yes'));
    await waitFor(() => expect(screen.queryByTestId('make-deputy')).toBeNull());
    expect(screen.getByTestId('make-administrator')).toBeTruthy();
    expect(host.vault.firm?.people.find((person) => person.name === 'Ann Cole')?.role).toBe('deputy');
  });

  it('is no choice for administrators, for oneself, and for auditors who look', async () => {
    const { user, view } = await open();
    await user.click(row('Dev Lowe'));
    expect((await screen.findByTestId('person-page')).textContent).toContain('Nobody can be made less');
    expect(screen.queryByTestId('make-administrator')).toBeNull();
    view.unmount();
    const auditor = await open('auditor');
    await auditor.user.click(row('Ann Cole'));
    await screen.findByTestId('person-page');
    expect(screen.queryByTestId('make-deputy')).toBeNull();
  });

  it('says why it was refused, and changes nothing', async () => {
    const { host, user } = await open();
    vi.spyOn(host, 'appoint').mockRejectedValue({ code: 'firm.not-yours', kind: 'denied', args: {} });
    await user.click(row('Ann Cole'));
    await user.click(await screen.findByTestId('make-administrator'));
    await user.click(await screen.findByTestId('role-yes'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.not-yours');
  });
});

describe('work that did not count', () => {
  it('says whose it was and what it would have done, and does one of them again', async () => {
    const { host, user } = await open('trouble');
    const rows = await screen.findAllByTestId('voided-row');
    expect(rows.map((one) => one.textContent.replace(/\s+/g, ' '))).toEqual([
      expect.stringContaining("A new key of 'HMRC online services – Income Tax – London'Letting in the device 'Spare laptop'"),
      expect.stringContaining('A new account'),
    ]);
    expect(rows[0]?.textContent).toContain("Sam Ode on 'Sam laptop'");
    await user.click(screen.getAllByTestId('do-again')[0] ?? document.body);
    await waitFor(() => expect(screen.getAllByTestId('voided-row')).toHaveLength(1));
    expect(host.vault.firm?.voided.map((one) => one.id)).toEqual(['w'.repeat(52)]);
  });

  it('is not spoken of where everything counts, and not to auditors', async () => {
    const { view } = await open();
    expect(screen.queryByTestId('voided')).toBeNull();
    view.unmount();
    const { host } = await openWindow({ firm: 'auditor' });
    const asked = vi.spyOn(host, 'voidWork');
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('requests for approval', () => {
  const asked = { label: 'Companies House – filing', person: 'Ann Cole', route: 'phone' as const, reason: 'Works at the client', by: 'Dev Lowe', at: 1_795_000_000, granted: null, answered_by: null, used: false };

  async function openWith(over: object = {}) {
    const window = await open();
    const { firm } = window.host.vault;
    if (firm !== null) window.host.vault.firm = { ...firm, approvals: [{ ...asked, id: 'r'.repeat(26), may_answer: true, ...over }] };
    window.host.vault.tell('firm', null);
    await screen.findByTestId('approvals');
    return window;
  }

  it.each([
    ['approve-it', true, 'Approved.'],
    ['refuse-it', false, 'Refused.'],
  ])('are answered with %s after the passphrase was typed again', async (button, granted, said) => {
    const { host, user } = await openWith();
    expect(screen.getByTestId('approval').textContent).toContain('Companies House – filing on a phone, for Ann Cole');
    expect(screen.getByTestId('approval').textContent).toContain('Works at the client');
    await user.click(screen.getByTestId(button));
    await user.type(await screen.findByTestId('again-passphrase'), 'correct horse');
    await user.click(screen.getByTestId('approval-go'));
    await waitFor(() => expect(screen.queryByTestId('approvals')).toBeNull());
    expect(host.vault.firm?.approvals[0]).toMatchObject({ granted, answered_by: 'Sarah Hart' });
    expect((await screen.findByTestId('toast')).textContent).toContain(said);
  });

  it('of oneself are for another administrator', async () => {
    await openWith({ by: 'Sarah Hart', may_answer: false });
    expect(screen.getByTestId('approval').textContent).toContain('another administrator answers');
    expect(screen.queryByTestId('approve-it')).toBeNull();
  });
});
