/** The host as the desktop program gives it. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { ErrorView, Host } from './types';

const unexpected: ErrorView = { code: 'bug.unexpected', kind: 'bug', args: {} };

function isErrorView(value: unknown): value is ErrorView {
  return typeof value === 'object' && value !== null && 'code' in value && 'kind' in value;
}

async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (error) {
    throw isErrorView(error) ? error : unexpected;
  }
}

/** Makes the host that talks to the desktop program. */
export function makeTauriHost(): Host {
  return {
    status: () => call('status'),
    createVault: (passphrase) => call('create_vault', { passphrase }),
    unlock: (passphrase) => call('unlock', { passphrase }),
    lock: () => call('lock'),
    recover: () => call('recover'),
    accounts: () => call('accounts'),
    codes: (ids) => call('codes', { ids }),
    nextCode: (id) => call('next_code', { id }),
    copyCode: (id, when) => call('copy_code', { id, when }),
    cancelCopy: () => call('cancel_copy'),
    readText: (text) => call('read_text', { text }),
    readPicture: () => call('read_picture'),
    readClipboard: () => call('read_clipboard'),
    readScreen: () => call('read_screen'),
    discardDraft: (draft) => call('discard_draft', { draft }),
    nameAid: () => call('name_aid'),
    checkLabel: (label, id) => call('check_label', { label, id }),
    addFound: (request) => call('add_found', { request }),
    confirmKey: (id, accepted) => call('confirm_key', { id, accepted }),
    rename: (id, label) => call('rename', { id, label }),
    setHint: (id, hint) => call('set_hint', { id, hint }),
    setNote: (id, note) => call('set_note', { id, note }),
    setService: (id, service) => call('set_service', { id, service }),
    remove: (id) => call('remove', { id }),
    putBack: (id) => call('put_back', { id }),
    purge: (id) => call('purge', { id }),
    openSignIn: (id) => call('open_sign_in', { id }),
    settings: () => call('settings'),
    saveSettings: (settings) => call('save_settings', { settings }),
    setPassphrase: (old, next) => call('set_passphrase', { old, next }),
    backup: (passphrase) => call('backup', { passphrase }),
    openBackup: (passphrase) => call('open_backup', { passphrase }),
    applyPlan: (plan) => call('apply_plan', { plan }),
    cancelWork: () => call('cancel_work'),
    discardPlan: (plan) => call('discard_plan', { plan }),
    doctor: () => call('doctor'),
    active: () => call('active'),
    reloadPage: () => window.location.reload(),
    on(name, hear) {
      const stop = listen<Parameters<typeof hear>[0]>(name, (event) => hear(event.payload));
      return () => void stop.then((unlisten) => unlisten());
    },
  };
}
