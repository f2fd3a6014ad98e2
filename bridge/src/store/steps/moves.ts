import type { ConnectionId, Instant, Subject } from '../../domain/model.ts';
import { moveIssues, moveReviews } from '../sql/findings.sql.ts';
import { moveChanges } from '../sql/inbox.sql.ts';
import { askFor } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { createSlate, lockSubjects, writeSlate } from './slate.ts';

/** Moves waiting changes, issues and reviews of records to the subjects of their links. */
export const moveWaiting = function* (connection: ConnectionId, moves: ReadonlyMap<Subject, Subject>): Steps<void> {
  const from = [...moves.keys()];
  const targets = JSON.stringify(Object.fromEntries(moves));
  yield* askFor(moveChanges, from, connection, targets);
  yield* askFor(moveIssues, from, connection, targets);
  yield* askFor(moveReviews, from, connection, targets);
};

/** Moves everything that waits for records to the subjects of their links; claims on the records end. */
export const moveToLinks = function* (connection: ConnectionId, moves: ReadonlyMap<Subject, Subject>, now: Instant): Steps<void> {
  if (moves.size === 0) return;
  const slate = createSlate();
  yield* lockSubjects(slate, connection, [...moves.keys(), ...moves.values()]);
  for (const [from, to] of moves) slate.move(from, to, { keepsClaim: false, now });
  yield* moveWaiting(connection, moves);
  yield* writeSlate(slate, connection);
};
