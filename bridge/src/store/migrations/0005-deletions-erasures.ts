import type { Dialect } from '../sql/dialect.ts';

/**
 * Deletions that are asked for, and the chain of erasure proofs. `erased_marks` holds keyed hashes only: they recognise what was
 * erased, so that it does not come back, and lead to nothing else in this store.
 */
export const deletionsAndErasures = ({ text }: Dialect): readonly string[] => [
  `create table approvals (
    connection_id ${text} not null, approval_key ${text} not null, link_id ${text} not null, mapping ${text} not null, side ${text} not null,
    state ${text} not null, asked_at bigint not null, decided_at bigint, body text not null,
    primary key (connection_id, approval_key))`,
  'create index approvals_state on approvals (connection_id, state, asked_at, approval_key)',
  'create index approvals_time on approvals (connection_id, asked_at, approval_key)',
  'create index approvals_link on approvals (connection_id, link_id)',
  `create table erasures (
    connection_id ${text} not null, number bigint not null, body text not null,
    primary key (connection_id, number))`,
  `create table erased_marks (
    connection_id ${text} not null, mark ${text} not null, number bigint not null,
    primary key (connection_id, mark))`,
];
