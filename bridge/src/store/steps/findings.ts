import type { ConnectionId, Decision, Instant, Subject } from '../../domain/model.ts';
import type { Findings, PassOutcome } from '../../engine/ports.ts';
import { endKey } from '../keys.ts';
import type { Sealing } from '../sealing.ts';
import { addDecisions } from '../sql/decisions.sql.ts';
import { putIssues, putReviews, resolveIssues, resolveIssuesOf, resolveReviews, resolveReviewsOf } from '../sql/findings.sql.ts';
import { addMatchKeys, dropMatchKeys } from '../sql/keys.sql.ts';
import { putUnlinked } from '../sql/links.sql.ts';
import { ask, askFor, textIn } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { refColumns } from './rows.ts';

/** An outcome that is recorded, with the subject its findings belong to (the link's, when the pass made one). */
export type Recorded = { readonly outcome: PassOutcome; readonly subject: Subject };

/** Rows in order of their key, the last of each key, so that one statement meets a row once and locks are taken in one order. */
const lastOf = <Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] =>
  [...new Map(items.map((item) => [keyOf(item), item]))].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);

const writeIssues = function* (
  connection: ConnectionId,
  recorded: readonly { readonly outcome: Findings; readonly subject: Subject }[],
  now: Instant,
): Steps<void> {
  const met = recorded.flatMap(({ outcome, subject }) => outcome.issues.map((issue) => ({ ...issue, subject })));
  const times = Map.groupBy(met, (issue) => issue.key);
  const cleared = recorded.filter(({ outcome }) => outcome.resolvedIssues === 'all').map(({ subject }) => subject);
  yield* askFor(resolveIssuesOf, cleared, connection, now, JSON.stringify([...times.keys()]));
  const named = recorded.flatMap(({ outcome }) => (outcome.resolvedIssues === 'all' ? [] : outcome.resolvedIssues)).filter((key) => !times.has(key));
  yield* askFor(resolveIssues, named, connection, now);
  const rows = lastOf(met, (issue) => issue.key).map((issue) => {
    const { key, subject, ...body } = issue;
    const { code, category, mapping, field, cause, remedy } = body;
    return { issue_key: key, subject, code, category, mapping, field, cause, remedy, met: times.get(key)?.length ?? 1, body: JSON.stringify(body) };
  });
  yield* askFor(putIssues, rows, connection, now);
};

const writeReviews = function* (connection: ConnectionId, recorded: readonly Recorded[], now: Instant): Steps<void> {
  const open = lastOf(
    recorded.flatMap(({ outcome, subject }) => outcome.reviews.map((review) => ({ ...review, subject }))),
    (review) => review.key,
  );
  const kept = new Set(open.map((review) => review.key));
  const cleared = recorded.filter(({ outcome }) => outcome.resolvedReviews === 'all').map(({ subject }) => subject);
  yield* askFor(resolveReviewsOf, cleared, connection, now, JSON.stringify([...kept]));
  const named = recorded.flatMap(({ outcome }) => (outcome.resolvedReviews === 'all' ? [] : outcome.resolvedReviews)).filter((key) => !kept.has(key));
  yield* askFor(resolveReviews, named, connection, now);
  const rows = open.map(({ key, subject, openedAt, ...rest }) => ({ review_key: key, subject, opened_at: openedAt, body: JSON.stringify(rest) }));
  yield* askFor(putReviews, rows, connection);
};

/** What binds an encrypted value to its row. */
export const sealContext = (connection: ConnectionId, id: string): string => `${connection}\n${id}`;

const writeDecisions = function* (connection: ConnectionId, decisions: readonly Decision[], sealing: Sealing): Steps<readonly string[]> {
  const rows = lastOf(decisions, (decision) => decision.id).map(({ values, ...decision }) => ({
    id: decision.id,
    link_id: decision.linkId,
    field: decision.field,
    reason: decision.reason,
    decided_at: decision.decidedAt,
    body: JSON.stringify(decision),
    sealed: values === null ? null : sealing.seal(JSON.stringify(values), sealContext(connection, decision.id)),
  }));
  return (yield* askFor(addDecisions, rows, connection)).map((row) => textIn(row, 'reason'));
};

const writeMatchKeys = function* (connection: ConnectionId, entries: readonly PassOutcome['matchKeys'][number][]): Steps<void> {
  if (entries.length === 0) return;
  const records = lastOf(entries, ({ ref }) => endKey(ref));
  const rows = records.flatMap(({ ref, keys }) => [...new Set(keys)].sort().map((key) => ({ match_key: key, ...refColumns(ref) })));
  yield* ask(dropMatchKeys, connection, JSON.stringify(records.map(({ ref }) => endKey(ref))), JSON.stringify(rows));
  yield* askFor(addMatchKeys, rows, connection);
};

/** Writes what passes found; answers the reasons of the decisions that are new. */
export const writeFindings = function* (
  connection: ConnectionId,
  recorded: readonly Recorded[],
  options: { readonly now: Instant; readonly sealing: Sealing },
): Steps<readonly string[]> {
  const unlinked = lastOf(
    recorded.flatMap(({ outcome }) => outcome.unlinked ?? []),
    ({ ref }) => endKey(ref),
  );
  yield* askFor(
    putUnlinked,
    unlinked.map(({ ref, reason }) => ({ ...refColumns(ref), code: reason.code, explanation: reason.explanation })),
    connection,
  );
  yield* writeMatchKeys(
    connection,
    recorded.flatMap(({ outcome }) => outcome.matchKeys),
  );
  yield* writeIssues(connection, recorded, options.now);
  yield* writeReviews(connection, recorded, options.now);
  return yield* writeDecisions(
    connection,
    recorded.flatMap(({ outcome }) => outcome.decisions),
    options.sealing,
  );
};

/** Writes what a feature's own loop found; answers the reasons of the decisions that are new. */
export const writeOwnFindings = function* (
  connection: ConnectionId,
  findings: readonly Findings[],
  options: { readonly now: Instant; readonly sealing: Sealing },
): Steps<readonly string[]> {
  const recorded = findings.map((outcome) => ({ outcome, subject: outcome.subject }));
  yield* writeIssues(connection, recorded, options.now);
  const decisions = findings.flatMap((one) => one.decisions);
  return yield* writeDecisions(connection, decisions, options.sealing);
};
