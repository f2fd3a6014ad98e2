/** The chain of erasure proofs: each names the hash of the one before, so none can be changed or taken out unseen. */
import { createHash } from 'node:crypto';
import type { Fingerprinter } from './fingerprint.ts';
import type { Approval, Erasure, Instant, LinkId, RecordRef, Subject } from './model.ts';

/** What the first proof names as the one before. */
export const FIRST_PREVIOUS = '';

/** A proof with its place in the chain: number and hashes filled in. `last` is the newest proof, null for the first. */
export function sealErasure(last: Erasure | null, proof: Omit<Erasure, 'number' | 'previous' | 'hash'>): Erasure {
  const body = { ...proof, number: (last?.number ?? 0) + 1, previous: last?.hash ?? FIRST_PREVIOUS };
  return { ...body, hash: hashOf(body) };
}

/** SHA-256 over the parts in a fixed order, so that no store's way of keeping JSON matters. */
function hashOf({ number, at, cause, subject, records, removed, previous }: Omit<Erasure, 'hash'>): string {
  const counts = Object.entries(removed).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([number, at, cause, subject, records.salesforce, records.hubspot, counts, previous]))
    .digest('hex');
}

/** The number of the first proof that does not fit the chain; null when all fit. `proofs` in order, from number 1 or right behind `last`. */
export function brokenErasure(proofs: readonly Erasure[], last: Erasure | null = null): number | null {
  let before = last;
  for (const proof of proofs) {
    const isNext = proof.number === (before?.number ?? 0) + 1 && proof.previous === (before?.hash ?? FIRST_PREVIOUS);
    if (!isNext || hashOf(proof) !== proof.hash) return proof.number;
    before = proof;
  }
  return null;
}

/** The mark of an address or domain, made of its match key: so it can be made for a record that nobody can read any more. */
export function erasedKeyMark(fingerprint: Fingerprinter, matchKey: string): string {
  return fingerprint('erased:key', matchKey);
}

/** The mark of a record. Like every mark a keyed hash under a name of its own, so that it can be compared with nothing else in the store. */
export function erasedRecordMark(fingerprint: Fingerprinter, ref: RecordRef): string {
  return fingerprint(`erased:${ref.side === 'salesforce' ? 'salesforce' : `hubspot.${ref.object}`}`, ref.id);
}

/** The mark of a record that stays although its counterpart was erased. */
export function keptRecordMark(fingerprint: Fingerprinter, ref: RecordRef): string {
  return fingerprint('erased:kept', `${ref.side}:${ref.side === 'salesforce' ? '' : ref.object}:${ref.id}`);
}

/** The mark of a notice that asked for an erasure and was told no: met again, it asks nothing anew. */
export function refusedNoticeMark(fingerprint: Fingerprinter, eventId: string): string {
  return fingerprint('erased:refused', eventId);
}

/** The question whether a person may be erased, as it is stored. One per subject; a link's subject is its id. */
export function erasureApproval(input: {
  readonly subject: Subject;
  readonly mapping: string;
  readonly ref: RecordRef;
  readonly cause: RecordRef;
  readonly now: Instant;
}): Approval {
  const { subject, mapping, ref, cause, now } = input;
  // Its answer makes the subject due, so that of a record without link is as good as a link's.
  const linkId = subject as string as LinkId;
  return { key: `${subject}|erase`, linkId, mapping, ref, cause, why: 'erasure', state: 'waiting', askedAt: now, decidedAt: null, decidedBy: null };
}

/** One hash for all records of an erasure, whatever their order. */
export function erasureSubject(fingerprint: Fingerprinter, refs: readonly RecordRef[]): string {
  const ids = refs.map((ref) => `${ref.side}:${ref.side === 'salesforce' ? '' : ref.object}:${ref.id}`).toSorted();
  return fingerprint('erasure', [...new Set(ids)].join('|'));
}
