import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { FirmSample } from '$lib/host/fake/firm-data';
import type { Way } from '$lib/state/route.svelte';
import { fakeError } from '$lib/host/fake/vault';
import { openWindow, rowOf } from '../../test/open';

const SHARED = 'HMRC agent services – Leeds';
const PASSPHRASE = 'correct horse';

/** Opens the way that is named, from the panel of a shared account. */
async function open(way: Way, firm: FirmSample = 'administrator') {
  const window = await openWindow({ firm });
  await window.user.click(rowOf(SHARED).querySelector<HTMLElement>('[data-testid="row-open"]') ?? document.body);
  await window.user.click(await screen.findByTestId('panel-share'));
  await window.user.click(await screen.findByTestId(`way-${way}`));
  await screen.findByTestId('give-page');
  await waitFor(() => expect(screen.getByTestId('give-person').querySelectorAll('option').length).toBeGreaterThan(2));
  return window;
}

type Window = Awaited<ReturnType<typeof open>>;

async function fill({ user }: Window, person: string | null, reason = 'Works at the client'): Promise<void> {
  if (person !== null) await user.selectOptions(screen.getByTestId('give-person'), person);
  await user.type(screen.getByTestId('give-reason'), reason);
}

async function unlock({ user }: Window, passphrase = PASSPHRASE): Promise<void> {
  await user.click(screen.getByTestId('give-go'));
  await user.type(await screen.findByTestId('again-passphrase'), passphrase);
  await user.click(screen.getByTestId('give-go'));
}

describe('giving a key by another way', () => {
  it('asks for a person and a reason before anything else', async () => {
    const window = await open('phone');
    expect(screen.getByTestId<HTMLButtonElement>('give-go').disabled).toBe(true);
    await fill(window, null);
    expect(screen.getByTestId<HTMLButtonElement>('give-go').disabled).toBe(true);
    await window.user.selectOptions(screen.getByTestId('give-person'), 'Ann Cole');
    expect(screen.getByTestId<HTMLButtonElement>('give-go').disabled).toBe(false);
  });

  it('gives on a phone after the passphrase was typed again, and notes that they have it', async () => {
    const window = await open('phone');
    const show = vi.spyOn(window.host, 'showKey');
    const close = vi.spyOn(window.host, 'closeKey');
    await fill(window, 'Ann Cole');
    await unlock(window);
    expect((await screen.findByTestId('given-phone')).textContent).toContain('The QR code for Ann Cole is in a window of its own.');
    expect(show.mock.lastCall?.[0]).toMatchObject({ person: 'Ann Cole', route: 'phone', reason: 'Works at the client', due: null, request: null });
    expect(screen.getByTestId('given-phone').innerHTML).not.toContain('<img');
    await window.user.click(screen.getByTestId('given-taken'));
    await screen.findByTestId('panel');
    expect(close).toHaveBeenCalledOnce();
    expect(window.host.vault.firm?.given[0]).toMatchObject({ person: 'Ann Cole', fate: 'received' });
    expect((await screen.findByTestId('toast')).textContent).toContain(`Ann Cole has ${SHARED}.`);
  });

  it('hears of it when they took it in the other window', async () => {
    const window = await open('phone');
    await fill(window, 'Ann Cole');
    await unlock(window);
    await screen.findByTestId('given-phone');
    await window.host.keyTaken();
    await screen.findByTestId('panel');
    expect((await screen.findByTestId('toast')).textContent).toContain('Ann Cole has');
  });

  it('keeps in the register that it was shown when they do not have it', async () => {
    const window = await open('phone');
    await fill(window, 'Ann Cole');
    await unlock(window);
    await window.user.click(await screen.findByTestId('given-close'));
    await screen.findByTestId('panel');
    expect(window.host.vault.firm?.given[0]).toMatchObject({ person: 'Ann Cole', fate: null });
  });

  it('gives nothing for a wrong passphrase', async () => {
    const window = await open('phone');
    const before = window.host.vault.firm?.given.length;
    await fill(window, 'Ann Cole');
    await unlock(window, 'wrong horse');
    expect((await screen.findByTestId('error')).dataset['code']).toBe('vault.wrong-passphrase');
    expect(window.host.vault.firm?.given).toHaveLength(before ?? -1);
    expect(screen.getByTestId('again-passphrase')).toBeDefined();
  });

  it('asks nobody to type where there is no passphrase', async () => {
    const window = await open('phone', 'deputy');
    window.host.vault.passphrase = null;
    window.host.vault.become({ protection: 'osSignIn' });
    window.host.vault.tell('changed', null);
    await fill(window, 'Ann Cole');
    await window.user.click(screen.getByTestId('give-go'));
    await screen.findByTestId('given-phone');
  });

  it('saves a numbered sheet that is due in a week, and says what to do with it', async () => {
    const window = await open('paper');
    const hand = vi.spyOn(window.host, 'handOut');
    await fill(window, 'Ann Cole');
    await window.user.click(screen.getByTestId('give-paper-key_only'));
    await unlock(window);
    expect((await screen.findByTestId('given-paper')).textContent).toContain('Sheet no. 19 for Ann Cole is saved.');
    const [request, onPaper] = hand.mock.lastCall ?? [];
    expect([onPaper, request?.due]).toEqual(['key_only', Math.floor(Date.now() / 1000) + 7 * 86_400]);
    await window.user.click(screen.getByTestId('given-list'));
    expect((await screen.findByTestId('given')).textContent).toContain('Paper no. 19');
  });

  it.each(['paper', 'file'] as const)('stays where it is when no place was chosen: %s', async (way) => {
    const window = await open(way);
    window.host.handOut = window.host.giveFile = () => Promise.resolve(null);
    await fill(window, 'Ann Cole');
    await window.user.click(screen.getByTestId('give-go'));
    await waitFor(() => expect(screen.getByTestId('give-go').getAttribute('aria-busy')).toBeNull());
    expect(screen.getByTestId<HTMLInputElement>('give-reason').value).toBe('Works at the client');
    expect(screen.queryByTestId(`given-${way}`)).toBeNull();
  });

  it('saves a file, and says how its words are told, which only the other window shows', async () => {
    const window = await open('file');
    const file = vi.spyOn(window.host, 'giveFile');
    const [shown, drawn] = [vi.spyOn(window.host, 'shownKey'), vi.spyOn(window.host, 'keyPicture')];
    expect(screen.getByTestId('give-page').textContent).toContain('Whoever has the file and its six words can make codes');
    await fill(window, 'Ann Cole');
    await unlock(window);
    const page = await screen.findByTestId('given-file');
    expect(page.textContent).toContain('The file for Ann Cole is saved.');
    expect(page.textContent).toContain('Ring Ann Cole and read out the six words. They are in a window of their own');
    expect(file.mock.lastCall?.[0]).toMatchObject({ person: 'Ann Cole', route: 'file', due: null });
    expect([shown.mock.calls, drawn.mock.calls, page.querySelectorAll('img').length]).toEqual([[], [], 0]);
    await window.user.click(screen.getByTestId('given-close'));
    const row = await screen.findByText('In a file');
    expect(row.closest('[data-testid="holder-given"]')?.textContent).toContain('As a file. Nobody said that they have it.');
    expect(window.host.vault.firm?.given[0]).toMatchObject({ route: 'file', fate: null, outstanding: true });
  });

  it('asks for another name where a file is already, and has given nothing', async () => {
    const window = await open('file');
    const before = window.host.vault.firm?.given.length;
    window.host.giveFile = () => Promise.reject(fakeError('given.file', { path: 'Ann Cole.sixboard-backup' }));
    await fill(window, 'Ann Cole');
    await window.user.click(screen.getByTestId('give-go'));
    expect((await screen.findByTestId('error')).textContent).toContain('A file is at Ann Cole.sixboard-backup already.');
    expect([screen.queryByTestId('given-file'), window.host.vault.firm?.given.length]).toEqual([null, before]);
  });

  it('notes that they have the file', async () => {
    const window = await open('file');
    await fill(window, 'Ann Cole');
    await unlock(window);
    await window.user.click(await screen.findByTestId('given-taken'));
    await screen.findByTestId('panel');
    expect(window.host.vault.firm?.given[0]).toMatchObject({ route: 'file', fate: 'received' });
  });

  it('shows a key to the administrator who asks, with the warning, in the other window', async () => {
    const window = await open('shown');
    expect(screen.getByTestId('give-page').textContent).toContain('Anyone who sees this can make codes until you replace it. This is recorded.');
    expect(screen.getByTestId<HTMLSelectElement>('give-person').value).toBe('Sarah Hart');
    await fill(window, null, 'The bank asks for it');
    await unlock(window);
    await window.user.click(await screen.findByTestId('given-close'));
    await screen.findByTestId('panel');
    expect(window.host.vault.firm?.given[0]).toMatchObject({ route: 'shown', person: 'Sarah Hart' });
  });

  it('offers a deputy no way to see a key, and refuses the address', async () => {
    const { router } = { router: await open('phone', 'deputy') };
    await router.user.click(screen.getByTestId('back'));
    await screen.findByTestId('share-page');
    expect(screen.queryByTestId('way-shown')).toBeNull();
    const id = router.host.vault.list.accounts.find((one) => one.label === SHARED)?.id ?? '';
    window.location.hash = `#/give/${id}/shown`;
    await screen.findByTestId('list');
  });

  it('asks before a reason that was typed is lost', async () => {
    const window = await open('phone');
    await fill(window, 'Ann Cole');
    await window.user.click(screen.getByTestId('nav-people'));
    expect(await screen.findByTestId('leave-dialog')).toBeDefined();
  });
});

describe('a second administrator', () => {
  async function openWithRule() {
    const window = await open('phone');
    if (window.host.vault.firm !== null) window.host.vault.firm = { ...window.host.vault.firm, twoPeople: true };
    await fill(window, 'Ann Cole');
    await unlock(window);
    await screen.findByTestId('approval-needed');
    return window;
  }

  const answer = ({ host }: Window, granted: boolean) => {
    const { firm } = host.vault;
    if (firm !== null) host.vault.firm = { ...firm, approvals: firm.approvals.map((one) => ({ ...one, granted, answered_by: 'Dev Lowe' })) };
    host.vault.tell('firm', null);
  };

  it('is asked where the rules say so, waited for, and then the key is given', async () => {
    const window = await openWithRule();
    const show = vi.spyOn(window.host, 'showKey');
    await window.user.click(screen.getByTestId('approval-ask'));
    expect((await screen.findByTestId('approval-waits')).textContent).toContain('Waiting for a second administrator.');
    expect(screen.getByTestId<HTMLButtonElement>('give-go').disabled).toBe(true);
    answer(window, true);
    expect((await screen.findByTestId('approval-granted')).textContent.trim()).toBe('Dev Lowe approved it.');
    await window.user.click(screen.getByTestId('give-go'));
    await screen.findByTestId('given-phone');
    expect(show.mock.lastCall?.[0].request).toMatch(/^r0/);
    expect(window.host.vault.firm?.given[0]?.approved_by).toBe('Dev Lowe');
  });

  it('may refuse, and can be asked again', async () => {
    const window = await openWithRule();
    await window.user.click(screen.getByTestId('approval-ask'));
    await screen.findByTestId('approval-waits');
    answer(window, false);
    await screen.findByTestId('approval-refused');
    expect(screen.getByTestId<HTMLButtonElement>('give-go').disabled).toBe(true);
    vi.setSystemTime(Date.now() + 5_000);
    await window.user.click(screen.getByTestId('approval-ask'));
    await screen.findByTestId('approval-waits');
    expect(window.host.vault.firm?.approvals).toHaveLength(2);
  });
});
