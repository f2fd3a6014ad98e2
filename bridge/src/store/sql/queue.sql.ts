import type { Dialect } from './dialect.ts';
import { statement } from './step.ts';

const FREE = 'claim_worker = null, claim_epoch = null, claim_until = null, claim_subject = null, claim_version = null';
const LIVE_LEASE = 'select 1 from leases where leases.worker = due.claim_worker and leases.epoch = due.claim_epoch and leases.expires_at > cast($2 as bigint)';
const LAPSED = `claim_worker is not null and claim_until <= cast($2 as bigint) and not exists (${LIVE_LEASE})`;
const COLUMNS = 'subject, lane, due_at, version, tries, woken_version, claim_worker, claim_epoch, claim_until, claim_subject, claim_version';
/** As `inLockOrder` in keys.ts. */
const LOCK_ORDER = "order by subject like 'record:%' desc, subject";

const laneDue = (lane: number): string =>
  `(select min(due_at) from due where connection_id = $1 and claim_worker is null and lane = ${String(lane)}) as lane_${String(lane)}`;
const LANE_TIMES = [0, 1, 2, 3].map(laneDue).join(', ');

const nextVersion = (sql: Dialect): string => sql.greatest('due.version + 1', 'excluded.version');

/** $1 connection, $2 rows subject, lane, $3 now, $4 whether it is a wake, 1 or 0. The version outgrows any this subject had, also before its row was deleted. */
export const markDue = statement(
  'queue.mark',
  (sql) => `
  insert into due (connection_id, subject, lane, due_at, version, tries, woken_version)
  select $1, r.subject, r.lane, cast($3 as bigint), cast($3 as bigint) * 1000, 0, case cast($4 as bigint) when 1 then cast($3 as bigint) * 1000 end from ${sql.rows('$2', { subject: 'text', lane: 'bigint' })} where true
  on conflict (connection_id, subject) do update set
    lane = ${sql.least('due.lane', 'excluded.lane')}, due_at = ${sql.least('due.due_at', 'excluded.due_at')},
    version = ${nextVersion(sql)},
    woken_version = case when excluded.woken_version is null then due.woken_version else ${nextVersion(sql)} end`,
);

/** $1 connection, $2 now, $3 worker, $4 epoch: whether the lease is current, whether claims lapsed, and when each lane is due next. */
export const probe = statement(
  'queue.probe',
  () => `
  select (select count(*) from leases where worker = $3 and epoch = $4) as is_current,
    (select count(*) from due where connection_id = $1 and ${LAPSED}) as lapsed, ${LANE_TIMES}`,
);

/** $1 connection, $2 now. */
export const freeLapsed = statement(
  'queue.free_lapsed',
  (sql) => `
  update due set ${FREE} where connection_id = $1 and subject ${sql.within(`
    select subject from due where connection_id = $1 and ${LAPSED} order by subject ${sql.forUpdateSkipLocked}`)}`,
);

/** $1 connection, $2 now, $3 lane, $4 limit, $5 worker, $6 epoch, $7 until. */
export const claimLane = statement(
  'queue.claim',
  (sql) => `
  update due set claim_worker = $5, claim_epoch = cast($6 as bigint), claim_until = cast($7 as bigint), claim_subject = subject,
    version = version + 1, claim_version = version + 1
  where connection_id = $1 and claim_worker is null and subject ${sql.within(`
    select subject from due where connection_id = $1 and claim_worker is null and lane = cast($3 as bigint) and due_at <= cast($2 as bigint)
    order by due_at, subject limit cast($4 as bigint) ${sql.forUpdateSkipLocked}`)}
  returning subject, lane, due_at, version, tries, woken_version`,
);

/** $1 connection: when each lane is due next, and when the first claim ends that is not given back. */
export const nextTimes = statement(
  'queue.next',
  (sql) => `
  select ${LANE_TIMES}, (
    select min(${sql.greatest('due.due_at', sql.greatest('due.claim_until', 'coalesce(leases.expires_at, 0)'))}) from due
    left join leases on leases.worker = due.claim_worker and leases.epoch = due.claim_epoch
    where due.connection_id = $1 and due.claim_worker is not null) as held`,
);

/** $1 connection, $2 subjects claimed, $3 worker, $4 epoch: the rows still held, locked. */
export const heldRows = statement(
  'queue.held',
  (sql) => `
  select ${COLUMNS} from due where connection_id = $1 and claim_worker is not null and claim_subject ${sql.among('$2')}
  and claim_worker = $3 and claim_epoch = $4 and exists (select 1 from leases where worker = $3 and epoch = $4)
  ${LOCK_ORDER} ${sql.forUpdate}`,
);

/** The version of a row made only to be locked. */
export const PLACEHOLDER = -1;

/**
 * $1 connection, $2 subjects: their rows, locked, those that are not there as placeholders. A plain read would pass by a row
 * that another transaction is about to add; this waits for it.
 */
export const lockRows = statement(
  'queue.lock',
  (sql) => `
  insert into due (connection_id, subject, lane, due_at, version, tries)
  select $1, r.subject, 0, 0, ${String(PLACEHOLDER)}, 0 from ${sql.rows('$2', { subject: 'text' })} where true
  on conflict (connection_id, subject) do update set tries = due.tries
  returning ${COLUMNS}`,
);

/** $1 connection, $2 subjects. */
export const dueAmong = statement('queue.among', (sql) => `select subject from due where connection_id = $1 and subject ${sql.among('$2')}`);

/** $1 connection, $2 subjects. */
export const removeRows = statement(
  'queue.remove',
  (sql) => `
  delete from due where connection_id = $1 and subject ${sql.among('$2')}`,
);

/** $1 connection, $2 subjects of finished passes: gone unless a change waits; answers those gone. */
export const finishRows = statement(
  'queue.finish',
  (sql) => `
  delete from due where connection_id = $1 and subject ${sql.among('$2')}
  and not exists (select 1 from inbox where inbox.connection_id = $1 and inbox.subject = due.subject) returning subject`,
);

const ROW = {
  subject: 'text',
  lane: 'bigint',
  due_at: 'bigint',
  version: 'bigint',
  tries: 'bigint',
  woken_version: 'bigint',
  claim_worker: 'text',
  claim_epoch: 'bigint',
  claim_until: 'bigint',
  claim_subject: 'text',
  claim_version: 'bigint',
} as const;
const NAMES = Object.keys(ROW);

/** $1 connection, $2 rows, locked before: written whole. */
export const putRows = statement(
  'queue.put',
  (sql) => `
  insert into due (connection_id, ${NAMES.join(', ')})
  select $1, ${NAMES.map((name) => `r.${name}`).join(', ')} from ${sql.rows('$2', ROW)} where true
  on conflict (connection_id, subject) do update set ${NAMES.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`,
);
