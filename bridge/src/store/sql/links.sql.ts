import { statement } from './step.ts';

/** $1 connection, $2 ids. */
export const linksById = statement(
  'links.by_id',
  (sql) => `
  select id, body from links where connection_id = $1 and id ${sql.among('$2')} order by id`,
);

/** $1 connection, $2 pattern. */
export const linksNaming = statement('links.naming', () => 'select id, body from links where connection_id = $1 and body like $2 order by id');

/** $1 connection, $2 ids: the unique parts of links. */
export const identities = statement(
  'links.identities',
  (sql) => `
  select id, mapping, link_key, salesforce_end, hubspot_end from links where connection_id = $1 and id ${sql.among('$2')}`,
);

/** $1 connection, $2 keys: who owns them. */
export const keyOwners = statement(
  'links.key_owners',
  (sql) => `
  select id, link_key from links where connection_id = $1 and link_key ${sql.among('$2')}`,
);

/** $1 connection, $2 end keys: which links they lead to. */
export const endOwners = statement(
  'links.end_owners',
  (sql) => `
  select end_key, link_id, is_current from link_ends where connection_id = $1 and end_key ${sql.among('$2')}`,
);

/** $1 connection, $2 end keys: the links they lead to. */
export const linksByEnd = statement(
  'links.by_end',
  (sql) => `
  select link_ends.end_key, links.body from link_ends
  join links on links.connection_id = link_ends.connection_id and links.id = link_ends.link_id
  where link_ends.connection_id = $1 and link_ends.end_key ${sql.among('$2')}`,
);

/** $1 connection, $2 rows. A key taken meanwhile by another transaction is a unique violation, and the steps run again. */
export const putLinks = statement(
  'links.put',
  (sql) => `
  insert into links (connection_id, id, mapping, link_key, salesforce_end, hubspot_end, body)
  select $1, r.id, r.mapping, r.link_key, r.salesforce_end, r.hubspot_end, r.body
  from ${sql.rows('$2', { id: 'text', mapping: 'text', link_key: 'text', salesforce_end: 'text', hubspot_end: 'text', body: 'text' })} where true
  on conflict (connection_id, id) do update set mapping = excluded.mapping, link_key = excluded.link_key,
    salesforce_end = excluded.salesforce_end, hubspot_end = excluded.hubspot_end, body = excluded.body`,
);

/** $1 connection, $2 ids, $3 object of bodies by id: links whose key and ends did not change. */
export const updateBodies = statement(
  'links.update',
  (sql) => `
  update links set body = ${sql.under('$3', 'id')} where connection_id = $1 and id ${sql.among('$2')}`,
);

/** $1 connection, $2 rows; answers those that now lead to the link asked for, fewer when another transaction was first. */
export const putEnds = statement(
  'links.put_ends',
  (sql) => `
  insert into link_ends (connection_id, end_key, link_id, is_current)
  select $1, r.end_key, r.link_id, r.is_current from ${sql.rows('$2', { end_key: 'text', link_id: 'text', is_current: 'bigint' })} where true
  on conflict (connection_id, end_key) do update set is_current = excluded.is_current where link_ends.link_id = excluded.link_id
  returning end_key`,
);

/** $1 connection, $2 end keys. */
export const removeEnds = statement(
  'links.remove_ends',
  (sql) => `
  delete from link_ends where connection_id = $1 and end_key ${sql.among('$2')}`,
);

/** $1 connection, $2 after id, $3 limit. */
export const listLinks = statement(
  'links.list',
  () => `
  select id, body from links where connection_id = $1 and id > $2 order by id limit cast($3 as bigint)`,
);

/** $1 connection, $2 after id, $3 limit, $4 mapping. */
export const listLinksOfMapping = statement(
  'links.list_mapping',
  () => `
  select id, body from links where connection_id = $1 and mapping = $4 and id > $2 order by id limit cast($3 as bigint)`,
);

/** $1 connection, $2 rows. */
export const putUnlinked = statement(
  'unlinked.put',
  (sql) => `
  insert into unlinked (connection_id, end_key, side, object, record_id, code, explanation)
  select $1, r.end_key, r.side, r.object, r.record_id, r.code, r.explanation
  from ${sql.rows('$2', { end_key: 'text', side: 'text', object: 'text', record_id: 'text', code: 'text', explanation: 'text' })} where true
  on conflict (connection_id, end_key) do update set object = excluded.object, code = excluded.code, explanation = excluded.explanation`,
);

/** $1 connection, $2 end keys. */
export const removeUnlinked = statement(
  'unlinked.remove',
  (sql) => `
  delete from unlinked where connection_id = $1 and end_key ${sql.among('$2')}`,
);

/** $1 connection, $2 end key. */
export const getUnlinked = statement(
  'unlinked.get',
  () => `
  select code, explanation from unlinked where connection_id = $1 and end_key = $2`,
);

/** $1 connection, $2 after end key, $3 limit. */
export const listUnlinked = statement(
  'unlinked.list',
  () => `
  select end_key, side, object, record_id, code, explanation from unlinked where connection_id = $1 and end_key > $2
  order by end_key limit cast($3 as bigint)`,
);

/** $1 connection, $2 after end key, $3 limit, $4 code. */
export const listUnlinkedOfCode = statement(
  'unlinked.list_code',
  () => `
  select end_key, side, object, record_id, code, explanation from unlinked where connection_id = $1 and code = $4 and end_key > $2
  order by end_key limit cast($3 as bigint)`,
);
