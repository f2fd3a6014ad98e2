/** What both kinds of store do with the lane's rows before they are stored. Pure. */
import { chainRow, withoutPerson } from '../domain/index.ts';
import type { ChainHead, ConsentEntry, ConsentRow } from '../domain/index.ts';
import type { ConsentNotice, ConsentTurn } from '../engine/ports.ts';
import type { Instant, RecordRef } from '../domain/model.ts';
import { endKey } from './keys.ts';

/** Several notices of one record as one: the first time, the last word, and a person's rather than our own. */
export const mergedNotices = (notices: readonly ConsentNotice[]): readonly ConsentNotice[] => {
  const byKey = new Map<string, ConsentNotice>();
  for (const notice of notices) {
    const before = byKey.get(endKey(notice.ref));
    byKey.set(endKey(notice.ref), before === undefined ? notice : joined(before, notice));
  }
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, notice]) => notice);
};

/** The earlier of two notices of one record with what the later adds. */
export const joined = (before: ConsentNotice, notice: ConsentNotice): ConsentNotice => ({
  ...notice,
  at: Math.min(before.at, notice.at),
  urgency: rankOfUrgency(before.urgency) < rankOfUrgency(notice.urgency) ? before.urgency : notice.urgency,
  actor: notice.isOwn ? before.actor : notice.actor,
  isOwn: before.isOwn && notice.isOwn,
  survivorId: notice.survivorId ?? before.survivorId,
});

const URGENCIES = ['now', 'soon', 'swept'] as const satisfies readonly ConsentNotice['urgency'][];
/** The stored form: 0 is served first. */
export const rankOfUrgency = (urgency: ConsentNotice['urgency']): number => URGENCIES.indexOf(urgency);
export const urgencyOfRank = (rank: number): ConsentNotice['urgency'] => URGENCIES[rank] ?? 'swept';

/** The turn a worker gets: its own renewed, a free one with the next epoch, or none. */
export const turnFor = (
  held: (ConsentTurn & { readonly until: Instant }) | null,
  asked: { readonly worker: string; readonly now: Instant },
): ConsentTurn | null => {
  if (held === null) return { worker: asked.worker, epoch: 1 };
  if (held.worker === asked.worker && held.until > 0) return { worker: held.worker, epoch: held.epoch };
  return held.until > asked.now ? null : { worker: asked.worker, epoch: held.epoch + 1 };
};

/** Entries as the rows that follow `head`. */
export const chained = (head: ChainHead, entries: readonly ConsentEntry[]): readonly ConsentRow[] => {
  const rows: ConsentRow[] = [];
  for (const entry of entries) rows.push(chainRow(rows.at(-1) ?? head, entry));
  return rows;
};

/** A record as the log names it. */
export const logRef = ({ side, object, id }: RecordRef): string => `${side}:${object}:${id}`;

/** The row that says an erasure happened, and nothing else. */
export const erasureEntry = (now: Instant, rows: number): ConsentEntry => ({
  at: now,
  kind: 'erased',
  topic: 'all',
  place: 'log',
  rule: null,
  ruleVersion: 0,
  origin: 'operator',
  result: `${String(rows)} rows`,
  evidence: null,
  person: null,
  salt: null,
});

export { withoutPerson };
