import { expect, it } from 'vitest';
import { sampleFirm, sampleHolders } from '$lib/host/fake/firm-data';
import { acts, choices } from './logic';

const firm = sampleFirm('administrator', 1_795_000_020);

it('offers an administrator every team and everybody who is in', () => {
  const holders = sampleHolders(firm, 'Companies House – filing');
  const offered = choices(firm.people, firm.teams, holders, 'Sarah Hart', true);
  expect(offered.teams).toEqual(['Payroll', 'Tax']);
  expect(offered.people).not.toContain('Sam Ode');
  expect(offered.heldTeams).toEqual(['Tax']);
});

it('offers a deputy the own teams alone, and an auditor nothing of a key', () => {
  expect(choices(firm.people, firm.teams, null, 'Priya Shah', false)).toMatchObject({ teams: ['Tax'], people: [] });
  const auditor = firm.people.map((person) => ({ ...person, role: 'auditor' as const }));
  expect(choices(auditor, firm.teams, null, 'Sarah Hart', true).people).toEqual([]);
});

it('makes one act of each choice', () => {
  expect(acts(['Tax'], ['Tom Reid'])).toEqual([{ team: 'Tax' }, { person: 'Tom Reid' }]);
});
