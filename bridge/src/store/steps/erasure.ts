import { sealErasure } from '../../domain/index.ts';
import type { Erasure, LinkId, RecordRef, Subject } from '../../domain/model.ts';
import type { ErasureRequest, Page, Store } from '../../engine/ports.ts';
import { withoutRecords } from '../jobs.ts';
import { endKey, linkSubject, recordSubject, refOfEnd } from '../keys.ts';
import { patternsOf } from '../naming.ts';
import { decodePosition, pageOf } from '../paging.ts';
import {
  addErasure,
  addMarks,
  dropMarks,
  endsToErase,
  eraseByKeys,
  eraseByPattern,
  eraseBySubject,
  erasurePage,
  jobsToSift,
  lastErasure,
  linksToErase,
  marksAmong,
  siftJobs,
} from '../sql/erasure.sql.ts';
import { addTallies } from '../sql/totals.sql.ts';
import { ask, askFor, numberIn, storedIn, textIn } from '../sql/step.ts';
import type { Statement, Steps } from '../sql/step.ts';
import { wakeAll } from './intake.ts';

/** What a row of the erased links takes off the totals. */
const untally = function* (request: ErasureRequest, name: string, labels: readonly string[]): Steps<void> {
  const rows = [...Map.groupBy(labels, (label) => label)].map(([label, same]) => ({ name, label, amount: -same.length }));
  yield* askFor(addTallies, rows, request.connection, 0);
};

/** Takes the records' ids out of the jobs under way. */
const siftAll = function* (connection: ErasureRequest['connection'], refs: readonly RecordRef[]): Steps<void> {
  const rows = (yield* ask(jobsToSift, connection)).flatMap((row) => {
    const [before, kind, document_key] = [textIn(row, 'body'), textIn(row, 'kind'), textIn(row, 'document_key')];
    const body = withoutRecords(before, refs);
    return body === before ? [] : [{ kind, document_key, body }];
  });
  yield* askFor(siftJobs, rows, connection);
};

export const erase = function* (request: ErasureRequest): Steps<Erasure | null> {
  const { connection, now } = request;
  const given = [...new Set(request.refs.map(endKey))];
  const links = (yield* askFor(linksToErase, given, connection)).map((row) => textIn(row, 'link_id') as LinkId);
  const ends = [...new Set([...given, ...(yield* askFor(endsToErase, links, connection)).map((row) => textIn(row, 'end_key'))])];
  const refs = ends.map((key) => refOfEnd(key));
  const removed: Record<string, number> = {};
  const drop = function* (table: string, by: Statement, keys: readonly string[]): Steps<readonly string[]> {
    const gone = (yield* askFor(by, keys, connection)).map((row) => textIn(row, 'label'));
    if (gone.length > 0) removed[table] = (removed[table] ?? 0) + gone.length;
    return gone;
  };
  yield* untally(request, 'links', yield* drop('links', eraseByKeys.links, links));
  yield* drop('link_ends', eraseByKeys.linkEnds, links);
  yield* drop('unlinked', eraseByKeys.unlinked, ends);
  yield* drop('match_keys', eraseByKeys.matchKeys, ends);
  yield* drop('key_claims', eraseByKeys.keyClaims, request.matchKeys);
  yield* drop('identity_verdicts', eraseByKeys.firstOfVerdicts, ends);
  yield* drop('identity_verdicts', eraseByKeys.secondOfVerdicts, ends);
  yield* drop('approvals', eraseByKeys.approvals, links);
  yield* untally(request, 'decisions', yield* drop('decisions', eraseByKeys.decisions, links));
  const subjects = [...links.map(linkSubject), ...request.refs.map(recordSubject)];
  for (const table of ['due', 'inbox', 'issues', 'reviews'] as const) yield* drop(table, eraseBySubject[table], subjects);

  const others = new Set<Subject>();
  const dropNamed = function* (table: string, by: Statement, pattern: string): Steps<readonly string[]> {
    const gone = (yield* ask(by, connection, pattern)).map((row) => textIn(row, 'label'));
    if (gone.length > 0) removed[table] = (removed[table] ?? 0) + gone.length;
    return gone;
  };
  for (const pattern of refs.flatMap(patternsOf)) {
    yield* dropNamed('due', eraseByPattern.due, pattern);
    yield* dropNamed('inbox', eraseByPattern.inbox, pattern);
    yield* dropNamed('seen_events', eraseByPattern.seen, pattern);
    yield* dropNamed('approvals', eraseByPattern.approvals, pattern);
    yield* dropNamed('documents', eraseByPattern.documents, pattern);
    for (const subject of yield* dropNamed('issues', eraseByPattern.issues, pattern)) others.add(subject as Subject);
    for (const subject of yield* dropNamed('reviews', eraseByPattern.reviews, pattern)) others.add(subject as Subject);
    yield* untally(request, 'decisions', yield* dropNamed('decisions', eraseByPattern.decisions, pattern));
  }
  yield* siftAll(connection, refs);
  const names = new Set<string>(subjects);
  const patterns = refs.map(({ id }) => id);
  const awake = [...others].filter((subject) => !names.has(subject) && !patterns.some((id) => subject.endsWith(`:${id}`)));
  yield* wakeAll(
    connection,
    awake.map((subject) => ({ subject, rank: 2 })),
    now,
  );
  if (request.proof === null) return null;
  const { marks, ...proof } = request.proof;
  const [last] = yield* ask(lastErasure, connection);
  const sealed = sealErasure(last === undefined ? null : storedIn<Erasure>(last, 'body'), { ...proof, at: now, removed });
  yield* ask(addErasure, connection, sealed.number, JSON.stringify(sealed));
  yield* askFor(
    addMarks,
    [...new Set(marks)].toSorted().map((mark) => ({ mark })),
    connection,
    sealed.number,
  );
  return sealed;
};

export const erasures = function* (...[connection, { after, limit }]: Parameters<Store['erasures']>): Steps<Page<Erasure>> {
  const [number = 0] = decodePosition(after) ?? [];
  const rows = yield* ask(erasurePage, connection, number, limit + 1);
  return pageOf(rows, { limit, item: (row) => storedIn<Erasure>(row, 'body'), position: (row) => [numberIn(row, 'number')] });
};

export const erasedAmong = function* (...[connection, marks]: Parameters<Store['erasedAmong']>): Steps<ReadonlyMap<string, number>> {
  return new Map((yield* askFor(marksAmong, marks, connection)).map((row) => [textIn(row, 'mark'), numberIn(row, 'number')]));
};

export const allowErased = function* (...[connection, marks]: Parameters<Store['allowErased']>): Steps<number> {
  return (yield* askFor(dropMarks, marks, connection)).length;
};
