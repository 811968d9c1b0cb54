import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it, vi } from 'vitest';
import { asError, errorWords, hasWords, makeBundle, t } from './messages';
import windowText from './window.ftl?raw';

const SOURCE = join(import.meta.dirname, '../..');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|ts)$/.test(name) && !/\.test\.ts$/.test(name));
const sources = files.map((name) => readFileSync(join(SOURCE, name), 'utf8')).join('\n');
const own = new FluentResource(windowText).body.map((message) => message.id);

describe('messages', () => {
  it('has words for every id that the pages name', () => {
    const named = [...sources.matchAll(/\bt\('([a-z][\w-]*)'/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((id) => !hasWords(id))).toEqual([]);
  });

  it('has no word that no page uses', () => {
    const stems = [...sources.matchAll(/`([a-z]+(?:-[a-z]+)*-)\$\{/g)].map((match) => match[1] ?? '');
    const patterns = [/^(locked-out|lost-device|not-asked|refused-help)-text$/, /^backup-(never|older)-why$/, /^from-\w+-why$/, /^(remove|removed)-(person|device)-(title|go)$/];
    const used = (id: string) => new RegExp(`['"\`]${id}['"\`]`).test(sources) || stems.some((stem) => id.startsWith(stem)) || patterns.some((pattern) => pattern.test(id));
    expect(own.filter((id) => !used(id))).toEqual([]);
  });

  it('reads without a fault and says each id once', () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    makeBundle(windowText);
    expect(complain).not.toHaveBeenCalled();
    expect(new Set(own).size).toBe(own.length);
  });

  it('counts in words', () => {
    expect(t('speak-left', { left: 1 })).toBe('1 second left.');
    expect(t('speak-left', { left: 22 })).toBe('22 seconds left.');
  });

  it('says of an unknown error that it is our bug, with its code as the reference', () => {
    expect(errorWords({ code: 'no.such-error', kind: 'bug', args: {} })).toEqual({ what: 'Something went wrong. Your codes are safe.', next: 'This is our bug. Reference no.such-error.' });
  });

  it('reads shared advice in the words of the window', () => {
    const { next } = errorWords({ code: 'keyring.forgets', kind: 'user', args: {} });
    expect(next).toBe('Nothing was added. Run the self-test in Settings, or ask IT about the keyring.');
  });

  it('speaks of the screens that were read, and of the picture, where no QR code was found', () => {
    const words = (args: Record<string, string>) => errorWords({ code: 'qr.no-code-found', kind: 'user', args });
    expect(words({ where: 'screen' })).toEqual({ what: 'No QR code on your screens.', next: "Make the service's page bigger and try again." });
    expect(words({}).what).toBe('No QR code in that picture.');
  });

  it('tells nobody in the window what to type on a command line', () => {
    const isForATerminal = (text: string) => / \(?--/.test(text) || /(^|[\s('])sixboard($|[\s:.,)'])/.test(text);
    expect(windowText.split('\n').filter((line) => !line.startsWith('#') && isForATerminal(line))).toEqual([]);
    expect(["Run the command 'sixboard kit check'.", 'Run sixboard sync, then try again.', 'Leave out --at and --next.'].every(isForATerminal)).toBe(true);
    expect(['Choose a file that ends in .sixboard-backup.', 'Sixboard makes codes.'].some(isForATerminal)).toBe(false);
  });

  it('takes an error as the host gives it, and anything else as our own fault', () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(asError({ code: 'vault.locked', kind: 'locked', args: {} }).code).toBe('vault.locked');
    const fault = asError(new Error('x'));
    expect(errorWords(fault)).toEqual({ what: 'Something went wrong. Your codes are safe.', next: expect.stringMatching(/^Reference [2-9A-Z]{3}\./) as string });
    expect(asError(new Error('x'))).toEqual(fault);
    expect(complain).toHaveBeenCalledTimes(2);
  });
});
