import { statement } from './step.ts';

/** $1 connection, $2 rows. */
export const putVerdicts = statement(
  'verdicts.put',
  (sql) => `
  insert into identity_verdicts (connection_id, first_end, second_end, decided_at, body)
  select $1, r.first_end, r.second_end, r.decided_at, r.body
  from ${sql.rows('$2', { first_end: 'text', second_end: 'text', decided_at: 'bigint', body: 'text' })} where true
  on conflict (connection_id, first_end, second_end) do update set decided_at = excluded.decided_at, body = excluded.body`,
);

/** $1 connection, $2 first end, $3 second end. */
export const dropVerdict = statement(
  'verdicts.drop',
  () => 'delete from identity_verdicts where connection_id = $1 and first_end = $2 and second_end = $3 returning first_end',
);

/** $1 connection, $2 end keys. Two reads by index; a pair of which both are asked for comes once, because a union drops repeats. */
export const verdictsOf = statement(
  'verdicts.of',
  (sql) => `
  select first_end, second_end, decided_at, body from identity_verdicts where connection_id = $1 and first_end ${sql.among('$2')}
  union select first_end, second_end, decided_at, body from identity_verdicts where connection_id = $1 and second_end ${sql.among('$2')}
  order by decided_at, first_end, second_end`,
);

/** Newest first. $1 connection, $2 $3 $4 after, $5 limit. */
export const verdictPage = statement(
  'verdicts.page',
  () => `
  select first_end, second_end, decided_at, body from identity_verdicts
  where connection_id = $1 and (decided_at, first_end, second_end) < (cast($2 as bigint), $3, $4)
  order by decided_at desc, first_end desc, second_end desc limit cast($5 as bigint)`,
);
