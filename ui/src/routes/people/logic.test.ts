import { expect, it } from 'vitest';
import { sampleFirm } from '$lib/host/fake/firm-data';
import { devicesOf, initials, lastSeen, namedTeams, promotions, seen, split } from './logic';

const NOW = 1_795_000_020;
const DAY = 86_400;
const firm = sampleFirm('administrator', NOW);
const sarah = firm.people.find((person) => person.name === 'Sarah Hart');

it.each([
  [null, { id: 'seen-never', days: 0 }],
  [NOW - 3600, { id: 'seen-today', days: 0 }],
  [NOW - 3 * DAY, { id: 'seen-days', days: 3 }],
  [NOW - 12 * DAY, { id: 'seen-away', days: 12 }],
])('says of a device heard of at %s: %o', (at, words) => {
  expect(seen(at, NOW)).toEqual(words);
});

it('knows the devices of a person and when one was heard of last', () => {
  const devices = sarah === undefined ? [] : devicesOf(sarah, firm.devices);
  expect(devices.map((device) => device.name)).toEqual(['Office PC', 'Home laptop']);
  expect(lastSeen(devices)).toBe(NOW - 30);
  expect(lastSeen([])).toBeNull();
});

it('leaves out who left, stopped devices and teams of one', () => {
  expect(split(firm.people).left.map((person) => person.name)).toEqual(['Sam Ode']);
  const [sam] = split(firm.people).left;
  expect(sam === undefined ? null : devicesOf(sam, firm.devices)).toEqual([]);
  const [team] = firm.teams;
  expect(team === undefined ? null : namedTeams([team, { ...team, of_one: true }])).toEqual([team]);
});

it('writes two letters of a name', () => {
  expect([initials('Sarah Hart'), initials('Cher'), initials(' Anna  van Dijk ')]).toEqual(['SH', 'C', 'AD']);
});

it('offers only more than a person is', () => {
  expect(promotions('staff')).toEqual(['deputy', 'administrator']);
  expect([promotions('deputy'), promotions('auditor')]).toEqual([['administrator'], ['administrator']]);
  expect([promotions('administrator'), promotions(null)]).toEqual([[], []]);
});
