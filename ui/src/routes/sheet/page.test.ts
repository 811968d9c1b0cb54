import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { makeFakeHost } from '$lib/host/fake';
import { fakeError } from '$lib/host/fake/vault';
import Page from './Page.svelte';

it('shows the sheet as a picture, prints it and closes by way of the program', async () => {
  const host = makeFakeHost();
  const [print, close] = [vi.spyOn(host, 'printSheet'), vi.spyOn(host, 'closeSheet')];
  render(Page, { host, letter: 'B' });
  expect((await screen.findByTestId<HTMLImageElement>('sheet-picture')).src).toMatch(/^data:image\/png/);
  expect(screen.getByRole('heading').textContent).toBe('Recovery kit, sheet B');
  const user = userEvent.setup();
  await user.click(screen.getByTestId('sheet-print'));
  await user.click(screen.getByTestId('sheet-close'));
  expect(print).toHaveBeenCalledOnce();
  expect(close).toHaveBeenCalledOnce();
});

it('says so when there is no sheet to show', async () => {
  const host = makeFakeHost();
  host.sheetPicture = () => Promise.reject(fakeError('kit.unproven'));
  render(Page, { host, letter: 'A' });
  expect((await screen.findByTestId('error')).dataset['code']).toBe('kit.unproven');
});
