import { screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { openWindow } from '../test/open';

it.each(['unlocked', 'locked', 'absent'] as const)('draws the page larger, smaller and as usual on the keys of browsers: %s', async (state) => {
  const { host, user } = await openWindow({ state });
  const zoom = [vi.spyOn(host, 'zoomIn'), vi.spyOn(host, 'zoomOut'), vi.spyOn(host, 'zoomUsual')];
  const times = () => zoom.map((one) => one.mock.calls.length);
  await user.keyboard('{Control>}={/Control}{Control>}+{/Control}');
  expect(times()).toEqual([2, 0, 0]);
  await user.keyboard('{Control>}-{/Control}{Control>}0{/Control}');
  expect(times()).toEqual([2, 1, 1]);
  await user.keyboard('=-0+');
  expect(times()).toEqual([2, 1, 1]);
});

it('lists those keys', async () => {
  const { user } = await openWindow();
  await user.keyboard('{F1}');
  expect((await screen.findByTestId('keys')).textContent).toMatch(/Show everything larger\s*Ctrl \+/);
});
