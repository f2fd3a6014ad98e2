import { statement } from './step.ts';
import type { Statement } from './step.ts';

const columns = 'kind, document_key, document_group, document_rank, body, version';

/** $1 connection, $2 keys, $3 kind. */
export const documentsByKey = statement(
  'documents.by_key',
  (sql) => `select ${columns} from documents where connection_id = $1 and kind = $3 and document_key ${sql.among('$2')}`,
);

/** What is there before a write, locked. $1 connection, $2 rows of kind and key. */
export const documentsHeld = statement(
  'documents.held',
  (sql) => `
  select d.kind, d.document_key, d.version from documents d
  join ${sql.rows('$2', { kind: 'text', document_key: 'text' })} on d.kind = r.kind and d.document_key = r.document_key
  where d.connection_id = $1 order by d.kind, d.document_key ${sql.name === 'postgres' ? 'for update of d' : ''}`,
);

/**
 * $1 connection, $2 rows. Answers the version each row got: a first write that met another process's first write gets 2, and who asked for
 * the first takes everything back.
 */
export const putDocuments = statement(
  'documents.put',
  (sql) => `
  insert into documents (connection_id, kind, document_key, document_group, document_rank, body, version)
  select $1, r.kind, r.document_key, r.document_group, r.document_rank, r.body, 1
  from ${sql.rows('$2', { kind: 'text', document_key: 'text', document_group: 'text', document_rank: 'bigint', body: 'text' })} where true
  on conflict (connection_id, kind, document_key) do update set
    document_group = excluded.document_group, document_rank = excluded.document_rank, body = excluded.body, version = documents.version + 1
  returning kind, document_key, version`,
);

/** $1 connection, $2 kind, $3 group or null, $4 from, $5 until, $6 $7 after, $8 limit. */
const page = (name: string, [beyond, direction]: readonly [string, string], inGroup: boolean): Statement =>
  statement(
    `documents.page_${name}`,
    () => `
  select ${columns} from documents
  where connection_id = $1 and kind = $2 ${inGroup ? 'and document_group = $3' : 'and cast($3 as text) is null'} and document_rank >= cast($4 as bigint) and document_rank <= cast($5 as bigint)
    and (document_rank, document_key) ${beyond} (cast($6 as bigint), $7)
  order by document_rank ${direction}, document_key ${direction} limit cast($8 as bigint)`,
  );
const ascending = ['>', 'asc'] as const;
const descending = ['<', 'desc'] as const;
export const documentPages = {
  up: { group: page('group_up', ascending, true), all: page('up', ascending, false) },
  down: { group: page('group_down', descending, true), all: page('down', descending, false) },
} as const;

/** $1 connection, $2 kind. */
export const documentCounts = statement(
  'documents.counts',
  () => 'select document_group, count(*) as total from documents where connection_id = $1 and kind = $2 group by document_group order by document_group',
);

/** $1 connection, $2 keys, $3 kind. */
export const dropDocuments = statement(
  'documents.drop',
  (sql) => `delete from documents where connection_id = $1 and kind = $3 and document_key ${sql.among('$2')} returning document_key`,
);

/** $1 connection, $2 kind, $3 rank, $4 group or null = all. */
export const pruneDocuments = statement(
  'documents.prune',
  () => `
  delete from documents where connection_id = $1 and kind = $2 and document_rank < cast($3 as bigint) and (cast($4 as text) is null or document_group = $4)
  returning document_key`,
);
