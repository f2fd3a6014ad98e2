import { statement } from './step.ts';

/** $1 connection, $2 rows; answers the reasons of those that are new. */
export const addDecisions = statement(
  'decisions.add',
  (sql) => `
  insert into decisions (connection_id, id, link_id, field, reason, decided_at, body, sealed)
  select $1, r.id, r.link_id, r.field, r.reason, r.decided_at, r.body, r.sealed
  from ${sql.rows('$2', { id: 'text', link_id: 'text', field: 'text', reason: 'text', decided_at: 'bigint', body: 'text', sealed: 'text' })} where true
  on conflict (connection_id, id) do nothing returning reason`,
);

const page = (where: string): string => `
  select id, decided_at, body, sealed from decisions where connection_id = $1 and (decided_at, id) < (cast($2 as bigint), $3) ${where}
  order by decided_at desc, id desc limit cast($4 as bigint)`;

/** Pages of decisions, newest first. $1 connection, $2 and $3 after, $4 limit, $5 link or field, $6 field when both are asked. */
export const decisionPages = {
  all: statement('decisions.page', () => page('')),
  ofLink: statement('decisions.page_link', () => page('and link_id = $5')),
  ofField: statement('decisions.page_field', () => page('and field = $5')),
  ofBoth: statement('decisions.page_both', () => page('and link_id = $5 and field = $6')),
};

/** $1 connection, $2 id. */
export const getDecision = statement('decisions.get', () => 'select id, body, sealed from decisions where connection_id = $1 and id = $2');

/** $1 connection, $2 decided at or after. */
export const totalDecisions = statement(
  'decisions.totals',
  () => `
  select field, reason, count(*) as amount from decisions where connection_id = $1 and decided_at >= cast($2 as bigint)
  group by field, reason order by field, reason`,
);

/** $1 decided before: the values expire, the decision stays. */
export const expireValues = statement(
  'decisions.expire',
  () => 'update decisions set sealed = null where sealed is not null and decided_at < cast($1 as bigint)',
);

/** $1 decided before. */
export const forgetDecisions = statement(
  'decisions.forget',
  () => 'delete from decisions where decided_at < cast($1 as bigint) returning connection_id, reason',
);
