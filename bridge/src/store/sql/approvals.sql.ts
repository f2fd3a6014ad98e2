import { statement } from './step.ts';

/** $1 connection, $2 rows: what was asked before stays as it is. */
export const addApprovals = statement(
  'approvals.ask',
  (sql) => `
  insert into approvals (connection_id, approval_key, link_id, mapping, side, state, asked_at, decided_at, body)
  select $1, r.approval_key, r.link_id, r.mapping, r.side, r.state, r.asked_at, r.decided_at, r.body
  from ${sql.rows('$2', { approval_key: 'text', link_id: 'text', mapping: 'text', side: 'text', state: 'text', asked_at: 'bigint', decided_at: 'bigint', body: 'text' })} where true
  on conflict (connection_id, approval_key) do nothing`,
);

/** $1 connection, $2 keys. */
export const approvalsOf = statement(
  'approvals.of',
  (sql) => `select approval_key, body from approvals where connection_id = $1 and approval_key ${sql.among('$2')}`,
);

/** $1 connection, $2 key; locked until the transaction ends. */
export const lockApproval = statement('approvals.lock', (sql) => `select body from approvals where connection_id = $1 and approval_key = $2 ${sql.forUpdate}`);

/** $1 connection, $2 key, $3 state, $4 decided at, $5 body. */
export const putApproval = statement(
  'approvals.put',
  () => 'update approvals set state = $3, decided_at = cast($4 as bigint), body = $5 where connection_id = $1 and approval_key = $2',
);

/** $1 connection, $2 keys. */
export const dropApprovals = statement('approvals.drop', (sql) => `delete from approvals where connection_id = $1 and approval_key ${sql.among('$2')}`);

const page = (where: string): string => `
  select approval_key, asked_at, body from approvals where connection_id = $1 and (asked_at, approval_key) < (cast($2 as bigint), $3) ${where}
  order by asked_at desc, approval_key desc limit cast($4 as bigint)`;
/** Newest first. $1 connection, $2 $3 after, $4 limit, $5 state. */
export const approvalPage = statement('approvals.page', () => page(''));
export const approvalPageOfState = statement('approvals.page_state', () => page('and state = $5'));

/** $1 connection, $2 mapping, $3 side, $4 since. */
export const countDeletions = statement(
  'approvals.count',
  () => `
  select count(*) as amount from approvals where connection_id = $1 and state in ('approved', 'done') and mapping = $2 and side = $3
  and decided_at >= cast($4 as bigint)`,
);

/** $1 connection, $2 end keys. */
export const matchKeysOf = statement(
  'match_keys.of',
  (sql) => `select distinct match_key from match_keys where connection_id = $1 and match_key not like '%:%' and end_key ${sql.among('$2')} order by match_key`,
);

/** Groups of one side under one key; a key with a colon is of another kind ("needs:…", "near:…") and no likeness. $1 connection, $2 key and $3 side after, $4 limit. */
export const clusterPage = statement(
  'clusters.page',
  () => `
  select match_key, side from match_keys where connection_id = $1 and match_key not like '%:%' and (match_key, side) > ($2, $3)
  group by match_key, side having count(*) > 1 order by match_key, side limit cast($4 as bigint)`,
);
/** $1 connection. */
export const clusterCounts = statement(
  'clusters.count',
  () => `
  select count(*) as clusters, cast(coalesce(sum(size), 0) as bigint) as records from (
    select count(*) as size from match_keys where connection_id = $1 and match_key not like '%:%' group by match_key, side having count(*) > 1) as groups`,
);
