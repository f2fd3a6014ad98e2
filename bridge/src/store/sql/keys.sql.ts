import { statement } from './step.ts';

/** $1 connection, $2 end keys whose match keys are replaced, $3 rows kept: read once as a set, since a look into them for each key would be as many times as many. */
export const dropMatchKeys = statement(
  'match_keys.drop',
  (sql) => `
  delete from match_keys where connection_id = $1 and end_key ${sql.among('$2')}
  and (end_key, match_key) not in (select r.end_key, r.match_key from ${sql.rows('$3', { end_key: 'text', match_key: 'text' })})`,
);

/** $1 connection, $2 rows. */
export const addMatchKeys = statement(
  'match_keys.add',
  (sql) => `
  insert into match_keys (connection_id, match_key, end_key, side, object, record_id)
  select $1, r.match_key, r.end_key, r.side, r.object, r.record_id
  from ${sql.rows('$2', { match_key: 'text', end_key: 'text', side: 'text', object: 'text', record_id: 'text' })} where true
  on conflict (connection_id, match_key, end_key) do nothing`,
);

/** $1 connection, $2 end keys whose block keys are replaced, $3 rows kept. */
export const dropBlockKeys = statement(
  'match_keys.drop_block',
  (sql) => `
  delete from match_keys where connection_id = $1 and end_key ${sql.among('$2')} and match_key like 'near:%'
  and (end_key, match_key) not in (select r.end_key, r.match_key from ${sql.rows('$3', { end_key: 'text', match_key: 'text' })})`,
);

/** $1 connection, $2 keys, $3 records of one side a key may have. */
export const nearRecords = statement(
  'match_keys.near',
  (sql) => `
  select match_key, side, object, record_id from (
    select match_key, side, object, record_id, end_key, count(*) over (partition by match_key, side) as held
    from match_keys where connection_id = $1 and match_key ${sql.among('$2')}) as chains
  where held <= cast($3 as bigint) order by match_key, end_key`,
);

/** $1 connection, $2 keys. */
export const recordsByKeys = statement(
  'match_keys.find',
  (sql) => `
  select match_key, side, object, record_id from match_keys where connection_id = $1 and match_key ${sql.among('$2')}
  order by match_key, end_key`,
);

/** $1 connection, $2 rows match_key, $3 worker, $4 epoch, $5 now, $6 until. A key is free when its time is over or its worker was taken over. */
export const claimKeys = statement(
  'keys.claim',
  (sql) => `
  insert into key_claims (connection_id, match_key, worker, epoch, until_at)
  select $1, r.match_key, $3, cast($4 as bigint), cast($6 as bigint) from ${sql.rows('$2', { match_key: 'text' })}
  where exists (select 1 from leases where leases.worker = $3 and leases.epoch = cast($4 as bigint))
  on conflict (connection_id, match_key) do update set worker = excluded.worker, epoch = excluded.epoch, until_at = excluded.until_at
  where key_claims.until_at <= cast($5 as bigint)
    or not exists (select 1 from leases where leases.worker = key_claims.worker and leases.epoch = key_claims.epoch)
  returning match_key`,
);

/** $1 connection, $2 keys, $3 worker, $4 epoch. */
export const releaseKeys = statement(
  'keys.release',
  (sql) => `
  delete from key_claims where connection_id = $1 and match_key ${sql.among('$2')} and worker = $3 and epoch = cast($4 as bigint)`,
);
