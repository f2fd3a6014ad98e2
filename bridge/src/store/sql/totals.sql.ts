import { statement } from './step.ts';

/** $1 connection, $2 rows name, label, amount, $3 shard. */
export const addTallies = statement(
  'totals.add',
  (sql) => `
  insert into tallies (connection_id, name, label, shard, amount)
  select $1, r.name, r.label, cast($3 as bigint), r.amount from ${sql.rows('$2', { name: 'text', label: 'text', amount: 'bigint' })} where true
  on conflict (connection_id, name, label, shard) do update set amount = tallies.amount + excluded.amount`,
);

/** $1 connection. */
export const readTallies = statement(
  'totals.read',
  () => `
  select name, label, cast(sum(amount) as bigint) as amount from tallies where connection_id = $1
  group by name, label having sum(amount) <> 0 order by name, label`,
);

/** $1 connection: counts of what is bounded by the work at hand. */
export const backlog = statement(
  'totals.backlog',
  () => `
  select (select count(*) from inbox where connection_id = $1) as inbox,
    (select count(*) from due where connection_id = $1 and claim_worker is null) as due,
    (select count(*) from due where connection_id = $1 and claim_worker is not null) as leased,
    (select min(due_at) from due where connection_id = $1 and claim_worker is null) as oldest,
    (select count(*) from issues where connection_id = $1 and resolved_at is null) as issues,
    (select count(*) from reviews where connection_id = $1 and resolved_at is null) as reviews`,
);

/** $1 connection. */
export const unlinkedByCode = statement(
  'totals.unlinked',
  () => `
  select code as label, count(*) as amount from unlinked where connection_id = $1 group by code order by code`,
);
