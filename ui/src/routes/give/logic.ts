/** Giving a key to one person by another route than this program. Pure. */
import type { ApprovalView, PersonView, RouteView } from '$lib/host/types';
import { WAYS, type Way } from '$lib/state/route.svelte';
import { split } from '../people/logic';

/** Days after which paper is to come back, to choose from, and the usual one. */
export const DAYS = [1, 3, 7, 14, 30];
export const USUAL_DAYS = 7;

/** Whom a key can be given to: those who are in, and never one who only reads who has what. */
export function receivers(people: readonly PersonView[]): string[] {
  return split(people).here.filter((person) => person.role !== 'auditor').map((person) => person.name);
}

/** The ways that somebody may use; showing a key is for administrators. */
export const waysFor = (manages: boolean): Way[] => WAYS.filter((way) => manages || way !== 'shown');

/** What is to be approved. */
export interface Asked {
  label: string;
  person: string;
  route: RouteView;
  by: string | null;
}

/** The newest request for exactly this that no key was given on yet. */
export function approvalFor(approvals: readonly ApprovalView[], asked: Asked): ApprovalView | null {
  const fits = approvals.filter((one) => !one.used && one.label === asked.label && one.person === asked.person && one.route === asked.route && one.by === asked.by);
  return fits.reduce<ApprovalView | null>((newest, one) => (newest === null || one.at > newest.at ? one : newest), null);
}

/** Where a request stands. */
export function stage(approval: ApprovalView | null): 'none' | 'waits' | 'granted' | 'refused' {
  if (approval === null) return 'none';
  if (approval.granted === null) return 'waits';
  return approval.granted ? 'granted' : 'refused';
}
