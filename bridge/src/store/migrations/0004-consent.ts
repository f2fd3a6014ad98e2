import type { Dialect } from '../sql/dialect.ts';

/** The consent lane: its queue, whose turn it is, what is remembered by address, and the hash-chained log. No address is stored, only keyed fingerprints. */
export const consent = ({ text }: Dialect): readonly string[] => [
  `create table consent_work (
    connection_id ${text} not null, end_key ${text} not null, side text not null, object text not null, record_id text not null,
    happened_at bigint not null, origin text not null, actor text, is_own bigint not null, survivor text,
    urgency bigint not null, due_at bigint not null, version bigint not null, tries bigint not null, trouble text,
    primary key (connection_id, end_key))`,
  'create index consent_work_due on consent_work (connection_id, urgency, due_at, end_key)',
  `create table consent_turns (connection_id ${text} primary key, worker ${text} not null, epoch bigint not null, until_at bigint not null)`,
  `create table consent_memory (connection_id ${text} not null, address ${text} not null, body text not null, primary key (connection_id, address))`,
  `create table consent_places (connection_id ${text} not null, end_key ${text} not null, body text not null, primary key (connection_id, end_key))`,
  `create table consent_heads (connection_id ${text} primary key, seq bigint not null, hash text not null)`,
  `create table consent_log (
    connection_id ${text} not null, seq bigint not null, at bigint not null, kind ${text} not null, address ${text}, body text not null,
    primary key (connection_id, seq))`,
  'create index consent_log_address on consent_log (connection_id, address, seq) where address is not null',
  'create index consent_log_kind on consent_log (connection_id, kind, seq)',
  `create table consent_log_refs (connection_id ${text} not null, ref ${text} not null, seq bigint not null, primary key (connection_id, ref, seq))`,
];
