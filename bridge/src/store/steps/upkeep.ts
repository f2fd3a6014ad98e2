import type { Instant } from '../../domain/model.ts';
import type { Retention } from '../retention.ts';
import { expireValues, forgetDecisions } from '../sql/decisions.sql.ts';
import { forgetIssues, forgetReviews } from '../sql/findings.sql.ts';
import { forgetEvents } from '../sql/inbox.sql.ts';
import { forgetLeases } from '../sql/leases.sql.ts';
import { ask, askFor, textIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';
import { addTallies } from '../sql/totals.sql.ts';

const untally = function* (rows: readonly Row[]): Steps<void> {
  for (const [connection, gone] of Map.groupBy(rows, (row) => textIn(row, 'connection_id'))) {
    const reasons = Map.groupBy(gone, (row) => textIn(row, 'reason'));
    yield* askFor(
      addTallies,
      [...reasons].map(([label, same]) => ({ name: 'decisions', label, amount: -same.length })),
      connection,
      0,
    );
  }
};

/** Deletes what is past its keep time and empties expired values; answers how many rows went. */
export const prune = function* (retention: Retention, now: Instant): Steps<number> {
  yield* ask(expireValues, now - retention.decisionValuesMs);
  const decisions = yield* ask(forgetDecisions, now - retention.decisionsMs);
  yield* untally(decisions);
  const events = yield* ask(forgetEvents, now - retention.eventIdsMs);
  const issues = yield* ask(forgetIssues, now - retention.resolvedMs);
  const reviews = yield* ask(forgetReviews, now - retention.resolvedMs);
  yield* ask(forgetLeases, now - retention.leasesMs);
  return decisions.length + events.length + issues.length + reviews.length;
};
