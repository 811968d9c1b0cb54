/** Opens the whole window on the sample host, at a given second. */
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import App from '../App.svelte';
import { makeFakeHost } from '$lib/host/fake';
import { defaultOptions, type FakeOptions } from '$lib/host/fake/options';

/** A second at which a 30-second step begins. */
export const STEP = 1_795_000_020;

/** Opens the window `into` seconds into a step. */
export async function openWindow(over: Partial<FakeOptions> = {}, into = 8) {
  vi.useFakeTimers({ toFake: ['Date'], now: (STEP + into) * 1000 });
  window.location.hash = '';
  const reload = vi.fn();
  const host = makeFakeHost({ ...defaultOptions(), clock: () => Date.now(), reload, ...over });
  const view = render(App, { host });
  await screen.findByTestId(/^(page|lock-page|first-run)$/);
  return { host, reload, view, user: userEvent.setup() };
}

/** The row of an account. */
export function rowOf(label: string): HTMLElement {
  const row = document.querySelector<HTMLElement>(`[data-testid="row"][data-label="${label}"]`);
  if (row === null) throw new Error(`no row of ${label}`);
  return row;
}
