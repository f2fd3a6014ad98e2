/**
 * The consent log as a hash chain: each row's hash covers what it says and the hash before it, so that a row that was changed, removed or
 * slipped in shows. What names a person is covered by a digest of its own with a random salt: erased, it leaves the chain whole and nobody
 * can tell from it who it was.
 */
import { createHash } from 'node:crypto';
import type { ConsentEvidence } from './consent.ts';
import type { Fingerprint, Instant } from './model.ts';

/** What names or describes a person; gone after an erasure. */
export type ConsentPerson = {
  /** Keyed fingerprint of the address: no address is kept. */
  readonly address: Fingerprint;
  /** The address sealed with the store's key; null when it is not kept. */
  readonly sealed: string | null;
  /** `<side>:<object>:<id>` of the records concerned. */
  readonly refs: readonly string[];
  /** Who acted, as the platform names them. */
  readonly actor: string | null;
  /** In whose words a yes was explained. */
  readonly explanation: string | null;
};
export type ConsentEntryKind =
  'withdrawn' | 'confirmed' | 'inherited' | 'written' | 'opt-in-written' | 'taken-back' | 'ended' | 'refused' | 'deferred' | 'created-withdrawn' | 'erased';
export const CONSENT_ENTRY_KINDS: readonly ConsentEntryKind[] = [
  'withdrawn',
  'confirmed',
  'inherited',
  'written',
  'opt-in-written',
  'taken-back',
  'ended',
  'refused',
  'deferred',
  'created-withdrawn',
  'erased',
];
/** What is logged of one step; everything but `person` stays for ever. */
export type ConsentEntry = {
  readonly at: Instant;
  readonly kind: ConsentEntryKind;
  /** `all`, or a HubSpot subscription type. */
  readonly topic: string;
  /** Where it was seen or written: `salesforce.Lead.HasOptedOutOfEmail`, `hubspot`. */
  readonly place: string;
  /** The rule's key; null for HubSpot's own status. */
  readonly rule: string | null;
  readonly ruleVersion: number;
  /** How the lane learned of it: event, sweep, operator, create. */
  readonly origin: string;
  /** ok, a reason why not, or the platform's code. */
  readonly result: string;
  readonly evidence: Pick<ConsentEvidence, 'side' | 'basis' | 'at'> | null;
  readonly person: ConsentPerson | null;
  /** Random, with the person's part; null once erased. */
  readonly salt: string | null;
};
export type ConsentRow = ConsentEntry & { readonly seq: number; readonly personHash: string; readonly previous: string; readonly hash: string };
/** The end of a chain; `seq` 0 for an empty one. */
export type ChainHead = { readonly seq: number; readonly hash: string };

/** What the first row follows. */
export const CHAIN_START: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** JSON with keys in order and no white space, so that the same content always has the same text. Plain data only. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonicalJson(part)}`).join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function personHashOf({ person, salt }: Pick<ConsentEntry, 'person' | 'salt'>): string {
  return sha256(`${salt ?? ''}\n${canonicalJson(person)}`);
}

function hashOf(row: Omit<ConsentRow, 'hash'>): string {
  const { person: _person, salt: _salt, ...kept } = row;
  return sha256(canonicalJson(kept));
}

/** The row that follows `head`. */
export function chainRow(head: ChainHead, entry: ConsentEntry): ConsentRow {
  const { at, kind, topic, place, rule, ruleVersion, origin, result, evidence, person, salt } = entry;
  const proof = evidence === null ? null : { side: evidence.side, basis: evidence.basis, at: evidence.at };
  const linked = { seq: head.seq + 1, at, kind, topic, place, rule, ruleVersion, origin, result, evidence: proof, person, salt };
  const row = { ...linked, personHash: personHashOf(entry), previous: head.hash };
  return { ...row, hash: hashOf(row) };
}

/** The row without its person. Its place in the chain and its hash stay. */
export function withoutPerson(row: ConsentRow): ConsentRow {
  return { ...row, person: null, salt: null };
}

export type ChainFault = {
  readonly seq: number;
  readonly what: 'out-of-order' | 'chain-broken' | 'row-changed' | 'person-changed' | 'end-missing';
};
export type ChainCheck = { readonly head: ChainHead; readonly erased: number; readonly fault: ChainFault | null };
export const CHECK_START: ChainCheck = { head: CHAIN_START, erased: 0, fault: null };

/** Goes on checking with more rows, in order; stops at the first fault. */
export function checkChain(check: ChainCheck, rows: Iterable<ConsentRow>): ChainCheck {
  let { head, erased } = check;
  if (check.fault !== null) return check;
  for (const row of rows) {
    const fault = faultOf(row, head);
    if (fault !== null) return { head, erased, fault: { seq: row.seq, what: fault } };
    if (row.person === null && row.salt === null) erased += 1;
    head = { seq: row.seq, hash: row.hash };
  }
  return { head, erased, fault: null };
}

function faultOf(row: ConsentRow, head: ChainHead): ChainFault['what'] | null {
  if (row.seq !== head.seq + 1) return 'out-of-order';
  if (row.previous !== head.hash) return 'chain-broken';
  const { hash, ...rest } = row;
  if (hashOf(rest) !== hash) return 'row-changed';
  return (row.person !== null || row.salt !== null) && personHashOf(row) !== row.personHash ? 'person-changed' : null;
}

/** The verdict over a whole log: where it ends must be where the bridge says it does. */
export function endOfCheck(check: ChainCheck, head: ChainHead | null): ChainCheck {
  if (check.fault !== null || head === null || (head.seq === check.head.seq && head.hash === check.head.hash)) return check;
  return { ...check, fault: { seq: check.head.seq + 1, what: 'end-missing' } };
}
