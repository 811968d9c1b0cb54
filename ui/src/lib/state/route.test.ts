import { expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from './route.svelte';

const id = '0123456789abcdef0123456789abcdef';
const places: Route[] = [
  { page: 'codes', account: null },
  { page: 'codes', account: id },
  { page: 'add' },
  { page: 'replace', id },
  { page: 'check', id },
  { page: 'settings', section: 'backup' },
  { page: 'help' },
  { page: 'share', id },
  { page: 'people', person: null },
  { page: 'people', person: 'abcdefghijklmnopqrstuvwx23' },
  { page: 'found' },
  { page: 'join' },
];

it.each(places)('comes back to the same place: %o', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

it.each(['', '#/nowhere', '#/check', '#/check/<script>', '#/codes/short'])('opens the list of codes for %s', (hash) => {
  expect(parseRoute(hash)).toEqual({ page: 'codes', account: null });
});
