/** The buckets a counted record may fall in, and what they say to people. Every counted record is in exactly one, so they add up. Pure. */
import type { Side } from '../domain/index.ts';

/** Counted on both sides, as one pair. */
export const BOTH = 'both';
/** The Salesforce record of a pair counted on both sides: noted so that it is met once, counted with its pair. */
export const BOTH_AGAIN = 'both/again';
/** Reasons told apart by detail, per code; the rest is counted under one. */
const detailsMax = 40;
const otherDetail = 'other reasons';

export const bucketOf = (only: Side, code: string, detail?: string): string => [only, code, ...(detail === undefined ? [] : [detail])].join('/');

export type BucketParts = { readonly only: Side | null; readonly code: string; readonly detail: string | null };

/** Example: `hubspot/out-of-scope/Out of scope: …` → only HubSpot counts it, `out-of-scope`, the detail. */
export function partsOf(bucket: string): BucketParts {
  if (bucket === BOTH || bucket === BOTH_AGAIN) return { only: null, code: BOTH, detail: null };
  const [only, code = '', ...detail] = bucket.split('/');
  return { only: only === 'salesforce' ? 'salesforce' : 'hubspot', code, detail: detail.length === 0 ? null : detail.join('/') };
}

/** The bucket under which a record is counted: its own while few details are told apart, else the one for all others of its code. */
export function roomFor(bucket: string, counts: Readonly<Record<string, number>>): string {
  const { only, code, detail } = partsOf(bucket);
  if (only === null || detail === null || Object.hasOwn(counts, bucket)) return bucket;
  const known = Object.keys(counts).filter((one) => one.startsWith(`${only}/${code}/`)).length;
  return known < detailsMax ? bucket : bucketOf(only, code, otherDetail);
}

export type Bucket = BucketParts & { readonly id: string; readonly count: number; readonly words: string; readonly remedy: string | null };
export type Report = {
  /** What each side counts, and the pairs among them: `hubspot` = `both` + the buckets of HubSpot alone, and likewise for Salesforce. */
  readonly hubspot: number;
  readonly salesforce: number;
  readonly both: number;
  /** Counted by one side only, the largest bucket first. */
  readonly buckets: readonly Bucket[];
};

/** The report of counted buckets. */
export function reportOf(counts: Readonly<Record<string, number>>): Report {
  const buckets = Object.entries(counts)
    .filter(([id, count]) => partsOf(id).only !== null && count > 0)
    .map(([id, count]) => ({ id, count, ...partsOf(id), ...wordsOf(partsOf(id)) }))
    .toSorted((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1));
  const both = counts[BOTH] ?? 0;
  const alone = (side: Side): number => buckets.reduce((sum, { only, count }) => sum + (only === side ? count : 0), 0);
  return { hubspot: both + alone('hubspot'), salesforce: both + alone('salesforce'), both, buckets };
}

type Words = { readonly words: string; readonly remedy: string | null };
const names = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;

/** What a bucket says to people, and what they can do about it. */
export function wordsOf({ only, code, detail }: BucketParts): Words {
  if (only === null) return { words: 'Counted on both sides.', remedy: null };
  const other = names[only === 'hubspot' ? 'salesforce' : 'hubspot'];
  switch (code) {
    case 'out-of-scope':
      return {
        words: detail ?? 'Out of scope under the handoff rules.',
        remedy: 'Change who takes part on the page Handoff and scope, or count other records.',
      };
    case 'left-scope':
      return { words: detail ?? 'The pair left the scope of the handoff rules and rests.', remedy: 'Change who takes part on the page Handoff and scope.' };
    case 'review':
      return { words: 'A person has to say whether it is one with another record.', remedy: 'Answer the review under Operations.' };
    case 'erased':
      return { words: 'Its person was erased; it does not cross again by itself.', remedy: 'Erase this record too, or allow the address again.' };
    case 'issue':
      return { words: `It could not be synced${detail === null ? '' : `: ${detail}`}.`, remedy: 'The issue under Operations names the cause and the fix.' };
    case 'duplicate':
      return { words: 'It is a duplicate of another record, which is the one in step.', remedy: `Merge the two in ${names[only]}.` };
    case 'waiting':
      return { words: detail ?? 'It waits for another record that has to cross first.', remedy: null };
    case 'queue':
      return { words: 'It is in the queue and crosses by itself.', remedy: null };
    case 'moving':
      return { words: 'It changed or was linked while this was counted.', remedy: 'Count again.' };
    case 'unlinked':
      return { words: `Its counterpart in ${other} was deleted, and they were taken apart.`, remedy: 'The rule for deletions decides what becomes of it.' };
    case 'gone':
      return { words: `Its counterpart in ${other} is deleted; the pair has not been looked at since.`, remedy: 'Repair, or wait for the next sweep.' };
    case 'former':
      return { words: 'It was converted or merged: its person counts as another record.', remedy: null };
    case 'unseen':
      return { words: 'Nobody has looked at it yet.', remedy: 'Repair looks at it.' };
    case 'owed':
      return { words: `Its counterpart in ${other} should hold the same and does not: a write is owed.`, remedy: 'Repair writes it.' };
    case 'kept':
      return {
        words: `Its counterpart in ${other} was given another value, which the rule ${keptWords(detail)}.`,
        remedy: 'Change the field rule, or the value.',
      };
    case 'not-carried':
      return { words: `No field rule carries what is counted to ${detail ?? other}.`, remedy: 'Map the field on the page Ownership, or count by another one.' };
    default:
      return {
        words: `Its counterpart in ${other} is in step and counts otherwise${detail === null ? '' : `: counted is ${detail}`}.`,
        remedy: 'The two definitions ask for different things; bring them in line.',
      };
  }
}

function keptWords(detail: string | null): string {
  switch (detail) {
    case 'protected':
      return 'protects once it is filled';
    case 'blank-ignored':
      return 'keeps, because blanks do not travel';
    case 'rewritten':
      return 'leaves as that system rewrote it';
    case 'ignored':
      return 'leaves because the change was to be ignored';
    default:
      return 'tolerates there';
  }
}
