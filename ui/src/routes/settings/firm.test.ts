import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { FirmSample } from '$lib/host/fake/firm-data';
import { openWindow } from '../../test/open';

async function open(firm: FirmSample = 'administrator') {
  const window = await openWindow({ firm });
  await window.user.keyboard(firm === 'administrator' || firm === 'alone' ? '{Control>}3{/Control}' : '{Control>}2{/Control}');
  await screen.findByTestId('settings-page');
  return window;
}

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
