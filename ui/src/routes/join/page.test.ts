import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { aloneFirm, DIGITS } from '$lib/host/fake/firm-data';
import { openWindow } from '../../test/open';

const CODE = 'abcd-efgh-ijkl-mnop-qrst-uvwx-yz';

async function join(code: string, place = '/srv/practice') {
  const window = await openWindow();
  await window.user.keyboard('{Control>}2{/Control}');
  await window.user.click(await screen.findByTestId('firm-join'));
  await window.user.type(await screen.findByTestId('invite-code'), code);
  await window.user.type(screen.getByTestId('place'), place);
  await window.user.type(screen.getByTestId('device-name'), 'Ann laptop');
  await window.user.click(screen.getByTestId('wizard-go'));
  return window;
}

it('shows the digits to read out, and goes to the codes once somebody let the device in', async () => {
  const { host, reload } = await join(CODE);
  expect((await screen.findByTestId('wait-digits')).textContent).toContain(DIGITS.slice(0, 4));
  expect(reload).toHaveBeenCalledOnce();
  host.vault.firm = aloneFirm(host.vault.now(), { role: 'staff', person: 'Ann Cole' });
  host.vault.tell('firm', null);
  await screen.findByTestId('list');
  expect((await screen.findByTestId('toast')).textContent).toContain('You are in Hart & Lowe.');
  expect(screen.queryByTestId('nav-people')).toBeNull();
});

it.each([
  ['too short', '/srv/practice', 'invite.code'],
  [CODE, '/srv/empty', 'invite.not-there'],
])('refuses %s in %s with %s', async (code, place, problem) => {
  const { host } = await join(code, place);
  expect((await screen.findByTestId('error')).dataset['code']).toBe(problem);
  expect(host.vault.firm).toBeNull();
});

it('reminds who waits on the page of codes, and lets them give up', async () => {
  const { host, user } = await openWindow({ firm: 'waiting' });
  await user.click(await screen.findByTestId('waiting-open'));
  await user.click(await screen.findByTestId('wait-stop'));
  await waitFor(() => expect(host.vault.firm).toBeNull());
  expect(await screen.findByTestId('invite-code')).toBeTruthy();
});

it('joins on a server with the sign-in, which is passed on to nobody', async () => {
  const { host, reload, user } = await openWindow();
  const answer = vi.spyOn(host, 'joinFirm');
  await user.keyboard('{Control>}2{/Control}');
  await user.click(await screen.findByTestId('firm-join'));
  await user.type(await screen.findByTestId('invite-code'), CODE);
  await user.click(screen.getByTestId('place-kind-server'));
  await user.type(await screen.findByTestId('place-address'), 'https://cloud.example/dav/');
  await user.type(await screen.findByTestId('sign-in-name'), 'ann');
  await user.type(screen.getByTestId('sign-in-secret'), 'copper lamp');
  expect(screen.queryByTestId('sign-in-shared')).toBeNull();
  await user.type(screen.getByTestId('device-name'), 'Ann laptop');
  await user.click(screen.getByTestId('wizard-go'));
  await screen.findByTestId('wait-digits');
  expect(answer).toHaveBeenCalledWith(CODE, { address: 'https://cloud.example/dav/', sign_in: { name: 'ann', secret: 'copper lamp' }, shared: false }, 'Ann laptop');
  expect(reload).toHaveBeenCalledOnce();
});
