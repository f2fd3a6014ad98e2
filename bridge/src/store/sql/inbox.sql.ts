import { statement } from './step.ts';

/** $1 connection, $2 rows, $3 now; answers the ids not seen before. */
export const rememberEvents = statement(
  'inbox.remember',
  (sql) => `
  insert into seen_events (connection_id, event_id, seen_at)
  select $1, r.event_id, cast($3 as bigint) from ${sql.rows('$2', { event_id: 'text' })} where true
  on conflict (connection_id, event_id) do nothing returning event_id`,
);

/** $1 connection, $2 rows, $3 now. A change that waited longer than its id was remembered is the same change. */
export const storeChanges = statement(
  'inbox.store',
  (sql) => `
  insert into inbox (connection_id, event_id, subject, occurred_at, received_at, place, body)
  select $1, r.event_id, r.subject, r.occurred_at, cast($3 as bigint), r.place, r.body
  from ${sql.rows('$2', { event_id: 'text', subject: 'text', occurred_at: 'bigint', place: 'bigint', body: 'text' })} where true
  on conflict (connection_id, event_id) do nothing`,
);

/** $1 connection, $2 subjects; oldest first per subject. */
export const waitingChanges = statement(
  'inbox.waiting',
  (sql) => `
  select subject, body from inbox where connection_id = $1 and subject ${sql.among('$2')}
  order by subject, occurred_at, received_at, place`,
);

/** $1 connection, $2 event ids: exactly these, never "up to the last", which would take what came in meanwhile. */
export const removeChanges = statement(
  'inbox.remove',
  (sql) => `
  delete from inbox where connection_id = $1 and event_id ${sql.among('$2')}`,
);

/** $1 connection, $2 subjects, $3 object of each one's new subject. Not a join: SQLite would read the whole table for it. */
export const moveChanges = statement(
  'inbox.move',
  (sql) => `
  update inbox set subject = ${sql.under('$3', 'subject')} where connection_id = $1 and subject ${sql.among('$2')}`,
);

/** $1 connection, $2 rows source, position. */
export const putCursors = statement(
  'cursors.put',
  (sql) => `
  insert into cursors (connection_id, source, position)
  select $1, r.source, r.position from ${sql.rows('$2', { source: 'text', position: 'text' })} where true
  on conflict (connection_id, source) do update set position = excluded.position`,
);

/** $1 connection, $2 source. */
export const getCursor = statement('cursors.get', () => 'select position from cursors where connection_id = $1 and source = $2');

/** $1 seen before. */
export const forgetEvents = statement('inbox.forget', () => 'delete from seen_events where seen_at < cast($1 as bigint) returning event_id');
