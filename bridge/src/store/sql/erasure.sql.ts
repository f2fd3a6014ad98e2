import type { Dialect } from './dialect.ts';
import { statement } from './step.ts';
import type { Statement } from './step.ts';

/** $1 connection, $2 end keys: the links they lead to. */
export const linksToErase = statement(
  'erase.links_of',
  (sql) => `select distinct link_id from link_ends where connection_id = $1 and end_key ${sql.among('$2')}`,
);
/** $1 connection, $2 link ids. */
export const endsToErase = statement(
  'erase.ends_of',
  (sql) => `select end_key from link_ends where connection_id = $1 and link_id ${sql.among('$2')} order by end_key`,
);

const remove = (name: string, where: (sql: Dialect) => string, returning: string): Statement =>
  statement(`erase.${name}`, (sql) => `delete from ${name.split('.')[0] ?? ''} where connection_id = $1 and ${where(sql)} returning ${returning}`);

/** Rows by exact key. $1 connection, $2 the keys. Answers one row each. */
export const eraseByKeys = {
  links: remove('links', (sql) => `id ${sql.among('$2')}`, 'mapping as label'),
  linkEnds: remove('link_ends', (sql) => `link_id ${sql.among('$2')}`, 'end_key as label'),
  unlinked: remove('unlinked', (sql) => `end_key ${sql.among('$2')}`, 'end_key as label'),
  matchKeys: remove('match_keys', (sql) => `end_key ${sql.among('$2')}`, 'end_key as label'),
  keyClaims: remove('key_claims', (sql) => `match_key ${sql.among('$2')}`, 'match_key as label'),
  firstOfVerdicts: remove('identity_verdicts.first', (sql) => `first_end ${sql.among('$2')}`, 'first_end as label'),
  secondOfVerdicts: remove('identity_verdicts.second', (sql) => `second_end ${sql.among('$2')}`, 'second_end as label'),
  approvals: remove('approvals.links', (sql) => `link_id ${sql.among('$2')}`, 'approval_key as label'),
  decisions: remove('decisions.links', (sql) => `link_id ${sql.among('$2')}`, 'reason as label'),
} as const;

/**
 * Rows whose text names a record, whatever subject they belong to. $1 connection, $2 pattern. These read whole tables: an erasure is
 * rare, and a row that names the person and was missed is worse than a slow second.
 */
export const eraseByPattern = {
  due: remove('due.named', () => `(subject like $2 or coalesce(claim_subject, '') like $2)`, 'subject as label'),
  inbox: remove('inbox.named', () => '(subject like $2 or event_id like $2 or body like $2)', 'event_id as label'),
  seen: remove('seen_events.named', () => 'event_id like $2', 'event_id as label'),
  issues: remove('issues.named', () => '(issue_key like $2 or subject like $2 or body like $2)', 'subject as label'),
  reviews: remove('reviews.named', () => '(review_key like $2 or subject like $2 or body like $2)', 'subject as label'),
  approvals: remove('approvals.named', () => '(approval_key like $2 or body like $2)', 'approval_key as label'),
  decisions: remove('decisions.named', () => 'body like $2', 'reason as label'),
  documents: remove('documents.named', () => `kind not like '%.job' and (document_key like $2 or document_group like $2 or body like $2)`, 'kind as label'),
} as const;

/** Work under way, locked: its worker stores it between two pages. $1 connection. */
export const jobsToSift = statement(
  'erase.jobs',
  (sql) => `select kind, document_key, body from documents where connection_id = $1 and kind like '%.job' order by kind, document_key ${sql.forUpdate}`,
);
/** $1 connection, $2 rows. The version moves on, so that who writes what was read before has to look again. */
export const siftJobs = statement(
  'erase.jobs_sifted',
  (sql) => `
  update documents set body = r.body, version = version + 1
  from ${sql.rows('$2', { kind: 'text', document_key: 'text', body: 'text' })}
  where documents.connection_id = $1 and documents.kind = r.kind and documents.document_key = r.document_key`,
);

/** Rows of the links' own subjects. $1 connection, $2 subjects. */
export const eraseBySubject = {
  due: remove('due.subjects', (sql) => `subject ${sql.among('$2')}`, 'subject as label'),
  inbox: remove('inbox.subjects', (sql) => `subject ${sql.among('$2')}`, 'event_id as label'),
  issues: remove('issues.subjects', (sql) => `subject ${sql.among('$2')}`, 'subject as label'),
  reviews: remove('reviews.subjects', (sql) => `subject ${sql.among('$2')}`, 'subject as label'),
} as const;

/** $1 connection. */
export const lastErasure = statement('erasures.last', () => 'select body from erasures where connection_id = $1 order by number desc limit 1');
/** $1 connection, $2 number, $3 body. Two erasures at once meet in the number: the second starts again behind the first. */
export const addErasure = statement('erasures.add', () => 'insert into erasures (connection_id, number, body) values ($1, cast($2 as bigint), $3)');
/** $1 connection, $2 rows, $3 number. */
export const addMarks = statement(
  'erasures.mark',
  (sql) => `
  insert into erased_marks (connection_id, mark, number)
  select $1, r.mark, cast($3 as bigint) from ${sql.rows('$2', { mark: 'text' })} where true on conflict (connection_id, mark) do nothing`,
);
/** $1 connection, $2 after number, $3 limit. */
export const erasurePage = statement(
  'erasures.page',
  () => 'select number, body from erasures where connection_id = $1 and number > cast($2 as bigint) order by number limit cast($3 as bigint)',
);
/** $1 connection, $2 marks. */
export const marksAmong = statement('erasures.marks', (sql) => `select mark, number from erased_marks where connection_id = $1 and mark ${sql.among('$2')}`);
/** $1 connection, $2 marks. */
export const dropMarks = statement('erasures.unmark', (sql) => `delete from erased_marks where connection_id = $1 and mark ${sql.among('$2')} returning mark`);
