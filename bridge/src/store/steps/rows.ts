import type { Instant, Link, RecordRef, Subject } from '../../domain/model.ts';
import type { Claim, DueRow } from '../due.ts';
import { endKey } from '../keys.ts';
import { numberIn, numberOrNullIn, storedIn, textIn } from '../sql/step.ts';
import type { Row } from '../sql/step.ts';

/** The record a row of `side, object, record_id` names. */
export const refIn = (row: Row): RecordRef => ({
  side: textIn(row, 'side') === 'hubspot' ? 'hubspot' : 'salesforce',
  object: textIn(row, 'object'),
  id: textIn(row, 'record_id'),
});

export const refColumns = (ref: RecordRef) => ({ end_key: endKey(ref), side: ref.side, object: ref.object, record_id: ref.id });

export const linkIn = (row: Row): Link => storedIn<Link>(row, 'body');

/** A subject column; only subjects are ever written there. */
export const subjectIn = (row: Row, column: string): Subject => textIn(row, column) as Subject;

const claimIn = (row: Row): Claim | null =>
  row['claim_worker'] === null
    ? null
    : {
        lease: { worker: textIn(row, 'claim_worker'), epoch: numberIn(row, 'claim_epoch') },
        until: numberIn(row, 'claim_until'),
        as: subjectIn(row, 'claim_subject'),
        version: numberIn(row, 'claim_version'),
      };

export const dueRowIn = (row: Row): DueRow => ({
  subject: subjectIn(row, 'subject'),
  rank: numberIn(row, 'lane'),
  dueAt: numberIn(row, 'due_at'),
  version: numberIn(row, 'version'),
  tries: numberIn(row, 'tries'),
  wokenVersion: numberOrNullIn(row, 'woken_version'),
  claim: claimIn(row),
});

export const dueColumns = (row: DueRow) => ({
  subject: row.subject,
  lane: row.rank,
  due_at: row.dueAt,
  version: row.version,
  tries: row.tries,
  woken_version: row.wokenVersion,
  claim_worker: row.claim?.lease.worker ?? null,
  claim_epoch: row.claim?.lease.epoch ?? null,
  claim_until: row.claim?.until ?? null,
  claim_subject: row.claim?.as ?? null,
  claim_version: row.claim?.version ?? null,
});

/** A version above any the subject had, also one whose row is gone: fewer than a thousand changes of one subject arrive in a millisecond. */
export const versionAfter = (previous: number, now: Instant): number => Math.max(previous + 1, now * 1000);
