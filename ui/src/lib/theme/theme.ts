/** Light or dark, and more contrast, as attributes of the page that the tokens follow. */
import type { Theme } from '$lib/host/types';

const REMEMBERED = 'theme';
const dark = window.matchMedia?.('(prefers-color-scheme: dark)');
const contrast = window.matchMedia?.('(prefers-contrast: more)');

let chosen: Theme = remembered();

function remembered(): Theme {
  const value = window.localStorage.getItem(REMEMBERED);
  return value === 'light' || value === 'dark' ? value : 'system';
}

function paint(): void {
  const root = document.documentElement;
  const wantsDark = chosen === 'dark' || (chosen === 'system' && dark?.matches === true);
  root.dataset['theme'] = wantsDark ? 'dark' : 'light';
  root.dataset['contrast'] = contrast?.matches === true ? 'more' : 'usual';
}

/** Follows the system, and the choice of last time, which the locked page could not read otherwise. */
export function startTheme(): void {
  dark?.addEventListener('change', paint);
  contrast?.addEventListener('change', paint);
  paint();
}

/** Takes the person's choice. */
export function chooseTheme(theme: Theme): void {
  chosen = theme;
  window.localStorage.setItem(REMEMBERED, theme);
  paint();
}
