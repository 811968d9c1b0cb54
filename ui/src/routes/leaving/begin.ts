/** Begins somebody's leaving and goes on with it. */
import type { LeavingRequest } from '$lib/host/types';
import type { LeavingStep } from '$lib/state/route.svelte';
import type { Session } from '$lib/state/session.svelte';

/** Begins it, and opens a page of it. Rejects with what kept it from beginning. */
export async function begin(session: Session, request: LeavingRequest, step: LeavingStep): Promise<void> {
  const { value } = await session.firm.follow(() => session.host.startLeaving(request));
  session.router.release();
  session.router.go({ page: 'leaving', id: value.id, step, account: null });
}
