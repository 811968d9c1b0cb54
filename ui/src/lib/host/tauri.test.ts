import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, it } from 'vitest';
import { makeTauriHost } from './tauri';

afterEach(clearMocks);

it('calls the program by the names and arguments that it declares', async () => {
  const calls: unknown[] = [];
  mockIPC((command, args) => void calls.push([command, args]));
  const host = makeTauriHost();
  await host.setPassphrase('old one', null);
  await host.copyCode('a', 'best');
  await host.checkLabel('VAT', null);
  expect(calls).toEqual([
    ['set_passphrase', { old: 'old one', next: null }],
    ['copy_code', { id: 'a', when: 'best' }],
    ['check_label', { label: 'VAT', id: null }],
  ]);
});

it('rejects with the error of the program as it is', async () => {
  const error = { code: 'vault.locked', kind: 'locked', args: {} };
  mockIPC(() => {
    throw error;
  });
  await expect(makeTauriHost().accounts()).rejects.toEqual(error);
});
