import { expect, it } from 'vitest';
import { sampleFirm, sampleHolders } from '$lib/host/fake/firm-data';
import { behind, byPerson, tally } from './sharing';

const holders = sampleHolders(sampleFirm('administrator', 1_795_000_020), 'Companies House – filing');

it('counts the devices that have the key in use, and names the others', () => {
  expect(tally(holders)).toEqual({ have: 4, all: 5 });
  expect(behind(holders).map((device) => device.device)).toEqual(['Ann laptop']);
});

it('puts the devices of a person together', () => {
  const people = byPerson(holders);
  expect(people.map(({ person }) => person)).toEqual(['Ann Cole', 'Dev Lowe', 'Priya Shah', 'Sarah Hart']);
  expect(people[3]?.devices.map((device) => device.device)).toEqual(['Office PC', 'Home laptop']);
});
