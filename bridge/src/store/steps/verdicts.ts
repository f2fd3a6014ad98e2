import type { IdentityVerdict } from '../../domain/model.ts';
import type { Page, Store } from '../../engine/ports.ts';
import { endKey, pairKeys } from '../keys.ts';
import { decodePosition, pageOf } from '../paging.ts';
import { ask, askFor, numberIn, storedIn, textIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';
import { dropVerdict, putVerdicts, verdictPage, verdictsOf as verdictsOfEnds } from '../sql/verdicts.sql.ts';

const verdictIn = (row: Row): IdentityVerdict => storedIn<IdentityVerdict>(row, 'body');

export const saveVerdicts = function* (...[connection, verdicts]: Parameters<Store['saveVerdicts']>): Steps<void> {
  const rows = verdicts.map((verdict) => {
    const [first_end, second_end] = pairKeys(verdict.refs);
    return { first_end, second_end, decided_at: verdict.at, body: JSON.stringify(verdict) };
  });
  // In key order, the last word on each pair, so that a statement meets a row once and locks are taken in one order.
  const last = new Map(rows.map((row) => [`${row.first_end} ${row.second_end}`, row]));
  const ordered = [...last].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
  yield* askFor(putVerdicts, ordered, connection);
};

export const forgetVerdict = function* (...[connection, refs]: Parameters<Store['forgetVerdict']>): Steps<boolean> {
  return (yield* ask(dropVerdict, connection, ...pairKeys(refs))).length > 0;
};

export const verdictsOf = function* (...[connection, refs]: Parameters<Store['verdictsOf']>): Steps<readonly IdentityVerdict[]> {
  return (yield* askFor(verdictsOfEnds, refs.map(endKey), connection)).map(verdictIn);
};

export const listVerdicts = function* (...[connection, { after, limit }]: Parameters<Store['listVerdicts']>): Steps<Page<IdentityVerdict>> {
  const [at = Number.MAX_SAFE_INTEGER, first = '', second = ''] = decodePosition(after) ?? [];
  const rows = yield* ask(verdictPage, connection, at, first, second, limit + 1);
  return pageOf(rows, { limit, item: verdictIn, position: (row) => [numberIn(row, 'decided_at'), textIn(row, 'first_end'), textIn(row, 'second_end')] });
};
