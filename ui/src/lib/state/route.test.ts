import { expect, it, vi } from 'vitest';
import { formatRoute, parseRoute, Router, type Route } from './route.svelte';

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
  { page: 'give', id, way: 'phone' },
  { page: 'give', id, way: 'file' },
  { page: 'give', id, way: 'shown' },
  { page: 'given' },
  { page: 'people', person: null },
  { page: 'people', person: 'abcdefghijklmnopqrstuvwx23' },
  { page: 'leave', what: 'device', id: 'abcdefghijklmnopqrstuvwx23' },
  { page: 'leaving', id: 'abcdefghijklmnopqrstuvwx23', step: 'had', account: null },
  { page: 'leaving', id: 'abcdefghijklmnopqrstuvwx23', step: 'keys', account: 'zyxwvutsrqponmlkjihgfedc23' },
  { page: 'log' },
  { page: 'reports', report: null },
  { page: 'reports', report: 'joiners' },
  { page: 'found' },
  { page: 'kit' },
  { page: 'join' },
];

it.each(places)('comes back to the same place: %o', (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

it.each(['', '#/nowhere', '#/check', '#/check/<script>', `#/give/${id}/post`, '#/give/short/paper', '#/codes/short'])('opens the list of codes for %s', (hash) => {
  expect(parseRoute(hash)).toEqual({ page: 'codes', account: null });
});

it.each(['#/leaving/short/keys', '#/leaving/abcdefghijklmnopqrstuvwx23/nowhere', '#/leave/thing/abcdefghijklmnopqrstuvwx23', '#/leave'])('opens the people for %s', (hash) => {
  expect(parseRoute(hash)).toEqual({ page: 'people', person: null });
});

it('keeps its guard where the place does not change, and asks it when it does', () => {
  window.location.hash = '#/add';
  const router = new Router();
  const guard = vi.fn(() => true);
  const release = router.hold(guard);
  router.go({ page: 'add' });
  expect(guard).not.toHaveBeenCalled();
  router.go({ page: 'help' });
  expect([guard.mock.calls.length, router.route.page]).toEqual([1, 'add']);
  release();
  router.go({ page: 'help' });
  expect(router.route.page).toBe('help');
});

it('leaves the guard of the page that came when the one that went lets go of its own', () => {
  window.location.hash = '#/codes';
  const router = new Router();
  const first = router.hold(() => false);
  router.hold(() => true);
  first();
  router.go({ page: 'help' });
  expect(router.route.page).toBe('codes');
});
