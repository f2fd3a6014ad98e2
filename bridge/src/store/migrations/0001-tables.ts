import type { Dialect } from '../sql/dialect.ts';

/**
 * Every key begins with the connection: tenants never mix, and a connection is the unit of sharding. Times are epoch
 * milliseconds. Wide rows are ordinary SQLite tables, because WITHOUT ROWID is slow for them.
 */
export const tables = ({ text }: Dialect): readonly string[] => [
  `create table leases (worker ${text} primary key, epoch bigint not null, expires_at bigint not null)`,
  `create table cursors (connection_id ${text} not null, source ${text} not null, position text not null, primary key (connection_id, source))`,

  `create table seen_events (connection_id ${text} not null, event_id ${text} not null, seen_at bigint not null, primary key (connection_id, event_id))`,
  'create index seen_events_age on seen_events (seen_at)',
  `create table inbox (
    connection_id ${text} not null, event_id ${text} not null, subject ${text} not null,
    occurred_at bigint not null, received_at bigint not null, place bigint not null, body text not null,
    primary key (connection_id, event_id))`,
  'create index inbox_subject on inbox (connection_id, subject)',

  // The queue. A claimed row carries who holds it, under which subject it was claimed and which version was handed out.
  `create table due (
    connection_id ${text} not null, subject ${text} not null, lane bigint not null, due_at bigint not null, version bigint not null, tries bigint not null,
    claim_worker ${text}, claim_epoch bigint, claim_until bigint, claim_subject ${text}, claim_version bigint,
    primary key (connection_id, subject))`,
  'create index due_ready on due (connection_id, lane, due_at, subject) where claim_worker is null',
  'create unique index due_claimed on due (connection_id, claim_subject) where claim_worker is not null',
  'create index due_held on due (connection_id, claim_until) where claim_worker is not null',
  'create index due_holder on due (claim_worker) where claim_worker is not null',

  `create table links (
    connection_id ${text} not null, id ${text} not null, mapping ${text} not null, link_key ${text} not null,
    salesforce_end ${text}, hubspot_end ${text}, body text not null,
    primary key (connection_id, id), unique (connection_id, link_key))`,
  'create index links_mapping on links (connection_id, mapping, id)',
  `create table link_ends (
    connection_id ${text} not null, end_key ${text} not null, link_id ${text} not null, is_current bigint not null,
    primary key (connection_id, end_key))`,
  'create index link_ends_link on link_ends (connection_id, link_id)',
  `create table unlinked (
    connection_id ${text} not null, end_key ${text} not null, side text not null, object text not null, record_id text not null,
    code ${text} not null, explanation text not null,
    primary key (connection_id, end_key))`,
  'create index unlinked_code on unlinked (connection_id, code, end_key)',

  `create table match_keys (
    connection_id ${text} not null, match_key ${text} not null, end_key ${text} not null, side text not null, object text not null, record_id text not null,
    primary key (connection_id, match_key, end_key))`,
  'create index match_keys_record on match_keys (connection_id, end_key)',
  `create table key_claims (
    connection_id ${text} not null, match_key ${text} not null, worker ${text} not null, epoch bigint not null, until_at bigint not null,
    primary key (connection_id, match_key))`,

  `create table issues (
    connection_id ${text} not null, issue_key ${text} not null, subject ${text} not null,
    code ${text} not null, category text not null, mapping ${text} not null, field ${text}, cause text not null, remedy text not null,
    opened_at bigint not null, resolved_at bigint, times bigint not null, body text not null,
    primary key (connection_id, issue_key))`,
  'create index issues_open on issues (connection_id, opened_at, issue_key) where resolved_at is null',
  'create index issues_open_code on issues (connection_id, code, opened_at, issue_key) where resolved_at is null',
  'create index issues_closed on issues (connection_id, opened_at, issue_key) where resolved_at is not null',
  'create index issues_subject on issues (connection_id, subject, opened_at, issue_key)',
  `create table reviews (
    connection_id ${text} not null, review_key ${text} not null, subject ${text} not null, opened_at bigint not null, resolved_at bigint, body text not null,
    primary key (connection_id, review_key))`,
  'create index reviews_open on reviews (connection_id, opened_at, review_key) where resolved_at is null',
  'create index reviews_subject on reviews (connection_id, subject)',

  // sealed holds the encrypted values and is emptied when they expire; body never holds a customer's value.
  `create table decisions (
    connection_id ${text} not null, id ${text} not null, link_id ${text} not null, field ${text} not null, reason ${text} not null, decided_at bigint not null,
    body text not null, sealed text,
    primary key (connection_id, id))`,
  'create index decisions_time on decisions (connection_id, decided_at, id)',
  'create index decisions_link on decisions (connection_id, link_id, decided_at, id)',

  // Totals of tables too large to count. Several shards per total, so that two workers seldom wait for one row.
  `create table tallies (
    connection_id ${text} not null, name ${text} not null, label ${text} not null, shard bigint not null, amount bigint not null,
    primary key (connection_id, name, label, shard))`,
];
