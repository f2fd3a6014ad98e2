/** Deletions and erasures that wait for a person: what they are, and the person's yes or no. */
import { approvalWords } from '../domain/index.ts';
import type { Approval, Subject } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

export type ApprovalRow = Approval & { readonly explanation: string };

/** Approvals of one state, newest first, each with the reason it is asked for. */
export async function approvalsOf(
  view: ConnectionView,
  options: { readonly state?: Approval['state']; readonly after?: string; readonly limit: number },
): Promise<Page<ApprovalRow>> {
  const page = await view.store.listApprovals(view.id, options);
  return { ...page, items: page.items.map((one) => ({ ...one, explanation: approvalWords(one) })) };
}

/**
 * Approves or refuses one deletion or erasure; the next look carries it out or lets the record stay. A refusal may be turned into an approval later,
 * an approval not into a refusal: it may be on its way. 404 for an unknown key, 409 when it was answered already.
 */
export async function answerApproval(
  view: ConnectionView,
  key: string,
  { isApproved, by }: { readonly isApproved: boolean; readonly by: string | null },
): Promise<OperationsResult<Approval>> {
  const { store, id, clock } = view;
  const from: readonly Approval['state'][] = isApproved ? ['waiting', 'refused'] : ['waiting'];
  const moved = await store.moveApproval(id, key, { from, to: isApproved ? 'approved' : 'refused', by, at: clock.now() });
  if (moved === null) {
    const [known] = await store.approvals(id, [key]);
    return known === undefined
      ? { ok: false, status: 404, error: 'There is no such question: the record may have come back.' }
      : { ok: false, status: 409, error: `This was answered already: ${known.state}.` };
  }
  // A link's subject is its id.
  await store.wake(id, [moved.linkId as string as Subject], 'normal', clock.now());
  return { ok: true, value: moved };
}
