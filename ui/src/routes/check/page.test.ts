import { screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { decimalCode } from '$lib/host/fake/otp';
import { groupCode, speakCode } from '$lib/text/digits';
import { openWindow, rowOf, STEP } from '../../test/open';

it('says the code to type digit by digit with its seconds, and shows it in groups', async () => {
  const { user } = await openWindow();
  const row = rowOf('Companies House – filing');
  const code = await decimalCode(row.dataset['id'] ?? '', STEP / 30, 6);
  await user.click(row.querySelector<HTMLElement>('[data-testid="row-check"]') ?? document.body);
  const seen = await screen.findByTestId('check-code');
  expect([seen.textContent, seen.getAttribute('aria-hidden')]).toEqual([groupCode(code), 'true']);
  expect(screen.getByTestId('check-said').querySelector('.sr-only')?.textContent).toBe(`Code ${speakCode(code)}. 22 seconds left.`);
});
