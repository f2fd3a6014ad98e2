import type { Instant, Subject } from '../../domain/model.ts';
import type { CommitResult, PassOutcome, Store } from '../../engine/ports.ts';
import { afterPass, afterRefusal, afterRelease } from '../due.ts';
import type { DueRow } from '../due.ts';
import type { Sealing } from '../sealing.ts';
import { removeChanges } from '../sql/inbox.sql.ts';
import { heldRows } from '../sql/queue.sql.ts';
import { addTallies } from '../sql/totals.sql.ts';
import { askFor } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { writeFindings, writeOwnFindings } from './findings.ts';
import type { Recorded } from './findings.ts';
import { wakeAll } from './intake.ts';
import { versionAfter } from './rows.ts';
import { createShaping, loadShaping, writeShaping } from './shaping.ts';
import type { Shaping } from './shaping.ts';
import { createSlate, writeSlate } from './slate.ts';
import type { Slate } from './slate.ts';

type Context = { readonly slate: Slate; readonly shaping: Shaping; readonly now: Instant };

const decide = ({ slate, shaping, now }: Context, outcome: PassOutcome): { readonly kind: CommitResult['kind']; readonly row: DueRow | null } => {
  const held = slate.claimedAs(outcome.subject);
  if (held === null || held.claim?.version !== outcome.version) return { kind: 'fenced', row: null };
  if (outcome.link !== null && !shaping.take({ link: outcome.link, holder: outcome.subject, formerRefs: outcome.formerRefs })) {
    slate.put(afterRefusal(held, { now, version: versionAfter(held.version, now) }));
    return { kind: 'link-taken', row: null };
  }
  const row = slate.claimedAs(outcome.subject) ?? held;
  const after = afterPass(row, outcome.next, now);
  if (after === null) slate.finish(row, now);
  else slate.put(after);
  return { kind: 'recorded', row };
};

const totals = (name: string, labels: readonly string[]) =>
  [...Map.groupBy(labels, (label) => label)].map(([label, same]) => ({ name, label, amount: same.length }));

/** Which of a total's rows a worker adds to: few enough to sum, enough that workers seldom meet. */
const shardOf = (worker: string): number => [...worker].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8, 0);

/** Records a batch of passes. What a batch wakes is marked last, so that it finds links made in the same batch. */
export const commit = function* (sealing: Sealing, { connection, lease, outcomes, now }: Parameters<Store['commit']>[0]): Steps<readonly CommitResult[]> {
  const slate = createSlate();
  slate.load(
    yield* askFor(
      heldRows,
      outcomes.map(({ subject }) => subject),
      connection,
      lease.worker,
      lease.epoch,
    ),
  );
  const shaping = createShaping(slate, now);
  const wishes = outcomes.flatMap(({ subject, link, formerRefs }) =>
    link === null || slate.claimedAs(subject) === null ? [] : [{ link, holder: subject, formerRefs }],
  );
  yield* loadShaping(shaping, { connection, slate, wishes });

  const decided = outcomes.map((outcome) => ({ outcome, ...decide({ slate, shaping, now }, outcome) }));
  const recorded: readonly (Recorded & { readonly rank: number })[] = decided.flatMap(({ outcome, row }) =>
    row === null ? [] : [{ outcome, subject: row.subject, rank: row.rank }],
  );

  yield* askFor(
    removeChanges,
    recorded.flatMap(({ outcome }) => outcome.consumed),
    connection,
  );
  yield* writeShaping(shaping, connection);
  yield* writeSlate(slate, connection);
  const reasons = yield* writeFindings(connection, recorded, { now, sealing });
  yield* wakeAll(
    connection,
    recorded.flatMap(({ outcome, rank }) => outcome.wake.map((subject) => ({ subject, rank }))),
    now,
  );
  const tallies = [...totals('links', shaping.created), ...totals('decisions', reasons)];
  yield* askFor(addTallies, tallies, connection, shardOf(lease.worker));
  return decided.map(({ outcome, kind }) => ({ subject: outcome.subject, kind }));
};

export const saveAttempts = function* ({ connection, lease, links, now }: Parameters<Store['saveAttempts']>[0]): Steps<ReadonlySet<Subject>> {
  const slate = createSlate();
  slate.load(
    yield* askFor(
      heldRows,
      links.map(({ subject }) => subject),
      connection,
      lease.worker,
      lease.epoch,
    ),
  );
  const shaping = createShaping(slate, now);
  const wishes = links.flatMap(({ subject, link }) => (slate.claimedAs(subject) === null ? [] : [{ link, holder: subject, formerRefs: [] }]));
  yield* loadShaping(shaping, { connection, slate, wishes });
  const allowed = wishes.filter((wish) => slate.claimedAs(wish.holder) !== null && shaping.take(wish)).map(({ holder }) => holder);
  yield* writeShaping(shaping, connection);
  yield* writeSlate(slate, connection);
  yield* askFor(addTallies, totals('links', shaping.created), connection, shardOf(lease.worker));
  return new Set(allowed);
};

export const release = function* ({ connection, lease, subjects, at }: Parameters<Store['release']>[0]): Steps<void> {
  const slate = createSlate();
  slate.load(yield* askFor(heldRows, subjects, connection, lease.worker, lease.epoch));
  for (const subject of subjects) {
    const row = slate.claimedAs(subject);
    if (row !== null) slate.put(afterRelease(row, at));
  }
  yield* writeSlate(slate, connection);
};

export const noteFindings = function* (sealing: Sealing, ...[connection, findings, now]: Parameters<Store['noteFindings']>): Steps<void> {
  const reasons = yield* writeOwnFindings(connection, findings, { now, sealing });
  yield* askFor(addTallies, totals('decisions', reasons), connection, shardOf(connection));
};
