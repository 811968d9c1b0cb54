/** Adding: which step follows, what the request says, and how the naming aid puts a label together. Pure. */
import type { AddRequest, AddView, DraftView, FoundView, ServiceView } from '$lib/host/types';
import { joinLabel } from '$lib/text/label';

/** What the person fills in on the naming step. */
export interface Naming {
  label: string;
  hint: string;
  note: string;
  service: string;
}

/** After reading: nothing new, one to name, or several to choose from. */
export function stepAfterReading(draft: DraftView): 'nothing' | 'name' | 'choose' {
  if (draft.found.length === 0) return 'nothing';
  const complete = draft.batch === null || draft.batch.read >= draft.batch.size;
  return draft.found.length === 1 && complete ? 'name' : 'choose';
}

/** The naming step as it starts. */
export function startNaming(found: FoundView): Naming {
  return { label: found.suggestedLabel, hint: found.suggestedHint ?? '', note: '', service: found.service ?? '' };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** The request for one found account. */
export function toRequest(draft: string, index: number, naming: Naming, replace: boolean): AddRequest {
  return {
    draft,
    index,
    label: naming.label.trim(),
    userIdHint: orNull(naming.hint),
    note: orNull(naming.note),
    service: orNull(naming.service),
    replace,
  };
}

/** A label from the naming aid: service, purpose, office. */
export function composeLabel(services: readonly ServiceView[], service: string, purpose: string, office: string): string {
  return joinLabel(services.find((one) => one.id === service)?.name ?? '', purpose, office);
}

/** Those worth ticking at first: not here yet. */
export function startChosen(found: readonly FoundView[]): number[] {
  return found.filter((one) => one.hereAs === null).map((one) => one.index);
}

/** What became of each when several are brought in together. */
export interface BroughtIn {
  found: FoundView;
  result: AddView | null;
}

/** Whether leaving now would lose something the person did. */
export function wouldLose(step: string, typed: string, naming: Naming | null, started: Naming | null): boolean {
  if (step === 'type') return typed.trim() !== '';
  if (step !== 'name' || naming === null || started === null) return false;
  return naming.label !== started.label || naming.hint !== started.hint || naming.note !== started.note;
}
