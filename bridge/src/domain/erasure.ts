/** The chain of erasure proofs: each names the hash of the one before, so none can be changed or taken out unseen. */
import { createHash } from 'node:crypto';
import type { Fingerprinter } from './fingerprint.ts';
import type { Erasure, RecordRef } from './model.ts';

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

/** One hash for all records of an erasure, whatever their order. */
export function erasureSubject(fingerprint: Fingerprinter, refs: readonly RecordRef[]): string {
  const ids = refs.map((ref) => `${ref.side}:${ref.side === 'salesforce' ? '' : ref.object}:${ref.id}`).toSorted();
  return fingerprint('erasure', [...new Set(ids)].join('|'));
}
