import { statement } from './step.ts';

const WORK = {
  end_key: 'text',
  side: 'text',
  object: 'text',
  record_id: 'text',
  happened_at: 'bigint',
  origin: 'text',
  actor: 'text',
  is_own: 'bigint',
  survivor: 'text',
  urgency: 'bigint',
} as const;
const WORK_COLUMNS = Object.keys(WORK).join(', ');

/** $1 connection, $2 rows, $3 now. A record that waits already is due again at once; an own write never hides a person's. */
export const putWork = statement(
  'consent.put_work',
  (sql) => `
  insert into consent_work (connection_id, ${WORK_COLUMNS}, due_at, version, tries, trouble)
  select $1, ${Object.keys(WORK)
    .map((column) => `r.${column}`)
    .join(', ')}, cast($3 as bigint), 1, 0, null from ${sql.rows('$2', WORK)} where true
  on conflict (connection_id, end_key) do update set
    happened_at = ${sql.least('consent_work.happened_at', 'excluded.happened_at')}, origin = excluded.origin,
    actor = case when excluded.is_own = 1 then consent_work.actor else excluded.actor end,
    is_own = ${sql.least('consent_work.is_own', 'excluded.is_own')}, survivor = coalesce(excluded.survivor, consent_work.survivor),
    urgency = ${sql.least('consent_work.urgency', 'excluded.urgency')},
    due_at = cast($3 as bigint), version = consent_work.version + 1, tries = 0`,
);

/** $1 connection, $2 now, $3 limit. */
export const dueWork = statement(
  'consent.due',
  () =>
    `select ${WORK_COLUMNS}, due_at, version, tries, trouble from consent_work where connection_id = $1 and due_at <= cast($2 as bigint) order by urgency, due_at, end_key limit cast($3 as bigint)`,
);
/** $1 connection. */
export const nextWork = statement('consent.next', () => 'select min(due_at) as due_at from consent_work where connection_id = $1');
/** $1 connection, $2 limit. */
export const failingWork = statement(
  'consent.failing',
  () =>
    `select ${WORK_COLUMNS}, due_at, version, tries, trouble from consent_work where connection_id = $1 and tries > 0 order by happened_at, end_key limit cast($2 as bigint)`,
);
/** $1 connection. */
export const countWork = statement(
  'consent.count',
  () =>
    'select count(*) as waiting, coalesce(sum(case when tries > 0 then 1 else 0 end), 0) as failing, min(happened_at) as oldest_at from consent_work where connection_id = $1',
);
/** $1 connection, $2 rows: gone unless a notice came meanwhile. */
export const dropWork = statement(
  'consent.drop_work',
  (sql) => `
  delete from consent_work where connection_id = $1 and (end_key, version) in (select r.end_key, r.version from ${sql.rows('$2', { end_key: 'text', version: 'bigint' })})`,
);
/** $1 connection, $2 end key, $3 version, $4 due at, $5 trouble. One that was asked for again meanwhile is due already. */
export const putOff = statement(
  'consent.put_off',
  () => 'update consent_work set due_at = cast($4 as bigint), tries = tries + 1, trouble = $5 where connection_id = $1 and end_key = $2 and version = $3',
);

/** $1 connection. */
export const turnOf = statement('consent.turn', (sql) => `select worker, epoch, until_at from consent_turns where connection_id = $1 ${sql.forUpdate}`);
/** $1 connection, $2 worker, $3 epoch, $4 until. */
export const putTurn = statement(
  'consent.put_turn',
  () => `
  insert into consent_turns (connection_id, worker, epoch, until_at) values ($1, $2, cast($3 as bigint), cast($4 as bigint))
  on conflict (connection_id) do update set worker = excluded.worker, epoch = excluded.epoch, until_at = excluded.until_at`,
);
/** $1 connection, $2 worker, $3 epoch. */
export const endTurn = statement('consent.end_turn', () => 'update consent_turns set until_at = 0 where connection_id = $1 and worker = $2 and epoch = $3');

/** $1 connection, $2 addresses. */
export const memoryOf = statement(
  'consent.memory',
  (sql) => `select address, body from consent_memory where connection_id = $1 and address ${sql.among('$2')}`,
);
/** $1 connection, $2 rows. */
export const putMemory = statement(
  'consent.put_memory',
  (sql) => `
  insert into consent_memory (connection_id, address, body) select $1, r.address, r.body from ${sql.rows('$2', { address: 'text', body: 'text' })} where true
  on conflict (connection_id, address) do update set body = excluded.body`,
);
/** $1 connection, $2 addresses. */
export const dropMemory = statement('consent.drop_memory', (sql) => `delete from consent_memory where connection_id = $1 and address ${sql.among('$2')}`);

/** $1 connection, $2 end keys. */
export const placesOf = statement(
  'consent.places',
  (sql) => `select end_key, body from consent_places where connection_id = $1 and end_key ${sql.among('$2')}`,
);
/** $1 connection, $2 rows. */
export const putPlaces = statement(
  'consent.put_places',
  (sql) => `
  insert into consent_places (connection_id, end_key, body) select $1, r.end_key, r.body from ${sql.rows('$2', { end_key: 'text', body: 'text' })} where true
  on conflict (connection_id, end_key) do update set body = excluded.body`,
);
/** $1 connection, $2 end keys. */
export const dropPlaces = statement('consent.drop_places', (sql) => `delete from consent_places where connection_id = $1 and end_key ${sql.among('$2')}`);
/** $1 connection, $2 end keys. */
export const dropWorkOf = statement('consent.drop_work_of', (sql) => `delete from consent_work where connection_id = $1 and end_key ${sql.among('$2')}`);

/** $1 connection. */
export const headOf = statement('consent.head', () => 'select seq, hash from consent_heads where connection_id = $1');
/** $1 connection, $2 seq, $3 hash. */
export const putHead = statement(
  'consent.put_head',
  () => `
  insert into consent_heads (connection_id, seq, hash) values ($1, cast($2 as bigint), $3)
  on conflict (connection_id) do update set seq = excluded.seq, hash = excluded.hash`,
);
/** $1 connection, $2 rows. */
export const putLog = statement(
  'consent.put_log',
  (sql) => `
  insert into consent_log (connection_id, seq, at, kind, address, body)
  select $1, r.seq, r.at, r.kind, r.address, r.body from ${sql.rows('$2', { seq: 'bigint', at: 'bigint', kind: 'text', address: 'text', body: 'text' })}`,
);
/** $1 connection, $2 rows. */
export const putLogRefs = statement(
  'consent.put_log_refs',
  (sql) => `insert into consent_log_refs (connection_id, ref, seq) select $1, r.ref, r.seq from ${sql.rows('$2', { ref: 'text', seq: 'bigint' })}`,
);

const FILTERS = `connection_id = $1 and ($2 = '' or address = $2) and ($3 = '' or kind = $3) and at >= cast($4 as bigint) and at <= cast($5 as bigint)
  and ($6 = '' or seq in (select seq from consent_log_refs where consent_log_refs.connection_id = $1 and ref = $6))`;
/** $1 connection, $2 address, $3 kind, $4 since, $5 until, $6 ref, $7 before, $8 limit. */
export const logBackward = statement(
  'consent.log_backward',
  () => `select seq, body from consent_log where ${FILTERS} and seq < cast($7 as bigint) order by seq desc limit cast($8 as bigint)`,
);
/** The same with $7 after. */
export const logForward = statement(
  'consent.log_forward',
  () => `select seq, body from consent_log where ${FILTERS} and seq > cast($7 as bigint) order by seq limit cast($8 as bigint)`,
);
/** $1 connection, $2 addresses. */
export const logOfAddresses = statement(
  'consent.log_of',
  (sql) => `select seq, body from consent_log where connection_id = $1 and address ${sql.among('$2')} order by seq`,
);
/** $1 connection, $2 refs. */
export const logOfRefs = statement(
  'consent.log_of_refs',
  (sql) => `
  select seq, body from consent_log where connection_id = $1
  and seq in (select seq from consent_log_refs where consent_log_refs.connection_id = $1 and ref ${sql.among('$2')}) order by seq`,
);
/** $1 connection, $2 rows. */
export const emptyLog = statement(
  'consent.empty_log',
  (sql) => `
  update consent_log set address = null, body = r.body from ${sql.rows('$2', { seq: 'bigint', body: 'text' })}
  where consent_log.connection_id = $1 and consent_log.seq = r.seq`,
);
/** $1 connection, $2 rows of seq. */
export const dropLogRefs = statement(
  'consent.drop_log_refs',
  (sql) => `delete from consent_log_refs where connection_id = $1 and seq in (select r.seq from ${sql.rows('$2', { seq: 'bigint' })})`,
);
