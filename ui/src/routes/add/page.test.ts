import { screen, waitFor } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { openWindow, rowOf } from '../../test/open';

const open = async (into = 8) => {
  const window = await openWindow({}, into);
  await window.user.keyboard('{Control>}n{/Control}');
  await screen.findByTestId('add-page');
  return window;
};

it('adds a typed key, replaces the page, and asks whether it works', async () => {
  const { host, reload, user } = await open();
  const confirm = vi.spyOn(host, 'confirmKey');
  await user.click(screen.getByTestId('from-text'));
  await user.type(screen.getByTestId('key'), 'JBSW Y3DP EHPK 3PXP{Enter}');
  await user.type(await screen.findByTestId('label'), 'Xero – payroll – Hull');
  await user.click(screen.getByTestId('add-go'));
  expect((await screen.findByTestId('check-code')).textContent).toMatch(/^\d{3} \d{3}$/);
  expect(reload).toHaveBeenCalledOnce();
  await user.click(screen.getByTestId('accepted'));
  await waitFor(() => expect(rowOf('Xero – payroll – Hull')).toBeTruthy());
  expect(confirm).not.toHaveBeenCalled(); // a first key is in use at once
});

it('leaves no typed key in the page once it is read', async () => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-text'));
  await user.type(screen.getByTestId('key'), 'JBSWY3DPEHPK3PXP{Enter}');
  await screen.findByTestId('label');
  expect(document.documentElement.outerHTML).not.toContain('JBSWY3DP');
});

it('explains a zero in a key and keeps what was typed', async () => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-text'));
  await user.type(screen.getByTestId('key'), 'AB0{Enter}');
  expect((await screen.findByTestId('error')).dataset['code']).toBe('key.zero-is-o');
  expect((screen.getByTestId('key') as HTMLInputElement).value).toBe('AB0');
});

it('asks before typed work is left', async () => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-text'));
  await user.type(screen.getByTestId('key'), 'JBSW');
  await user.keyboard('{Escape}');
  expect(await screen.findByTestId('leave-dialog')).toBeTruthy();
  await user.click(screen.getByTestId('leave-stay'));
  expect((screen.getByTestId('key') as HTMLInputElement).value).toBe('JBSW');
});

it('asks before a typed key is left, though the page was asked for twice', async () => {
  const { user } = await open();
  await user.keyboard('{Control>}n{/Control}');
  await user.click(screen.getByTestId('from-text'));
  await user.type(screen.getByTestId('key'), 'JBSW');
  await user.keyboard('{Control>}1{/Control}');
  expect(await screen.findByTestId('leave-dialog')).toBeTruthy();
  expect(screen.queryByTestId('search')).toBeNull();
  await user.click(screen.getByTestId('leave-go'));
  expect(await screen.findByTestId('search')).toBeTruthy();
});

it('changes nothing for a taken name before the person decides, then replaces the key', async () => {
  const { host, user } = await open();
  const add = vi.spyOn(host, 'addFound');
  await user.click(screen.getByTestId('from-picture'));
  const label = await screen.findByTestId('label');
  await user.clear(label);
  await user.type(label, 'Steam – training room');
  await user.click(screen.getByTestId('add-go'));
  expect((await screen.findByTestId('in-the-way')).textContent).toContain("Name already used. 'Steam – training room' is there since");
  expect(host.vault.account('steamtrainingroom'.padEnd(32, '0')).versions).toHaveLength(1);
  await user.click(screen.getByTestId('taken-replace'));
  await screen.findByTestId('check-page');
  expect(add).toHaveBeenLastCalledWith(expect.objectContaining({ label: 'Steam – training room', replace: true }));
  expect(host.vault.account('steamtrainingroom'.padEnd(32, '0')).versions).toHaveLength(2);
});

it('lets the person choose among several, without the one that is here', async () => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-screen'));
  expect((await screen.findByTestId('bring-in')).textContent).toContain('Bring in 2 accounts');
  await user.click(screen.getByTestId('bring-in'));
  await waitFor(() => expect(screen.getAllByRole('listitem').some((item) => item.dataset['outcome'] === 'labelTaken')).toBe(true));
  await user.click(screen.getByTestId('brought-done'));
  await waitFor(() => expect(rowOf('HMRC online services – VAT – York')).toBeTruthy());
});

it('opens on a picture that is dropped on the window', async () => {
  const { host } = await openWindow();
  const draft = await host.readPicture();
  if (draft !== null) host.vault.tell('draft', draft);
  expect(((await screen.findByTestId('label')) as HTMLInputElement).value).toBe('HMRC online services – VAT – York');
});

it('waits for a code with enough time before it is to be typed', async () => {
  const { user } = await open(20);
  await user.click(screen.getByTestId('from-picture'));
  await user.click(await screen.findByTestId('add-go'));
  await waitFor(() => expect(screen.getByTestId('check-wait').textContent).toContain('in 10 s'));
});

it('does not replace the key of another account when the label is changed to its name', async () => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-picture'));
  const label = await screen.findByTestId('label');
  await user.clear(label);
  await user.type(label, 'Steam – training room');
  await user.click(screen.getByTestId('add-go'));
  await screen.findByTestId('taken-replace');
  await user.type(label, ' 2');
  await waitFor(() => expect(screen.queryByTestId('taken-replace')).toBeNull());
});

it('lets "Refused" help only; going back to the earlier key is asked for by itself', async () => {
  const { host, user } = await open();
  const confirm = vi.spyOn(host, 'confirmKey');
  await user.click(screen.getByTestId('from-picture'));
  const label = await screen.findByTestId('label');
  await user.clear(label);
  await user.type(label, 'Steam – training room');
  await user.click(screen.getByTestId('add-go'));
  await user.click(await screen.findByTestId('taken-replace'));
  await user.click(await screen.findByTestId('refused-answer'));
  await screen.findByTestId('check-refused');
  expect(confirm).not.toHaveBeenCalled();
  await user.click(screen.getByTestId('earlier-key'));
  expect(confirm).toHaveBeenCalledWith(expect.any(String), false);
});

it('lets the program forget a draft once it was used, and one that comes too late', async () => {
  const { host, user } = await open();
  const discard = vi.spyOn(host, 'discardDraft');
  await user.click(screen.getByTestId('from-picture'));
  await user.click(await screen.findByTestId('add-go'));
  await screen.findByTestId('check-page');
  expect(discard).toHaveBeenCalledWith('draft-picture');

  await user.keyboard('{Control>}n{/Control}');
  let answer: (draft: Awaited<ReturnType<typeof host.readScreen>>) => void = () => undefined;
  const late = await host.readScreen();
  vi.spyOn(host, 'readScreen').mockReturnValue(new Promise((resolve) => (answer = resolve)));
  await user.click(await screen.findByTestId('from-screen'));
  await user.keyboard('{Control>}1{/Control}');
  await screen.findByTestId('search');
  answer(late);
  await waitFor(() => expect(discard).toHaveBeenCalledWith('draft-screen'));
});

it('reads what was pasted on several lines as it is', async () => {
  const { host, user } = await open();
  const read = vi.spyOn(host, 'readText');
  await user.click(screen.getByTestId('from-text'));
  await user.click(screen.getByTestId('key'));
  await user.paste('otpauth://totp/a?secret=JBSWY3DP\notpauth://totp/b?secret=GEZDGNBV\n');
  expect(read).toHaveBeenCalledWith('otpauth://totp/a?secret=JBSWY3DP\notpauth://totp/b?secret=GEZDGNBV');
});

it.each([
  ['otpauth-migration://offline?data=part', 'This holds 3 accounts from Google Authenticator.', true],
  ['otpauth-migration://offline?data=whole', 'This holds 3 accounts from Google Authenticator.', false],
])('calls a transfer one, with parts missing or none: %s', async (text, words, missing) => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-text'));
  await user.type(screen.getByTestId('key'), `${text}{Enter}`);
  await screen.findByTestId('found');
  expect(screen.getByTestId('add-page').textContent).toContain(words);
  expect(screen.queryByTestId('batch') !== null).toBe(missing);
});

it('does not call several accounts of one picture a transfer', async () => {
  const { user } = await open();
  await user.click(screen.getByTestId('from-screen'));
  await screen.findByTestId('found');
  expect(screen.getByTestId('add-page').textContent).toContain('This holds 3 accounts.');
});
