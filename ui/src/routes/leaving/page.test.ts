import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { FirmSample } from '$lib/host/fake/firm-data';
import { leaverAccount, sampleDeparture } from '$lib/host/fake/leaving-data';
import { fakeError } from '$lib/host/fake/vault';
import type { DepartureView, LogView } from '$lib/host/types';
import { openWindow, STEP } from '../../test/open';

const LEEDS = 'HMRC agent services – Leeds';
const RIVALS = 'HMRC online services – Income Tax – Leeds';

const $$ = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const one = (selector: string) => {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
};
const card = (label: string) => one(`[data-testid="key-card"][data-label="${label}"]`);
const stateOf = (label: string) => card(label).dataset['state'];

/** The page of a person. */
async function person(name: string, firm: FirmSample = 'administrator') {
  const window = await openWindow({ firm });
  await window.user.keyboard('{Control>}2{/Control}');
  await screen.findByTestId('people');
  await window.user.click(one(`[data-testid="person-row"][data-name="${name}"] button`));
  await screen.findByTestId('person-page');
  return window;
}

/** The wizard of Sam's leaving, as the other administrator left it. */
async function resumed(step: string, over: Partial<DepartureView> = {}) {
  const window = await openWindow({ firm: 'leaver' });
  const { vault } = window.host;
  if (vault.firm !== null) vault.firm = { ...vault.firm, departures: [sampleDeparture(vault.now(), over)] };
  vault.tell('firm', null);
  const [sam] = vault.firm?.departures ?? [];
  await window.user.click(await screen.findByTestId('open-leaver-continue'));
  await screen.findByTestId('standing');
  await window.user.click(screen.getByTestId(`step-${step}`));
  await waitFor(() => expect(screen.getByTestId('leaving-page').dataset['step']).toBe(step));
  return { ...window, sam, vault };
}

const openCard = async (user: { click: (element: Element) => Promise<void> }, label: string) => {
  if (within(card(label)).getByTestId('key-head').getAttribute('aria-expanded') !== 'true') await user.click(within(card(label)).getByTestId('key-head'));
};

describe('beginning', () => {
  it('takes one click from the page of the person, after what it would mean was shown', async () => {
    const { host, user } = await person('Ann Cole');
    const start = vi.spyOn(host, 'startLeaving');
    await user.click(screen.getByTestId('leaving-start'));
    expect((await screen.findByTestId('preview')).textContent).toContain('3 keys must be replaced at the services');
    expect(screen.getByTestId('leave-start').textContent).toContain('Removing our copy is not enough.');
    expect(screen.getByTestId('wizard-go').textContent).toBe('Start and remove them now');
    await user.click(screen.getByTestId('wizard-go'));
    expect(await screen.findByTestId('had')).toBeTruthy();
    expect(start).toHaveBeenCalledWith(expect.objectContaining({ kind: 'leaving', last_day: null, teams: [] }));
    expect(screen.getByTestId('standing-keys').textContent).toBe('3 of 3 keys not replaced');
  });

  it('waits for a last day, refuses what is none, and removes when it has come', async () => {
    const { host, user } = await person('Ann Cole');
    const start = vi.spyOn(host, 'startLeaving');
    await user.click(screen.getByTestId('leaving-start'));
    await user.click(await screen.findByTestId('last-day-day'));
    await user.type(screen.getByTestId('last-day-date'), '31 2 2027');
    expect(screen.getByTestId('wizard-go').textContent).toBe('Start');
    await user.click(screen.getByTestId('wizard-go'));
    expect((await screen.findByTestId('field-error')).textContent).toContain('Not a day and a time.');
    expect(start).not.toHaveBeenCalled();
    await user.clear(screen.getByTestId('last-day-date'));
    await user.type(screen.getByTestId('last-day-date'), '31 1 2027{Enter}');
    await screen.findByTestId('had');
    expect(start.mock.calls[0]?.[0].last_day).toBe(new Date(2027, 0, 31, 17, 30).getTime() / 1000);
    expect(host.vault.firm?.people.find((one) => one.name === 'Ann Cole')?.left_at).toBeNull();
    await user.click(screen.getByTestId('step-keys'));
    expect((await screen.findByTestId('keys-planned')).textContent).toContain('still in the firm');
    expect(screen.getByTestId('card-planned')).toBeTruthy();
    expect(screen.queryByTestId('fetch')).toBeNull();
    await user.click(screen.getByTestId('step-who'));
    await user.click(await screen.findByTestId('remove-now'));
    expect(await screen.findByTestId('removed-since')).toBeTruthy();
    expect(screen.queryByTestId('to-remove')).toBeNull();
  });

  it('lets who changes role keep what the new teams need', async () => {
    const { host, user } = await person('Dev Lowe');
    const start = vi.spyOn(host, 'startLeaving');
    await user.click(screen.getByTestId('leaving-start'));
    await user.click(await screen.findByTestId('leave-kind-moving'));
    await user.click($$('[data-testid="moving-team"]').find((box) => box.dataset['name'] === 'Payroll') ?? document.body);
    await user.click(screen.getByTestId('wizard-go'));
    await screen.findByTestId('had');
    expect(start).toHaveBeenCalledWith(expect.objectContaining({ kind: 'moving', teams: ['Tax'] }));
  });

  it('puts the keys of who is away aside, and gives them back', async () => {
    const { user } = await person('Ann Cole');
    await user.click(screen.getByTestId('leaving-start'));
    await user.click(await screen.findByTestId('leave-kind-away'));
    await user.click(screen.getByTestId('wizard-go'));
    await screen.findByTestId('standing');
    expect(screen.getByTestId('standing-keys').textContent).toBe('No key has to be replaced');
    expect(screen.queryByTestId('ask-knew_passwords')).toBeNull();
    await user.click(screen.getByTestId('step-who'));
    await user.click(await screen.findByTestId('come-back'));
    expect((await screen.findByTestId('is-back')).textContent).toContain('Ann Cole is back, said Sarah Hart');
  });

  it('takes a lost device out of use and keeps its person', async () => {
    const { host, user } = await person('Ann Cole');
    await user.click(screen.getByTestId('device-lost'));
    expect((await screen.findByTestId('preview')).textContent).toContain('Ann laptop');
    await user.click(screen.getByTestId('wizard-go'));
    await screen.findByTestId('keys');
    expect(host.vault.firm?.people.find((one) => one.name === 'Ann Cole')?.left_at).toBeNull();
    expect(host.vault.firm?.devices.find((one) => one.name === 'Ann laptop')?.stopped_at).not.toBeNull();
  });

  it('cuts off in two clicks and an unlock, and not with a wrong passphrase', async () => {
    const { host, user } = await person('Ann Cole');
    await user.click(screen.getByTestId('cut-off'));
    expect((await screen.findByTestId('cut-off-dialog')).textContent).toContain('Removing our copy is not enough.');
    await user.type(screen.getByTestId('again-passphrase'), 'wrong{Enter}');
    expect((await screen.findByTestId('error')).dataset['code']).toBe('vault.wrong-passphrase');
    expect(host.vault.firm?.people.find((one) => one.name === 'Ann Cole')?.left_at).toBeNull();
    await user.clear(screen.getByTestId('again-passphrase'));
    await user.type(screen.getByTestId('again-passphrase'), 'correct horse');
    await user.click(screen.getByTestId('cut-off-go'));
    await screen.findByTestId('keys');
    expect(screen.getByTestId('standing').classList).toContain('urgent');
    expect(host.vault.firm?.people.find((one) => one.name === 'Ann Cole')?.left_at).not.toBeNull();
    await user.click(screen.getByTestId('nav-codes'));
    const line = await screen.findByTestId('open-leaver');
    expect(line.textContent).toContain('Ann Cole was cut off just now: 3 keys not replaced');
    expect(line.classList).toContain('urgent');
  });

  it('says why it cannot be begun', async () => {
    const { host, user } = await person('Ann Cole');
    vi.spyOn(host, 'startLeaving').mockRejectedValue({ code: 'leaver.begun', kind: 'user', args: {} });
    await user.click(screen.getByTestId('leaving-start'));
    await user.click(await screen.findByTestId('wizard-go'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('leaver.begun');
  });
});

describe('the list', () => {
  it('has the open ones on top, with their clock and keys, and goes on where something is left', async () => {
    const { user } = await openWindow({ firm: 'leaver' });
    await user.keyboard('{Control>}2{/Control}');
    const row = await screen.findByTestId('leaver');
    expect(row.textContent.replace(/\s+/g, ' ')).toContain('Sam Ode Leaving 4 of 5 keys not replaced · Until done, Sam Ode may be able to get in. Open for 2 days 0 h');
    await user.click(screen.getByTestId('leaver-continue'));
    expect(await screen.findByTestId('had')).toBeTruthy();
    await user.click(screen.getByTestId('leaving-later'));
    expect(await screen.findByTestId('leaver')).toBeTruthy();
  });

  it('is not for staff and deputies, on no page and by no address', async () => {
    for (const firm of ['staff', 'deputy'] as const) {
      const { host, view } = await openWindow({ firm });
      const asked = vi.spyOn(host, 'departures');
      host.vault.tell('firm', null);
      window.location.hash = `#/leaving/${'a'.repeat(26)}/keys`;
      window.dispatchEvent(new HashChangeEvent('hashchange'));
      await waitFor(() => expect(screen.getByTestId('page').dataset['page']).toBe('leaving'));
      expect(screen.getByTestId('list')).toBeTruthy();
      for (const id of ['open-leaver', 'leavers', 'leaving-page']) expect(screen.queryByTestId(id)).toBeNull();
      expect(asked).not.toHaveBeenCalled();
      view.unmount();
    }
  });

  it('says what is wrong where it is gone', async () => {
    const { host, user } = await openWindow({ firm: 'leaver' });
    vi.spyOn(host, 'departure').mockRejectedValue({ code: 'leaver.none', kind: 'user', args: { name: 'Sam Ode' } });
    await user.click(await screen.findByTestId('open-leaver-continue'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('leaver.none');
  });
});

describe('what they had', () => {
  it('shows each way with its sign and word, and since when', async () => {
    await resumed('had');
    const row = one(`[data-testid="had-row"][data-label="${LEEDS}"]`);
    expect(within(row).getAllByTestId('way').map((way) => way.dataset['route'])).toEqual(['app', 'phone']);
    expect(row.textContent.replace(/\s+/g, ' ')).toContain('This app Sam laptop key 1, since');
  });

  it('keeps each answer at once, one after the other, and none is lost', async () => {
    const { host, user } = await resumed('had');
    const answer = vi.spyOn(host, 'answerLeaving');
    await user.click(screen.getByTestId('ask-knew_passwords-yes'));
    await user.click(screen.getByTestId('ask-firm_phone-no'));
    await user.click(screen.getByTestId('ask-own_sign_ins-not_known'));
    await waitFor(() => expect(host.vault.firm?.departures[0]?.answers.map((one) => [one.question, one.choice])).toEqual([['knew_passwords', 'yes'], ['firm_phone', 'no'], ['own_sign_ins', 'not_known']]));
    expect(screen.getByTestId('ask-firm_phone-no').getAttribute('aria-pressed')).toBe('true');
    await waitFor(() => expect(screen.getByTestId('leaving-said').textContent).toBe('Kept.'));
    await user.click(screen.getByTestId('ask-phone_number-yes'));
    await user.type(await screen.findByTestId('ask-phone_number-text'), 'Agent services');
    await user.tab();
    await waitFor(() => expect(answer).toHaveBeenLastCalledWith(expect.anything(), expect.objectContaining({ question: 'phone_number', choice: 'yes', text: 'Agent services' })));
  });

  it('adds to the register what comes out, and asks on until there is nothing else', async () => {
    const { host, user } = await resumed('had');
    const answer = vi.spyOn(host, 'answerLeaving');
    await user.click(screen.getByTestId('ask-anything_else-yes'));
    await user.selectOptions(await screen.findByTestId('anything-route'), 'phone');
    await user.selectOptions(screen.getByTestId('anything-account'), LEEDS);
    await user.type(screen.getByTestId('anything-text'), 'Screenshot on own phone{Enter}');
    await waitFor(() => expect(screen.getByTestId('anything-said').textContent).toContain('Screenshot on own phone'));
    expect(answer).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ question: 'anything_else', account: LEEDS, route: 'phone', choice: 'yes' }));
    expect(within(one(`[data-testid="had-row"][data-label="${LEEDS}"]`)).getAllByTestId('way')).toHaveLength(3);
    await user.click(screen.getByTestId('ask-anything_else-yes'));
    await user.selectOptions(await screen.findByTestId('anything-account'), LEEDS);
    expect(screen.queryByTestId('anything-key')).toBeNull();
    await user.selectOptions(screen.getByTestId('anything-account'), 'HMRC online services – Corporation Tax – London');
    const key = screen.getByTestId<HTMLSelectElement>('anything-key');
    expect([key.value, [...key.options].map((option) => option.text)]).toEqual(['1', ['Key 1', 'Key 2, the newest']]);
    await user.selectOptions(key, '2');
    host.vault.tell('firm', null);
    await user.type(screen.getByTestId('anything-text'), 'A picture of it');
    expect(key.value).toBe('2');
    await user.click(screen.getByTestId('anything-go'));
    await waitFor(() => expect(answer).toHaveBeenLastCalledWith(expect.anything(), expect.objectContaining({ question: 'anything_else', key: 2 })));
    await user.click(screen.getByTestId('ask-anything_else-no'));
    await waitFor(() => expect(screen.getByTestId('ask-anything_else').dataset['answer']).toBe('no'));
  });

  it('says why an answer was not kept', async () => {
    const { host, user } = await resumed('had');
    vi.spyOn(host, 'answerLeaving').mockRejectedValueOnce({ code: 'firm.not-yours', kind: 'denied', args: {} });
    await user.click(screen.getByTestId('ask-firm_phone-no'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.not-yours');
    await waitFor(() => expect(screen.getByTestId('ask-firm_phone').dataset['answer']).toBe(''));
  });

  it('says so where the records know of nothing', async () => {
    const { host, user } = await person('Tom Reid');
    await user.click(screen.getByTestId('leaving-start'));
    expect((await screen.findByTestId('preview')).textContent).toContain('nothing has to be replaced');
    await user.click(screen.getByTestId('wizard-go'));
    expect(await screen.findByTestId('had-none')).toBeTruthy();
    expect(host.vault.firm?.departures).toHaveLength(1);
  });
});

describe('replacing a key', () => {
  it('goes from the page of the service to the next account in six clicks at most', async () => {
    const { host, user } = await resumed('keys', { accounts: [leaverAccount(LEEDS, 'not_begun', STEP), leaverAccount('HMRC online services – Income Tax – London', 'not_begun', STEP)] });
    const [page, steps, confirm] = [vi.spyOn(host, 'openSignIn'), vi.spyOn(host, 'setStep'), vi.spyOn(host, 'confirmKey')];
    vi.spyOn(host, 'readScreen').mockImplementation(() => host.readText('otpauth://totp/new'));
    let clicks = 0;
    const click = async (id: string) => {
      clicks += 1;
      await user.click(await within(card(LEEDS)).findByTestId(id));
    };
    await click('key-open-page');
    expect(page).toHaveBeenCalledWith(leaverAccount(LEEDS, 'not_begun', 0).copy);
    await click('from-screen');
    // The picture says HMRC online, the account is of agent services: asked once.
    await user.click(await within(card(LEEDS)).findByTestId('fetch-use'));
    expect((await within(card(LEEDS)).findByTestId('try-code')).textContent).toMatch(/^\d{3} \d{3}$/);
    expect(steps.mock.calls).toEqual([[leaverAccount(LEEDS, 'not_begun', 0).id, 'begun', 'yes']]);
    expect(stateOf(LEEDS)).toBe('captured');
    await click('try-yes');
    await waitFor(() => expect(stateOf(LEEDS)).toBe('replaced'));
    expect(confirm).toHaveBeenCalledWith(leaverAccount(LEEDS, 'not_begun', 0).copy, true);
    await click('after-password-yes');
    await click('after-method-yes');
    await waitFor(() => expect(within(card(LEEDS)).getByTestId('after-method').dataset['answer']).toBe('yes'));
    await click('key-next');
    expect(clicks).toBeLessThanOrEqual(6);
    const next = within(card('HMRC online services – Income Tax – London')).getByTestId('key-head');
    expect(next.getAttribute('aria-expanded')).toBe('true');
    expect(document.activeElement).toBe(next);
    expect(screen.getByTestId('standing-keys').textContent).toBe('1 of 2 keys not replaced');
  });

  it('takes a key that is typed, and replaces the page it was typed on', async () => {
    const { host, reload, user } = await resumed('keys');
    const add = vi.spyOn(host, 'addFound');
    await openCard(user, LEEDS);
    await user.click(await within(card(LEEDS)).findByTestId('from-text'));
    await user.type(await within(card(LEEDS)).findByTestId('key'), 'jbswy3dpehpk3pxp');
    await user.click(screen.getByTestId('nav-codes'));
    expect(await screen.findByTestId('leave-dialog')).toBeTruthy();
    await user.click(screen.getByTestId('leave-stay'));
    await waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
    await user.click(within(card(LEEDS)).getByTestId('key-continue'));
    await waitFor(() => expect(stateOf(LEEDS)).toBe('captured'));
    expect(add).toHaveBeenCalledWith(expect.objectContaining({ label: LEEDS, replace: true }));
    expect(reload).toHaveBeenCalled();
    expect(window.location.hash).toContain(`/keys/${leaverAccount(LEEDS, 'begun', 0).id}`);
  });

  it('refuses the old key, and looks again', async () => {
    const { host, user } = await resumed('keys');
    await openCard(user, LEEDS);
    vi.spyOn(host, 'addFound').mockRejectedValue({ code: 'account.not-new', kind: 'user', args: { label: LEEDS } });
    await user.click(await within(card(LEEDS)).findByTestId('from-text'));
    await user.type(await within(card(LEEDS)).findByTestId('key'), 'jbswy3dpehpk3pxp{Enter}');
    await waitFor(() => expect(within(card(LEEDS)).getByTestId('error').dataset['code']).toBe('account.not-new'));
    await user.click(within(card(LEEDS)).getByTestId('fetch-again'));
    expect(await within(card(LEEDS)).findByTestId('from-screen')).toBeTruthy();
  });

  it('shows a code with time enough to type it, and what to do when it is refused', async () => {
    const { host, user } = await resumed('keys');
    const confirm = vi.spyOn(host, 'confirmKey');
    await openCard(user, 'Companies House – filing');
    expect((await within(card('Companies House – filing')).findByTestId('try-code')).textContent).toMatch(/^\d{3} \d{3}$/);
    await user.click(screen.getByTestId('try-no'));
    expect((await screen.findByTestId('try-refused')).textContent).toContain('nothing is lost');
    await user.click(screen.getByTestId('try-earlier'));
    await waitFor(() => expect(confirm).toHaveBeenCalledWith(expect.anything(), false));
  });

  it('waits for a code that lasts', async () => {
    const window = await openWindow({ firm: 'leaver' }, 20);
    await window.user.click(await screen.findByTestId('open-leaver-continue'));
    await window.user.click(await screen.findByTestId('step-keys'));
    await screen.findByTestId('keys');
    await openCard(window.user, 'Companies House – filing');
    await waitFor(() => expect(screen.getByTestId('try-wait').textContent).toBe('A code with enough time to type comes in 10 s.'));
  });

  it('asks which of two new keys works', async () => {
    const { host, user } = await resumed('keys');
    const choose = vi.spyOn(host, 'chooseKey');
    await openCard(user, RIVALS);
    const rivals = await within(card(RIVALS)).findAllByTestId('rival');
    expect(rivals.map((rival) => rival.textContent)).toEqual([expect.stringContaining('Dev Lowe'), expect.stringContaining('Sarah Hart')]);
    const codes = within(card(RIVALS)).getAllByTestId('rival-code').map((code) => code.textContent);
    expect(new Set(codes).size).toBe(2);
    await user.click(within(card(RIVALS)).getByRole('button', { name: 'Code 2, of Sarah Hart, works' }));
    await waitFor(() => expect(stateOf(RIVALS)).toBe('replaced'));
    expect(choose).toHaveBeenCalledWith(leaverAccount(RIVALS, 'rivals', 0).id, 's'.repeat(26));
  });

  it('leaves a key with a reason, and takes it back', async () => {
    const { host, user } = await resumed('keys');
    const answer = vi.spyOn(host, 'answerLeaving');
    await openCard(user, LEEDS);
    await user.click(within(card(LEEDS)).getByText('Who does it, and by when'));
    await user.click(within(card(LEEDS)).getByTestId('except'));
    await user.click(await within(card(LEEDS)).findByTestId('except-go'));
    expect(answer).not.toHaveBeenCalled();
    await user.type(within(card(LEEDS)).getByTestId('except-reason'), 'The service is down');
    await user.click(within(card(LEEDS)).getByTestId('except-go'));
    await waitFor(() => expect(within(card(LEEDS)).getByTestId('card-excepted').textContent).toContain('The service is down'));
    await user.click(within(card(LEEDS)).getByTestId('except-undo'));
    await waitFor(() => expect(stateOf(LEEDS)).toBe('not_begun'));
  });

  it('says who does it and by when, and that somebody has begun', async () => {
    const { host, user } = await resumed('keys');
    expect(card('HMRC online services – Income Tax – London').textContent).toContain('by Dev Lowe');
    await openCard(user, LEEDS);
    await user.click(within(card(LEEDS)).getByText('Who does it, and by when'));
    await waitFor(() => expect(within(card(LEEDS)).getByTestId('plan-who').textContent).toContain('Dev Lowe'));
    await user.selectOptions(within(card(LEEDS)).getByTestId('plan-who'), 'Dev Lowe');
    await user.selectOptions(within(card(LEEDS)).getByTestId('plan-due'), '1');
    await waitFor(() => expect(within(card(LEEDS)).getByTestId('assigned').textContent).toMatch(/Dev Lowe, by \d+ Nov/));
    expect(host.vault.firm?.departures[0]?.answers.find((one) => one.question === 'assigned')?.person).toBe('Dev Lowe');
  });

  it('keeps the moment that suits', async () => {
    const { host, user } = await resumed('keys');
    await user.type(screen.getByTestId('good-moment'), 'Tonight after six');
    await user.tab();
    await waitFor(() => expect(host.vault.firm?.departures[0]?.answers.find((one) => one.question === 'good_moment')?.text).toBe('Tonight after six'));
  });

  it('says who copied one of these codes in the last hour', async () => {
    const { host, user } = await resumed('had');
    const asked = { who: null, account: null, what: null, from: null, to: null, routine: false };
    const log = await host.firmLog(asked);
    const [line] = log.lines;
    if (line === undefined) throw new Error('no sample line');
    const copied = (person: string) => ({ ...line, what: 'copied-code', person, account: LEEDS });
    const read = vi.spyOn(host, 'firmLog').mockResolvedValue({ ...log, lines: [copied('Dev Lowe'), copied('Ann Cole'), copied('Dev Lowe')] });
    await user.click(screen.getByTestId('step-keys'));
    expect((await screen.findByTestId('lately')).textContent).toContain(`${LEEDS}: Ann Cole, Dev Lowe, `);
    for (const [over, words] of [[{ lines: [] }, 'Nobody copied'], [{ lines: [], unreached: fakeError('store.offline') }, 'could not be read'], [{ lines: [copied('Ann Cole')], unread: 1 }, 'could not be read']] as [Partial<LogView>, string][]) {
      read.mockResolvedValue({ ...log, ...over });
      await user.click(screen.getByTestId('step-had'));
      await user.click(screen.getByTestId('step-keys'));
      await waitFor(() => expect(screen.getByTestId('lately').textContent).toContain(words));
    }
  });

  it('says where nothing is to be done', async () => {
    await resumed('keys');
    expect(screen.getByTestId('spared').textContent).toContain('Bank of Yorkshire – payments');
  });

  it('goes by keyboard alone, in the order of the page', async () => {
    const { user } = await resumed('keys', { accounts: [leaverAccount(LEEDS, 'not_begun', STEP)] });
    const head = within(card(LEEDS)).getByTestId('key-head');
    head.focus();
    const order = ['key-open-page', 'from-screen', 'from-picture', 'from-clipboard', 'from-text'];
    for (const id of order) {
      await user.tab();
      expect((document.activeElement as HTMLElement).dataset['testid']).toBe(id);
    }
    await user.keyboard('{Enter}');
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['testid']).toBe('key'));
    await user.keyboard('jbswy3dpehpk3pxp{Enter}');
    await within(card(LEEDS)).findByTestId('try-code');
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['testid']).toBe('try-key'));
    await user.tab();
    expect((document.activeElement as HTMLElement).dataset['testid']).toBe('try-yes');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(stateOf(LEEDS)).toBe('replaced'));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['testid']).toBe('after'));
  });
});

describe('telling staff and signing off', () => {
  it('says who needs nothing, who needs a new copy, and whose device lacks the key', async () => {
    const { user, host } = await resumed('tell');
    expect(screen.getAllByText(/it updates itself/).length).toBeGreaterThan(0);
    expect(screen.getByTestId('tell-copies').textContent).toMatch(/Ann Cole.*Paper 0017/s);
    const receipt = one('[data-testid="receipt"][data-label="Companies House – filing"]');
    expect(receipt.textContent).toContain('3 of 4 devices');
    expect(receipt.textContent).toContain('Ann Cole, Ann laptop');
    await user.click(screen.getByTestId('ask-told-yes'));
    await user.type(await screen.findByTestId('told-text'), 'Ann, by telephone');
    await user.tab();
    await waitFor(() => expect(host.vault.firm?.departures[0]?.answers.find((one) => one.question === 'told')?.text).toBe('Ann, by telephone'));
  });

  it('has empty states', async () => {
    await resumed('tell', { accounts: [leaverAccount(LEEDS, 'not_begun', STEP)] });
    expect(screen.getByTestId('tell-copies-none')).toBeTruthy();
    expect(screen.getByTestId('receipts-none')).toBeTruthy();
  });

  it('lists what is left as ways to it', async () => {
    const { user } = await resumed('sign');
    expect(screen.getAllByTestId('left-open').map((way) => way.dataset['left'])).toEqual(['left-keys', 'left-rivals', 'left-confirm', 'left-questions']);
    expect(screen.getByTestId('sign-second').textContent).toContain('once nothing is left');
    await user.click(screen.getAllByTestId('left-open')[0] ?? document.body);
    expect(await screen.findByTestId('keys')).toBeTruthy();
  });

  const answers = ['anything_else', 'knew_passwords', 'service_administrator', 'phone_number', 'firm_phone', 'own_sign_ins', 'told'] as const;
  const answered: Partial<DepartureView> = {
    accounts: [leaverAccount(LEEDS, 'replaced', STEP, { password: 'yes', old_method: 'yes' }), leaverAccount(RIVALS, 'excepted', STEP)],
    answers: answers.map((question) => ({ question, account: null, choice: 'no', person: null, due: null, text: '', by: 'Dev Lowe', at: STEP })),
  };

  it('is signed off by the second administrator, with the exceptions in sight', async () => {
    const { host, vault, user } = await resumedDone(answered);
    const sign = vi.spyOn(host, 'signOff');
    expect(screen.getByTestId('exceptions').textContent).toContain('The service is down until Monday');
    await user.type(screen.getByTestId('sign-text'), 'Looked at all');
    await user.click(screen.getByTestId('sign-go'));
    expect((await screen.findByTestId('signed')).textContent).toContain('Signed off by Sarah Hart');
    expect(sign).toHaveBeenCalledWith(vault.firm?.departures[0]?.id, 'Looked at all');
    await user.click(screen.getByTestId('leaving-later'));
    expect((await screen.findByTestId('leavers-none')).textContent).toBe("Nobody's leaving is open.");
  });

  it('is not signed off by the one who began it', async () => {
    await resumedDone({ ...answered, may_sign_off: false });
    expect(screen.queryByTestId('sign-form')).toBeNull();
    expect(screen.getByTestId('sign-second').textContent).toContain('not the one who began it');
  });

  /** Everything is done: it is found among the people. */
  async function resumedDone(over: Partial<DepartureView>) {
    const window = await openWindow({ firm: 'leaver' });
    const { vault } = window.host;
    if (vault.firm !== null) vault.firm = { ...vault.firm, departures: [sampleDeparture(vault.now(), over)] };
    vault.tell('firm', null);
    await window.user.keyboard('{Control>}2{/Control}');
    await waitFor(() => expect(screen.getByTestId('leaver-keys').textContent).toContain('1 of 2 keys not replaced, with a reason'));
    await window.user.click(screen.getByTestId('leaver-continue'));
    await waitFor(() => expect(screen.getByTestId('leaving-page').dataset['step']).toBe('sign'));
    return { ...window, vault };
  }
});

describe('a planned replacement', () => {
  it('goes the same way from the panel of an account, without a leaver', async () => {
    const { host, user } = await openWindow({ firm: 'administrator' });
    const steps = vi.spyOn(host, 'setStep');
    await user.click(within(one(`[data-testid="row"][data-label="${LEEDS}"]`)).getByTestId('row-open'));
    await user.click(await screen.findByTestId('panel-replace'));
    expect((await screen.findByTestId('replace-page')).textContent).toContain('Not replaced');
    await user.click(await screen.findByTestId('from-text'));
    await user.type(await screen.findByTestId('key'), 'jbswy3dpehpk3pxp{Enter}');
    await user.click(await screen.findByTestId('try-yes'));
    await user.click(await screen.findByTestId('after-password-not_needed'));
    await user.click(await screen.findByTestId('after-method-yes'));
    await waitFor(() => expect(steps.mock.calls.map((call) => call.slice(1))).toEqual([['begun', 'yes'], ['password_changed', 'not_needed'], ['old_method_removed', 'yes']]));
    await user.click(screen.getByTestId('replace-done'));
    expect(await screen.findByTestId('panel')).toBeTruthy();
  });
});
