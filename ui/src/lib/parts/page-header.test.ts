import { screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { firmId } from '$lib/host/fake/firm-data';
import { openWindow } from '../../test/open';

it.each([
  ['#/add', 'Add an account', 'Back'],
  ['#/found', 'Set up a firm', 'Back'],
  [`#/people/${firmId('Ann Cole')}`, 'Ann Cole', 'People'],
])('gives the title the focus, and leads back: %s', async (address, title, back) => {
  await openWindow({ firm: address === '#/found' ? null : 'administrator' });
  window.location.hash = address;
  const heading = await screen.findByRole('heading', { level: 1, name: title });
  await waitFor(() => expect(document.activeElement).toBe(heading));
  expect(screen.getByTestId('back').textContent).toBe(back);
});
