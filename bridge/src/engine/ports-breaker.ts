/** What the pass asks of the breaker before it writes: whether this is still what usually happens here. */
import type { Change, Instant, Lane, RecordRef, Side, Subject } from '../domain/model.ts';

export type WriteKind = 'create' | 'update' | 'delete';
export type PlannedWrite = { readonly side: Side; readonly kind: WriteKind; readonly object: string };
/** The writes of one subject, and why they are made. */
export type WriteIntent = {
  readonly subject: Subject;
  /** The record the writes come from. */
  readonly ref: RecordRef;
  readonly lane: Lane;
  readonly changes: readonly Change[];
  readonly writes: readonly PlannedWrite[];
};
/**
 * `go`: as always. `let`: a person said that this storm is meant. `hold`: the kind is paused; the subject waits for a person's answer.
 * `drop`: a person said that it is not carried.
 */
export type WriteVerdict = 'go' | 'let' | 'hold' | 'drop';

export type WriteGate = {
  /** Decides at once and counts what it lets go. */
  judge(intent: WriteIntent): WriteVerdict;
  /** Remembers subjects that wait for the answer; resolves once stored. */
  keep(held: readonly WriteIntent[]): Promise<void>;
  /** When a held subject is looked at again, should nobody answer. */
  holdUntil(): Instant;
  /** Why it waits, for whoever asks about a record. */
  readonly words: (intent: WriteIntent) => string;
};
