/** Settings: the choices there are, and what a restore would do. Pure. */
import type { CheckView, PlanRowView, PlanView } from '$lib/host/types';

/** Minutes offered for the idle lock; 0 is never. */
export const IDLE_CHOICES = [1, 5, 15, 30, 60, 0] as const;

/** The choices with the one that is set, even when it is another. */
export function idleChoices(set: number): number[] {
  const known: number[] = [...IDLE_CHOICES];
  if (!known.includes(set)) known.unshift(set);
  return known;
}

/** Rows that a restore would add or bring back. */
export function wouldAdd(plan: PlanView): PlanRowView[] {
  return plan.rows.filter((row) => ['add', 'addRenamed', 'addEarlier', 'mend'].includes(row.outcome));
}

/** How many keys were replaced after the backup and will not work. */
export function replacedSince(plan: PlanView): number {
  return plan.rows.filter((row) => row.outcome === 'replacedSince').length;
}

/** The message of a self-test: the one it names, or that of how it went. */
export function checkWords(check: CheckView): string {
  return check.args['words'] ?? `${check.id}-${check.state}`;
}
