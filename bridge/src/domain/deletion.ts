/** What follows on one side when the record on the other was deleted. */
import { otherSide } from './merge.ts';
import type { Approval, ApprovalReason, DeletePolicy, Instant, Link, ObjectMapping, RecordRef } from './model.ts';

export type DeletionStep =
  /** The link closes. `shown`: as an issue somebody should look at, or as a plain fact about the record that is left. */
  | { readonly kind: 'keep'; readonly shown: 'issue' | 'fact' }
  /** The record that is left goes to the recycle bin too: at once, or when a person has said yes. */
  | { readonly kind: 'remove'; readonly why: ApprovalReason; readonly isApproved: boolean };

/** So many deletions of one mapping on one side within the window are usual; beyond, a person is asked whatever the policy says. */
export const DELETIONS_MAX = 25;
export const DELETIONS_WINDOW_MS = 3_600_000;

/** Salesforce deletes contacts and opportunities with their account, unasked; HubSpot deletes one record at a time. */
export function takesOthers(mapping: Pick<ObjectMapping, 'hubspotObject'>, ref: RecordRef): boolean {
  return ref.side === 'salesforce' && mapping.hubspotObject === 'companies';
}

/**
 * Decides one deletion. `isSeen`: the platform says the record was deleted, rather than only not showing it, which a lost permission
 * does too. `recent`: deletions of this mapping on this side within the window, this one not counted.
 * Example: policy `archive`, seen, none recent → remove at once.
 */
export function deletionStep(input: {
  readonly policy: DeletePolicy;
  readonly isSeen: boolean;
  readonly takesOthers: boolean;
  readonly recent: number;
}): DeletionStep {
  const { policy, isSeen, recent } = input;
  if (policy === 'ignore') return { kind: 'keep', shown: 'issue' };
  if (policy === 'unlink') return { kind: 'keep', shown: 'fact' };
  if (!isSeen) return { kind: 'remove', why: 'unseen', isApproved: false };
  if (policy === 'delete-with-approval') return { kind: 'remove', why: 'policy', isApproved: false };
  if (input.takesOthers) return { kind: 'remove', why: 'cascade', isApproved: false };
  if (recent >= DELETIONS_MAX) return { kind: 'remove', why: 'many', isApproved: false };
  return { kind: 'remove', why: 'archive', isApproved: true };
}

/** One question per link and record, however often it is met. */
export function approvalKey(link: Pick<Link, 'id'>, ref: RecordRef): string {
  return `${link.id}|${ref.side}|${ref.id}`;
}

/** The question as it is stored. */
export function approvalFor(input: {
  readonly link: Link;
  readonly ref: RecordRef;
  readonly cause: RecordRef;
  readonly step: Extract<DeletionStep, { kind: 'remove' }>;
  readonly now: Instant;
}): Approval {
  const { link, ref, cause, step, now } = input;
  return {
    key: approvalKey(link, ref),
    linkId: link.id,
    mapping: link.mapping,
    ref,
    cause,
    why: step.why,
    state: step.isApproved ? 'approved' : 'waiting',
    askedAt: now,
    decidedAt: step.isApproved ? now : null,
    decidedBy: null,
  };
}

const CRM = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;
const WHY: Readonly<Record<ApprovalReason, string>> = {
  policy: 'the rules ask for a person’s approval',
  archive: 'the rules let it follow at once',
  many: 'more records than usual were deleted within an hour',
  cascade: 'Salesforce would delete its contacts and opportunities with it',
  erasure: 'the rules ask for a person’s approval',
  unseen: 'the other platform does not say it was deleted, only that it is not there; a lost permission looks the same',
};

/** Why a deletion or an erasure waits, as a sentence for people. */
export function approvalWords({ ref, cause, why }: Pick<Approval, 'ref' | 'why'> & Partial<Pick<Approval, 'cause'>>): string {
  if (why === 'erasure' && cause?.side === 'salesforce')
    return `Salesforce says that the person asked to be forgotten. Before the records of the person are erased in both systems, a person is asked: ${WHY[why]}.`;
  if (why === 'erasure')
    return `The person was erased in ${CRM[otherSide(ref.side)]}. Before the record is erased in ${CRM[ref.side]} too, a person is asked: ${WHY[why]}.`;
  return `The counterpart was deleted in ${CRM[otherSide(ref.side)]}. Before the record is deleted in ${CRM[ref.side]} too, a person is asked: ${WHY[why]}.`;
}
