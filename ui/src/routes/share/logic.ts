/** Whom an account can be shared with. Pure. */
import type { HoldersView, PersonView, TeamView, With } from '$lib/host/types';
import { namedTeams, split } from '../people/logic';

/** The teams and people to choose from, and those who have it already. */
export interface Choices {
  teams: string[];
  people: string[];
  heldTeams: string[];
  heldPeople: string[];
}

/** A deputy shares with the teams they are in; an administrator with everybody. */
export function choices(people: readonly PersonView[], teams: readonly TeamView[], holders: HoldersView | null, me: string | null, manages: boolean): Choices {
  const named = namedTeams(teams).filter((team) => manages || (me !== null && team.people.includes(me)));
  const here = manages ? split(people).here.filter((person) => person.role !== 'auditor') : [];
  return {
    teams: named.map((team) => team.name),
    people: here.map((person) => person.name),
    heldTeams: holders?.teams ?? [],
    heldPeople: holders?.people ?? [],
  };
}

/** One act for each that was chosen. */
export function acts(teams: readonly string[], people: readonly string[]): With[] {
  return [...teams.map((team) => ({ team })), ...people.map((person) => ({ person }))];
}
