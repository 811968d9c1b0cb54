import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { FirmSample } from '$lib/host/fake/firm-data';
import { openWindow } from '../../test/open';

async function open(firm: FirmSample = 'administrator', place?: string) {
  const window = await openWindow({ firm });
  const { vault } = window.host;
  if (place !== undefined && vault.firm !== null) {
    vault.firm = { ...vault.firm, view: { ...vault.firm.view, place, shared_sign_in: true } };
    vault.tell('firm', null);
  }
  await window.user.keyboard(firm === 'administrator' || firm === 'alone' ? '{Control>}4{/Control}' : '{Control>}2{/Control}');
  await screen.findByTestId('settings-page');
  return window;
}

const DATABASE = 'postgres://db.firm.example/codes';

describe('where the firm is kept', () => {
  it('is said, with when it was looked into last', async () => {
    await open('staff');
    expect(screen.getByTestId('firm-place').textContent).toBe('/srv/practice/sixboard');
    expect(screen.getByTestId('firm-looked').textContent).toBe('just now');
    expect(screen.queryByTestId('sign-in-again')).toBeNull();
  });

  it.each(['firm.device-key-missing', 'firm.damaged'])('says that the firm cannot be read, and offers no other one: %s', async (firmProblem) => {
    const { host, user } = await openWindow({ firm: 'staff', firmProblem });
    await user.keyboard('{Control>}2{/Control}');
    const said = (await screen.findByTestId('firm-unread')).textContent;
    expect(said).toContain('The firm cannot be read here now. Your codes work all the same.');
    expect(said?.length).toBeGreaterThan(80);
    for (const id of ['firm-found', 'firm-join', 'firm-place']) expect(screen.queryByTestId(id)).toBeNull();
    host.vault.options.firmProblem = null;
    host.vault.tell('firm', null);
    await screen.findByTestId('firm-place');
    expect(screen.queryByTestId('firm-unread')).toBeNull();
  });

  it('is offered where there is none', async () => {
    const { user } = await openWindow();
    await user.keyboard('{Control>}2{/Control}');
    await screen.findByTestId('firm-found');
    expect(screen.queryByTestId('firm-unread')).toBeNull();
  });

  it('is changed for everybody by an administrator, with a sign-in that is passed on', async () => {
    const { host, reload, user } = await open();
    const move = vi.spyOn(host, 'moveFirm');
    await user.click(screen.getByTestId('place-change'));
    await waitFor(() => expect(document.activeElement?.id).toBe('moving-title'));
    await user.click(screen.getByTestId('place-kind-server'));
    await user.type(await screen.findByTestId('place-address'), DATABASE);
    await user.type(await screen.findByTestId('sign-in-name'), 'ann');
    await user.type(screen.getByTestId('sign-in-secret'), 'copper lamp');
    await user.click(screen.getByTestId('moving-go'));
    await waitFor(() => expect(screen.getByTestId('firm-place').textContent).toBe(DATABASE));
    expect(move).toHaveBeenCalledWith({ address: DATABASE, sign_in: { name: 'ann', secret: 'copper lamp' }, shared: true });
    expect(screen.queryByTestId('moving')).toBeNull();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('says that the others must be told where the old place is gone', async () => {
    const { host, user } = await open();
    host.vault.options.folder = 'gone';
    await user.click(screen.getByTestId('place-change'));
    await user.type(screen.getByTestId('place'), '/srv/new');
    await user.click(screen.getByTestId('moving-go'));
    expect((await screen.findByTestId('moving-untold')).textContent).toContain('Tell them where it is now');
    await user.click(screen.getByTestId('moving-done'));
    expect(screen.queryByTestId('moving')).toBeNull();
    await waitFor(() => expect(document.activeElement?.id).toBe('place-change'));
  });

  it('is changed for this computer alone by everybody else, and only to where this firm is', async () => {
    const { host, user } = await open('staff');
    const move = vi.spyOn(host, 'moveFirm');
    await user.click(screen.getByTestId('place-change'));
    expect(screen.queryByTestId('moving-what')).toBeNull();
    await user.type(screen.getByTestId('place'), '/srv/other');
    await user.click(screen.getByTestId('moving-go'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('firm.place-other');
    await user.clear(screen.getByTestId('place'));
    await user.type(screen.getByTestId('place'), '/mnt/practice');
    await user.click(screen.getByTestId('moving-go'));
    await waitFor(() => expect(screen.getByTestId('firm-place').textContent).toBe('/mnt/practice'));
    expect(move).not.toHaveBeenCalled();
  });
});

describe('the sign-in to the place', () => {
  it('is renewed for everybody by an administrator where all have the same', async () => {
    const { host, reload, user } = await open('administrator', DATABASE);
    const renew = vi.spyOn(host, 'setSignIn');
    await user.click(await screen.findByTestId('sign-in-again'));
    expect(screen.getByTestId('sign-in-whom-all').dataset['state']).toBe('checked');
    await user.type(screen.getByTestId('sign-in-name'), 'ann');
    await user.type(screen.getByTestId('sign-in-secret'), 'wrong');
    await user.click(screen.getByTestId('sign-in-go'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('store.sign-in');
    await user.clear(screen.getByTestId('sign-in-secret'));
    await user.type(screen.getByTestId('sign-in-secret'), 'copper lamp');
    await user.click(screen.getByTestId('sign-in-go'));
    await waitFor(() => expect(screen.queryByTestId('sign-in-form')).toBeNull());
    expect(renew).toHaveBeenLastCalledWith({ name: 'ann', secret: 'copper lamp' }, true);
    expect(reload).toHaveBeenCalledOnce();
  });

  it('is asked for again where the place refuses it, by a button beside the trouble', async () => {
    const { host, user } = await openWindow({ firm: 'staff' });
    const { vault } = host;
    if (vault.firm !== null) vault.firm = { ...vault.firm, view: { ...vault.firm.view, place: DATABASE } };
    vault.tell('firm', { code: 'store.sign-in', kind: 'user', args: { cause: 'refused' } });
    expect((await screen.findByTestId('firm-trouble')).textContent).toContain('Wrong password at the place of the firm. Codes still work.');
    const renew = vi.spyOn(host, 'setSignIn');
    await user.click(screen.getByTestId('trouble-sign-in'));
    await user.type(await screen.findByTestId('sign-in-name'), 'ann');
    expect(screen.queryByTestId('sign-in-whom')).toBeNull();
    await user.type(screen.getByTestId('sign-in-secret'), 'copper lamp{Enter}');
    await waitFor(() => expect(renew).toHaveBeenCalledWith({ name: 'ann', secret: 'copper lamp' }, false));
  });
});

describe('the recovery kit', () => {
  const sheet = (word: string) => Array.from({ length: 24 }, () => word).join(' ');

  it('is checked by typing both sheets back, which do not stay on the page', async () => {
    const { host, reload, user } = await open();
    if (host.vault.firm !== null) host.vault.firm = { ...host.vault.firm, view: { ...host.vault.firm.view, kit_checked: null } };
    await user.click(screen.getByTestId('kit-check'));
    await user.click(screen.getByTestId('sheet-words-a'));
    await user.paste(sheet('amber'));
    await user.click(screen.getByTestId('sheet-words-b'));
    await user.paste('brick zoo');
    expect(screen.getByTestId('kit-form').textContent).toContain('2 of 24');
    await user.click(screen.getByTestId('kit-check-go'));
    expect((await screen.findByTestId('error')).dataset['code']).toBe('kit.count');
    expect(reload).not.toHaveBeenCalled();
    await user.clear(screen.getByTestId('sheet-words-b'));
    await user.click(screen.getByTestId('sheet-words-b'));
    await user.paste(sheet('brick'));
    await user.click(screen.getByTestId('kit-check-go'));
    await waitFor(() => expect(screen.queryByTestId('kit-form')).toBeNull());
    expect(screen.getByTestId('kit-checked').textContent).toContain('18 November 2026');
    expect(reload).toHaveBeenCalledOnce();
  });

  it('is for administrators alone', async () => {
    await open('staff');
    expect(screen.queryByTestId('kit-check')).toBeNull();
  });
});
