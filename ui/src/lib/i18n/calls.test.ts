import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import sharedText from '$messages/en.ftl?raw';
import windowText from './window.ftl?raw';

const SOURCE = join(import.meta.dirname, '../..');

/** Calls whose message is chosen elsewhere: what it may be, by how the call names it. */
const CHOSEN: Record<string, RegExp> = {
  word: /^(count-(fresh|ending|last)|say-(ten|five|fresh))$/,
  step: /^cannot-/,
  topic: /^(locked-out|lost-device|not-asked|refused-help)$/,
  said: /^toast-(confirmed|earlier-key)$/,
  problem: /^passphrase-(empty|differs)$/,
  caution: /^caution-/,
  'act.id': /^void-/,
  'check.id': /^check-(keyring|clock|folder|records)$/,
  'titles[flow.step]': /^((add|type|choose|name|brought)-title|kit-(old|done)-title|found-(protect|names|place|second|sheet-[ab]))$/,
  'where.id': /^check-(hmrc|issuer|page)$/,
  'words.id': /^seen-/,
  'clock.id': /^clock-(open|closed|ahead)$/,
  'notice.id': /^notice-(left|cut-off|lost|moved|ahead|sign)$/,
  left: /^left-/,
  hint: /^place-why(-there)?$/,
  go: /^(continue|join-go|found-go|kit-go|start-remove|start-leaving)$/,
  '`firm-${notice}`': /^firm-(waiting|alarms|passphrase|second|replace|kit(-used|-old)?)$/,
  '`key-${version.state}`': /^key-(current|unconfirmed|previous|retired)$/,
  '`brought-${outcome(one)}`': /^brought-(added|replaced|labelTaken|sameKey|mended|failed)$/,
  '`backup-${due}`': /^backup-(never|older)$/,
  '`${topic}-text`': /^(locked-out|lost-device|not-asked|refused-help)-text$/,
  '`plan-${row.outcome}`': /^plan-(addRenamed|alreadyHere|replacedSince|wasRemoved|noKey|unreadable|mend|addEarlier)$/,
};
/** Calls whose values come with the message, from the program or from the same function. */
const WITH_VALUES = ['advice.id', 'checkWords(check)'];
/** A list of pairs of a message and a key; no other call names its message so. */
const KEYS = { file: 'routes/help/Keys.svelte', call: 'id', ids: /^keys-/ };

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** One `t(…)` in the sources. */
interface Call {
  file: string;
  named: string;
  /** Messages it may show. */
  ids: string[];
  /** Names of the values it gives; null when they are not written there. */
  given: string[] | null;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) yield value;
    for (const [key, child] of Object.entries(value)) if (key !== 'metadata' && key !== 'parent') yield* nodes(child);
  }
}

/** The values that each message asks for, as Fluent itself reads it. */
function variablesOf(...texts: string[]): Map<string, Set<string>> {
  const messages = texts.flatMap((text) => new FluentResource(text).body);
  return new Map(
    messages.map((message) => {
      const names = [...nodes(message)].filter((node) => node.type === 'var').map((node) => String(node['name']));
      return [message.id, new Set(names.filter((name) => name !== 'shell'))];
    }),
  );
}

const variables = variablesOf(sharedText, windowText);

function idsOf(named: Node, file: string, text: string): string[] {
  if (named.type === 'Literal') return [String(named['value'])];
  if (named.type === 'ConditionalExpression') return [named['consequent'], named['alternate']].flatMap((branch) => (isNode(branch) ? idsOf(branch, file, text) : []));
  const call = text.slice(named.start, named.end);
  const chosen = file === KEYS.file && call === KEYS.call ? KEYS.ids : CHOSEN[call];
  if (chosen !== undefined) return [...variables.keys()].filter((id) => chosen.test(id));
  if (named.type === 'TemplateLiteral') {
    const fixed = (named['quasis'] as { value: { raw: string } }[]).map((quasi) => quasi.value.raw);
    return [...variables.keys()].filter((id) => new RegExp(`^${fixed.join('[\\w-]+')}$`).test(id));
  }
  return [];
}

function givenBy(values: Node | undefined): string[] | null {
  if (values === undefined) return [];
  if (values.type !== 'ObjectExpression') return null;
  return (values['properties'] as { key?: { name: string } }[]).map((property) => property.key?.name ?? '…');
}

/** All calls of `t` in a file. */
function callsIn(file: string, source: string): Call[] {
  const text = file.endsWith('.svelte') ? source : `<script lang="ts">${source}</script>`;
  const calls = [...nodes(parse(text, { modern: true }))].filter((node) => node.type === 'CallExpression' && (node['callee'] as { name?: string }).name === 't');
  return calls.flatMap((call) => {
    const [named, values] = call['arguments'] as Node[];
    return named === undefined ? [] : [{ file, named: text.slice(named.start, named.end), ids: idsOf(named, file, text), given: givenBy(values) }];
  });
}

/** What is wrong with a call; nothing for one that is right. */
function faults({ file, named, ids, given }: Call): string[] {
  const at = `${file}: t(${named})`;
  if (given === null || WITH_VALUES.includes(named)) return WITH_VALUES.includes(named) ? [] : [`${at} does not write out its values`];
  if (ids.length === 0) return [`${at} shows no known message`];
  const asked = new Set(ids.flatMap((id) => [...(variables.get(id) ?? [])]));
  const missing = [...asked].filter((name) => !given.includes(name)).map((name) => `${at} lacks ${name}`);
  return [...missing, ...given.filter((name) => !asked.has(name)).map((name) => `${at} gives ${name} to no message`)];
}

describe('every call of t', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|ts)$/.test(name) && !/\.(test|gen)\.ts$/.test(name));
  const calls = files.flatMap((file) => callsIn(file, readFileSync(join(SOURCE, file), 'utf8')));

  it('gives the values that its messages ask for, and no other', () => {
    expect(calls.length).toBeGreaterThan(200);
    expect(calls.flatMap(faults)).toEqual([]);
  });

  it('is found out when it gives another value, gives none, or shows no message', () => {
    const wrong = (call: string) => callsIn('a.ts', `export const a = ${call};`).flatMap(faults);
    expect(wrong(`t('restore-done', { count: 1, total: 2 })`)).toEqual([`a.ts: t('restore-done') lacks done`, `a.ts: t('restore-done') gives count to no message`]);
    expect(wrong(`t(\`used-\${kind}\`)`)).toEqual(['a.ts: t(`used-${kind}`) lacks when']);
    expect(wrong(`t(yes ? 'found' : 'add', { count: 1 })`)).toEqual([]);
    expect(wrong(`t('nowhere')`).length + wrong('t(anything)').length).toBe(1);
  });
});
