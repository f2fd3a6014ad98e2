import { statement } from './step.ts';

/** $1 worker, $2 now, $3 expires at. The epoch only grows, also past the removal of a row nobody used for a week. */
export const bumpEpoch = statement(
  'leases.bump',
  (sql) => `
  insert into leases (worker, epoch, expires_at) values ($1, ${sql.greatest('cast($2 as bigint)', '1')}, cast($3 as bigint))
  on conflict (worker) do update set epoch = ${sql.greatest('leases.epoch + 1', 'excluded.epoch')}, expires_at = excluded.expires_at
  returning epoch`,
);

/** $1 worker, $2 epoch, $3 expires at. */
export const extendLease = statement(
  'leases.extend',
  () => `
  update leases set expires_at = cast($3 as bigint) where worker = $1 and epoch = $2 returning worker`,
);

/** $1 worker, $2 epoch. */
export const currentLease = statement('leases.current', () => 'select expires_at from leases where worker = $1 and epoch = $2');

/** $1 worker: gives up all its claims. */
export const freeSubjectsOf = statement(
  'leases.free_subjects',
  (sql) => `
  update due set claim_worker = null, claim_epoch = null, claim_until = null, claim_subject = null, claim_version = null
  where claim_worker is not null and claim_worker = $1 and (connection_id, subject) in (
    select connection_id, subject from due where claim_worker is not null and claim_worker = $1 order by connection_id, subject ${sql.forUpdate})`,
);

/** $1 worker. */
export const freeKeysOf = statement('leases.free_keys', () => 'delete from key_claims where worker = $1');

/** $1 expired before. */
export const forgetLeases = statement(
  'leases.forget',
  () => `
  delete from leases where expires_at < cast($1 as bigint)
  and not exists (select 1 from due where due.claim_worker is not null and due.claim_worker = leases.worker) returning worker`,
);
